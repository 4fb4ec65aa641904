"""The addresses of the roster, under those of the door."""

from django.urls import URLPattern, path

from vardag.doors.office import roster_absence, roster_own, roster_views

urlpatterns: list[URLPattern] = [
    path("roster/", roster_views.show, name="roster"),
    path("roster/swap/", roster_views.swap_days, name="roster_swap"),
    path("roster/weeks/<str:key>/", roster_views.save_week, name="roster_week"),
    path("roster/weeks/<str:key>/copy/", roster_views.copy_week, name="roster_copy"),
    path("roster/absences/", roster_absence.add, name="absence"),
    path("roster/absences/<int:absence_id>/end/", roster_absence.end, name="absence_end"),
    path("my-days/", roster_own.my_days, name="my_days"),
    path("my-days/absence/", roster_absence.add_own, name="my_absence"),
    path("my-days/calendar/", roster_own.make_calendar, name="make_calendar"),
    path("my-days/calendar/withdraw/", roster_own.withdraw_calendar, name="withdraw_calendar"),
    path("calendar/<str:address>.ics", roster_own.calendar, name="calendar"),
]
