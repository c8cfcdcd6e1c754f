"""One address in the desk: what became of it, where it is used, and what can be done about it."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from desk.links.actions import Kept, check_again, keep_archived_copy
from desk.links.forms import ArchivedCopyForm
from desk.links.report import may_mend_links, may_read_links
from linkcheck import conf
from linkcheck.models import Address

USES_ON_A_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, key: int) -> HttpResponse:
    """Show an address; with POST, keep where an archived copy of it is."""
    if not may_read_links(request.user) or (request.method == "POST" and not may_mend_links(request.user)):
        raise PermissionDenied
    address = get_object_or_404(Address, pk=key)
    form = ArchivedCopyForm(request.POST or None, address=address)
    if request.method == "POST" and form.is_valid():
        _say(request, keep_archived_copy(address, form.cleaned_data["archived_url"], user=request.user))
        return redirect("link_address", key)
    uses = address.uses.filter(entry__live=True).select_related("entry").order_by("entry__title", "pk")
    context = {
        "address": address,
        "form": form,
        "uses": Paginator(uses, USES_ON_A_PAGE).get_page(request.GET.get("p")),
        "may_mend": may_mend_links(request.user),
        "is_on": conf.is_on(),
    }
    return render(request, "desk/links/link.html", context)


@require_POST
def check_link(request: HttpRequest, key: int) -> HttpResponse:
    """Have an address asked for soon, and say when that is."""
    if not may_mend_links(request.user):
        raise PermissionDenied
    check_again(get_object_or_404(Address, pk=key))
    if conf.is_on():
        messages.success(request, _("It is asked for next. Look again in a minute or two."))
    else:
        messages.warning(
            request, _("It is marked to be asked for next, but this server asks no other sites: LINK_CHECK is not set.")
        )
    return redirect("link_address", key)


def _say(request: HttpRequest, kept: Kept) -> None:
    number = len(kept.shown_on)
    said = ngettext("Saved. %(number)d entry shows it.", "Saved. %(number)d entries show it.", number)
    messages.success(request, said % {"number": number} if number else _("Saved. It is shown in this report only."))
    for entry in kept.left_out:
        messages.warning(
            request,
            _(
                "“%(entry)s” could not be published with it. Open it, add what is missing, and fill in the archived copy there."
            )
            % {"entry": entry.title},
        )
