"""Which address leads to which door."""

from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("language/", set_language, name="set_language"),
    path("sign-in/", include("vardag.doors.signin.urls")),
    path("help/", include("vardag.doors.help.urls")),
    path("staff/office/", include("vardag.doors.office.urls")),
    path("staff/", include("vardag.doors.inbox.urls")),
    path("", include("vardag.doors.portal.urls")),
]
handler400 = "vardag.doors.shared.refusals.bad_request"
handler403 = "vardag.doors.shared.refusals.forbidden"
handler404 = "vardag.doors.shared.refusals.not_found"
handler500 = "vardag.doors.shared.refusals.server_error"
