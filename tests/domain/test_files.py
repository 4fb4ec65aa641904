"""Files that come with words: how many, by what name, by which rules, and who is told of them."""

import pytest

from tests.build import GUNILLA, MONDAY, PIM, RUT, WORDS, a_case, then
from vardag.domain.case import acts
from vardag.domain.case.decide import answer
from vardag.domain.case.events import Answered, Entry, NoteAdded, Submitted, files_of
from vardag.domain.case.evolve import begin
from vardag.domain.case.files import (
    HIDDEN_FILE,
    FileRef,
    FileRules,
    Media,
    file_name,
    permitted,
)
from vardag.domain.case.masking import masked_entry
from vardag.domain.case.state import Status
from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.clock.deadline import local_date
from vardag.domain.refusals import EmptyText, InvalidForm
from vardag.domain.routine.document import Form

SIX = tuple(FileRef(str(nth), "0" * 64) for nth in range(6))
ONE = SIX[:1]


def test_a_message_has_at_most_five_files():
    assert permitted(SIX[:5]) == SIX[:5]

    with pytest.raises(InvalidForm, match="at most 5"):
        permitted(SIX)


def test_a_file_that_is_named_twice_is_sent_once():
    assert permitted((*ONE, *ONE)) == ONE


@pytest.mark.parametrize(
    ("act", "status"),
    [
        (acts.SendInterimReply(WORDS), Status.ASSIGNED),
        (acts.AskCounterQuestion(WORDS), Status.ASSIGNED),
        (acts.ReplyAndClose(WORDS), Status.ASSIGNED),
    ],
)
def test_files_go_with_the_words_of_an_act(act: acts.Act, status: Status):
    case = a_case(status=status)

    after = then(case, acts.with_files(act, ONE), by=RUT)

    assert after.has_files
    assert not case.has_files


def test_an_assignment_has_files_when_it_has_words():
    told, untold = acts.Assign(None, interim_reply=WORDS), acts.Assign(None)

    with_words = acts.with_files(told, ONE)

    assert isinstance(with_words, acts.Assign)
    assert with_words.interim_reply is not None
    assert with_words.interim_reply.files == ONE
    assert acts.with_files(untold, ONE) == untold


def test_an_act_without_words_has_no_files():
    assert acts.with_files(acts.Claim(), ONE) == acts.Claim()


def an_answer(text: str, files: tuple[FileRef, ...]) -> Answered:
    return answer(
        a_case(status=Status.AWAITING_RESIDENT),
        text=text,
        files=files,
        at=MONDAY,
        asker_may_act=True,
        calendar=WorkingCalendar(),
        working_days=2,
    )


def test_a_picture_is_an_answer_without_words():
    assert an_answer("", ONE).files == ONE

    with pytest.raises(EmptyText):
        an_answer("", ())


def test_what_happened_without_words_has_no_files():
    assert files_of(NoteAdded("Hej")) == ()


@pytest.mark.parametrize(
    ("given", "media", "kept"),
    [
        ("IMG_0412.JPG", Media.JPEG, "IMG_0412.jpg"),
        ("bild.jpeg", Media.JPEG, "bild.jpg"),
        ("faktura.pdf.exe", Media.PDF, "faktura.pdf.exe.pdf"),
        ("../../etc/passwd", Media.PNG, "passwd.png"),
        ("C:\\Bilder\\skola.png", Media.PNG, "skola.png"),
        ("bild\u202egpj.exe", Media.JPEG, "bildgpj.exe.jpg"),
        ("rad\r\nbrytning.pdf", Media.PDF, "radbrytning.pdf"),
        ("a\u030angstrom.pdf", Media.PDF, "ångstrom.pdf"),
        ("", Media.HEIC, "fil.heic"),
        (" .pdf", Media.PDF, "pdf.pdf"),
        ("\u200b", Media.PDF, "fil.pdf"),
        ("x" * 300 + ".pdf", Media.PDF, "x" * 76 + ".pdf"),
    ],
)
@pytest.mark.asvs("1.3.3")
def test_a_files_name_is_its_last_part_with_the_ending_of_what_it_is(given, media, kept):
    assert file_name(given, media) == kept


def test_a_clinic_chooses_within_what_can_be_taken():
    FileRules(largest=1).check()
    FileRules(from_residents=False, from_staff=False, media=frozenset()).check()

    for wrong in (FileRules(largest=0), FileRules(largest=11), FileRules(media=frozenset())):
        with pytest.raises(InvalidForm):
            wrong.check()


def test_files_of_a_protected_case_are_counted_and_not_named():
    said = an_answer("Se bilden.", SIX[:2])
    entry = Entry(said, by=GUNILLA.id, at=MONDAY, date=local_date(MONDAY))

    masked = masked_entry(entry, Form("message"))

    assert files_of(masked.event) == (HIDDEN_FILE, HIDDEN_FILE)


def test_words_without_files_are_as_they_were_in_a_protected_case():
    entry = Entry(an_answer("Ja.", ()), by=GUNILLA.id, at=MONDAY, date=local_date(MONDAY))

    assert masked_entry(entry, Form("message")) == entry


def test_a_case_that_came_with_files_has_some():
    case = a_case()
    assert case.response_due is not None
    event = Submitted(
        patient=PIM.id,
        clinic=case.clinic,
        service="message",
        form={},
        response_due=case.response_due,
        files=ONE,
    )
    entry = Entry(event, by=GUNILLA.id, at=MONDAY, date=local_date(MONDAY))

    assert begin(entry, service=case.service, process=case.process).has_files
