"""A form on a small screen: one question at a time where that is easier, told from the form's data.

Questions that are held against one another stand together, and so do those of which one is enough. A
form of two pages or fewer stays one: a step that only says "next" helps nobody.
"""

from vardag.domain.routine.questions import Field, Form

type Page = tuple[Field, ...]

MOST_ON_ONE = 2  # questions, or pairs of them, that one page still holds


def pages_of(form: Form) -> tuple[Page, ...]:
    """Return a form's questions as pages, in its order; one empty page for a form that asks nothing."""
    found: list[Page] = []
    for field in form.fields:
        belongs = found and field.not_before in {each.key for each in found[-1]}
        if belongs:
            found[-1] = (*found[-1], field)
        else:
            found.append((field,))
    if form.at_least_one_of or len(found) <= MOST_ON_ONE:
        return (form.fields,)
    return tuple(found)


def as_form(form: Form, page: Page) -> Form:
    """Return a page as a form of its own, so that its answers can be judged before the rest is there."""
    whole = page == form.fields
    return Form(form.key, page, form.at_least_one_of if whole else ())
