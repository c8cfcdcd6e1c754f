"""What entries of councils that have ended add to the desk: moving them, what waits, and lines of the history."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from core.kept import Kept
from core.logged import told
from core.waiting import HOOK, Waiting
from desk import place_move_views
from desk.ended_places import number_to_move
from desk.moving_places import MOVE, MOVE_BACK
from desk.reports.ended_places import may_move_entries

# Councils end once a year, so a number a few seconds old is as true as a new one.
kept_number = Kept(number_to_move)


@hooks.register("register_admin_urls")
def place_move_urls() -> list[URLPattern]:
    return [
        path("reports/ended-places/move/", place_move_views.move_entries, name="desk_move_entries"),
        path("reports/ended-places/moves/", place_move_views.place_moves, name="desk_place_moves"),
        path("reports/ended-places/moves/<int:key>/take-back/", place_move_views.take_move_back, name="desk_move_back"),
    ]


@hooks.register("register_log_actions")
def place_move_log_actions(actions: LogActionRegistry) -> None:
    to, back = _("Moved from %(old)s, which has ended, to %(new)s"), _("Moved back from %(new)s to %(old)s")
    actions.register_action(MOVE)(told(_("Move to a successor"), to, "old", "new"))
    actions.register_action(MOVE_BACK)(told(_("Move back from a successor"), back, "old", "new"))


@hooks.register(HOOK)
def entries_to_move(request: HttpRequest) -> list[Waiting]:
    if not may_move_entries(request.user) or not (number := kept_number()):
        return []
    text = ngettext(
        "%(number)d entry names a council that has ended", "%(number)d entries name a council that has ended", number
    )
    return [Waiting(52, text % {"number": number}, reverse("ended_places_report"))]
