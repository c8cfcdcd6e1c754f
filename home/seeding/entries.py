"""Seeding of initiatives, connectors and case studies, with their places, sources, clauses and links."""

import datetime

from wagtail.models import Page

from casestudies.models import Author, Byline, CaseStudyIndexPage, CaseStudyPage, Outcome
from connectors.models import (
    Clause,
    ConnectorPage,
    DirectoryPage,
    EntryLink,
    EntryPage,
    EntryPlace,
    EntrySource,
    InitiativePage,
    Theme,
    Tier,
)
from core.fields import parse_partial_date
from home.models import HomePage
from home.seeding.files import folded, read_seed
from home.seeding.frame import publish, publish_version
from home.seeding.stories import story_blocks
from places.models import Place

KINDS = {"initiatives": InitiativePage, "connectors": ConnectorPage, "case_studies": CaseStudyPage}
# What is not a plain field of the page.
NESTED = {"places", "themes", "tiers", "keywords", "sources", "links", "clauses", "outcomes", "story", "authors"}
PARTIAL_DATES = {"started", "ended", "members_as_of", "adopted_on"}
LISTS = {"partners", "funders", "happy_to_hear_from"}
PROVENANCE = "public sources"


def seed_entries(home: HomePage) -> dict[str, dict]:
    """Make the entries that are missing and return their rows by slug."""
    parents = {
        CaseStudyPage: CaseStudyIndexPage.objects.get(),
        InitiativePage: DirectoryPage.objects.get(),
        ConnectorPage: DirectoryPage.objects.get(),
    }
    known = set(EntryPage.objects.values_list("slug", flat=True))
    places = dict(Place.objects.values_list("code", "pk"))
    new = {}
    for name, model in KINDS.items():
        for row in read_seed(name):
            if row["slug"] not in known:
                publish(_entry(model, row, places), Page.objects.get(pk=parents[model].pk))
                new[row["slug"]] = row
    return new


def _entry(model: type[EntryPage], row: dict, places: dict[str, int]) -> EntryPage:
    entry = model(provenance=PROVENANCE, **_plain_values(row))
    if "story" in row:
        entry.story = story_blocks(entry, row["story"])
    entry.entry_places = [_place(place, places) for place in row["places"]]
    entry.sources = [_source(source) for source in row["sources"]]
    themes = {theme.slug: theme for theme in Theme.objects.filter(slug__in=row["themes"])}
    entry.themes.set([themes[slug] for slug in row["themes"]])  # the best first: its pattern is shown
    entry.tiers.set(Tier.objects.filter(slug__in=row["tiers"]))
    entry.keywords.set(row.get("keywords", []))
    if row.get("clauses"):
        entry.clauses = [Clause(**{**clause, "asks": folded(clause["asks"])}) for clause in row["clauses"]]
    if row.get("authors"):
        authors = {author.slug: author for author in Author.objects.filter(slug__in=row["authors"])}
        entry.bylines = [Byline(author=authors[slug], sort_order=i) for i, slug in enumerate(row["authors"])]
    if row.get("outcomes"):
        entry.outcomes = [_outcome(outcome) for outcome in row["outcomes"]]
    return entry


def _plain_values(row: dict) -> dict:
    return {name: _plain_value(name, value) for name, value in row.items() if name not in NESTED}


def _plain_value(name: str, value):
    if name in PARTIAL_DATES:
        return parse_partial_date(str(value))
    if name in LISTS:
        parts = value if isinstance(value, list) else folded(value).split("; ")
        return "\n".join(folded(part) for part in parts)
    return folded(value) if isinstance(value, str) else value


def _place(row: dict, places: dict[str, int]) -> EntryPlace:
    return EntryPlace(
        place_id=places[row["code"]],
        role=row["role"],
        is_lead=row.get("lead", False),
        locality=row.get("locality", ""),
    )


def _source(row: dict) -> EntrySource:
    return EntrySource(
        title=folded(row["title"]),
        url=row["url"],
        publisher=folded(row.get("publisher")),
        published_on=parse_partial_date(str(row["published_on"])) if row.get("published_on") else "",
        accessed_on=datetime.date.fromisoformat(str(row["accessed_on"])),
        says=folded(row.get("says")),
    )


def _outcome(row: dict) -> Outcome:
    values = {name: folded(str(value)) for name, value in row.items() if value is not None}
    if values.get("measured_on"):
        values["measured_on"] = parse_partial_date(values["measured_on"])
    return Outcome(**values)


def seed_links(rows: dict[str, dict]) -> None:
    """Link the entries that were just made with each other and with those that were there."""
    pages = {page.slug: page for page in EntryPage.objects.filter(slug__in=rows).specific()}
    targets = dict(EntryPage.objects.values_list("slug", "pk"))
    for slug, row in rows.items():
        links = [link for link in row.get("links", []) if link["to"] in targets]
        if not links:
            continue
        page = pages[slug]
        page.links = [
            EntryLink(target_id=targets[link["to"]], kind=link["kind"], note=folded(link.get("note")), sort_order=i)
            for i, link in enumerate(links)
        ]
        publish_version(page)
