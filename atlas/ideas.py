"""Reads for "ideas that fit": what was tried in places like one, the facts that it is ranked by, and the reasons in words."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from atlas.fitting import DAYS_TO_HALF, LEVELS, Candidate, rank
from atlas.place_entries import index_code
from casestudies.evidence import EvidenceLevel
from connectors.choices import CostBand, LinkKind, Stage
from connectors.directory import listed_entries
from connectors.models import EntryLink, EntryPlace, EntryTier
from connectors.options import all_options
from core.kept import Kept
from places.alike import Match, places_like
from places.gazetteer import gazetteer
from places.kinds import PlaceTier
from places.models import UNITED_KINGDOM, Place
from search import live
from search.engine import Hit
from search.geography import haversine_km
from search.query import SearchQuery

KINDS = ("initiative", "connector", "case-study")
ROUNDS = ((0, 10), (10, 60))  # of the places most alike; each is asked for so many of its newest entries:
LOOKED_AT = 150
MOST_IDEAS = 30
PLACES_LOOKED_AT = ROUNDS[-1][1]
# By the tier of a place, the tiers of the vocabulary that decide there.
DECIDES = {
    PlaceTier.LOWER: {"district"},
    PlaceTier.SINGLE: {"district", "county"},
    PlaceTier.UPPER: {"county"},
    PlaceTier.STRATEGIC: {"strategic"},
}


@dataclass(frozen=True)
class Idea:
    """An entry that fits, as the index has its card, and why in one line."""

    hit: Hit
    score: float
    reasons: str


@dataclass
class Facts:
    """What the database knows of the entries found, by key."""

    rows: dict[int, tuple] = field(default_factory=dict)
    places: dict[int, list[tuple]] = field(default_factory=lambda: defaultdict(list))
    tiers: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    evidence: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    adapted: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def ideas_for(place: Place, theme: str = "") -> list[Idea]:
    """Return what was tried in places like one, goes on and is not in it: the best `MOST_IDEAS`; none while the index is built.

    Args:
        theme: slug of a theme that they must be about; empty for all.
    """
    try:
        return kept_ideas(place, theme, live.index().stamp, get_language())
    except live.NotReadyError:
        return []


def _read_ideas(place: Place, theme: str, _stamp: tuple[int, ...], _language: str) -> list[Idea]:
    alike = {match.place.code: match for match in places_like(place.code, limit=PLACES_LOOKED_AT)}
    hits = _found(list(alike), theme)
    wanted = {theme} if theme else _missing(place)
    facts = _facts(list(hits))
    labels = all_options().labels["theme"]
    names = [labels[slug] for slug in labels if slug in wanted]
    found: dict[int, tuple[Match, str, str]] = {}
    candidates = []
    for key in facts.rows:
        if not _works_here(facts.places[key], place) and (best := _best(facts.places[key], alike)):
            about = next((name for name in names if name in hits[key].card["themes"]), "")
            found[key] = best, about, _confirmed_lately(*facts.rows[key][2:4])
            candidates.append(_candidate(key, place, best, facts, about))
    return [
        Idea(
            hits[one.candidate.key],
            one.score,
            _reasons(one.candidate, place, *found[one.candidate.key], is_missing=not theme),
        )
        for one in rank(candidates)[:MOST_IDEAS]
    ]


# Working one out takes as long as forty bare pages. It is done anew as soon as the index changed, as it does with every entry.
kept_ideas = Kept(_read_ideas, seconds=60.0, most=1_000)


def theme_counts(place: Place) -> list[tuple[str, str, int]]:
    """Return slug, label and number of entries in the places most like one, of each theme that they have."""
    codes = tuple(match.place.code for match in places_like(place.code, limit=PLACES_LOOKED_AT))
    if not codes:
        return []
    try:
        counts = live.search(SearchQuery(places=codes, filters={"kind": KINDS}, limit=0)).facets["theme"]
    except live.NotReadyError:
        return []
    return [(slug, label, counts[slug]) for slug, label in all_options().labels["theme"].items() if counts.get(slug)]


def _found(codes: list[str], theme: str) -> dict[int, Hit]:
    filters = {"kind": KINDS, **({"theme": (theme,)} if theme else {})}
    hits: dict[int, Hit] = {}
    for start, end in ROUNDS:
        if asked := tuple(codes[start:end]):
            query = SearchQuery(places=asked, filters=filters, sort="newest", limit=LOOKED_AT)
            hits |= {hit.key: hit for hit in live.search(query).hits if hit.card["stage"] != Stage.ENDED}
    return hits


def _missing(place: Place) -> set[str]:
    here = live.search(SearchQuery(place=index_code(place), limit=0)).facets["theme"]
    return {slug for slug in all_options().labels["theme"] if not here.get(slug)}


def _facts(keys: list[int]) -> Facts:
    """Read all of them in four queries. Who may not be seen is left out: the index may be a moment behind."""
    facts = Facts()
    if not keys:
        return facts
    own = ("initiativepage__setup_cost_band", "casestudypage__evidence_level")
    dates = ("last_confirmed_at", "last_confirmed_by", "first_published_at")
    facts.rows = {key: row for key, *row in listed_entries().filter(pk__in=keys).values_list("pk", *own, *dates)}
    places = EntryPlace.objects.filter(entry__in=keys).order_by("-is_lead", "pk")
    for key, pk, code in places.values_list("entry", "place", "place__code"):
        facts.places[key].append((pk, code))
    for key, slug in EntryTier.objects.filter(content_object__in=keys).values_list("content_object", "tag__slug"):
        facts.tiers[key].add(slug)
    links = EntryLink.objects.filter(
        target__in=keys, kind__in=(LinkKind.ABOUT, LinkKind.ADAPTED_FROM), entry__in=listed_entries()
    )
    lead = ("entry__entry_places__place", "entry__entry_places__is_lead")
    for key, kind, level, where, is_lead in links.values_list(
        "target", "kind", "entry__casestudypage__evidence_level", *lead
    ):
        if kind == LinkKind.ABOUT and level:
            facts.evidence[key].add(level)
        elif kind == LinkKind.ADAPTED_FROM and is_lead:
            facts.adapted[key].add(where)
    return facts


def _works_here(places: Iterable[tuple], place: Place) -> bool:
    """Whether an entry is for the place already, or for an area that it lies in."""
    here = {place.pk, place.county_id, place.strategic_id, place.region_id, place.nation_id}
    return any(pk in here or code == UNITED_KINGDOM for pk, code in places)


def _best(places: Iterable[tuple], alike: Mapping[str, Match]) -> Match | None:
    return max((alike[code] for _pk, code in places if code in alike), key=lambda one: one.percent, default=None)


def _candidate(key: int, place: Place, best: Match, facts: Facts, about: str) -> Candidate:
    cost, own_level, confirmed, _by, published = facts.rows[key]
    levels = facts.evidence[key] | {own_level or ""}
    shown = confirmed or published
    if hasattr(shown, "date"):
        shown = timezone.localdate(shown)
    tiers = facts.tiers[key]
    known = gazetteer().by_address
    here, there = (known[code].point if code in known else None for code in (place.code, best.place.code))
    return Candidate(
        key=key,
        lead=facts.places[key][0][1],
        percent=best.percent,
        same_tier=bool(tiers & DECIDES.get(place.tier, set())) if tiers else None,
        theme=bool(about),
        evidence=next((level for level in reversed(LEVELS) if level in levels), ""),
        cost=cost or "",
        age=(timezone.localdate() - shown).days if shown else None,
        adapted=len(facts.adapted[key] - {facts.places[key][0][0]}),
        km=haversine_km(here, there) if here and there else None,
    )


def _confirmed_lately(confirmed: datetime.date | None, by: str) -> str:
    """Return who confirmed it when, if that was within a year; empty else. That it was published is no reason."""
    if not confirmed or (timezone.localdate() - confirmed).days > DAYS_TO_HALF:
        return ""
    words = {"month": date_format(confirmed, "F Y"), "who": by}
    return (_("confirmed by %(who)s in %(month)s") if by else _("confirmed in %(month)s")) % words


def _reasons(one: Candidate, place: Place, best: Match, about: str, confirmed: str, *, is_missing: bool) -> str:
    said = [_("%(percent)s%% like %(place)s") % {"percent": best.whole_percent, "place": place.name}]
    if one.same_tier:
        said.append(_("works at the tier of a %(kind)s") % {"kind": place.get_kind_display()})
    if about:
        said.append((_("%(theme)s: nothing here yet") if is_missing else _("about %(theme)s")) % {"theme": about})
    if one.evidence:
        said.append(str(EvidenceLevel(one.evidence).label).lower())
    if one.cost:
        band = str(CostBand(one.cost).label)
        said.append(_("set-up %(band)s") % {"band": band[:1].lower() + band[1:]})
    if one.adapted:
        said.append(
            ngettext("%(count)s place adapted it", "%(count)s places adapted it", one.adapted) % {"count": one.adapted}
        )
    if confirmed:
        said.append(confirmed)
    return f"{best.place.name}: {' · '.join(said)}"
