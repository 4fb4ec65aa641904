"""The post register: what was sent, original or copy, to whom, when, by whom (R15, R17).

Every clinic has it; no routine names it. What cases send follows from their ledgers
(``domain.case.posting``). A letter that no case brought is a row by hand, as in other registers.
"""

from vardag.domain.registers.entry import PATIENT, RECEIVED
from vardag.domain.routine.dispatch import POST_REGISTER, Exemplar
from vardag.domain.routine.document import Field, FieldKind, Form, Option, Register
from vardag.domain.words import Text

POST = POST_REGISTER
WHAT, EXEMPLAR, TO_WHOM = "field:what", "field:exemplar", "field:to"
EXEMPLARS = {
    Exemplar.ORIGINAL: Text("Original", "Original"),
    Exemplar.COPY: Text("Kopia", "Copy"),
}

REGISTER = Register(
    key=POST,
    name=Text("Postlista", "Post register"),
    columns=(RECEIVED, PATIENT, WHAT, EXEMPLAR, TO_WHOM),
)
FORM = Form(
    key=POST,
    fields=(
        Field(
            "what",
            Text("Vad som skickades", "What was sent"),
            required=True,
            help=Text("Till exempel: kallelse, intyg till skolan.", "For example: a summons."),
        ),
        Field(
            "exemplar",
            Text("Original eller kopia", "Original or copy"),
            kind=FieldKind.CHOICE,
            required=True,
            options=tuple(Option(each.value, name) for each, name in EXEMPLARS.items()),
        ),
        Field(
            "to",
            Text("Till vem", "To whom"),
            required=True,
            help=Text(
                "Namnet. Ingen adress: den sparas inte.", "The name. No address: it isn't kept."
            ),
        ),
    ),
)
"""A row by hand: its columns, and what is asked of who writes one."""
