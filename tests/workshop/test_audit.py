"""Asking for known weaknesses: what could not be asked is never called sound."""

from tools import audit


def said(**packages):
    return {"dependencies": [{"name": name, **about} for name, about in packages.items()]}


SOUND = {"version": "1.0", "vulns": []}
WEAK = {"version": "1.0", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["1.1"]}]}
PASSED_OVER = {"skip_reason": "it is not there"}


def test_where_nothing_is_known_against_any_all_is_well():
    answer = audit.answer_of(said(django=SOUND, pillow=SOUND))

    assert answer.status == audit.SOUND
    assert audit.told("lock", answer) == ["lock: nothing is known against 2 packages"]


def test_a_weakness_is_named_with_the_version_that_mends_it():
    answer = audit.answer_of(said(django=SOUND, pillow=WEAK, typst=PASSED_OVER))

    assert answer.status == audit.WEAK
    assert audit.told("lock", answer)[0] == "pillow 1.0: CVE-2026-1, mended in 1.1"


def test_a_package_that_was_passed_over_was_not_asked_of():
    answer = audit.answer_of(said(django=SOUND, pillow=PASSED_OVER))

    assert answer.status == audit.UNASKED
    assert "lock: could not be asked of 1 of 2: pillow" in audit.told("lock", answer)


def test_an_answer_of_nothing_is_no_good_news():
    assert audit.answer_of(said()).status == audit.UNASKED


def test_without_a_network_it_says_that_nobody_could_be_asked(capsys, monkeypatch):
    nowhere = "http://127.0.0.1:9"  # where nobody listens
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, nowhere)

    assert audit.main(["--seconds", "60"]) == audit.UNASKED
    assert "nobody could be asked" in capsys.readouterr().err
