"""Puts the question in the way of everything that publishes a draft."""

from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from connectors.models import EntryPage
from desk.contact_words import views
from desk.contact_words.question import Question
from submissions.contact_words import ask_about_what_was_not_seen

JSON = "application/json"


@hooks.register("register_admin_urls")
def contact_words_urls() -> list[URLPattern]:
    return [path("entries/<int:key>/contact-words/", views.contact_words, name="desk_contact_words")]


@hooks.register("before_edit_page")
def say_what_the_draft_takes_back(request: HttpRequest, page: Page) -> None:
    """Tell it above the form; and when one is saved that was opened before the contact's change, remember that."""
    loaded = request.POST.get("loaded_revision_id", "")
    if request.method == "GET" and page.has_unpublished_changes and (question := Question.about(page)):
        buttons = []
        if page.permissions_for_user(request.user).can_publish():
            buttons.append(messages.button(reverse("desk_contact_words", args=[page.pk]), _("Compare and decide")))
        messages.warning(request, question.in_words(), buttons=buttons)
    # What is saved by itself is refused by the CMS when it is out of date.
    elif (
        isinstance(page, EntryPage)
        and loaded.isascii()
        and loaded.isdigit()
        and JSON not in request.headers.get("Accept", "")
    ):
        ask_about_what_was_not_seen(page.pk, int(loaded))


@hooks.register("before_publish_page")
def ask_before_publishing(request: HttpRequest, page: Page):
    """Lead to the question. The draft is saved already."""
    if page.pk and Question.about(page):
        return redirect("desk_contact_words", page.pk)
    return None


@hooks.register("after_edit_page")
def ask_after_approval(request: HttpRequest, page: Page):
    """Lead whoever approved a draft to the question that kept it from going live."""
    if "action-workflow-action" not in request.POST or not page.permissions_for_user(request.user).can_publish():
        return None
    fresh = Page.objects.get(pk=page.pk)
    approved = fresh.has_unpublished_changes and not fresh.workflow_in_progress
    return redirect("desk_contact_words", page.pk) if approved and Question.about(fresh) else None


@hooks.register("before_bulk_action")
def ask_before_publishing_several(request: HttpRequest, action_type: str, objects, action_class_instance):
    """Publish none of several pages when one needs an answer, and say which."""
    if action_type != "publish" or not all(isinstance(one, Page) for one in objects):
        return None
    waiting = [page for page in objects if Question.about(page)]
    if not waiting:
        return None
    for page in waiting:
        button = messages.button(reverse("desk_contact_words", args=[page.pk]), _("Compare and decide"))
        text = _("Nothing was published: “%(title)s” would take back what a contact changed. Decide about it first.")
        messages.warning(request, text % {"title": page.get_admin_display_title()}, buttons=[button])
    return redirect(action_class_instance.next_url)
