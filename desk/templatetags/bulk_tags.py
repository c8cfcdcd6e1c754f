"""The changes of all entries that match, above the list of entries."""

from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets import Button, ButtonWithDropdown
from wagtail.admin.widgets.button import ListingButton

from desk.bulk.changing import CHANGES, Change

register = template.Library()
BUTTONS = 4  # beside each other; the others in a menu


@register.inclusion_tag("desk/bulk/all_matching.html", takes_context=True)
def change_all_matching(context) -> dict:
    """Return a link for each change that the person may make, which carries the address of the list as it is now."""
    request = context["request"]
    query = request.GET.urlencode()
    address = f"{context['index_url']}?{query}" if query else context["index_url"]
    carried = urlencode({"id": "all", "next": address})
    links = [{"label": change.label, "url": f"{_address(slug)}?{carried}"} for slug, change in _offered(request)]
    return {"links": links, "number": context["items_count"]}


@register.inclusion_tag("wagtailadmin/shared/buttons.html", takes_context=True)
def change_ticked(context) -> dict:
    """Return the buttons for the entries that are ticked: Wagtail's script knows them by their attribute."""
    offered = _offered(context["request"])
    attributes = {"data-bulk-action-button": ""}
    buttons = [
        ListingButton(change.label, _address(slug), attrs=attributes, priority=number, classname="bulk-action-btn")
        for number, (slug, change) in enumerate(offered[:BUTTONS])
    ]
    if more := [Button(change.label, _address(slug), attrs=attributes) for slug, change in offered[BUTTONS:]]:
        more_label = {"title": _("More changes")}
        classname = "button button-secondary button-small"
        buttons.append(ButtonWithDropdown(label=_("More"), attrs=more_label, classname=classname, buttons=more))
    return {"buttons": buttons}


def _offered(request: HttpRequest) -> list[tuple[str, Change]]:
    return [(slug, change) for slug, change in CHANGES.items() if change.is_for(request.user)]


def _address(slug: str) -> str:
    return reverse("wagtail_bulk_action", args=["connectors", "entrypage", slug])
