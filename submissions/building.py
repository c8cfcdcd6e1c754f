"""From answers to an entry: for the preview beside the answers, and for publishing."""

from decimal import Decimal
from typing import Any

from django.utils.html import escape
from wagtail.fields import RichTextField

from connectors.choices import PlaceRole, PointPrecision
from connectors.models import ConnectorPage, EntryPage, EntryPlace, EntrySource, InitiativePage, Theme, Tier
from core.rich_text import kept_form
from places.lookup import find_outcode, find_place
from places.models import UNITED_KINGDOM, Place
from submissions.forms.about import UNKNOWN
from submissions.forms.sources import ROWS
from submissions.journeys import YOU, bound_form, steps_of
from submissions.models import Submission
from submissions.states import Journey

LONGEST_SOURCE_TITLE = 255
ROUGH = Decimal("0.01")  # degrees, about a kilometre: a postcode district is no address


def values_of(submission: Submission, *, only: set[str] | None = None) -> dict[str, Any]:
    """Return field → value of everything that was answered and is right.

    Args:
        only: pages of the journey; all when None.
    """
    values: dict[str, Any] = {}
    for step in steps_of(submission):
        if step.form and step.slug != YOU and (only is None or step.slug in only):
            form = bound_form(submission, step)
            form.is_valid()
            values |= getattr(form, "cleaned_data", {})
    return values


def entry_from(submission: Submission, mended: dict[str, str] | None = None) -> EntryPage:
    """Return a new entry as these answers make it, not saved, without pictures. For what is about no published entry.

    Args:
        mended: field → words in the place of what was answered.
    """
    model = ConnectorPage if submission.journey == Journey.CONNECTOR else InitiativePage
    entry = model(title="", summary="", live=False, show_in_menus=False)
    put(entry, values_of(submission) | (mended or {}))
    entry.licence = submission.licence or entry.licence
    entry.contact_name, entry.contact_email = submission.contact_name, submission.contact_email
    entry.provenance = f"submission {submission.reference}"
    return entry


def put(entry: EntryPage, values: dict[str, Any]) -> None:
    """Give an entry what was answered. Fields that were not asked about stay as they are."""
    fields = {field.name: field for field in entry._meta.get_fields() if getattr(field, "concrete", False)}
    for name, value in values.items():
        if name in fields and not fields[name].is_relation and name not in {"postcode"}:
            setattr(entry, name, _stored(fields[name], value))
    if "title" in values:
        entry.draft_title = entry.title
    if "places" in values or "everywhere" in values:
        _put_places(entry, values)
    for name, model in (("themes", Theme), ("tiers", Tier)):
        if name in values:
            getattr(entry, name).set(list(model.objects.filter(slug__in=values[name])), clear=True)
    if any(name.startswith("url_") for name in values):
        _put_sources(entry, values)


def paragraphs(text: str) -> str:
    """Return what somebody typed as HTML. It is text, whatever it looks like: tags are shown, not obeyed."""
    blocks = (escape(block.strip()).replace("\n", "<br/>") for block in text.split("\n\n"))
    return "".join(f"<p>{block}</p>" for block in blocks if block)


def _stored(field, value):
    if isinstance(field, RichTextField):
        return kept_form(paragraphs(value), field.features)
    return "" if value in (UNKNOWN, None) else value


def _put_places(entry: EntryPage, values: dict[str, Any]) -> None:
    places = list(values.get("places") or [])
    if values.get("everywhere") and (country := find_place(UNITED_KINGDOM)):
        places.append(country)
    put_point(entry, values.get("postcode") or "")
    rows = Place.objects.in_bulk([place.key for place in places])
    entry.entry_places = [
        EntryPlace(
            place=rows[place.key],
            role=PlaceRole.BASED_IN if number == 0 and place.code != UNITED_KINGDOM else PlaceRole.SERVES,
            is_lead=number == 0,
            locality=values.get("locality", "") if number == 0 else "",
            sort_order=number,
        )
        for number, place in enumerate(places)
        if place.key in rows
    ]


def put_point(entry: EntryPage, postcode: str) -> None:
    """Give an entry the rough point of a postcode. Without one it keeps what it has."""
    if outcode := find_outcode(postcode):
        entry.latitude, entry.longitude = (Decimal(str(degrees)).quantize(ROUGH) for degrees in outcode.point)
        entry.point_precision = PointPrecision.POSTCODE_DISTRICT


def _put_sources(entry: EntryPage, values: dict[str, Any]) -> None:
    entry.sources = [
        EntrySource(title=(values.get(f"says_{row}") or url)[:LONGEST_SOURCE_TITLE], url=url, sort_order=row)
        for row in range(1, ROWS + 1)
        if (url := values.get(f"url_{row}"))
    ]
