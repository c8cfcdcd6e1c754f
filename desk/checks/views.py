"""What the checks find: a page of its own, and the same as a part of the editor's side panel."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from connectors.choosing import LARGEST
from connectors.models import EntryPage
from desk.checks import rules  # noqa: F401 - registers them
from desk.checks.registry import remarks_on


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
    """Return what the templates print: each remark with the address of the tab where it is put right."""
    edit = reverse("wagtailadmin_pages:edit", args=[entry.pk])
    found = list(remarks_on(entry))
    rows = [{"remark": remark, "url": f"{edit}#tab-{slugify(str(remark.tab)).replace('-', '_')}"} for remark in found]
    return {"rows": rows, "checks_url": reverse("desk_entry_checks", args=[entry.pk])}
