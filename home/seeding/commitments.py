"""Seeding of commitments with their histories, through the same actions as everything else that is added to one."""

import datetime
from typing import Any

from wagtail.models import Page

from commitments.actions import Finding, Source, take_over_published_status
from commitments.choices import Status
from commitments.models import CommitmentIndexPage, CommitmentPage
from connectors.choices import PlaceRole
from connectors.models import EntryPlace, EntrySource, Theme, Tier
from core.fields import parse_partial_date
from home.seeding.files import folded, read_seed
from home.seeding.frame import publish
from places.models import Place

PROVENANCE = "public sources"
READ_ON = datetime.date(2026, 11, 22)
TEXTS = (
    *("title", "summary", "wording", "organisation", "office_holder", "promised_to", "measure", "measurability_why"),
    *("replaces_fund", "replaces_period", "money_note", "provenance_note"),
)
AS_THEY_ARE = ("slug", "measurability", "deadline_basis", "amount", "new_amount", "replaces_amount", "next_check")
DATES = ("promised_on", "deadline")


def seed_commitments() -> int:
    """Make the commitments that are missing, each with its history, and return how many."""
    known = dict(CommitmentPage.objects.values_list("slug", "pk"))
    parent, places = CommitmentIndexPage.objects.get(), dict(Place.objects.values_list("code", "pk"))
    made = 0
    for row in read_seed("commitments"):
        if row["slug"] in known:
            continue
        page = publish(_commitment(row, known, places), Page.objects.get(pk=parent.pk))
        for update in row["updates"]:
            take_over_published_status(commitment=page, finding=_finding(update))
        known[page.slug] = page.pk
        made += 1
    return made


def _commitment(row: dict[str, Any], known: dict[str, int], places: dict[str, int]) -> CommitmentPage:
    page = CommitmentPage(
        provenance=PROVENANCE,
        promise_title=folded(row["promise"]["title"]),
        promise_url=row["promise"]["url"],
        parent_commitment_id=known[row["parent"]] if "parent" in row else None,
        **{name: folded(row.get(name)) for name in TEXTS},
        **{name: row[name] for name in AS_THEY_ARE if name in row},
        **{name: parse_partial_date(str(row[name])) for name in DATES if name in row},
    )
    page.entry_places = [
        EntryPlace(place_id=places[code], role=PlaceRole.SERVES, is_lead=number == 0)
        for number, code in enumerate(row["places"])
    ]
    page.sources = [
        EntrySource(title=folded(source["title"]), url=source["url"], says=folded(source["says"]), accessed_on=READ_ON)
        for source in ({**row["promise"], "says": row["says"]}, *row.get("second_sources", []))
    ]
    themes = {theme.slug: theme for theme in Theme.objects.filter(slug__in=row["themes"])}
    page.themes.set([themes[slug] for slug in row["themes"]])
    page.tiers.set(Tier.objects.filter(slug__in=row.get("tiers", ["uk"])))
    return page


def _finding(row: dict[str, Any]) -> Finding:
    return Finding(
        status=Status(row["status"]),
        date=parse_partial_date(str(row["date"])),
        reason=folded(row["reason"]),
        sources=tuple(Source(folded(source["title"]), source["url"]) for source in row["sources"]),
    )
