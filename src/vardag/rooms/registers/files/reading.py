"""Which kind of file somebody chose, told by its bytes and never by its name."""

from vardag.domain.words import say
from vardag.rooms.registers.files.package import MEGABYTE
from vardag.rooms.registers.files.sheets import Workbook, refuse
from vardag.rooms.registers.files.text import read_text
from vardag.rooms.registers.files.xlsx import read_xlsx

LARGEST = 10  # megabytes
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_file(data: bytes) -> Workbook:
    """Return what a chosen file says.

    :raises InvalidForm: with a problem for the field ``file``: it is empty, too large, of another kind,
        damaged, locked by a password, or more than is taken
    """
    if not data.strip(b" \t\r\n\0"):
        refuse(say("The file is empty."))
    if len(data) > LARGEST * MEGABYTE:
        refuse(say("The file is larger than %(most)s MB."), most=LARGEST)
    if data.startswith(_OLD):
        refuse(
            say(
                "The workbook has a password, or is of the old kind (.xls). Open it in Excel, save "
                "it as .xlsx without a password, and choose it again."
            )
        )
    if data.startswith(b"%PDF"):
        refuse(say("The file is a PDF. Choose the workbook itself, as .xlsx or CSV."))
    found = read_xlsx(data) if data.startswith(b"PK") else read_text(data)
    if all(sheet.is_empty for sheet in found.sheets):
        refuse(say("There is nothing in the file's sheets."))
    return found
