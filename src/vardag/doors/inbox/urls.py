"""The addresses of this door."""

from django.urls import path, register_converter

from vardag.doors.inbox.case import drafts, exceptional, fetching, forms, presence, protected
from vardag.doors.inbox.case import views as case
from vardag.doors.inbox.handing import views as handing
from vardag.doors.inbox.lists import (
    following,
    keys,
    late_elsewhere,
    news,
    piece,
    systems,
    told,
    views,
    worklist,
)
from vardag.doors.inbox.paper import many
from vardag.doors.inbox.paper import views as paper
from vardag.doors.inbox.post import envelopes
from vardag.doors.inbox.post import views as post
from vardag.doors.inbox.questions import views as questions
from vardag.doors.inbox.reconciling import lists as other_lists
from vardag.doors.inbox.reconciling import views as reconciling
from vardag.doors.inbox.registers import bringing, bringing_in, by_hand
from vardag.doors.inbox.registers import views as registers
from vardag.doors.inbox.search import views as search
from vardag.doors.inbox.together import views as together


class ActConverter:
    """The acts that a case's page can do; any other address is nothing."""

    regex = "|".join(forms.ACTS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PieceActConverter:
    """What can be done to a piece of work beside ticking it."""

    regex = "|".join(piece.ACTS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ActConverter, "act")
register_converter(PieceActConverter, "pieceact")

app_name = "inbox"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("mine/", views.mine, name="mine"),
    path("mine/told/<int:mention_id>/", told.seen, name="told"),
    path("awaiting/", views.awaiting, name="awaiting"),
    path("closed/", views.closed, name="closed"),
    path("next/", following.following, name="next"),
    path("together/", together.together, name="together"),
    path("keys/", keys.keys, name="keys"),
    path("views/", keys.keep_view, name="keep_view"),
    path("views/<int:view>/drop/", keys.drop_view, name="drop_view"),
    path("first/", views.first, name="first"),
    path("news/", news.news, name="news"),
    path("search/", search.search, name="search"),
    path("search/<slug:key>/", search.found, name="found"),
    path("cases/<int:case_id>/", case.case, name="case"),
    path("cases/<int:case_id>/draft/", case.draft, name="draft"),
    path("cases/<int:case_id>/preview/", case.preview, name="preview"),
    path("cases/<int:case_id>/keep/", drafts.keep, name="keep"),
    path("cases/<int:case_id>/discard/", drafts.discard, name="discard"),
    path("cases/<int:case_id>/here/", presence.here, name="here"),
    path("cases/<int:case_id>/<act:key>/", case.act, name="act"),
    path("cases/<int:case_id>/print/", paper.print_case, name="print"),
    path("print/", many.prints, name="prints"),
    path("print/paper/", many.make_prints, name="prints_made"),
    path("hand-over/", handing.own, name="hand_over"),
    path("hand-over/<int:person>/", handing.of_somebody, name="hand_over_of"),
    path("cases/<int:case_id>/protected/", protected.protected, name="protected"),
    path("files/<uuid:file_id>/", fetching.file, name="file"),
    path("files/<uuid:file_id>/picture/", fetching.picture, name="picture"),
    path("exceptional/", exceptional.exceptional, name="exceptional"),
    path("work/", worklist.work, name="work"),
    path("work/<int:case_id>/", piece.piece, name="piece"),
    path("work/<int:case_id>/done/", worklist.work_done, name="work_done"),
    path("work/<int:case_id>/<pieceact:key>/", piece.piece_act, name="piece_act"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<int:case_id>/", questions.answer, name="answer_question"),
    path("late-elsewhere/", late_elsewhere.late, name="late_elsewhere"),
    path("reconciliation/", reconciling.lists, name="reconciliation"),
    path("reconciliation/<int:case_id>/", reconciling.put_right, name="put_right"),
    path("reconciliation/list/", other_lists.choose, name="list_choose"),
    path("reconciliation/list/<uuid:key>/", other_lists.preview, name="list_preview"),
    path("reconciliation/list/<uuid:key>/reread/", other_lists.reread, name="list_reread"),
    path("reconciliation/list/<uuid:key>/compare/", other_lists.compare, name="list_compare"),
    path("reconciliation/list/<uuid:key>/away/", other_lists.put_away, name="list_put_away"),
    path("reconciliation/list/<uuid:key>/compared/", other_lists.compared, name="list_compared"),
    path(
        "reconciliation/list/<uuid:key>/compared/<int:finding>/",
        other_lists.see_to,
        name="list_see_to",
    ),
    path("systems/", systems.systems, name="systems"),
    path("post/", post.register, name="post"),
    path("post/workbook/", post.workbook, name="post_workbook"),
    path("post/envelopes/", envelopes.for_rows, name="post_rows"),
    path("post/envelopes/paper/", envelopes.paper, name="post_paper"),
    path("post/cases/<int:case_id>/", envelopes.for_case, name="post_case"),
    path("registers/", registers.register, name="registers"),
    path("registers/<slug:key>/", registers.register, name="register"),
    path("registers/<slug:key>/workbook/", registers.workbook, name="register_workbook"),
    path("registers/<slug:key>/new/", by_hand.new, name="register_new"),
    path("registers/<slug:key>/rows/<int:entry>/", by_hand.row, name="register_row"),
    path(
        "registers/<slug:key>/rows/<int:entry>/correct/", by_hand.correct, name="register_correct"
    ),
    path(
        "registers/<slug:key>/rows/<int:entry>/complete/",
        by_hand.complete,
        name="register_complete",
    ),
    path("registers/<slug:key>/rows/<int:entry>/strike/", by_hand.strike, name="register_strike"),
    path("registers/<slug:key>/import/", bringing.choose, name="register_import"),
    path("registers/<slug:key>/import/<uuid:file>/", bringing.preview, name="register_preview"),
    path(
        "registers/<slug:key>/import/<uuid:file>/reread/", bringing.reread, name="register_reread"
    ),
    path(
        "registers/<slug:key>/import/<uuid:file>/rows/",
        bringing_in.bring_in,
        name="register_bring_in",
    ),
    path(
        "registers/<slug:key>/import/<uuid:file>/away/", bringing.put_away, name="register_put_away"
    ),
]
