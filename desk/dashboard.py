"""The first page of the desk: what waits for whoever sits at it, and where they were. Nothing else."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.admin.views import home
from wagtail.models import Page

from connectors.viewsets import add_buttons
from core.waiting import Waiting, what_waits
from desk.waiting import desk_of

# What Wagtail shows of the same, without ages and with queries for each row.
STOCK = (
    home.WorkflowObjectsToModeratePanel,
    home.UserObjectsInWorkflowModerationPanel,
    home.RecentEditsPanel,
    home.LockedPagesPanel,
)


class WhatWaits(Component):
    """Lines with a number, an age and a link to exactly these; when nothing waits, what could be done next."""

    order = 40
    template_name = "desk/what_waits.html"

    def __init__(self, lines: list[Waiting]):
        self.lines = lines

    def get_context_data(self, parent_context):
        return {"lines": self.lines, "coverage_url": reverse("coverage_report")}


class FirstSteps(Component):
    """What most people come to the desk for."""

    order = 50
    template_name = "desk/first_steps.html"

    def get_context_data(self, parent_context):
        return {"buttons": add_buttons(parent_context["request"].user), "own_work_url": reverse("own_work")}


class WhereYouWere(Component):
    """The pages somebody changed last."""

    order = 60
    template_name = "desk/where_you_were.html"

    def __init__(self, edited: tuple[Page, ...]):
        self.edited = edited

    def get_context_data(self, parent_context):
        return {"edited": self.edited}


def arrange(request: HttpRequest, panels: list) -> None:
    """Put our panels in the place of Wagtail's."""
    own = desk_of(request.user)
    lines = sorted([*own.lines, *what_waits(request)], key=lambda line: line.order)
    panels[:] = [panel for panel in panels if not isinstance(panel, STOCK)]
    panels += [WhatWaits(lines), FirstSteps(), WhereYouWere(own.edited)]
