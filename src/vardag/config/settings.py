"""Django's settings. What differs between installations comes from the environment."""

import os
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from jinja2 import ChainableUndefined

from vardag.config.database import database
from vardag.config.heavy import FORM_ADDRESS, HEAVY_ADDRESSES  # noqa: F401 - settings
from vardag.config.hosts import hosts
from vardag.config.lines import read_lines
from vardag.config.mail import address_of, read_mail, read_sms
from vardag.config.reporting import read_reporting
from vardag.config.sign_in import read_providers
from vardag.config.static_version import is_for_good, static_version

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("VARDAG_DATA", ".")).resolve()
DEMO = os.environ.get("VARDAG_DEMO") == "1"
THROW_AWAY = os.environ.get("VARDAG_THROW_AWAY") == "1"
DEBUG = False


def _secret_key() -> str:
    key = os.environ.get("VARDAG_SECRET_KEY", "")
    if len(key) >= 32:
        return key
    if DEMO or THROW_AWAY:
        return "only-for-the-demonstration-and-for-tests-never-for-real-people"
    raise ImproperlyConfigured(
        "VARDAG_SECRET_KEY is missing or shorter than 32 characters. Set it to a long random text "
        "and keep it secret; everybody is signed out when it changes."
    )


def _number(name: str, otherwise: int, of: str = "seconds") -> int:
    given = os.environ.get(name, "")
    if not given:
        return otherwise
    if not (given.isascii() and given.isdigit()):
        raise ImproperlyConfigured(f"{name} is {given!r}. Set it to a number of {of}, or leave it.")
    return int(given)


SECRET_KEY = _secret_key()
_ALL, RESIDENT_HOSTS, STAFF_HOSTS = hosts(
    both=os.environ.get("VARDAG_HOSTS", ""),
    residents=os.environ.get("VARDAG_RESIDENT_HOSTS", ""),
    staff=os.environ.get("VARDAG_STAFF_HOSTS", ""),
)
ALLOWED_HOSTS = list(_ALL)

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "vardag.rooms.audit",
    "vardag.rooms.rounds",
    "vardag.rooms.clinics",
    "vardag.rooms.people",
    "vardag.rooms.routines",
    "vardag.rooms.offering",
    "vardag.rooms.roster",
    "vardag.rooms.unsent",
    "vardag.rooms.sign_offs",
    "vardag.rooms.files",
    "vardag.rooms.replies",
    "vardag.rooms.deliveries",
    "vardag.rooms.notices",
    "vardag.rooms.habits",
    "vardag.rooms.shortcuts",
    "vardag.rooms.cases",
    "vardag.rooms.desks",
    "vardag.rooms.registers",
    "vardag.rooms.reconciliation",
    "vardag.rooms.disposal",
    "vardag.doors.shared",
    "vardag.doors.signin",
    "vardag.doors.portal",
    "vardag.doors.inbox",
    "vardag.doors.office",
    "vardag.doors.help",
    "vardag.doors.ops",
]

MIDDLEWARE = [
    "vardag.doors.shared.requests.RequestMiddleware",
    "vardag.doors.shared.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "vardag.doors.shared.health.probes.ProbesMiddleware",
    "vardag.doors.shared.health.reporting.ReportingMiddleware",
    "vardag.doors.shared.compressing.CompressingMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "vardag.doors.shared.session.SoundCookieMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "vardag.doors.shared.language.LanguageMiddleware",
    "vardag.doors.shared.uploads.LengthMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "vardag.doors.shared.maintenance.MaintenanceMiddleware",  # before anybody is looked up
    "vardag.doors.shared.actor.ActorMiddleware",
    "vardag.doors.shared.pace.PaceMiddleware",
    "vardag.doors.shared.refusals.RefusalMiddleware",
    "vardag.doors.shared.sides.SidesMiddleware",
]

ROOT_URLCONF = "vardag.config.urls"
STAFF_HOME, RESIDENT_HOME = "/staff/", "/"  # where one comes in after signing in
NEWCOMERS_HOME = "/staff/office/mine/"  # for staff of whom no role holds yet
HAND_OVER = "/staff/hand-over/"  # where one gives one's cases to others before one is away
OFFICE_HOME = "/staff/office/"  # and where staff go on to who have no cases
ASKED_HOME = "/staff/questions/"  # or no other page than what is asked of them
# Who vouches for residents and staff, and what speaks with them.
SIGN_IN_PROVIDERS = read_providers(os.environ.get("VARDAG_SIGN_IN"))
SIGN_IN_LINE = "vardag.adapters.eid.line.OpenIdLine"
WSGI_APPLICATION = "vardag.config.wsgi.application"

# Who an HSA-id belongs to: ``file:/path`` or ``https://...``; the second says what makes it so.
STAFF_DIRECTORY = os.environ.get(
    "VARDAG_STAFF_DIRECTORY",
    f"file:{PACKAGE / 'data/demonstration/staff-directory.yaml'}" if DEMO else "",
)
STAFF_DIRECTORY_FROM = "vardag.adapters.directory.staff_directory"
# Who is whose guardian: ``file:/path``. Without it the rows stand as operations have put them.
POPULATION_REGISTER = os.environ.get("VARDAG_POPULATION_REGISTER", "")
POPULATION_REGISTER_FROM = "vardag.adapters.population.population_register"
# Where files lie, and what scans them: without a scanner none are taken (docs/reference/files.md).
FILES = Path(os.environ.get("VARDAG_FILES") or DATA / "files")
SCANNER = os.environ.get("VARDAG_SCANNER", "stand-in" if DEMO else "")
SCANNER_FROM = "vardag.adapters.scanner.scanner"
FILE_UPLOAD_HANDLERS = ["vardag.doors.shared.uploads.BoundedMemory"]

# What asks whether the addresses in standard replies can be reached; off where nothing may be asked.
CHECK_LINKS = os.environ.get("VARDAG_CHECK_LINKS", "1") == "1"
LINK_LINE = "vardag.adapters.links.ask"

# Lines to other systems, by clinic and system: without one a person does it by hand.
LINES = read_lines(os.environ.get("VARDAG_LINES"))
LINE_FROM = "vardag.adapters.lines.system"

TEMPLATES = [
    {
        "BACKEND": "vardag.doors.shared.templating.Pages",
        "NAME": "pages",
        "DIRS": sorted(PACKAGE.glob("doors/*/templates")),
        "OPTIONS": {
            "environment": "vardag.doors.shared.templating.environment",
            "undefined": ChainableUndefined,  # what a page doesn't know it leaves out
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "vardag.config.navigation.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.Jinja2"

DATABASES = {"default": database(os.environ.get("VARDAG_DATABASE_URL"), data=DATA)}
# The access log: what signs it, and where it is said how far it reaches (docs/reference/access-log.md).
LOG_KEY_FILE = Path(os.environ.get("VARDAG_LOG_KEY") or DATA / "access-log.key")
LOG_HEAD_FILE = Path(os.environ.get("VARDAG_LOG_HEAD") or DATA / "access-log.head")
LOGS = os.environ.get("VARDAG_LOGS", "")  # how the program tells of itself: json, or for people
NUMBERS_FOLDER = (
    DATA / "numbers"
)  # where processes put what they have counted, for `vardag metrics`
MAINTENANCE_FILE = DATA / "closed-for-maintenance"  # while it is there, one page answers all
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# Their addresses change with what is in them, and so they are asked for once.
STATIC_URL = f"static/{static_version()}/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_IMMUTABLE_FILE_TEST = is_for_good
WHITENOISE_ALLOW_ALL_ORIGINS = False

# The demonstration can be of an earlier day, from which its clock goes on (``vardag demo --monday``).
BEHIND = timedelta(seconds=_number("VARDAG_DEMO_BEHIND", 0) if DEMO else 0)

# Whether who asks for too much at a time waits: not where the product is measured.
KEEPS_PACE = os.environ.get("VARDAG_PACE", "0" if THROW_AWAY else "1") == "1"

# How many proxies in front of the product are ours, each of which writes down where it was asked from.
PROXIES = _number("VARDAG_PROXIES", 0, "proxies")
SECURE = os.environ.get("VARDAG_HTTPS", "0" if DEMO else "1") == "1"

# Notices: how they reach people, and where they say that one signs in (docs/how-to/notices.md).
MAIL, SMS = read_mail(os.environ), read_sms(os.environ)
CARRIERS = {"email": "vardag.adapters.mail.carrier", "sms": "vardag.adapters.sms.carrier"}
RESIDENT_ADDRESS = address_of(
    os.environ.get("VARDAG_RESIDENT_ADDRESS", ""),
    hosts=RESIDENT_HOSTS or _ALL,
    secure=SECURE,
    path=RESIDENT_HOME,
)
STAFF_ADDRESS = address_of(
    os.environ.get("VARDAG_STAFF_ADDRESS", ""),
    hosts=STAFF_HOSTS or _ALL,
    secure=SECURE,
    path=STAFF_HOME,
)
if (MAIL or SMS) and not (RESIDENT_ADDRESS and STAFF_ADDRESS):
    raise ImproperlyConfigured(
        "VARDAG_RESIDENT_ADDRESS and VARDAG_STAFF_ADDRESS are missing: notices say where one signs in."
    )
# Where somebody who has found a weakness writes: /.well-known/security.txt.
SECURITY_CONTACTS, SECURITY_EXPIRES = read_reporting(os.environ)
# Behind a proxy that speaks HTTPS the forms come from https://, though we are asked over HTTP.
_OWN = ",".join(f"https://{host}" for host in ALLOWED_HOSTS) if SECURE else ""
CSRF_TRUSTED_ORIGINS = [each for each in os.environ.get("VARDAG_ORIGINS", _OWN).split(",") if each]
SECURE_HSTS_SECONDS = _number("VARDAG_HSTS_SECONDS", 365 * 24 * 60 * 60) if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = os.environ.get("VARDAG_HSTS_SUBDOMAINS", "1") == "1"


def _cookie(name: str) -> str:
    """Return a cookie's name; over HTTPS one that a browser takes from this very host alone."""
    return f"__Host-{name}" if SECURE else name


SESSION_COOKIE_NAME = _cookie("sessionid")
SESSION_COOKIE_SECURE = SECURE
SESSION_ENGINE = "vardag.doors.shared.session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # or who comes back from the identity provider would be unknown
SESSION_COOKIE_AGE = 10 * 60 * 60
CSRF_COOKIE_NAME = _cookie("csrftoken")
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "vardag.doors.shared.refusals.csrf_failure"
LANGUAGE_COOKIE_NAME = _cookie("django_language")
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
NOTE_COOKIE_NAME = _cookie("messages")
MESSAGE_STORAGE = "vardag.doors.shared.notes.NoteStorage"  # a note isn't worth a write
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# What a page may load: each kind from us or not at all, and no kind that isn't named (ADR-0056).
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "font-src": ["'self'"],
    "img-src": ["'self'", "data:"],  # some marks of the design system stand in its style sheet
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
# A megabyte of text, which a browser may triple, is refused by the form: so it comes back.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
