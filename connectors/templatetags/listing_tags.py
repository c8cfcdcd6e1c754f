"""The parts of the listing that repeat: some seventy tick boxes and twenty rows.

They are drawn here because, node by node, templates took two thirds of the page's time for them.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from connectors.choices import Stage
from connectors.kinds import entry_kinds
from connectors.listing import Group, miles
from search.engine import Hit

register = template.Library()

# How a field of the index is called where it is why an entry was found.
FIELDS = {
    "organisation": gettext_lazy("organisation"),
    "keyword": gettext_lazy("keyword"),
    "theme": gettext_lazy("theme"),
    "place": gettext_lazy("place"),
    "tier": gettext_lazy("tier of government"),
}


@register.simple_tag
def choice_boxes(group: Group) -> SafeString:
    """Return the tick boxes of a group, each with the number of entries that choosing it gives."""
    boxes = []
    for number, choice in enumerate(group.choices, 1):
        state = "checked" if choice.chosen else "disabled" if choice.disabled else ""
        said = (choice.label, choice.meaning) if choice.meaning else (choice.label,)
        box = _box(f"{group.name}-{number}", group.name, choice.value, said, state)
        boxes.append(f"{box}{choice.count}</span></label>")
    return mark_safe("\n".join(boxes))  # noqa: S308 - every value is escaped


@lru_cache(maxsize=1_000)
def _box(key: str, name: str, value: str, said: tuple[str, ...], state: str) -> str:
    """Return a tick box up to its number: the same for every question but for its state.

    Args:
        said: the label and, for a group whose labels do not tell, what it means.
    """
    label, *meanings = map(escape, said)
    return (
        f'<label class="choice{" off" if state == "disabled" else ""}">'
        f'<input type="checkbox" id="{escape(key)}" name="{escape(name)}" value="{escape(value)}"{state and f" {state}"}>'
        f'<span>{label}{"".join(f" <small>{meaning}</small>" for meaning in meanings)}</span> <span class="number">'
    )


@register.simple_tag
def result_rows(hits: Iterable[Hit], query_string: str = "") -> SafeString:
    """Return the hits as items of a list, what matched marked.

    Args:
        query_string: of the result, so that an entry can lead back to it.
    """
    tail = escape(f"?{query_string}" if query_string else "")
    return mark_safe("\n".join(_row(hit, tail) for hit in hits))  # noqa: S308 - every value is escaped


def _row(hit: Hit, tail: str) -> str:
    """Return one hit. Its title and snippet are safe already: `search.snippets` escapes."""
    card = hit.card
    distance = "" if hit.distance_km is None else miles(hit.distance_km)
    facts = "".join(f"<span>{escape(fact)}</span>" for fact in (card["place"], distance, _stage(card["stage"])) if fact)
    themes = "".join(f"<li><span>{escape(theme)}</span></li>" for theme in card["themes"])
    parts = [
        f'<li><article class="row"><p class="eyebrow"><strong>{escape(_kind(card["kind"]))}</strong>{facts}</p>',
        f'<h3><a href="{escape(card["url"])}{tail}">{hit.title}</a></h3>',
        f"<p>{hit.snippet if 'summary' in hit.why else escape(card['summary'])}</p>",
        _reason(hit),
        f'<ul class="chips" aria-label="{escape(_("Themes"))}">{themes}</ul>' if themes else "",
        "</article></li>",
    ]
    return "".join(parts)


def _reason(hit: Hit) -> str:
    """Return what title and summary do not show of why an entry was found: a part of its text, or its other fields."""
    lines = []
    if "body" in hit.why and "summary" not in hit.why:
        lines.append(f'<p class="small snippet">{hit.snippet}</p>')
    # What stands in two fields, such as a keyword that is a synonym of a theme too, is said once.
    named = {value: field for field, _colon, value in (reason.partition(": ") for reason in hit.why) if value}
    if named:
        fields = " · ".join(
            f"{escape(str(FIELDS[field]))} <mark>{escape(value)}</mark>" for value, field in named.items()
        )
        lines.append(f'<p class="small snippet">{escape(_("Found by"))} {fields}</p>')
    return "".join(lines)


def _kind(slug: str) -> str:
    kind = entry_kinds().get(slug)
    return str(kind.label) if kind else ""


def _stage(value: str) -> str:
    return str(Stage(value).label) if value in Stage else ""
