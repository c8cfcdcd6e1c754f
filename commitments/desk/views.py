"""The statuses of one commitment on the desk: its history, a form to propose, and what waits for a decision."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from commitments.actions import (
    APPROVE,
    PROPOSE,
    DecidedError,
    OwnProposalError,
    approve_status,
    decline_status,
    propose_status,
)
from commitments.desk.forms import DeclineForm, ProposeForm
from commitments.models import CommitmentPage, StatusUpdate

SEE = "commitments.view_statusupdate"


@require_http_methods(["GET", "HEAD", "POST"])
def statuses(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the history with what waits; with POST, propose a status. What was typed is kept, whatever goes wrong."""
    if not request.user.has_perm(SEE):
        raise PermissionDenied
    page = get_object_or_404(CommitmentPage.objects.select_related("current"), pk=pk)
    form = ProposeForm(request.POST or None, commitment=page)
    if request.method == "POST" and form.is_valid():
        try:
            propose_status(commitment=page, finding=form.finding, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("Your proposal waits for somebody else's approval. Visitors do not see it yet.")
            )
            return _back(page.pk)
    return _page(request, page, form)


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a proposal of somebody else count."""
    update = get_object_or_404(StatusUpdate, pk=pk)
    try:
        approve_status(update=update, by=request.user)
    except (OwnProposalError, DecidedError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Approved. It is on the site now, and your name is in the history of the desk."))
    return _back(update.commitment_id)


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn a proposal of somebody else down, with a reason."""
    if not request.user.has_perm(APPROVE):
        raise PermissionDenied
    update = get_object_or_404(StatusUpdate.objects.select_related("commitment"), pk=pk)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decline_status(update=update, by=request.user, because=form.cleaned_data["because"])
        except (OwnProposalError, DecidedError) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Declined. Whoever proposed it finds your reason in the history."))
        return _back(update.commitment_id)
    context = {"form": form, "update": update, "header_title": update.commitment.title}
    return TemplateResponse(request, "commitments/admin/decline.html", context)


def _page(request: HttpRequest, page: CommitmentPage, form: ProposeForm) -> HttpResponse:
    updates = list(
        page.updates.in_order().select_related("made_by", "approved_by", "declined_by").prefetch_related("sources")
    )
    context = {
        "commitment": page,
        "form": form,
        "header_title": page.title,
        "waiting": [update for update in updates if update.is_waiting],
        "decided": [update for update in reversed(updates) if not update.is_waiting],
        "may_propose": request.user.has_perm(PROPOSE),
        "may_approve": request.user.has_perm(APPROVE),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "log_url": reverse("wagtailadmin_pages:history", args=[page.pk]),
    }
    return TemplateResponse(request, "commitments/admin/statuses.html", context)


def _back(pk: int) -> HttpResponse:
    return redirect("commitment_statuses", pk)
