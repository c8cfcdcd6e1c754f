"""What repeats on the pages of places, drawn here because a region has a hundred links; and facts for programs."""

import json
from collections.abc import Iterable
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from connectors.kinds import entry_kinds
from places.models import Place
from search.engine import Hit

register = template.Library()
IN_SCRIPT = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
def place_links(places: Iterable[Place]) -> SafeString:
    """Return a list of links to the pages of places, in columns."""
    base = reverse("places")
    items = "".join(f'<li><a href="{base}{escape(place.slug)}/">{escape(place.name)}</a></li>' for place in places)
    return mark_safe(f'<ul class="place-columns">{items}</ul>')  # noqa: S308 - every value is escaped


@register.simple_tag
def hit_lines(hits: Iterable[Hit]) -> SafeString:
    """Return entries found, each a line: title, kind and place."""
    kinds = {slug: str(kind.label) for slug, kind in entry_kinds().items()}
    items = []
    for hit in hits:
        facts = "".join(f" · {escape(fact)}" for fact in (kinds.get(hit.card["kind"], ""), hit.card["place"]) if fact)
        link = f'<a href="{escape(hit.card["url"])}">{escape(hit.card["title"])}</a>'
        items.append(f'<li><p>{link} <span class="soft small">{facts}</span></p></li>')
    return mark_safe(f'<ul class="link-list">{"".join(items)}</ul>')  # noqa: S308 - every value is escaped


@register.simple_tag
def json_ld(data: dict) -> SafeString:
    """Return facts for programs as JSON that cannot end the script element it stands in."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(IN_SCRIPT))  # noqa: S308 - escaped just now
