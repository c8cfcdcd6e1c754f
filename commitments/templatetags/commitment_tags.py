"""What repeats on the tracker: bars and rows. Drawn here, because node by node templates took two thirds of the page's time."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from commitments.picture import BAR, Part, Picture, YearBar
from commitments.tracker import Row
from core.fields import display_partial_date

register = template.Library()


@register.simple_tag
def year_bars(picture: Picture, name: str) -> SafeString:
    """Return the bars as SVG.

    Args:
        name: of the drawing, by which its patterns are told from those of the other one.
    """
    labels = {status: escape(str(status.label)) for status in picture.statuses}
    return mark_safe("\n".join(_bar(bar, name, labels) for bar in picture.bars))  # noqa: S308 - numbers and escaped labels


def _bar(bar: YearBar, name: str, labels: dict) -> str:
    parts = "".join(_part(bar, part, name, labels[part.status]) for part in bar.parts)
    total = f'<text class="total" x="{bar.end:.1f}" dx="6" y="{bar.baseline}">{bar.total}</text>'
    return f'<text x="0" y="{bar.baseline}">{bar.year}</text>{parts}{total}'


def _part(bar: YearBar, part: Part, name: str, label: str) -> str:
    value = part.status.value
    look = f'" fill="url(#p-{name}-{value})' if part.is_patterned else " plain"
    number = f'<text class="inside" text-anchor="middle" x="{part.middle:.1f}" y="{bar.baseline}">{part.count}</text>'
    return (
        f'<rect class="part st-{value}{look}" x="{part.x:.1f}" y="{bar.y}" width="{part.width:.1f}" height="{BAR}">'
        f"<title>{bar.year}, {label}: {part.count}</title></rect>{number if part.shows_number else ''}"
    )


@register.simple_tag
def tracker_rows(rows: Iterable[Row], tracker_url: str) -> SafeString:
    """Return commitments as items of a list."""
    return mark_safe("\n".join(_row(row, tracker_url) for row in rows))  # noqa: S308 - every value is escaped


def _row(row: Row, tracker_url: str) -> str:
    as_of = _("as of %(date)s") % {"date": display_partial_date(row.date)} if row.date else ""
    promised = ", ".join(filter(None, (row.maker, display_partial_date(row.promised_on))))
    where = _("to %(places)s") % {"places": ", ".join(row.places)} if row.places else ""
    status = f'<span class="status st-{row.status.value}">{escape(str(row.status.label))}</span>'
    return (
        f'<li><article class="row"><p class="eyebrow">{status}{as_of and f"<span>{escape(as_of)}</span>"}</p>'
        f'<h4><a href="{escape(tracker_url)}{escape(row.slug)}/">{escape(row.title)}</a></h4>'
        f"<p>{escape(row.text)}</p>"
        f'<p class="small soft">{escape(" · ".join(filter(None, (promised, where))))}</p></article></li>'
    )
