"""The editors' desk as a whole: its script and style, and where Wagtail itself needs a correction."""

import json

from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser
from wagtail.blocks import Block
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.documents.views import documents
from wagtail.images import get_image_model
from wagtail.images.views import images
from wagtail.models import Page, WorkflowState
from wagtail.permissions import register_permission_policy

from core import uploads
from core.contact import missing_contact
from core.viewsets import defused
from core.waiting import HOOK

hooks.register(HOOK, missing_contact)


@hooks.register("insert_global_admin_css")
def desk_style():
    return format_html('<link rel="stylesheet" href="{}">', static("css/desk.css"))


def render_chooser(self, name, value, attrs=None, renderer=None):
    """Render a chooser with its start as data. Wagtail appends an inline script and has no template to override."""
    value_data = self.get_value_data(value)
    start = {"new": self.js_constructor, "id": attrs["id"]}
    if isinstance(self, AdminTaskChooser):
        start = {"call": "createTaskChooser", "id": attrs["id"]}
    else:
        start["options"] = json.dumps(self.get_js_init_options(attrs["id"], name, value_data))
    return self.render_html(name, value_data, attrs) + render_to_string("desk/start.html", start)


BaseChooser.render = render_chooser


# Every export of the desk, reports included, goes through this one method; Wagtail passes formulas on by policy.
write_cell = SpreadsheetExportMixin.preprocess_field_value


def write_defused_cell(self, field, value, export_format):
    return defused(write_cell(self, field, value, export_format))


SpreadsheetExportMixin.preprocess_field_value = write_defused_cell

# Blocks are previewed with the site's own style.
Block.DEFAULT_PREVIEW_TEMPLATE = "desk/block_preview.html"


@hooks.register("register_admin_urls", order=-1)
def moderated_file_pages() -> list[URLPattern]:
    """Bind editors' rights on files to moderation, and stand before Wagtail's pages of one file to say why not."""
    image, document = get_image_model(), get_document_model()
    # Not when this module is loaded: hooks are read before the apps of pictures and documents set Wagtail's own policy.
    for model, rights in ((image, "wagtailimages.Image"), (document, "wagtaildocs.Document")):
        policy = uploads.ModeratedFilePolicy(model, auth_model=rights, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy)
    pages = (
        ("images/<int:image_id>/", images.EditView, image),
        ("images/<int:image_id>/delete/", images.DeleteView, image),
        ("documents/edit/<int:document_id>/", documents.EditView, document),
        ("documents/delete/<int:document_id>/", documents.DeleteView, document),
    )
    return [path(route, uploads.say_why_not(view.as_view(), model)) for route, view, model in pages]


@hooks.register("before_serve_document")
def only_published_documents(document: AbstractDocument, request: HttpRequest) -> None:
    if not (request.user.has_perm("wagtailadmin.access_admin") or uploads.is_public(document)):
        raise Http404


@hooks.register("before_edit_page")
def show_what_the_moderator_asked(request: HttpRequest, page: Page) -> None:
    """Put the moderator's words above the form. Wagtail keeps them in the page's history, where editors do not look."""
    state = page.current_workflow_state
    if request.method != "GET" or not state or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return
    task = state.current_task_state
    who = task.finished_by.get_full_name() or task.finished_by.get_username() if task.finished_by else _("A moderator")
    if task.comment:
        text = _("%(who)s asks for changes: “%(words)s”. When you have made them, submit the page again.")
    else:
        text = _("%(who)s asks for changes. When you have made them, submit the page again.")
    messages.warning(request, text % {"who": who, "words": task.comment})


AbstractDocument.clean = uploads.clean_document
# A document is saved, not opened on our address: Wagtail would show a PDF in the browser.
AbstractDocument.content_disposition = property(uploads.as_attachment)
