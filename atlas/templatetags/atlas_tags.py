"""What repeats on the pages of places, drawn here because a region has a hundred links; and facts for programs."""

import json
from collections.abc import Iterable
from html import escape

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from atlas.like import LikePlace
from atlas.place_entries import EntryHere
from connectors.kinds import entry_kinds
from connectors.templatetags.directory_tags import kind_label
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


@register.simple_tag(takes_context=True)
def entry_cards(context: template.Context, items: Iterable[EntryHere]) -> SafeString:
    """Return entries as items of a list of cards, each with what it has to do with the place."""
    request = context.get("request")
    return mark_safe("".join(_card(item, request) for item in items))  # noqa: S308 - every value is escaped


def _card(item: EntryHere, request: HttpRequest | None) -> str:
    roles = "".join(f"<span>{escape(role)}</span>" for role in item.roles)
    return (
        f'<li><article class="card"><div class="card-body"><p class="eyebrow"><strong>{escape(kind_label(item.entry))}</strong>'
        f'{roles}</p><h3><a href="{escape(item.entry.get_url(request) or "")}">{escape(item.entry.title)}</a></h3>'
        f'<p class="small">{escape(item.entry.summary)}</p></div></article></li>'
    )


@register.simple_tag
def like_lines(rows: Iterable[LikePlace]) -> SafeString:
    """Return the places like one as items of a list: how alike, why, how it differs, and what the directory has there."""
    words = {"alike": escape(_("alike")), "none": escape(_("no entries yet"))}
    return mark_safe("\n".join(_like_line(row, words) for row in rows))  # noqa: S308 - every value is escaped


def _like_line(row: LikePlace, words: dict[str, str]) -> str:
    other, said = row.match.place, row.reasons
    facts = [escape(capfirst(other.kind_label)), escape(row.lies_in), _entries_there(row, words["none"])]
    differs = escape(_("Differs most in %(feature)s:") % {"feature": said.apart})
    return (
        f'<li><article class="like-row"><p class="percent"><strong>{row.match.whole_percent}%</strong> '
        f'<span class="small soft">{words["alike"]}</span></p><div>'
        f'<h3><a href="{reverse("place", args=[other.slug])}">{escape(other.name)}</a></h3>'
        f'<p class="eyebrow">{"".join(f"<span>{fact}</span>" for fact in facts if fact)}</p>'
        f"<p>{escape(said.alike)}.</p>"
        f'<p class="small soft">{differs} {escape(said.figures)}</p></div></article></li>'
    )


def _entries_there(row: LikePlace, none: str) -> str:
    if not row.entries:
        return none if row.entries == 0 else ""
    number = ngettext("%(count)s entry", "%(count)s entries", row.entries) % {"count": f"{row.entries:,}"}
    there = _(" in %(place)s") % {"place": row.match.place.name}
    hidden = f'<span class="visually-hidden">{escape(there)}</span>'
    return f'<a href="/directory/?place={escape(row.match.place.code)}">{escape(number)}{hidden}</a>'


@register.simple_tag
def json_ld(data: dict) -> SafeString:
    """Return facts for programs as JSON that cannot end the script element it stands in."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(IN_SCRIPT))  # noqa: S308 - escaped just now
