"""Addresses of the moderators' part of the desk. Fixed words stand before references."""

from django.urls import path

from submissions.desk import decisions, entries, report, screen
from submissions.desk.bulk import all_spam
from submissions.desk.queue_view import QueueView

urlpatterns = [
    path("submissions/", QueueView.as_view(), name="submission_queue"),
    path("submissions/results/", QueueView.as_view(results_only=True), name="submission_queue_results"),
    path("submissions/spam/", all_spam, name="submission_all_spam"),
    path("submissions/<str:reference>/", screen.screen, name="submission_screen"),
    path("submissions/<str:reference>/preview/<str:mode>/", screen.preview, name="submission_preview"),
    path("submissions/<str:reference>/photos/<int:pk>/", screen.photo, name="submission_photo"),
    path("submissions/<str:reference>/publish/", decisions.publish, name="submission_publish"),
    path("submissions/<str:reference>/ask/", decisions.ask, name="submission_ask"),
    path("submissions/<str:reference>/decline/", decisions.decline, name="submission_decline"),
    path("submissions/<str:reference>/merge/", decisions.merge, name="submission_merge"),
    path("submissions/<str:reference>/take-over/", entries.take_over, name="submission_take_over"),
    path("submissions/<str:reference>/contact/", entries.accept_claim, name="submission_accept_claim"),
    path("submissions/<str:reference>/spam/", decisions.spam, name="submission_spam"),
    path("submissions/<str:reference>/undo/", decisions.undo, name="submission_undo"),
    path("submissions/<str:reference>/note/", decisions.note, name="submission_note"),
    path("reports/decisions/", report.DecisionReportView.as_view(), name="decision_report"),
    path(
        "reports/decisions/results/",
        report.DecisionReportView.as_view(results_only=True),
        name="decision_report_results",
    ),
]
