"""Where what is missing is said: above the form that was refused, and at the doors to publishing that have no form."""

from django.contrib import messages as django_messages
from django.forms import BaseForm
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import Page

from desk.missing.doors import approve_what_is_complete, refuse_in_bulk
from desk.missing.items import faults_in

# What the buttons of the editor send that ask for a complete page.
PUBLISHING = ("action-publish", "action-submit", "action-restart-workflow", "action-workflow-action")

plain_error = messages.validation_error


def error_with_links(request: HttpRequest, message: str, form: BaseForm, buttons=None) -> None:
    """Say what a form lacks, field by field with links. The CMS says only that something is wrong somewhere."""
    faults = faults_in(form) if isinstance(form, WagtailAdminModelForm) else []
    if not faults:
        plain_error(request, message, form, buttons)
        return
    publishes = isinstance(form.instance, Page) and any(request.POST.get(name) for name in PUBLISHING)
    context = {"faults": faults, "publishes": publishes}
    django_messages.error(request, render_to_string("desk/missing.html", context))


messages.validation_error = error_with_links

hooks.register("before_bulk_action", refuse_in_bulk)


# Its address is one of the CMS's own, which no hook can stand before.
WorkflowActionView.post = approve_what_is_complete


@hooks.register("insert_editor_js")
def links_lead_to_fields():
    return format_html('<script src="{}"></script>', static("js/desk-missing.js"))
