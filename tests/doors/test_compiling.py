"""Templates are compiled with what is known beforehand in them, and say what they would have said."""

import pytest
from django.template import engines
from django.templatetags.static import static
from django.utils.translation import override
from jinja2 import DictLoader, TemplateNotFound, TemplateSyntaxError

from vardag.doors.shared.compiling import Compiled
from vardag.doors.shared.templating import environment, icon


def _made(language: str = "sv", **templates: str) -> Compiled:
    return environment(language=language, loader=DictLoader(templates))


def _written(made: Compiled, name: str) -> str:
    """Return the program that a template becomes."""
    assert made.loader is not None
    source, filename, _ = made.loader.get_source(made, name)
    return made.compile(source, name, filename, raw=True)


@pytest.mark.parametrize(("language", "said"), [("sv", "Anteckning"), ("en", "Note")])
def test_a_page_speaks_the_language_of_its_request(language, said):
    with override(language):
        page = engines["pages"].from_string('{{ _("Note") }}')

        assert page.render() == said


def test_texts_icons_and_addresses_of_files_are_in_the_compiled_page():
    page = """{{ _("Note") }} {{ icon("lock") }} {{ static("vardag/base.css") }}"""

    made = _made(page=page)

    assert (
        made.get_template("page").render()
        == f"Anteckning {icon('lock')} {static('vardag/base.css')}"
    )
    assert "call(" not in _written(made, "page")


def test_a_text_may_hold_markup_and_a_percent_sign_and_a_value_may_not_hold_markup():
    page = """{{ _("<b>50 %%</b>") }}{{ icon(name) }}{{ "<b>" }}{{ given }}"""

    said = _made(page=page).get_template("page").render(name="lock", given="<b>")

    assert said == f"<b>50 %</b>{icon('lock')}&lt;b&gt;&lt;b&gt;"


def test_a_word_with_two_meanings_is_translated_by_its_context():
    page = """{{ pgettext("what a key does", "open") }}{% trans %}Note{% endtrans %}"""

    assert _made(page=page).get_template("page").render() == "öppnaAnteckning"


def test_a_text_that_takes_something_in_escapes_it():
    page = """{% trans name=given %}Note by {{ name }}{% endtrans %}"""

    said = _made(page=page).get_template("page").render(given="<b>")

    assert said == "Anteckning av &lt;b&gt;"


def test_a_partial_sees_what_the_page_sees_and_what_it_sets_is_its_own():
    page = (
        '{% set told = "page" %}{% for each in some %}{% with own=each %}'
        '{% include "partial" %}{% endwith %}{% endfor %} {{ told }}{{ own }}'
    )
    partial = '{% set told = told ~ given %}[{{ told }} {{ own }}]{% include "inner" %}'

    made = _made(page=page, partial=partial, inner="({{ told }})")
    said = made.get_template("page").render(some=[1, 2], given="!")

    assert said == "[page! 1](page!)[page! 2](page!) page"
    assert "get_template" not in _written(made, "page")


def test_a_partial_may_be_chosen_by_the_page_and_may_include_itself():
    page = '{% include chosen %}{% set left = 2 %}{% include "down" %}'
    down = '{{ left }}{% if left %}{% with left=left - 1 %}{% include "down" %}{% endwith %}{% endif %}'

    made = _made(page=page, down=down, first="one ")

    assert made.get_template("page").render(chosen="first") == "one 210"


def test_a_partial_that_there_is_none_of_is_found_when_the_page_is_compiled():
    with pytest.raises(TemplateNotFound, match="nothing"):
        _made(page='{% if never %}{% include "nothing" %}{% endif %}').get_template("page")


def test_a_mistake_in_a_partial_is_told_by_the_partials_name():
    with pytest.raises(TemplateSyntaxError) as told:
        _made(page='{% include "wrong" %}', wrong="\n{% if %}").get_template("page")

    assert (told.value.name, told.value.lineno) == ("wrong", 2)
