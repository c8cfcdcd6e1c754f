"""The parts of the listing that repeat: some seventy tick boxes and twenty rows.

They are drawn here because, node by node, templates took two thirds of the page's time for them.
"""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from connectors.choices import Stage
from connectors.kinds import entry_kinds
from connectors.listing import Group, miles
from search.engine import Hit

register = template.Library()

BOX = (
    '<div class="choice{off}"><input type="checkbox" id="{group}-{number}" name="{group}" value="{value}"{state}>'
    '<label for="{group}-{number}"><span>{label}</span> '
    '<span class="number">{count}<span class="visually-hidden"> {entries}</span></span></label></div>'
)
ROW = (
    '<li><article class="row"><p class="eyebrow"><strong>{kind}</strong>{facts}</p>'
    '<h3><a href="{url}">{title}</a></h3><p>{summary}</p>{reason}{themes}</article></li>'
)
# How a field of the index is called where it is why an entry was found.
FIELDS = {
    "organisation": gettext_lazy("organisation"),
    "keyword": gettext_lazy("keyword"),
    "theme": gettext_lazy("theme"),
    "place": gettext_lazy("place"),
    "tier": gettext_lazy("tier of government"),
}
CHECKED, DISABLED, NOTHING = mark_safe(" checked"), mark_safe(" disabled"), mark_safe("")


@register.simple_tag
def choice_boxes(group: Group) -> SafeString:
    """Return the tick boxes of a group, each with the number of entries that choosing it gives."""
    entries = _("entries")
    boxes = (
        format_html(
            BOX,
            group=group.name,
            number=number,
            value=choice.value,
            label=choice.label,
            count=choice.count,
            entries=entries,
            off=" off" if choice.disabled else "",
            state=CHECKED if choice.chosen else DISABLED if choice.disabled else NOTHING,
        )
        for number, choice in enumerate(group.choices, 1)
    )
    return mark_safe("\n".join(boxes))  # noqa: S308 - each is safe


@register.simple_tag
def result_rows(hits: Iterable[Hit], query_string: str = "") -> SafeString:
    """Return the hits as items of a list, what matched marked.

    Args:
        query_string: of the result, so that an entry can lead back to it.
    """
    kinds = {slug: str(kind.label) for slug, kind in entry_kinds().items()}
    stages = {value: str(label) for value, label in Stage.choices}
    tail = f"?{query_string}" if query_string else ""
    about_themes = _("Themes")
    rows = []
    for hit in hits:
        card = hit.card
        facts = (card["place"], "" if hit.distance_km is None else miles(hit.distance_km), stages.get(card["stage"]))
        themes = format_html_join("", "<li><span>{}</span></li>", ((theme,) for theme in card["themes"]))
        row = format_html(
            ROW,
            kind=kinds.get(card["kind"], ""),
            facts=format_html_join("", "<span>{}</span>", ((fact,) for fact in facts if fact)),
            url=card["url"] + tail,
            title=mark_safe(hit.title),  # noqa: S308 - `search.snippets` escapes
            summary=mark_safe(hit.snippet) if "summary" in hit.why else card["summary"],  # noqa: S308
            reason=_reason(hit),
            themes=format_html('<ul class="chips" aria-label="{}">{}</ul>', about_themes, themes) if themes else "",
        )
        rows.append(row)
    return mark_safe("\n".join(rows))  # noqa: S308 - each is safe


def _reason(hit: Hit) -> SafeString:
    """Return what title and summary do not show of why an entry was found: a part of its text, or its other fields."""
    lines = []
    if "body" in hit.why and "summary" not in hit.why:
        lines.append(format_html('<p class="small snippet">{}</p>', mark_safe(hit.snippet)))  # noqa: S308
    named = [reason.split(": ", 1) for reason in hit.why if ": " in reason]
    if named:
        fields = format_html_join(" · ", "{} <mark>{}</mark>", ((FIELDS[field], value) for field, value in named))
        lines.append(format_html('<p class="small snippet">{} {}</p>', _("Found by"), fields))
    return mark_safe("".join(lines))  # noqa: S308 - each is safe
