"""The question before a draft goes live that would take back what a contact had changed."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.admin import messages

from connectors.models import EntryPage
from desk.contact_words.question import Question
from submissions.actions.revising import NotLiveError, lock_live

PUBLISH, TAKE = "publish", "take"


@require_http_methods(["GET", "HEAD", "POST"])
def contact_words(request: HttpRequest, key: int) -> HttpResponse:
    """Ask about the newest version of an entry; publish it as it is, or with what the site says now in these fields."""
    entry = get_object_or_404(EntryPage, pk=key)
    if not entry.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    if request.method == "POST" and request.POST.get("do") in {PUBLISH, TAKE}:
        return _decide(request, key)
    question = Question.about(entry)
    return _ask(request, question) if question else _nothing_to_ask(request, key)


def _decide(request: HttpRequest, key: int) -> HttpResponse:
    with transaction.atomic():
        try:
            locked = lock_live(key)
        except NotLiveError:
            return _nothing_to_ask(request, key)
        question = Question.about(locked)
        if question is None:
            return _nothing_to_ask(request, key)
        if question.mark != request.POST.get("mark"):
            messages.warning(request, _("The draft or the site changed while you were reading. Look again."))
            return _ask(request, question)
        revision = question.live.latest_revision
        if request.POST["do"] == TAKE:
            revision = question.take_live_words().save_revision(user=request.user, log_action=True, clean=False)
        PublishPageRevisionAction(revision, user=request.user).execute()
    _say_what_happened(request, key)
    return redirect("wagtailadmin_explore", locked.get_parent().pk)


def _say_what_happened(request: HttpRequest, key: int) -> None:
    entry = EntryPage.objects.get(pk=key)
    buttons = [messages.button(reverse("wagtailadmin_pages:edit", args=[key]), _("Edit"))]
    if entry.has_unpublished_changes:
        text = _("“%(title)s” goes live at the time that its draft names.")
    else:
        text = _("“%(title)s” is published.")
        buttons.insert(0, messages.button(entry.url, _("View live")))
    messages.success(request, text % {"title": entry.title}, buttons=buttons)


def _ask(request: HttpRequest, question: Question) -> HttpResponse:
    values = {"question": question, "entry": question.live, "header_title": _("Before this goes live")}
    return TemplateResponse(request, "desk/contact_words/ask.html", values)


def _nothing_to_ask(request: HttpRequest, key: int) -> HttpResponse:
    """Somebody answered meanwhile, or the draft says the same by now."""
    messages.info(
        request, _("There is nothing to decide any more: the draft takes back nothing that a contact changed.")
    )
    return redirect("wagtailadmin_pages:edit", key)
