"""What somebody who reads an entry may want to read next, each with the reason in words. What the page shows already is left out.

First come entries that are linked in some way the page does not show, then those of the same themes: in the same place, in the
same region, elsewhere. Themes and places are asked of the index, which takes milliseconds at any size; links of the database.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from connectors.models import EntryLink, EntryPage
from connectors.offers import in_a_sentence
from search import live
from search.query import SearchQuery

MOST = 6
LOOKED_AT = 24  # hits of one question, of which those that share most themes come first
MOST_BY_LINK = 3  # linked with the same entry: a funder of hundreds would leave no room for what is alike
MOST_LINKS = 60
MOST_AREAS = 2


@dataclass(frozen=True)
class Candidate:
    """The key of an entry and why it is related. With `via`, the reason is a link that both have with that entry."""

    key: int
    reason: str = ""
    via: int | None = None


@dataclass(frozen=True)
class Related:
    """An entry with the reason why it stands here."""

    entry: EntryPage
    reason: str


def candidates_of(entry: EntryPage, linked: Collection[int], *, leave_out: Collection[int | None]) -> list[Candidate]:
    """Return what is related to an entry, the best first, each entry once; some may turn out not to be public.

    Args:
        linked: keys of the entries that it is linked with, in either direction.
        leave_out: keys of what the page shows elsewhere.
    """
    found: dict[int, Candidate] = {}
    for candidate in _candidates(entry, [key for key in linked if key][:MOST_LINKS]):
        if candidate.key not in leave_out:
            found.setdefault(candidate.key, candidate)
        if len(found) >= MOST * 2:
            break
    return list(found.values())


def shown(candidates: list[Candidate], cards: Mapping[int, EntryPage]) -> list[Related]:
    """Return the first of the candidates that may be seen. A link with somebody who may not be is no reason to give."""
    related = (
        Related(cards[one.key], one.reason or _("also linked with %(entry)s") % {"entry": cards[one.via].title})
        for one in candidates
        if one.key in cards and (one.via is None or one.via in cards)
    )
    return list(islice(related, MOST))


def _candidates(entry: EntryPage, linked: list[int]) -> Iterator[Candidate]:
    if entry.pk:
        yield from _that_mention(entry)
        yield from islice(_linked_with_the_same(entry, linked), MOST_BY_LINK)
    yield from _about_the_same(entry)


def _that_mention(entry: EntryPage) -> Iterator[Candidate]:
    """Yield pages whose text or cards lead to the entry: no link of the directory says so."""
    pages = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.objects.filter(
        to_content_type=pages, to_object_id=str(entry.pk), base_content_type=pages
    )
    keys = references.order_by("object_id").values_list("object_id", flat=True).distinct()
    yield from (Candidate(int(key), _("links to this entry")) for key in keys[:MOST_LINKS])


def _linked_with_the_same(entry: EntryPage, linked: list[int]) -> Iterator[Candidate]:
    if not linked:
        return
    links = EntryLink.objects.filter(Q(entry__in=linked) | Q(target__in=linked)).exclude(
        Q(entry=entry.pk) | Q(target=entry.pk)
    )
    known = set(linked)
    for one, other in links.order_by("-pk").values_list("entry", "target")[:MOST_LINKS]:
        if one in known and other not in known:
            yield Candidate(other, via=one)
        elif other in known and one not in known:
            yield Candidate(one, via=other)


def _about_the_same(entry: EntryPage) -> Iterator[Candidate]:
    try:
        index = live.index()
    except live.NotReadyError:
        return
    themes = {item.tag.slug: item.tag.name for item in entry.theme_items.all()}
    names = list(themes.values())
    for filters, place, where in _questions(entry, tuple(themes)):
        hits = index.search(SearchQuery(filters=filters, place=place, sort="newest", limit=LOOKED_AT)).hits
        shared = [(hit.key, [name for name in names if name in hit.card["themes"]]) for hit in hits]
        for key, both in sorted(shared, key=lambda one: -len(one[1])):
            yield Candidate(key, _reason(both, where))


def _questions(entry: EntryPage, themes: tuple[str, ...]) -> Iterator[tuple[dict[str, tuple[str, ...]], str, str]]:
    """Yield what to ask the index for, the nearest first: filters, place, and what the place is called."""
    lead = entry.lead_place.place if entry.lead_place else None
    if themes:
        about = {"theme": themes}
        if lead:
            yield about, lead.code, lead.name
        for area in list(dict.fromkeys(link.place.region or link.place for link in entry.entry_places.all()))[
            :MOST_AREAS
        ]:
            yield {**about, "region": (area.code,)}, "", in_a_sentence(area.name)
        yield about, "", ""
    if lead:
        yield {}, lead.code, lead.name


def _reason(shared: list[str], where: str) -> str:
    values = {"theme": _as_a_word(shared[0]) if shared else "", "place": where}
    if shared and where:
        return _("also about %(theme)s, in %(place)s") % values
    return _("also about %(theme)s") % values if shared else _("also in %(place)s") % values


def _as_a_word(name: str) -> str:
    """Return the name of a theme as it stands in a sentence; abbreviations stay as they are."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
