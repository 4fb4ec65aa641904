"""The least that a Django page can do for the same work: raw SQL, one small template each."""

import json
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

CLINIC = 7
NAME = "{0}.given_name || ' ' || {0}.family_name"
INBOX = f"""
SELECT c.id, c.service, c.status, c.received_at, c.attention_date,
    {NAME.format("h")}, {NAME.format("p")}
FROM "case" c JOIN person p ON p.id = c.patient_id LEFT JOIN person h ON h.id = c.holder_id
WHERE c.clinic_id = %s AND c.status <> 'closed' ORDER BY c.attention_date, c.id LIMIT %s"""
OPEN = 'SELECT count(*) FROM "case" WHERE clinic_id = %s AND status <> %s'
# As many rows as the product shows: a day's all, and of more than that a page.
PAGE, A_DAYS = 50, 150
HEAD = f"""
SELECT c.service, c.status, c.received_at, c.attention_date,
    {NAME.format("h")}, {NAME.format("p")}, k.name
FROM "case" c JOIN person p ON p.id = c.patient_id JOIN clinic k ON k.id = c.clinic_id
LEFT JOIN person h ON h.id = c.holder_id WHERE c.id = %s"""
THREAD = f"""
SELECT {NAME.format("p")}, e.at, e.data->>'text' FROM case_event e JOIN person p ON p.id = e.by_id
WHERE e.case_id = %s ORDER BY e.number"""
FOUND = f"""
WITH hit AS MATERIALIZED (
    SELECT DISTINCT e.case_id FROM case_event e JOIN "case" c ON c.id = e.case_id
    WHERE to_tsvector('simple', coalesce(e.data->>'text', e.data->'form'->>'text', ''))
        @@ websearch_to_tsquery('simple', %s) AND c.clinic_id = %s
), newest AS MATERIALIZED (SELECT case_id FROM hit ORDER BY case_id DESC LIMIT 50)
SELECT c.id, c.service, c.status, c.received_at, c.attention_date,
    {NAME.format("h")}, {NAME.format("p")}
FROM newest JOIN "case" c ON c.id = newest.case_id JOIN person p ON p.id = c.patient_id
LEFT JOIN person h ON h.id = c.holder_id ORDER BY c.id DESC"""
SENT = """
INSERT INTO "case" (routine_id, service, clinic_id, patient_id, author_id, status, received_at, form,
                    version, question_open, has_hidden, has_files, kept_from_guardians, copies_out,
                    response_due_date, attention_date)
VALUES ((SELECT sha256 FROM routine), 'message', %s, 53, 52, 'received', now(), %s,
    1, false, false, false, false, 0, current_date + 2, current_date + 2)
RETURNING id"""
EVENT = """
INSERT INTO case_event (case_id, number, kind, data, by_id, at, date)
SELECT %s, coalesce(max(number), 0) + 1, %s, %s, %s, now(), current_date
FROM case_event WHERE case_id = %s"""
CLOSED = """
UPDATE "case" SET status = 'closed', closed_at = now(), version = version + 1, response_due_date = NULL,
    attention_date = NULL, question_open = false WHERE id = %s"""
ANSWERED = """
UPDATE "case" SET version = version + 1, response_due_date = NULL WHERE id = %s"""


def rows(sql: str, *arguments: str | int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return cursor.fetchall() if cursor.description else []


@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    return render(request, "floor/inbox.html", {"rows": rows(INBOX, CLINIC, _many())})


@cache
def _many() -> int:
    return A_DAYS if rows(OPEN, CLINIC, "closed")[0][0] <= A_DAYS else PAGE


@login_required
def search(request: HttpRequest) -> HttpResponse:
    return render(request, "floor/inbox.html", {"rows": rows(FOUND, request.GET["q"], CLINIC)})


@login_required
def case(request: HttpRequest, pk: int) -> HttpResponse:
    context = {"id": pk, "head": rows(HEAD, pk)[0], "messages": rows(THREAD, pk)}
    return render(request, "floor/case.html", context)


@login_required
@transaction.atomic
def submit(request: HttpRequest) -> HttpResponse:
    form = json.dumps({"text": request.POST["text"]})
    pk = rows(SENT, CLINIC + 1, form)[0][0]
    rows(EVENT, pk, "submitted", json.dumps({"form": {"text": request.POST["text"]}}), 52, pk)
    return HttpResponseRedirect(f"/case/{pk}")


@login_required
@transaction.atomic
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    rows('SELECT status FROM "case" WHERE id = %s FOR UPDATE', pk)
    rows(CLOSED if request.POST.get("close") else ANSWERED, pk)
    kind = "reply" if request.POST.get("close") else "note"
    rows(EVENT, pk, kind, json.dumps({"text": request.POST["text"]}), 1, pk)
    return HttpResponseRedirect(f"/case/{pk}")


urlpatterns = [
    path("inbox", inbox),
    path("search", search),
    path("case/<int:pk>", case),
    path("submit", submit),
    path("reply/<int:pk>", reply),
]
