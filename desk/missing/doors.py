"""The doors to publishing that show no form: they refuse what lacks something, and lead to the editor, where it is put right."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import Page

from desk.missing.asking import what_is_missing
from desk.missing.items import Missing

APPROVING = {"approve"}


approve_or_reject = WorkflowActionView.post


def approve_what_is_complete(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """Approve a page from a list, in the place of the CMS's own method. In the editor its form asks by itself."""
    if self.action_name not in APPROVING or not _refused(request, [self.object]):
        return approve_or_reject(self, request, *args, **kwargs)
    editor = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return self.render_modal_json(request, {"step": "success", "redirect": editor})
    return redirect(editor)


def refuse_in_bulk(request: HttpRequest, action_type: str, objects: list, action) -> HttpResponse | None:
    """Publish none of several pages while one of them lacks something."""
    if action_type != "publish" or not objects or not isinstance(objects[0], Page):
        return None
    pages = list(_with_drafts_below(objects) if action.cleaned_form.cleaned_data["include_descendants"] else objects)
    return redirect(action.next_url) if _refused(request, pages) else None


def _with_drafts_below(pages: list[Page]) -> Iterator[Page]:
    for page in pages:
        yield page
        yield from page.get_descendants().not_live()


def _refused(request: HttpRequest, pages: list[Page]) -> bool:
    """Say what pages lack, and return whether any does."""
    lacking = [(page, faults) for page in pages if (faults := what_is_missing(page.get_latest_revision_as_object()))]
    for page, faults in lacking:
        messages.error(request, _said(page, faults))
    return bool(lacking)


def _said(page: Page, faults: list[Missing]) -> str:
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return render_to_string("desk/missing.html", {"faults": faults, "page": page, "editor": editor})
