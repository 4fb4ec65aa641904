"""A folder in place of a mail server: a file for each e-mail, which the demonstration shows."""

import os
from pathlib import Path

from vardag.adapters.mail.message import Sender, email_of
from vardag.domain.notices.mailing import Trouble
from vardag.reactions.carrying import Letter, NotCarried


class MailFolder:
    """A folder for e-mails; their files are numbered as they come."""

    def __init__(self, folder: Path, *, sender: Sender) -> None:
        self._folder = folder
        self._sender = sender

    def carry(self, letter: Letter) -> str:
        """Lay an e-mail there; see ``Carrier``."""
        return lay(self._folder, letter, email_of(letter, self._sender), ending="eml")


def lay(folder: Path, letter: Letter, data: bytes, *, ending: str) -> str:
    """Write a letter into a folder, whole or not at all: what comes twice lies there once.

    :raises NotCarried: if the folder can't be written
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = [each.name for each in folder.iterdir() if not each.name.startswith(".")]
        if any(str(letter.key) in name for name in there):
            return "it lies in the folder already"
        number = 1 + max((int(name.partition("-")[0]) for name in there), default=0)
        beside = folder / f".{letter.key}.{os.getpid()}"
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640), "wb") as to:
            to.write(data)
        beside.replace(folder / f"{number:04}-{letter.key}.{ending}")
    except (OSError, ValueError) as wrong:
        complaint = f"the folder can't be written: {type(wrong).__name__}"
        raise NotCarried(Trouble.AWAY, complaint) from None
    return "it lies in the folder"
