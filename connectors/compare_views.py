"""Entries side by side, and the page on which to choose them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from connectors.choosing import LEAST, MOST, Asked, Chosen, address_of, choose_entries, offer_entries
from connectors.comparison import NOTHING, compare_entries

FIELDS = {"q", "kind"}  # of the form: what was asked with them has a shorter address


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four entries side by side; with fewer, or with `choose`, a page on which to tick them."""
    asked = Asked.parse(request.GET)
    chosen = choose_entries(asked)
    if "choose" in request.GET or len(chosen.entries) < LEAST:
        return _choose(request, chosen)
    if FIELDS & request.GET.keys():
        return redirect(address_of(asked.keys))
    comparison = compare_entries(chosen)
    only = request.GET.get("only") == "differences"
    address = address_of(chosen.keys)
    context = {
        "comparison": comparison.only_differences() if only else comparison,
        "left_out": chosen.left_out,
        "only_differences": only,
        "nothing": NOTHING,
        "all_address": address,
        "differences_address": f"{address}&only=differences",
        "choose_address": f"{address}&choose=1" if len(chosen.entries) < MOST else "",
        "query": address.partition("?")[2],
        "without": _addresses_without(chosen.keys),
    }
    return render(request, "connectors/compare.html", context)


def _choose(request: HttpRequest, chosen: Chosen) -> HttpResponse:
    said = list(chosen.left_out)
    if "choose" not in request.GET and FIELDS & request.GET.keys():
        missing = LEAST - len(chosen.entries)
        sentence = ngettext("Tick one more entry.", "Tick at least %(missing)s entries.", missing)
        said.append(sentence % {"missing": missing})
    context = {
        "chosen": chosen,
        "offer": offer_entries(request.GET, chosen),
        "left_out": said,
        "title": _("Compare “%(title)s” with others") % {"title": chosen.entries[0].title}
        if len(chosen.entries) == 1
        else _("Compare entries"),
    }
    return render(request, "connectors/compare_choose.html", context)


def _addresses_without(keys: list[int]) -> dict[int, str]:
    """Return for each entry the address of the comparison without it; none when two would not remain."""
    if len(keys) <= LEAST:
        return {}
    return {key: address_of([other for other in keys if other != key]) for key in keys}
