"""What a log reviewer fills in."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from vardag.domain.refusals import InvalidForm
from vardag.doors.shared.sentences import said
from vardag.rooms.audit.queries import Period
from vardag.rooms.audit.words import Finding, Of

MONTH, WEEK = timedelta(days=30), timedelta(days=7)
_MANY = 3  # how many a sample proposes to draw


class _OfDays(forms.Form):
    """A form about a period; both days are included."""

    use_required_attribute = False

    from_date = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput({"type": "date"})
    )
    until_date = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput({"type": "date"})
    )

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data["from_date"], self.cleaned_data["until_date"])

    def refuse(self, refusal: InvalidForm) -> None:
        """Take in what a rule found wrong, field by field."""
        for problem in refusal.problems:
            self.add_error(problem.field, said(problem.sentence))


class Sample(_OfDays):
    """Whom to draw, of which days, and how many."""

    field_order = ("of", "many", "from_date", "until_date")

    of = forms.ChoiceField(
        label=gettext_lazy("Draw"),
        choices=[
            (Of.STAFF.value, gettext_lazy("staff who have read or printed")),
            (Of.PATIENTS.value, gettext_lazy("patients whose cases were opened")),
        ],
        widget=forms.RadioSelect,
    )
    many = forms.IntegerField(label=gettext_lazy("How many"))


class Suspicion(_OfDays):
    """Whom it is about, of which days, and why."""

    field_order = ("number", "reason", "from_date", "until_date")

    number = forms.CharField(
        label=gettext_lazy("HSA-id of the member of staff, or personal number of the patient"),
        max_length=40,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why do you look?"),
        help_text=gettext_lazy(
            "Stays in the log with your name. Write no more of the patient than needed."
        ),
        widget=forms.Textarea({"rows": 3}),
        max_length=500,
    )


class SignIns(_OfDays):
    """Which days of coming in and going are shown, and whether only what was refused."""

    only_refused = forms.BooleanField(
        label=gettext_lazy("Only those who weren't let in"), required=False
    )

    def clean(self) -> None:
        """Take a year at the most, the first day first."""
        super().clean()
        first, last = (self.cleaned_data.get(each) for each in ("from_date", "until_date"))
        if first and last and not first <= last <= first + timedelta(days=Period.LONGEST):
            self.add_error(
                "until_date", gettext("Choose a last day after the first, at most a year on.")
            )


class Conclusion(forms.Form):
    """What a review came to."""

    use_required_attribute = False

    finding = forms.ChoiceField(
        label=gettext_lazy("What did you find?"),
        choices=[
            (Finding.IN_ORDER.value, gettext_lazy("Nothing remarkable")),
            (Finding.ASKED.value, gettext_lazy("I have asked, and wait for an answer")),
            (Finding.BREACH.value, gettext_lazy("Somebody looked without a reason")),
        ],
        widget=forms.RadioSelect,
    )
    measure = forms.CharField(
        label=gettext_lazy("What have you done, or will you do?"),
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
        required=False,
    )

    def refuse(self, refusal: InvalidForm) -> None:
        """Take in what a rule found wrong, field by field."""
        for problem in refusal.problems:
            self.add_error(problem.field, said(problem.sentence))


def sample(data: Any = None, *, on: date) -> Sample:
    """Return the form of a sample, which proposes the last thirty days."""
    proposed = {**_days(on), "of": Of.STAFF.value, "many": _MANY}
    return Sample(data, initial=proposed, auto_id="sample-%s")


def sign_ins(data: Any, *, on: date) -> SignIns:
    """Return the form above the sign-ins; an address that asks for no days gets the last week's."""
    week = {"from_date": (on - WEEK).isoformat(), "until_date": on.isoformat()}
    return SignIns(data if "from_date" in data else week, auto_id="sign-ins-%s")


def suspicion(data: Any = None, *, on: date) -> Suspicion:
    return Suspicion(data, initial=_days(on), auto_id="suspicion-%s")


def conclusion(data: Any = None) -> Conclusion:
    return Conclusion(data, auto_id="conclusion-%s")


def _days(on: date) -> dict[str, object]:
    return {"from_date": (on - MONTH).isoformat(), "until_date": on.isoformat()}
