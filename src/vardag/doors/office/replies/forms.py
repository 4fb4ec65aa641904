"""What is typed of a reply or a link. What can't be is refused by the rules, with their sentence."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext, gettext_lazy

from vardag.domain.people.identity import PersonId
from vardag.domain.replies.reply import Act, OwnReply
from vardag.domain.replies.writing import Draft
from vardag.domain.routine.document import Routine
from vardag.doors.office.replies.words import act_name
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.sentences import in_words
from vardag.rooms.people.models import PersonRow
from vardag.rooms.replies.actions import LinkDraft
from vardag.rooms.replies.models import LinkSetRow


def _owner_choices(owners: Iterable[PersonRow]) -> list[tuple[str, str]]:
    named = [(str(row.pk), f"{row.name}, {row.title}" if row.title else row.name) for row in owners]
    return [("", gettext("Choose")), *named]


def _day_field(label: object, help_text: object) -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        help_text=help_text,  # type: ignore[arg-type]
        required=False,
        widget=forms.TextInput(attrs={"type": "date"}),
    )


_OWNER_HELP = gettext_lazy("Who is asked when something is wrong, and looks it through.")


class Reply(forms.Form):
    """A standard reply, or a new version of one."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("What colleagues choose it by. Families don't see it."),
        error_messages={"required": gettext_lazy("Write a name of 80 characters at the most.")},
    )
    acts = forms.MultipleChoiceField(
        label=gettext_lazy("Meant for"),
        error_messages={"required": gettext_lazy("Choose at least one act that the reply is for.")},
        widget=forms.CheckboxSelectMultiple,
    )
    sv = forms.CharField(
        label=gettext_lazy("The text in Swedish"),
        error_messages={"required": gettext_lazy("Write the text. It is what families read.")},
        widget=forms.Textarea(attrs={"rows": 9, "lang": "sv"}),
    )
    en = forms.CharField(
        label=gettext_lazy("The text in English"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "lang": "en"}),
    )
    services = forms.MultipleChoiceField(
        label=gettext_lazy("Only for these e-services"),
        help_text=gettext_lazy("Choose none, and it fits all."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    owner = forms.ChoiceField(
        label=gettext_lazy("Owner"),
        help_text=_OWNER_HELP,
        error_messages={
            "required": gettext_lazy("Choose somebody who works at the clinic as owner.")
        },
    )
    from_date = _day_field(
        gettext_lazy("First day"), gettext_lazy("Leave it empty to use it from today.")
    )
    until = _day_field(
        gettext_lazy("Last day"),
        gettext_lazy("After it nobody can choose the reply. Leave it empty if it has none."),
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        routine: Routine,
        owners: Iterable[PersonRow],
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial, auto_id="%s")  # type: ignore[arg-type]
        self._choices("acts", [(act.value, act_name(act)) for act in Act])
        services = [(each.key, in_words(each.list_name)) for each in routine.services]
        self._choices("services", services)
        self._choices("owner", _owner_choices(owners))

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def draft(self) -> Draft:
        """What was typed; the form has to be valid."""
        typed = self.cleaned_data
        owner = as_id(typed["owner"])
        return Draft(
            name=typed["name"],
            sv=typed["sv"],
            en=typed["en"],
            acts=tuple(typed["acts"]),
            services=tuple(typed["services"]),
            owner=None if owner is None else PersonId(owner),
            from_date=typed["from_date"],
            until=typed["until"],
        )


def begun(reply: OwnReply) -> dict[str, object]:
    """Return what a form begins with to write the next version of a reply: it begins today."""
    return {
        "name": reply.name,
        "acts": [act.value for act in reply.acts],
        "services": list(reply.services),
        "sv": reply.text.sv,
        "en": reply.text.en,
        "owner": str(reply.owner),
        "until": reply.until.isoformat() if reply.until else "",
    }


class Link(forms.Form):
    """A clinic's own address for a link. Only a link that no routine has is named here."""

    key = forms.CharField(
        label=gettext_lazy("Key"),
        help_text=gettext_lazy(
            "How texts name it: with the key waiting-times a text says {link:waiting-times}."
        ),
        error_messages={
            "required": gettext_lazy(
                "A link's key is small letters a to z, digits and hyphens, such as waiting-times."
            )
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"), error_messages={"required": gettext_lazy("Write a name.")}
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("A page on the open web, that begins with https://."),
        error_messages={
            "required": gettext_lazy(
                "Write a whole address that begins with https://, such as https://example.org/page."
            )
        },
        widget=forms.TextInput(attrs={"type": "url", "autocomplete": "off"}),
    )
    owner = forms.ChoiceField(
        label=gettext_lazy("Owner"),
        help_text=_OWNER_HELP,
        error_messages={
            "required": gettext_lazy("Choose somebody who works at the clinic as owner.")
        },
    )
    until = _day_field(
        gettext_lazy("To be used until"),
        gettext_lazy("Then it is to be looked through. Leave it empty if there is no such day."),
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        owners: Iterable[PersonRow],
        fixed: Iterable[str] = (),
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial, auto_id="%s")  # type: ignore[arg-type]
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _owner_choices(owners)
        for name in fixed:
            del self.fields[name]

    def draft(self, key: str = "") -> LinkDraft:
        """Return what was typed; the form has to be valid.

        :param key: of a link that is there already
        """
        typed = self.cleaned_data
        owner = as_id(typed["owner"])
        return LinkDraft(
            key=key or typed["key"],
            name=typed.get("name", ""),
            address=typed["address"],
            owner=None if owner is None else PersonId(owner),
            until=typed["until"],
        )


def begun_link(address: str, kept: LinkSetRow | None, *, own: bool) -> dict[str, object]:
    """Return what the form of a link begins with."""
    holds = kept is not None and kept.address
    return {
        "address": address if own else "",
        "name": kept.name if kept else "",
        "owner": str(kept.owner_id) if kept and holds else "",
        "until": kept.until_date.isoformat() if kept and kept.until_date else "",
    }
