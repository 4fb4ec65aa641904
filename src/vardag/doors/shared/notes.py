"""A note for the next page, such as that something was sent."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class NoteStorage(CookieStorage):
    """Django's, in a cookie that like the others is this host's alone."""

    cookie_name = settings.NOTE_COOKIE_NAME
