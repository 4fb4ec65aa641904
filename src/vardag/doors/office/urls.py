"""The addresses of this door."""

from django.urls import URLPattern, path

from vardag.doors.office import notices, status, views
from vardag.doors.office.blocks import views as blocks
from vardag.doors.office.clinic import files, offering, shortcuts, sign_off
from vardag.doors.office.log import openings
from vardag.doors.office.log import sign_ins as log_sign_ins
from vardag.doors.office.log import views as log_views
from vardag.doors.office.replies import urls as replies_urls
from vardag.doors.office.roster import urls as roster_urls
from vardag.doors.office.staff import checklists, introduction, own
from vardag.doors.office.staff import person as staff_person
from vardag.doors.office.staff import views as staff

app_name = "office"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("exceptions/", openings.openings, name="openings"),
    path("exceptions/<int:pk>/review/", openings.review, name="review_opening"),
    path("guardians/", blocks.blocks, name="blocks"),
    path("guardians/preview/", blocks.preview, name="preview_block"),
    path("guardians/block/", blocks.decide, name="decide_block"),
    path("guardians/<int:pk>/end/", blocks.end, name="end_block"),
    path("log/", log_views.log, name="log"),
    path("log/sign-ins/", log_sign_ins.show, name="log_sign_ins"),
    path("log/sample/", log_views.sample, name="log_sample"),
    path("log/suspicion/", log_views.suspect, name="log_suspect"),
    path("log/<int:review_id>/", log_views.show_review, name="log_review"),
    path("log/<int:review_id>/conclude/", log_views.conclude, name="log_conclude"),
    path("introductions/", checklists.checklists, name="checklists"),
    path("introductions/<slug:role>/", checklists.checklist, name="checklist"),
    path("staff/", staff.staff, name="staff"),
    path("staff/add/", staff.add, name="staff_add"),
    path("staff/add/roles/", staff.take_on, name="staff_take_on"),
    path("staff/groups/<int:group>/", staff.group, name="staff_group"),
    path("staff/<int:person>/", staff_person.person, name="staff_member"),
    path("staff/<int:person>/give/", staff_person.give, name="staff_give"),
    path("staff/<int:person>/confirm/", staff_person.confirm, name="staff_confirm"),
    path("staff/<int:person>/end/", staff_person.end, name="staff_end"),
    path("staff/<int:person>/refresh/", staff_person.refresh, name="staff_refresh"),
    path("staff/<int:person>/leave/", staff_person.leave, name="staff_leave"),
    path(
        "staff/<int:person>/leave/everywhere/",
        staff_person.leave_everywhere,
        name="staff_leave_everywhere",
    ),
    path("staff/<int:person>/<slug:role>/", introduction.introduce, name="introduction"),
    path("mine/", own.own, name="own"),
    path("mine/email/", own.own_email, name="own_email"),
    path("mine/try/", own.own_trial, name="own_trial"),
    path("mine/<slug:clinic>/<slug:role>/", introduction.own_introduction, name="own_introduction"),
    *roster_urls.urlpatterns,
    path("status/", status.show, name="status"),
    path("notices/", notices.show, name="notices"),
    path("notices/<uuid:key>/again/", notices.again, name="notice_again"),
    path("signature/", sign_off.sign_off, name="sign_off"),
    path("files/", files.show, name="files"),
    path("files/set/", files.decide, name="set_files"),
    *replies_urls.urlpatterns,
    path("e-services/", offering.offering, name="offering"),
    path("shortcuts/", shortcuts.show, name="shortcuts"),
    path("shortcuts/download/", shortcuts.download, name="shortcuts_download"),
    path("e-services/except/", offering.except_all, name="except_all"),
    path("e-services/offer/", offering.offer_all, name="offer_all"),
    path("e-services/<slug:key>/except/", offering.except_service, name="except_service"),
    path("e-services/<slug:key>/offer/", offering.offer_again, name="offer_again"),
]
