"""What repeats on the tracker: filters, bars and their figures, findings and rows.

Drawn here, because node by node templates took two thirds of the page's time.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commitments.choices import Status
from commitments.picture import BAR, Part, Picture, YearBar
from commitments.rows import Row
from commitments.tracker import Change
from connectors.listing import Group
from connectors.templatetags.listing_tags import choice_boxes
from core.fields import display_partial_date

register = template.Library()

KEPT_PICTURES = 64


@register.simple_tag
def year_bars(picture: Picture, name: str) -> SafeString:
    """Return the bars as SVG.

    Args:
        name: of the drawing, by which its patterns are told from those of the other one.
    """
    return _bars(get_language(), picture, name)


@lru_cache(maxsize=KEPT_PICTURES)
def _bars(_language: str, picture: Picture, name: str) -> SafeString:
    labels = {status: _label(status) for status in picture.statuses}
    return mark_safe("\n".join(_bar(bar, name, labels) for bar in picture.bars))  # noqa: S308 - numbers and escaped labels


def _bar(bar: YearBar, name: str, labels: dict) -> str:
    parts = "".join(_part(bar, part, name, labels[part.status]) for part in bar.parts)
    total = f'<text class="total" x="{bar.end:.1f}" dx="6" y="{bar.baseline}">{bar.total}</text>'
    return f'<text x="0" y="{bar.baseline}">{bar.year}</text>{parts}{total}'


def _part(bar: YearBar, part: Part, name: str, label: str) -> str:
    value = part.status.value
    look = f'" fill="url(#p-{name}-{value})' if part.is_patterned else " plain"
    where = "inside solid" if part.is_solid else "inside"
    number = f'<text class="{where}" text-anchor="middle" x="{part.middle:.1f}" y="{bar.baseline}">{part.count}</text>'
    return (
        f'<rect class="part st-{value}{look}" x="{part.x:.1f}" y="{bar.y}" width="{part.width:.1f}" height="{BAR}">'
        f"<title>{bar.year}, {label}: {part.count}</title></rect>{number if part.shows_number else ''}"
    )


@register.simple_tag
def statuses_key(picture: Picture) -> SafeString:
    """Return what the colours of a picture mean, as items of a list."""
    return mark_safe("".join(f"<li>{_status(status)}</li>" for status in picture.statuses))  # noqa: S308 - escaped labels


@register.simple_tag
def figures_head(picture: Picture) -> SafeString:
    """Return the statuses of a picture as heads of columns."""
    heads = (f'<th scope="col">{_label(status)}</th>' for status in picture.statuses)
    return mark_safe("".join(heads))  # noqa: S308 - escaped labels


@register.simple_tag
def figures_rows(picture: Picture) -> SafeString:
    """Return the numbers of a picture as rows of a table, a year in each."""
    return _figures(picture)


@lru_cache(maxsize=KEPT_PICTURES)
def _figures(picture: Picture) -> SafeString:
    rows = (
        f'<tr><th scope="row">{year}</th>{"".join(f"<td>{count}</td>" for count in (*counts, total))}</tr>'
        for year, counts, total in picture.rows
    )
    return mark_safe("".join(rows))  # noqa: S308 - numbers


@register.simple_tag
def findings(latest: Iterable[Change], tracker_url: str) -> SafeString:
    """Return what changed lately as items of a list, each with a link to its place in the commitment's history."""
    lines = (
        f'<li><p><span class="soft small">{escape(_date(one.finding.date))}</span> '
        f'<a href="{escape(tracker_url)}{escape(one.row.slug)}/#update-{one.finding.key}">{escape(one.row.title)}</a> '
        f"{_status(one.finding.known_status)}</p></li>"
        for one in latest
    )
    return mark_safe("".join(lines))  # noqa: S308 - every value is escaped


def _status(status: Status) -> str:
    return f'<span class="status st-{status.value}">{_label(status)}</span>'


def _label(status: Status) -> str:
    return _label_in(get_language(), status)


@lru_cache(maxsize=100)
def _label_in(_language: str, status: Status) -> str:
    return escape(str(status.label))


def _date(stored: str) -> str:
    return _date_in(get_language(), stored)


@lru_cache(maxsize=2_000)
def _date_in(_language: str, stored: str) -> str:
    return display_partial_date(stored)


@register.simple_tag
def filter_groups(groups: Iterable[Group]) -> SafeString:
    """Return the groups of filters, the first one and those with a choice open."""
    drawn = (_group(group, is_open=not number or bool(group.chosen_count)) for number, group in enumerate(groups))
    return mark_safe("\n".join(drawn))  # noqa: S308 - every value is escaped


def _group(group: Group, *, is_open: bool) -> str:
    label, chosen = escape(group.label), ""
    if number := group.chosen_count:
        said = ngettext("%(number)d chosen", "%(number)d chosen", number) % {"number": number}
        chosen = f' <span class="soft">· {escape(said)}</span>'
    legend = _("%(group)s, each with its number of commitments") % {"group": label}
    return (
        f'<details class="group"{" open" if is_open else ""}><summary>{label}{chosen}</summary>'
        f'<fieldset><legend class="visually-hidden">{legend}</legend>{choice_boxes(group)}</fieldset></details>'
    )


@register.simple_tag
def tracker_rows(rows: Iterable[Row], tracker_url: str) -> SafeString:
    """Return commitments as items of a list."""
    said = (_("as of %(date)s"), _("to %(places)s"))
    return mark_safe("\n".join(_row(row, tracker_url, *said) for row in rows))  # noqa: S308 - every value is escaped


def _row(row: Row, tracker_url: str, as_of_date: str, to_places: str) -> str:
    as_of = as_of_date % {"date": _date(row.date)} if row.date else ""
    promised = ", ".join(filter(None, (row.maker, _date(row.promised_on))))
    where = to_places % {"places": ", ".join(row.places)} if row.places else ""
    return (
        f'<li><article class="row"><p class="eyebrow">{_status(row.status)}{as_of and f"<span>{escape(as_of)}</span>"}</p>'
        f'<h4><a href="{escape(tracker_url)}{escape(row.slug)}/">{escape(row.title)}</a></h4>'
        f"<p>{escape(row.text)}</p>"
        f'<p class="small soft">{escape(" · ".join(filter(None, (promised, where))))}</p></article></li>'
    )
