"""The addresses of whoever asks on the wrong side's host: none."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
