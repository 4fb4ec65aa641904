"""The addresses of this door. Only with the demonstration switch can one choose who to be."""

from django.conf import settings
from django.urls import URLPattern, path

from vardag.doors.signin import by_provider, views

app_name = "signin"
urlpatterns: list[URLPattern] = [
    path("", views.choose, name="choose"),
    path("with/<slug:key>/", by_provider.start, name="start"),
    path("back/<slug:key>/", by_provider.back, name="back"),
    path("clinics/", by_provider.clinics, name="clinics"),
    path("out/", views.out, name="out"),
    path("clinic/", views.clinic, name="clinic"),
]
if settings.DEMO:
    urlpatterns.append(path("enter/", views.enter, name="enter"))
