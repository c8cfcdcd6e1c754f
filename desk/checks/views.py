"""What the checks find: a page of its own, and the same as a part of the editor's side panel."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from connectors.choosing import LARGEST
from connectors.models import EntryPage
from desk.checks import rules  # noqa: F401 - registers them
from desk.checks.registry import remarks_on
from desk.checks.whereabouts import whereabouts


@require_safe
def entry_checks(request: HttpRequest, key: int) -> HttpResponse:
    """Show what the checks find in an entry as it was last saved; with `part` only the list."""
    if key > LARGEST:
        raise Http404
    page = get_object_or_404(EntryPage, pk=key)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    template = "desk/checks_list.html" if "part" in request.GET else "desk/checks.html"
    context = {**found_in(page.get_latest_revision_as_object()), "page": page}
    return TemplateResponse(
        request, template, context | {"header_title": _("Checks of “%(title)s”") % {"title": page.title}}
    )


def found_in(entry: EntryPage) -> dict:
    """Return what the templates print: each remark with where in the form it is put right, by tab and address."""
    edit, places = reverse("wagtailadmin_pages:edit", args=[entry.pk]), whereabouts(entry)
    rows = []
    for remark in remarks_on(entry):
        place = places.get(remark.field)
        rows.append(
            {"remark": remark, "tab": place.tab if place else "", "url": f"{edit}#{place.anchor}" if place else edit}
        )
    return {"rows": rows, "checks_url": reverse("desk_entry_checks", args=[entry.pk])}
