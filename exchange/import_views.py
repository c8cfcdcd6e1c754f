"""The imports that there were: what each made, changed and refused, its entries, and taking it back."""

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.models import Page

from exchange.commitment_import_views import may_import_commitments
from exchange.models import Import, ImportKind
from exchange.standing import forecast
from exchange.taking_back import CannotTakeBackError, begin_taking_back, go_on, left_of
from exchange.views import may_import, may_publish

ON_A_PAGE = 25
NAMED = 10  # obstacles told one by one
WHY_NOT = {
    "over": gettext_lazy("This import is taken back already: somebody was faster. Nothing was done twice."),
    "kind": gettext_lazy("An import of commitments cannot be taken back."),
    "changed": gettext_lazy("Nothing was taken back, because something was changed since. Look at what it is."),
}


def imports_for(user: AbstractUser) -> QuerySet[Import]:
    """Return the imports that somebody may see: of what they may import themselves.

    Raises:
        PermissionDenied: there is nothing that they may import.
    """
    allowed = {ImportKind.ENTRIES: may_import(user), ImportKind.COMMITMENTS: may_import_commitments(user)}
    kinds = [kind for kind, may in allowed.items() if may]
    if not kinds:
        raise PermissionDenied
    return Import.objects.filter(kind__in=kinds).select_related("by", "taken_back_by")


def may_take_back(user: AbstractUser, record: Import) -> bool:
    """Who may import may take back; what was published, who may publish."""
    return record.kind == ImportKind.ENTRIES and may_import(user) and (not record.publishes or may_publish(user))


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """List the imports, the last first."""
    found = Paginator(imports_for(request.user), ON_A_PAGE).get_page(request.GET.get("p"))
    context = {"page_of_imports": found, "header_title": _("Imports"), "may_import": may_import(request.user)}
    return TemplateResponse(request, "exchange/imports.html", context)


@require_safe
def one_import(request: HttpRequest, key: int) -> HttpResponse:
    """Show what an import did, and how far it is when it is being taken back."""
    record = get_object_or_404(imports_for(request.user), pk=key)
    return TemplateResponse(request, "exchange/import.html", _context(request, record))


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, key: int) -> HttpResponse:
    """Say what taking an import back would do; with POST do it, or go on with it."""
    record = get_object_or_404(imports_for(request.user), pk=key)
    if not may_take_back(request.user, record):
        raise PermissionDenied
    if request.method == "POST":
        return _do_take_back(request, record)
    if record.taking_back_at:
        return redirect("exchange_import", record.pk)
    seen = forecast(record)
    context = {
        "record": record,
        "seen": seen,
        "obstacles": [_with_address(one.key, one.title, one.why) for one in seen.obstacles[:NAMED]],
        "more": len(seen.obstacles) - NAMED,
        "header_title": _("Take back this import"),
    }
    return TemplateResponse(request, "exchange/take_back.html", context)


def _do_take_back(request: HttpRequest, record: Import) -> HttpResponse:
    if "go_on" not in request.POST:
        try:
            begin_taking_back(record.pk, user=request.user)
        except CannotTakeBackError as error:
            messages.error(request, WHY_NOT[str(error)])
            back = "exchange_take_back" if str(error) == "changed" else "exchange_import"
            return redirect(back, record.pk)
    go_on(record.pk)
    return redirect("exchange_import", record.pk)


def _context(request: HttpRequest, record: Import) -> dict:
    kept = dict(record.kept)
    titles = dict(Page.objects.filter(pk__in=list(kept)).values_list("pk", "draft_title"))
    whole = record.made + record.changed
    return {
        "record": record,
        "header_title": _("Import of %(file)s") % {"file": record.name},
        "entries_url": f"{reverse('entries:index')}?imported={record.pk}",
        "may_take_back": may_take_back(request.user, record),
        "is_of_commitments": record.kind == ImportKind.COMMITMENTS,
        "kept": [_with_address(key, titles.get(key, _("Deleted")), why) for key, why in kept.items()],
        "whole": whole,
        "done": max(0, whole - left_of(record).count()) if record.is_being_taken_back else whole,
    }


def _with_address(key: int, title: str, why: str) -> dict[str, str]:
    return {"title": title, "why": why, "url": reverse("wagtailadmin_pages:edit", args=[key]) if key else ""}
