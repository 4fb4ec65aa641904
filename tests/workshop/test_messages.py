"""The translations' keeper finds the texts, keeps the Swedish, and notices what is amiss."""

import gettext
from pathlib import Path

import pytest

from tools import messages

TEMPLATE = """\
  <p>{{ _('My cases') }}</p>
{% trans trimmed name=who %}
  Hello <b>{{ name }}</b>!
{% endtrans %}
      {% trans n=days %}{{ n }} day{% pluralize n %}{{ n }} days{% endtrans %}
    {{ _("Sign out") }} {{ pgettext('a verb', 'Open') }}
"""
VIEWS = """
from django.utils.translation import gettext as _, pgettext
TITLE = _("A title")
MONTH = pgettext("month", "May")
UNKNOWN = _(TITLE)
"""
RULES = 'raise Refusal(say("The case is closed."), number=7)\n'
SWEDISH = {
    "My cases": "Mina ärenden",
    "Hello <b>%(name)s</b>!": "Hej <b>%(name)s</b>!",
    "Sign out": "Logga ut",
    "A title": "En rubrik",
    "May": "maj",
    "Open": "Öppna",
    "The case is closed.": "Ärendet är avslutat.",
}


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = tmp_path / "src/vardag"
    for path, text in {
        "doors/portal/__init__.py": "",
        "doors/portal/views.py": VIEWS,
        "doors/portal/templates/portal/page.html": TEMPLATE,
        "doors/shared/__init__.py": "",
        "domain/decide.py": RULES,
    }.items():
        (package / path).parent.mkdir(parents=True, exist_ok=True)
        (package / path).write_text(text)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "PACKAGE", package)
    monkeypatch.setattr(messages, "DOORS", package / "doors")
    return package / "doors"


@pytest.fixture
def translated(house: Path) -> Path:
    messages.update()
    for path in house.glob("*/locale/sv/LC_MESSAGES/django.po"):
        text = path.read_text()
        for english, swedish in SWEDISH.items():
            text = text.replace(
                f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{swedish}"'
            )
        text = text.replace('msgstr[0] ""', 'msgstr[0] "en dag"')
        path.write_text(text.replace('msgstr[1] ""', 'msgstr[1] "%(n)s dagar"'))
    messages.update()
    return house


def catalog(house: Path, door: str) -> Path:
    return house / door / "locale/sv/LC_MESSAGES/django.po"


def replace(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def test_texts_come_from_programs_and_templates_to_the_door_they_belong_to(house):
    messages.update()

    portal, shared = (catalog(house, door).read_text() for door in ("portal", "shared"))
    for english in ("My cases", "Hello <b>%(name)s</b>!", "%(n)s days", "Sign out", "A title"):
        assert f'"{english}"' in portal
    assert 'msgctxt "month"\nmsgid "May"' in portal
    assert 'msgctxt "a verb"\nmsgid "Open"' in portal
    assert '"The case is closed."' in shared


def test_the_compiled_catalogs_speak_swedish(translated):
    with catalog(translated, "portal").with_suffix(".mo").open("rb") as file:
        swedish = gettext.GNUTranslations(file)

    assert swedish.gettext("My cases") == "Mina ärenden"
    assert swedish.pgettext("month", "May") == "maj"
    assert [swedish.ngettext("%(n)s day", "%(n)s days", n) for n in (1, 2)] == [
        "en dag",
        "%(n)s dagar",
    ]


def test_complete_translations_pass_and_stay_as_they_are(translated):
    before = {path: path.read_bytes() for path in translated.rglob("django.*")}

    messages.update()

    assert messages.check() == []
    assert {path: path.read_bytes() for path in translated.rglob("django.*")} == before


def test_a_text_that_moves_to_another_door_takes_its_swedish_along(translated):
    replace(translated.parent / "domain/decide.py", "The case is closed.", "Something else.")
    replace(translated / "portal/views.py", "A title", "The case is closed.")

    messages.update()

    assert '"Ärendet är avslutat."' in catalog(translated, "portal").read_text()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"Mina ärenden"', '""', "portal: without Swedish: My cases"),
        ('"Hej <b>%(name)s</b>!"', '"Hej <b>%(namn)s</b>!"', "other placeholders in Swedish"),
        ('"Hej <b>%(name)s</b>!"', '"Hej %(name)s!"', "other tags in Swedish"),
        ('"%(n)s dagar"', '"flera dagar"', "other placeholders in Swedish"),
        ('"Mina ärenden"', r'"Mina ären\"Mina ärenden"', "other quotation marks in Swedish"),
        ('msgid "Sign out"', '#, fuzzy\nmsgid "Sign out"', "uncertain (fuzzy): Sign out"),
        ('msgid "Sign out"', 'msgid "Sign off"', "portal: missing: Sign out"),
        ('msgid "Sign out"', 'msgid "Sign off"', "portal: no longer used: Sign off"),
        ('"Logga ut"', '"Gå ut"', "django.po has changed since it was compiled"),
    ],
)
def test_what_is_amiss_in_a_catalog_is_named(translated, before, after, said):
    replace(catalog(translated, "portal"), before, after)

    assert any(said in problem for problem in messages.check())


def test_one_english_text_has_one_swedish(translated):
    replace(translated.parent / "domain/decide.py", "The case is closed.", "Sign out")
    messages.update()
    replace(catalog(translated, "shared"), '"Logga ut"', '"Lämna"')

    assert "shared: not the same Swedish as in portal: Sign out" in messages.check()
