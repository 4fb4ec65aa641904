"""The addresses of this door."""

from django.urls import URLPattern, path

from vardag.doors.office import views

app_name = "office"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
]
