"""The addresses of the roster, under those of the door."""

from django.urls import URLPattern, path

from vardag.doors.office.roster import absence, own, views

urlpatterns: list[URLPattern] = [
    path("roster/", views.show, name="roster"),
    path("roster/swap/", views.swap_days, name="roster_swap"),
    path("roster/weeks/<str:key>/", views.save_week, name="roster_week"),
    path("roster/weeks/<str:key>/copy/", views.copy_week, name="roster_copy"),
    path("roster/absences/", absence.add, name="absence"),
    path("roster/absences/<int:absence_id>/end/", absence.end, name="absence_end"),
    path("my-days/", own.my_days, name="my_days"),
    path("my-days/absence/", absence.add_own, name="my_absence"),
    path("my-days/calendar/", own.make_calendar, name="make_calendar"),
    path("my-days/calendar/withdraw/", own.withdraw_calendar, name="withdraw_calendar"),
    path("calendar/<str:address>.ics", own.calendar, name="calendar"),
]
