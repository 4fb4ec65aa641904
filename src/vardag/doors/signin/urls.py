"""The addresses of this door. Without the demonstration switch there is no way in here."""

from django.conf import settings
from django.urls import URLPattern, path

from vardag.doors.signin import views

app_name = "signin"
urlpatterns: list[URLPattern] = [
    path("", views.choose if settings.DEMO else views.not_set_up, name="choose"),
    path("out/", views.out, name="out"),
    path("clinic/", views.clinic, name="clinic"),
]
if settings.DEMO:
    urlpatterns.append(path("enter/", views.enter, name="enter"))
