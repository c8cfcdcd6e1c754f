"""Where in the form of an entry a field stands."""

from typing import NamedTuple

from wagtail.admin.panels import FieldPanel, InlinePanel, Panel, TabbedInterface
from wagtail.models import Page


class Whereabouts(NamedTuple):
    """The heading of a tab, and the id of the part of it that holds a field."""

    tab: str
    anchor: str


def whereabouts(page: Page) -> dict[str, Whereabouts]:
    """Return where each field and each list of rows stands in the form of a page, by its name; nothing in forms without tabs."""
    form = page.get_edit_handler()
    if not isinstance(form, TabbedInterface):
        return {}
    return {
        name: Whereabouts(str(tab.heading), f"panel-child-{of_tab}-{of_part}-section")
        for tab, of_tab in zip(form.children, form.child_identifiers, strict=True)
        for part, of_part in zip(tab.children, tab.child_identifiers, strict=True)
        for name in _names(part)
    }


def _names(panel: Panel) -> list[str]:
    match panel:
        case FieldPanel():
            return [panel.field_name]
        case InlinePanel():
            return [panel.relation_name]
    return [name for child in getattr(panel, "children", ()) for name in _names(child)]
