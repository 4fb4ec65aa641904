"""The addresses of the residents' side. No name of a person or a clinic's words are in any of them."""

from django.urls import path

from vardag.doors.portal import fetching, form_views, looks, shortcuts, told, views
from vardag.doors.portal.receipt.views import receipt

app_name = "portal"
urlpatterns = [
    path("", views.start, name="start"),
    path("new/<slug:service>/", form_views.new, name="new"),
    path("shortcut/<slug:service>/", shortcuts.shortcut, name="shortcut"),
    path("shortcut/<slug:service>/follow/", shortcuts.follow, name="follow"),
    path("files/<uuid:file_id>/", fetching.file, name="file"),
    path("files/<uuid:file_id>/picture/", fetching.picture, name="picture"),
    path("notices/", told.told, name="told"),
    path("notices/try/", told.trial, name="told_trial"),
    path("cases/", views.cases, name="cases"),
    path("cases/looks/", looks.looks, name="looks"),
    path("cases/<int:case_id>/", views.case, name="case"),
    path("cases/<int:case_id>/sent/", views.sent, name="sent"),
    path("cases/<int:case_id>/receipt/", receipt, name="receipt"),
    path("cases/<int:case_id>/answer/", views.answer, name="answer"),
]
