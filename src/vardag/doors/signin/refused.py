"""What is said to somebody who isn't let in: what happened, and what to do."""

from dataclasses import dataclass

from django.utils.translation import gettext

from vardag.domain.people.sign_in import Side, Why


@dataclass(frozen=True)
class Refused:
    """A page of its own for each reason. ``next`` is where the person was going."""

    title: str
    happened: str
    remedy: str
    next: str
    may_try_again: bool = True


_FOR_GOOD = {
    Why.ANOTHER_PERSON,
    Why.RESERVE_NUMBER,
    Why.NO_LONGER,
    Why.UNKNOWN_STAFF,
    Why.NO_ROLE,
}


def refused(why: Why, *, side: Side, going: str) -> Refused:
    """Return the page for a reason."""
    happened, remedy = _words(why, is_staff=side is Side.STAFF)
    return Refused(
        title=gettext("You haven't been signed in"),
        happened=happened,
        remedy=remedy,
        next=going,
        may_try_again=why not in _FOR_GOOD,
    )


def _words(why: Why, *, is_staff: bool) -> tuple[str, str]:
    again = gettext("Try again.")
    support = _support(is_staff=is_staff)
    match why:
        case Why.CANCELLED:
            return gettext("You broke off before it was done."), again
        case Why.PROVIDER_AWAY:
            return gettext("The e-identification service doesn't answer right now."), gettext(
                "Wait a few minutes and try again. Nothing you have sent before is lost."
            )
        case Why.REGISTER_AWAY:
            return gettext("The population register doesn't answer right now."), gettext(
                "Wait a while and try again. If it is urgent, call the clinic."
            )
        case Why.RESERVE_NUMBER:
            return gettext(
                "Your number is a reserve number, and nobody can sign in by one."
            ), gettext(
                "Call the clinic: what you would have done here can be done by phone. When you have a "
                "personal number or a coordination number, you can sign in by that."
            )
        case Why.NO_LONGER:
            return gettext("This e-identification can't be used here."), support
        case Why.NOT_TRUSTED:
            return gettext("We couldn't be sure of the answer from the e-identification."), support
        case Why.TOO_LATE:
            return gettext("It took too long, so the sign-in is no longer valid."), again
        case Why.ANOTHER_BROWSER:
            return gettext(
                "This sign-in has been used already, or was begun in another window."
            ), gettext("Begin again here.")
        case Why.TOO_WEAK:
            return gettext("The e-identification that you used isn't strong enough."), _stronger(
                is_staff=is_staff
            )
        case Why.NO_NUMBER | Why.NO_NAME | Why.ANOTHER_PERSON:
            return _who(why, is_staff=is_staff), support
        case _:
            return _of_staff(why)


def _who(why: Why, *, is_staff: bool) -> str:
    if why is Why.ANOTHER_PERSON:
        return gettext("The e-identification doesn't agree with who you were the last time.")
    if why is Why.NO_NAME:
        return gettext("The e-identification didn't tell us your name.")
    if is_staff:
        return gettext("The e-identification didn't tell us your HSA-id.")
    return gettext("The e-identification didn't tell us your personal number.")


def _of_staff(why: Why) -> tuple[str, str]:
    administrator = gettext("Ask your administrator to add you.")
    if why is Why.UNKNOWN_STAFF:
        return gettext("Your HSA-id isn't among the staff here."), administrator
    if why is Why.NO_ROLE:
        return gettext("You have no role at that clinic today."), gettext(
            "Ask your administrator to give you one. A new role also needs your introduction."
        )
    return gettext("The assignment that you chose is at a unit that isn't here."), gettext(
        "Sign in again and choose an assignment at your clinic, or ask your administrator."
    )


def _support(*, is_staff: bool) -> str:
    if is_staff:
        return gettext("Try again. If it goes on, tell your IT support what is said here and when.")
    return gettext("Try again. If it goes on, call the clinic: you can always reach us by phone.")


def _stronger(*, is_staff: bool) -> str:
    if is_staff:
        return gettext("Use your ordinary SITHS card or Mobilt SITHS. A reserve card won't do.")
    return gettext("Use BankID, or another e-identification that you have got with an ID check.")
