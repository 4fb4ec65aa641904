"""The addresses of standard replies and of links, under those of this door."""

from django.urls import URLPattern, path

from vardag.doors.office.replies import links, views

urlpatterns: list[URLPattern] = [
    path("replies/", views.replies, name="replies"),
    path("replies/new/", views.add, name="reply_new"),
    path("replies/<int:pk>/", views.reply, name="reply"),
    path("replies/<int:pk>/write/", views.rewrite, name="reply_write"),
    path("replies/<int:pk>/withdraw/", views.withdraw, name="reply_withdraw"),
    path("links/", links.links, name="links"),
    path("links/new/", links.add, name="link_new"),
    path("links/<slug:key>/", links.link, name="link"),
    path("links/<slug:key>/check/", links.check, name="link_check"),
    path("links/<slug:key>/remove/", links.remove, name="link_remove"),
]
