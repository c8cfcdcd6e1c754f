"""Moving entries to who took over from their council, and the list of such moves from which they are taken back."""

import re
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from connectors.term_uses import UNDO_DAYS
from desk.ended_places import successors_of
from desk.merge_views import person
from desk.moving_places import CannotMoveError, move_back, move_entry
from desk.place_moves import PlaceMove
from desk.reports.ended_places import may_move_entries
from places.models import Place

MOST_AT_ONCE = 25  # a page of the report
MOST_MOVES = 200
PICKED = re.compile(r"[1-9][0-9]{0,17}-[1-9][0-9]{0,17}")
WHY_NOT = {
    "gone": gettext_lazy("An entry was deleted meanwhile."),
    "moved": gettext_lazy("An entry was moved already: somebody was faster. Nothing was done twice."),
    "place": gettext_lazy("Choose one of the successors that are offered."),
    "refused": gettext_lazy("You may not publish one of the entries, so it was not moved."),
}


@require_POST
def move_entries(request: HttpRequest) -> HttpResponse:
    """Move what was ticked, or the one beside whose button it stands (`only`): "entry-place", and `to-entry-place` of several."""
    if not may_move_entries(request.user):
        raise PermissionDenied
    given = [request.POST["only"]] if "only" in request.POST else request.POST.getlist("pick")
    picked = [text for text in dict.fromkeys(given) if PICKED.fullmatch(text)][:MOST_AT_ONCE]
    if not picked:
        messages.warning(request, _("Tick the entries that you want to move, then press “Move what is ticked”."))
        return _back(request)
    pairs = {text: tuple(map(int, text.split("-"))) for text in picked}
    places = Place.objects.ended().in_bulk({place for _entry, place in pairs.values()})
    heirs, done, why, unclear = successors_of(places.values()), [], [], []
    for text, (entry, place) in pairs.items():
        new = _chosen(request.POST, text, [one.pk for one in heirs.get(place, ())])
        if new is None:
            unclear.append(text)
            continue
        try:
            done.append(move_entry(entry, place, new, user=request.user))
        except CannotMoveError as error:
            why.append(str(error))
    _say(request, done, why, len(unclear))
    return _back(request)


def _chosen(posted: QueryDict, text: str, heirs: list[int]) -> int | None:
    if len(heirs) == 1:
        return heirs[0]
    chosen = posted.get(f"to-{text}", "")
    return next((key for key in heirs if str(key) == chosen), None)


def _say(request: HttpRequest, done: list[PlaceMove], why: list[str], unclear: int) -> None:
    if done:
        names = sorted({move.new.name for move in done})
        text = ngettext("%(n)d entry was moved to %(to)s.", "%(n)d entries were moved to %(to)s.", len(done))
        words = {"n": len(done), "to": _(" and ").join([", ".join(names[:-1]), names[-1]]) if names[1:] else names[0]}
        buttons = [messages.button(reverse("desk_place_moves"), _("Take back…"))]
        messages.success(request, text % words, buttons=buttons)
    if unclear:
        text = ngettext(
            "%(n)d entry was left where it is: its council was divided. Choose the successor beside it first.",
            "%(n)d entries were left where they are: their councils were divided. Choose the successors beside them first.",
            unclear,
        )
        messages.warning(request, text % {"n": unclear})
    for reason in dict.fromkeys(why):
        messages.error(request, WHY_NOT[reason])


def _back(request: HttpRequest) -> HttpResponse:
    asked = QueryDict(request.POST.get("query", "")[:2_000], mutable=True)
    asked.pop("_w_filter_fragment", None)
    address = reverse("ended_places_report")
    return redirect(f"{address}?{asked.urlencode()}" if asked else address)


@require_safe
def place_moves(request: HttpRequest) -> HttpResponse:
    """List what was moved lately and can be taken back."""
    if not may_move_entries(request.user):
        raise PermissionDenied
    found = PlaceMove.objects.filter(undone_at=None, moved_at__gt=timezone.now() - timedelta(days=UNDO_DAYS))
    rows = [
        {
            "move": move,
            "by": person(move.moved_by),
            "edit_url": reverse("wagtailadmin_pages:edit", args=[move.entry_id]),
            "undo_url": reverse("desk_move_back", args=[move.pk]),
        }
        for move in found.select_related("entry", "old", "new", "moved_by")[:MOST_MOVES]
    ]
    context = {
        "rows": rows,
        "undo_days": UNDO_DAYS,
        "report_url": reverse("ended_places_report"),
        "header_title": _("Entries moved to successors"),
    }
    return TemplateResponse(request, "desk/place_moves.html", context)


@require_POST
def take_move_back(request: HttpRequest, key: int) -> HttpResponse:
    """Take one move back."""
    if not may_move_entries(request.user):
        raise PermissionDenied
    try:
        move = move_back(key, user=request.user)
    except CannotMoveError as error:
        said = _("This was taken back already.") if str(error) == "moved" else WHY_NOT[str(error)]
        messages.error(request, said)
    else:
        words = {"entry": move.entry.title, "place": move.old.name}
        messages.success(request, _("“%(entry)s” names %(place)s again.") % words)
    return redirect("desk_place_moves")
