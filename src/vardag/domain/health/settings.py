"""Settings that are weak, or that contradict one another.

What is wrong here keeps the product from being served outside the demonstration (ADR-0055): a
server that has begun is a server that people use.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from vardag.domain.health.finding import Check, Finding, Level
from vardag.domain.health.secret import Weakness
from vardag.domain.words import say

_SOON = 30  # days
_HALF_A_YEAR = 180 * 24 * 60 * 60
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
# Levels of assurance that are no strong sign-in, as providers write them: substrings, in lower case.
_WEAK_LEVELS = ("loa1", "loa2", "/low", ":low", "password")

SECRET = Check("secret-key", say("Secret key"))
HTTPS = Check("https", say("HTTPS"))
HOSTS = Check("hosts", say("Host names"))
HSTS = Check("hsts", say("Browsers keep to HTTPS"))
ORIGINS = Check("origins", say("Where forms may come from"))
PROXIES = Check("proxies", say("Proxies"))
DEMO = Check("demonstration", say("The demonstration's switch"))
THROW_AWAY = Check("throw-away", say("The switch for throw-away databases"))
STAFF_SIGN_IN = Check("sign-in-staff", say("Sign-in of staff"))
RESIDENT_SIGN_IN = Check("sign-in-residents", say("Sign-in of residents"))
SCANNER = Check("scanner", say("Virus scanner"))
STAFF_DIRECTORY = Check("staff-directory", say("Staff directory"))
REGISTER = Check("population-register", say("Population register"))
REPORTING = Check("reporting", say("Where weaknesses are told"))


@dataclass(frozen=True)
class Vouching:
    """A side's identity providers: whether there are any, and which levels of assurance they accept.

    ``on_this_machine``: one of them is at this machine, over plain HTTP, as for trials.
    """

    many: int = 0
    levels: tuple[tuple[str, ...], ...] = ()
    on_this_machine: bool = False


@dataclass(frozen=True)
class Configured:
    """The settings as they were found. No secret is among them, only what is thought of it."""

    secret: Weakness | None = None
    is_demo: bool = False
    is_throw_away: bool = False
    has_real_people: bool | None = None  # None where the database couldn't be asked
    is_https: bool = True
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    hsts_seconds: int = 0
    proxies: int = 0
    scanner: str = ""
    staff: Vouching = Vouching()
    residents: Vouching = Vouching()
    has_staff_directory: bool = True
    has_register: bool = True
    reporting_days: int | None = None  # for which it is still said where; None where it isn't

    @property
    def reaches_others(self) -> bool:
        """Whether it answers to a name by which another machine could ask for it."""
        return not LOOPBACK.issuperset(self.hosts)


def settings_found(seen: Configured) -> Iterator[Finding]:
    """Yield what is found of the settings, one finding each."""
    yield _secret(seen)
    yield _https(seen)
    yield _hosts(seen)
    yield _hsts(seen)
    yield _origins(seen)
    yield _proxies(seen)
    yield _demo(seen)
    yield _throw_away(seen)
    yield _sign_in(STAFF_SIGN_IN, seen.staff, seen)
    yield _sign_in(RESIDENT_SIGN_IN, seen.residents, seen)
    yield _scanner(seen)
    yield _staff_directory(seen)
    yield _register(seen)
    yield _reporting(seen)


def _secret(seen: Configured) -> Finding:
    if seen.secret is None or seen.is_demo or seen.is_throw_away:
        return SECRET.ok()
    what = {
        Weakness.SHORT: say("The secret key is shorter than 32 characters."),
        Weakness.KNOWN: say("The secret key is one that stands in documents and examples."),
        Weakness.GUESSABLE: say("The secret key repeats itself: it can be guessed."),
    }[seen.secret]
    remedy = say(
        "Set VARDAG_SECRET_KEY to a new long random text, such as `openssl rand -hex 32` makes. "
        "Everybody signs in anew."
    )
    return SECRET.wrong(what, remedy)


def _https(seen: Configured) -> Finding:
    if seen.is_https or seen.is_demo:
        return HTTPS.ok()
    what = say("Pages, sign-ins and cookies go over plain HTTP, where others can read them.")
    remedy = say("Put a proxy with HTTPS in front, and take VARDAG_HTTPS=0 away.")
    return HTTPS.wrong(what, remedy) if seen.reaches_others else HTTPS.warn(what, remedy)


def _hosts(seen: Configured) -> Finding:
    if "*" in seen.hosts:
        return HOSTS.wrong(
            say("It answers to any host name, so a forged one can end up in its links."),
            say("Name the hosts in VARDAG_HOSTS, each in full."),
        )
    if any(each.startswith(".") for each in seen.hosts):
        return HOSTS.warn(
            say("It answers to every name under a domain."),
            say("Name the hosts in VARDAG_HOSTS, each in full."),
        )
    if not seen.reaches_others and not seen.is_demo:
        return HOSTS.warn(
            say("It answers to this machine's own name only, so nobody else can use it."),
            say("Name its outer address in VARDAG_HOSTS."),
        )
    return HOSTS.ok()


def _hsts(seen: Configured) -> Finding:
    if not seen.is_https or seen.hsts_seconds >= _HALF_A_YEAR:
        return HSTS.ok()
    return HSTS.warn(
        say("Browsers may ask over plain HTTP again, the first time or after a short while."),
        say("Leave VARDAG_HSTS_SECONDS out, which makes it a year."),
    )


def _origins(seen: Configured) -> Finding:
    if any("*" in each for each in seen.origins):
        return ORIGINS.wrong(
            say("Forms may come from any address of a domain, which somebody else may hold."),
            say("Name the addresses in VARDAG_ORIGINS, each in full, or leave it out."),
        )
    if seen.is_https and any(each.startswith("http://") for each in seen.origins):
        return ORIGINS.warn(
            say("Forms may come from a page over plain HTTP, which others can change on its way."),
            say("Name the addresses in VARDAG_ORIGINS with https://, or leave it out."),
        )
    return ORIGINS.ok()


def _proxies(seen: Configured) -> Finding:
    if seen.proxies or not seen.is_https or not seen.reaches_others:
        return PROXIES.ok()
    return PROXIES.warn(
        say(
            "HTTPS needs a proxy, and none is told of: to the product everybody comes from the same "
            "address, so one who tries to guess a sign-in locks everybody out."
        ),
        say("Set VARDAG_PROXIES to the number of proxies in front of it, such as 1."),
    )


def _demo(seen: Configured) -> Finding:
    if not seen.is_demo:
        return DEMO.ok()
    if seen.has_real_people:
        return DEMO.wrong(
            say(
                "It runs as a demonstration, where anybody can be anybody, with real people in it."
            ),
            say("Take VARDAG_DEMO away at once, and go through the access log."),
        )
    if seen.reaches_others:
        return DEMO.warn(
            say("It runs as a demonstration, and answers to names that others can ask for."),
            say("Take VARDAG_DEMO away before real people write here."),
        )
    return DEMO.ok()


def _throw_away(seen: Configured) -> Finding:
    if not seen.is_throw_away:
        return THROW_AWAY.ok()
    return THROW_AWAY.wrong(
        say(
            "It runs as if its database were to be thrown away: anybody could sign its access log."
        ),
        say("Take VARDAG_THROW_AWAY away."),
    )


def _sign_in(check: Check, side: Vouching, seen: Configured) -> Finding:
    if seen.is_demo:
        return check.ok()
    if not side.many:
        return check.warn(
            say("Nobody vouches for them, so none of them can sign in."),
            say("Name an identity provider in the file of VARDAG_SIGN_IN."),
        )
    if any(not levels for levels in side.levels):
        return check.wrong(
            say("An identity provider is believed whatever its level of assurance is."),
            say("Name the levels (acr) that are accepted in the file of VARDAG_SIGN_IN."),
        )
    return _of_weak_provider(check, side)


def _of_weak_provider(check: Check, side: Vouching) -> Finding:
    if any(_is_weak(level) for levels in side.levels for level in levels):
        return check.warn(
            say("An identity provider is believed at a level below a strong sign-in."),
            say(
                "Accept only level 3, or what your provider calls so, in the file of VARDAG_SIGN_IN."
            ),
        )
    if side.on_this_machine:
        return check.warn(
            say("An identity provider is on this machine, over plain HTTP, as for trials."),
            say("Name the real one in the file of VARDAG_SIGN_IN."),
        )
    return check.ok()


def _is_weak(level: str) -> bool:
    return any(each in level.lower() for each in _WEAK_LEVELS)


def _scanner(seen: Configured) -> Finding:
    if seen.is_demo:
        return SCANNER.ok()
    if seen.scanner == "stand-in":
        return SCANNER.wrong(
            say("The demonstration's stand-in takes every file for clean."),
            say("Set VARDAG_SCANNER to a virus scanner, or leave it out: then no files are taken."),
        )
    if seen.scanner == "none":
        return SCANNER.warn(
            say("Files are taken unscanned, on the operator's own word."),
            say("Set VARDAG_SCANNER to a virus scanner."),
        )
    if not seen.scanner:
        return SCANNER.warn(
            say("There is no virus scanner, so no files are taken."),
            say("Set VARDAG_SCANNER to a virus scanner."),
        )
    return SCANNER.ok()


def _staff_directory(seen: Configured) -> Finding:
    if seen.has_staff_directory or seen.is_demo:
        return STAFF_DIRECTORY.ok()
    return STAFF_DIRECTORY.warn(
        say("There is no staff directory: nobody new can be added, and who left isn't noticed."),
        say("Set VARDAG_STAFF_DIRECTORY."),
    )


def _register(seen: Configured) -> Finding:
    if seen.has_register or seen.is_demo:
        return REGISTER.ok()
    return REGISTER.warn(
        say(
            "There is no population register: guardians are those that operations have written in."
        ),
        say("Set VARDAG_POPULATION_REGISTER."),
    )


def _reporting(seen: Configured) -> Finding:
    if seen.is_demo or (seen.reporting_days is not None and seen.reporting_days > _SOON):
        return REPORTING.ok()
    if seen.reporting_days is None:
        return REPORTING.warn(
            say("Nobody outside is told where to write about a weakness."),
            say("Set VARDAG_SECURITY_CONTACT and VARDAG_SECURITY_EXPIRES."),
        )
    return REPORTING.warn(
        say("What is said of where to write about a weakness soon holds no more, or doesn't now."),
        say("See that it is right, and set VARDAG_SECURITY_EXPIRES to a day within a year."),
    )


_GUARDS = (SECRET, HTTPS, HOSTS, ORIGINS, DEMO, STAFF_SIGN_IN, RESIDENT_SIGN_IN, SCANNER)


def refusals(seen: Configured) -> tuple[Finding, ...]:
    """Return why nothing is served with such settings; nothing of a throw-away database, as in tests."""
    if seen.is_throw_away:
        return ()
    guards = {each.key for each in _GUARDS}
    found = settings_found(seen)
    return tuple(each for each in found if each.level is Level.WRONG and each.key in guards)
