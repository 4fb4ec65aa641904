"""The addresses of this door."""

from django.urls import URLPattern, path

from vardag.doors.office import offering, openings, views

app_name = "office"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("exceptions/", openings.openings, name="openings"),
    path("exceptions/<int:pk>/review/", openings.review, name="review_opening"),
    path("e-services/", offering.offering, name="offering"),
    path("e-services/except/", offering.except_all, name="except_all"),
    path("e-services/offer/", offering.offer_all, name="offer_all"),
    path("e-services/<slug:key>/except/", offering.except_service, name="except_service"),
    path("e-services/<slug:key>/offer/", offering.offer_again, name="offer_again"),
]
