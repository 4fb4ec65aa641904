"""Which of a register's columns a workbook's column is, by its heading, as people name them."""

from collections.abc import Iterable, Mapping, Sequence

from vardag.domain.folding import fold
from vardag.domain.registers import entry
from vardag.domain.registers.cells import Cell, Unread, is_blank
from vardag.domain.routine.document import Form, Register

HEADINGS_WITHIN = 20  # rows from the top, in which the headings are looked for
_LETTERS_ONLY = str.maketrans(dict.fromkeys(" \t\n\u00a0.,:;-_/()*?!'\"&+", None))

_NAMES: Mapping[str, str] = {
    entry.RECEIVED: "datum|inkom|inkommet|inkommen|inkom datum|inkommet datum|datum inkommet|datum in|"
    "datum inkom|ankom|ankomstdatum|mottaget|mottagen|mottagningsdatum|förfrågan inkom|"
    "datum för förfrågan|förfrågningsdatum|registrerat|registreringsdatum|dag|date|received|"
    "received date|date received",
    entry.NUMBER: "personnummer|personnr|persnr|pers nr|pnr|pnummer|person nr|person id|personid|"
    "födelsenummer|patientens personnummer|barnets personnummer|pat personnr|personal number|pid|ssn",
    entry.PATIENT: "patient|pat|namn|patientnamn|patientens namn|barn|barnet|barnets namn|pat namn|"
    "för och efternamn|namn patient|child|name|patient name|elev|ungdom",
    entry.GIVEN: "förnamn|patientens förnamn|given name|first name",
    entry.FAMILY: "efternamn|patientens efternamn|family name|last name|surname",
    entry.SENDER: "skickat av|avsändare|inskickat av|från|kontakt|kontaktperson|förälder|"
    "vårdnadshavare|vh|uppringare|vem ringde|ringt av|inringt av|beställare|beställt av|sent by|sender",
    entry.CASE: "ärende|ärendenummer|ärendenr|ärende id|case|case number",
    entry.FIRST_RESPONSE: "första svar|första återkoppling|återkoppling|svarat|delsvar|first response",
    entry.CLOSED: "klart|klar|klardatum|klart datum|datum klart|datum klar|utfört|utfört datum|"
    "datum utfört|åtgärdat|åtgärdat datum|avslutat|avslutad|förnyat|förnyat datum|recept förnyat|"
    "recept utfärdat|utfärdat|färdigt|skickat|completed|done|closed",
    entry.CLOSED_BY: "klart av|klar av|utfört av|åtgärdat av|förnyat av|avslutat av|handläggare|"
    "handlagt av|sign|signatur|signum|ssk|sjuksköterska|läkare|ansvarig|completed by|done by|signed",
    entry.IGNORED: "läge|status",
    "field:medicine": "medicin|mediciner|läkemedel|läkemedlet|preparat|preparatnamn|recept|"
    "läkemedel och styrka|läkemedel styrka|medicin och styrka|vilken medicin|vilket läkemedel|"
    "medicin styrka|medicine|drug|styrka|dos|dosering|strength",
    "field:note": "kommentar|kommentarer|anteckning|anteckningar|övrigt|notering|noteringar|anm|"
    "anmärkning|info|information|meddelande|note|notes|comment|comments",
}  # fmt: skip


def targets(register: Register) -> tuple[str, ...]:
    """Return what a workbook's column can be read as: the register's columns, and who it is about."""
    who = (entry.RECEIVED, entry.NUMBER, entry.PATIENT, entry.GIVEN, entry.FAMILY)
    done = (entry.CLOSED, entry.CLOSED_BY)
    return tuple(dict.fromkeys((*who, *register.columns, *done)))


def heading_key(heading: str) -> str:
    """Return a heading as it is compared: its letters and digits alone, small."""
    return fold(heading).translate(_LETTERS_ONLY)


def known_headings(register: Register, form: Form) -> dict[str, str]:
    """Return what each known heading means: the usual names, and those of the form's own questions."""
    able = {*targets(register), entry.IGNORED}
    known = {
        heading_key(name): target
        for target, names in _NAMES.items()
        if target in able
        for name in names.split("|")
    }
    for field in form.fields:
        target = f"field:{field.key}"
        if target in able:
            known |= {heading_key(name): target for name in (field.label.sv, field.label.en)}
            known.setdefault(heading_key(field.key), target)
    return known


def recognized(row: Sequence[Cell], known: Mapping[str, str]) -> tuple[str, ...]:
    """Return what each column of a row of headings is; empty where nobody can tell.

    Of two columns that say the same fact, the first is it. Words may stand in several.
    """
    found: list[str] = []
    for cell in row:
        target = known.get(heading_key(cell), "") if isinstance(cell, str) else ""
        found.append("" if target in found and not takes_several(target) else target)
    return tuple(found)


def takes_several(target: str) -> bool:
    """Tell whether several columns of a workbook may be read as one of ours: words, put together."""
    return target.startswith("field:") or target == entry.SENDER


def heading_row(rows: Iterable[Sequence[Cell]], known: Mapping[str, str]) -> int:
    """Return which of the first rows holds the headings, from 0: the one with most that are known.

    Where none has two, the first row that says anything.
    """
    best, most, first = -1, 1, -1
    for at, row in enumerate(rows):
        if at == HEADINGS_WITHIN:
            break
        if first < 0 and not all(map(is_blank, row)):
            first = at
        many = len({each for each in recognized(row, known) if each})
        if many > most:
            best, most = at, many
    return best if best >= 0 else max(first, 0)


def heading_text(cell: Cell) -> str:
    """Return a heading on one line, for a page; empty for none."""
    if cell is None or isinstance(cell, Unread):
        return ""
    return " ".join(str(cell).split())[:60]
