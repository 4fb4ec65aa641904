"""What is typed about staff. What can't be is refused by the rules, with their sentence."""

from datetime import date

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from vardag.domain.people.identity import Role
from vardag.domain.people.staffing import takes_two
from vardag.domain.refusals import InvalidForm, Refusal
from vardag.doors.shared.roles import IN_ORDER, role_name
from vardag.doors.shared.sentences import said, why_refused


class Find(forms.Form):
    """Whom to add. What is pasted is trimmed by the rules, and comes back as it was."""

    hsa_id = forms.CharField(
        label=gettext_lazy("HSA-id"),
        help_text=gettext_lazy("You find it on the person's card or in the staff directory."),
        max_length=100,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class Label(str):
    """A choice's name with a second line."""

    __slots__ = ("help",)
    help: str


def role_label(role: Role) -> Label:
    label = Label(capfirst(role_name(role)))
    label.help = (
        gettext("Takes effect when a second person confirms it.") if takes_two(role) else ""
    )
    return label


class Give(forms.Form):
    """Which roles, from when and until when."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        error_messages={"required": gettext_lazy("Choose at least one role.")},
        widget=forms.CheckboxSelectMultiple,
    )
    from_date = forms.DateField(
        label=gettext_lazy("First day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Leave it empty if you don't know."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: object, has: frozenset[Role] = frozenset(), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["roles"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(each.value, role_label(each)) for each in IN_ORDER if each not in has]

    @property
    def roles_chosen(self) -> frozenset[Role]:
        return frozenset(Role(each) for each in self.cleaned_data["roles"])

    @property
    def first_day(self) -> date:
        found: date = self.cleaned_data["from_date"]
        return found


def put_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal where it belongs on a form: at its fields, or above all."""
    problems = refusal.problems if isinstance(refusal, InvalidForm) else ()
    mine = [problem for problem in problems if problem.field in form.fields]
    for problem in mine:
        form.add_error(problem.field, said(problem.sentence))
    if not mine:
        form.add_error(None, why_refused(refusal))
