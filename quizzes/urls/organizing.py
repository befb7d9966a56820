"""Addresses for organizers and markers."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizzes.views import analysis, composing, corrections, exams, previewing, remarks, results, rooms, watching

urlpatterns: list[URLPattern] = [
    path("organize/blueprints/", composing.blueprints, name="blueprints"),
    path("organize/blueprints/new/", composing.blueprint_new, name="blueprint_new"),
    path("organize/blueprints/<uuid:blueprint>/", composing.blueprint, name="blueprint"),
    path("organize/blueprints/<uuid:blueprint>/delete/", composing.delete_blueprint, name="blueprint_delete"),
    path("organize/papers/<uuid:paper>/", composing.paper, name="paper"),
    path("bank/preview/", previewing.draft_preview, name="draft_preview"),
    path("bank/questions/<uuid:question>/preview/", previewing.question_preview, name="question_preview"),
    path("organize/exams/", exams.exams, name="exams"),
    path("organize/exams/new/", exams.exam_new, name="exam_new"),
    path("organize/exams/<uuid:exam>/", exams.exam, name="exam"),
    path("organize/exams/<uuid:exam>/edit/", exams.exam_edit, name="exam_edit"),
    path("organize/exams/<uuid:exam>/delete/", exams.delete_exam, name="exam_delete"),
    path("organize/exams/<uuid:exam>/schedule/", exams.schedule, name="schedule"),
    path("organize/exams/<uuid:exam>/withdraw/", exams.withdraw, name="withdraw"),
    path("organize/exams/<uuid:exam>/rooms/", rooms.rooms, name="exam_rooms"),
    path("organize/exams/<uuid:exam>/rooms/move/", rooms.move_seat, name="seat_move"),
    path("organize/exams/<uuid:exam>/postpone/", exams.postpone, name="postpone"),
    path("organize/exams/<uuid:exam>/follow/", exams.follow, name="follow"),
    path("organize/exams/<uuid:exam>/resit/", exams.resit, name="resit"),
    path("organize/exams/<uuid:exam>/archive/", exams.archive, name="archive"),
    path("watch/", watching.rooms_watched, name="rooms_watched"),
    path("organize/exams/<uuid:exam>/watch/", watching.watch, name="watch"),
    path("organize/exams/<uuid:exam>/rescue/", watching.rescue, name="rescue"),
    path("organize/exams/<uuid:exam>/credit/", watching.credit, name="credit"),
    path("organize/exams/<uuid:exam>/messages/", watching.send_message, name="message_send"),
    path("organize/exams/<uuid:exam>/candidates/add/", watching.add_candidate, name="candidate_add"),
    path("organize/exams/<uuid:exam>/candidates/<uuid:candidate>/", watching.candidate, name="candidate"),
    path("organize/exams/<uuid:exam>/candidates/<uuid:candidate>/grant/", watching.grant, name="candidate_grant"),
    path("organize/exams/<uuid:exam>/candidates/<uuid:candidate>/decide/", watching.decide, name="candidate_decide"),
    path("organize/exams/<uuid:exam>/marking/", results.marking, name="marking"),
    path("organize/exams/<uuid:exam>/marking/<int:slot>/", results.mark_question, name="mark_question"),
    path("organize/exams/<uuid:exam>/corrections/", corrections.corrections, name="corrections"),
    path("organize/exams/<uuid:exam>/corrections/<int:slot>/", corrections.correct_question, name="correct_question"),
    path("organize/exams/<uuid:exam>/remarks/", remarks.remarks, name="remarks"),
    path("organize/exams/<uuid:exam>/remarks/days/", remarks.set_remark_days, name="remark_days"),
    path("organize/remarks/<uuid:remark>/", remarks.answer_remark, name="remark_answer"),
    path("organize/exams/<uuid:exam>/publish/", results.publish, name="publish"),
    path("organize/exams/<uuid:exam>/release/", results.change_release, name="release"),
    path("organize/exams/<uuid:exam>/results/", results.exam_results, name="exam_results"),
    path("organize/exams/<uuid:exam>/results/<uuid:candidate>/", results.candidate_result, name="candidate_result"),
    path("organize/exams/<uuid:exam>/analysis/", analysis.exam_analysis_page, name="exam_analysis"),
    path("organize/exams/<uuid:exam>/results/export/", results.results_export, name="results_export"),
    path("organize/exams/<uuid:exam>/results/csv/", results.results_csv, name="results_csv"),
]
