"""What is typed about a guardian who is to be kept from a child."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy


def _number(**words: Any) -> forms.CharField:
    return forms.CharField(
        **words,
        error_messages={"required": gettext_lazy("Write the personal number.")},
        max_length=40,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class Whom(forms.Form):
    """Two people by their numbers. What is typed comes back as it was."""

    child = _number(
        label=gettext_lazy("The child's personal number"),
        help_text=gettext_lazy("Twelve digits."),
    )
    guardian = _number(
        label=gettext_lazy("The guardian's personal number"),
        help_text=gettext_lazy("The one who is to be kept away. Other guardians aren't touched."),
    )


class Decide(Whom):
    """The same, with the reason."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Seen by managers of the clinic, never by the family."),
        error_messages={"required": gettext_lazy("Write why, in a sentence or two.")},
        max_length=2_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
