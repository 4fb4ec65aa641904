"""The addresses of help. They need no sign-in, and know no patient."""

from django.urls import path

from vardag.doors.help import views

app_name = "help"
urlpatterns = [
    path("", views.handbook, name="handbook"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("<slug:key>/", views.chapter, name="chapter"),
]
