"""What outgoing mail adds to the editors' desk."""

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from core.waiting import HOOK, Waiting, since_days
from outbox import mail_report, views
from outbox.reads import failed_mails


@hooks.register("register_admin_urls")
def mail_urls() -> list[URLPattern]:
    report = mail_report.MailReportView
    return [
        path("reports/mails/", report.as_view(), name="mail_report"),
        path("reports/mails/results/", report.as_view(results_only=True), name="mail_report_results"),
        path("reports/mails/<int:key>/try-again/", mail_report.send_again, name="mail_try_again"),
        path("mail-texts/", views.mail_texts, name="mail_texts"),
        path("mail-texts/<str:code>/", views.mail_text, name="mail_text"),
    ]


class MailTextsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return views.may_change_words(request.user)


@hooks.register("register_reports_menu_item")
def mail_report_menu_item() -> MenuItem:
    return mail_report.MailReportMenuItem(_("Mails"), reverse("mail_report"), icon_name="mail", order=710)


@hooks.register("register_settings_menu_item")
def mail_texts_menu_item() -> MenuItem:
    return MailTextsMenuItem(_("Mail texts"), reverse("mail_texts"), icon_name="mail", order=850)


@hooks.register("register_permissions")
def mail_permissions() -> QuerySet[Permission]:
    """Let site managers give these rights to a group of their own."""
    mails = Q(codename__in=["view_outgoingmail", "change_outgoingmail"])
    return Permission.objects.filter(mails | Q(codename="change_mailwords"), content_type__app_label="outbox")


@hooks.register("register_log_actions")
def mail_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(mail_report.TRIED_AGAIN, _("Try a mail again"), _("Failed mail tried again"))


@hooks.register(HOOK)
def undelivered_mails(request: HttpRequest) -> list[Waiting]:
    if not mail_report.may_read_mails(request.user):
        return []
    failed = failed_mails()
    if not failed.number:
        return []
    text = ngettext("%(number)d mail could not be delivered", "%(number)d mails could not be delivered", failed.number)
    age = gettext("the first has been waiting %(since)s") % {"since": since_days(failed.first)}
    return [Waiting(30, text % {"number": failed.number}, reverse("mail_report"), age)]
