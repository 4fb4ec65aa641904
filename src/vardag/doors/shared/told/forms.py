"""What is typed about how one wants to be told. What is wrong comes back as it was typed."""

from datetime import time

from django import forms
from django.utils.translation import gettext, gettext_lazy

from vardag.domain.notices.telephone import spelled
from vardag.domain.notices.wishes import Channel, Quiet, Wishes
from vardag.domain.people.identity import PersonId
from vardag.doors.shared.moments import language
from vardag.rooms.notices.queries import wishes_of

_LANGUAGES = (("sv", "Svenska"), ("en", "English"))  # each by its own name


class Told(forms.Form):
    """By what, where to, in which language, and when not."""

    marks_optional = False  # what is needed follows from what is chosen

    channel = forms.ChoiceField(
        label=gettext_lazy("How do you want to know that there is something to read?"),
        required=False,
        choices=(
            (Channel.EMAIL.value, gettext_lazy("E-mail")),
            (Channel.SMS.value, gettext_lazy("Text message")),
            (Channel.NONE.value, gettext_lazy("Not at all")),
        ),
        widget=forms.RadioSelect,
    )
    email = forms.CharField(
        label=gettext_lazy("E-mail for notices"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Mobile number"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "Such as 070-174 06 05. A number abroad begins with + and the country."
        ),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet from"),
        required=False,
        help_text=gettext_lazy("Leave both hours empty if any hour is fine."),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    quiet_to = forms.TimeField(
        label=gettext_lazy("Quiet until"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of notices"), required=False, choices=_LANGUAGES
    )

    def clean_channel(self) -> Channel:
        """Return the choice; e-mail for who made none, as for who never came here."""
        return Channel(self.cleaned_data["channel"] or Channel.EMAIL)

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"].strip()
        found = spelled(typed) if typed else ""
        if found is None:
            raise forms.ValidationError(
                gettext(
                    "This isn't a mobile number. Write it as 070-174 06 05, or with + and country."
                )
            )
        return found

    def clean(self) -> None:
        channel, found = self.cleaned_data.get("channel"), self.cleaned_data
        if channel is Channel.SMS and not found.get("phone") and "phone" not in self.errors:
            self.add_error("phone", gettext("Write the number that we are to send to."))
        if channel is Channel.EMAIL and not found.get("email") and "email" not in self.errors:
            self.add_error(
                "email", gettext("Write the address that we are to send to, or choose another way.")
            )
        begins, ends = found.get("quiet_from"), found.get("quiet_to")
        if (begins is None) != (ends is None) and not self.has_error("quiet_from"):
            self.add_error("quiet_to", gettext("Write both hours, or neither."))
        elif begins is not None and begins == ends:
            self.add_error("quiet_to", gettext("Write two different hours."))

    @property
    def wishes(self) -> Wishes:
        found = self.cleaned_data
        begins: time | None = found["quiet_from"]
        quiet = Quiet(begins, found["quiet_to"]) if begins is not None else None
        return Wishes(found["channel"], found["phone"], quiet, found["language"] or language())


def as_it_is(person: PersonId, *, email: str) -> Told:
    """Return the form as one has set it, or as it holds until then."""
    wishes = wishes_of(person)
    quiet = wishes.quiet
    initial = {
        "channel": wishes.channel.value,
        "email": email,
        "phone": wishes.phone,
        "quiet_from": quiet.from_time if quiet else None,
        "quiet_to": quiet.to_time if quiet else None,
        "language": wishes.language,
    }
    return Told(initial=initial)
