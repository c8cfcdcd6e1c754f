"""Reads for the shelf of case studies: what editors show first, the collections, and all case studies by evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import QueryDict

from casestudies.evidence import EvidenceLevel
from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from casestudies.sets import collection_cards
from core.text import tidy_query

PAGE_SIZE = 12
NEWEST = ("-first_published_at", "-pk")
MOST_UNKNOWN = 5


@dataclass(frozen=True)
class LevelChoice:
    """A level of evidence as a filter, with how many case studies have it."""

    level: EvidenceLevel
    count: int
    chosen: bool


@dataclass(frozen=True)
class ShelfQuery:
    """What somebody asked the shelf for: known levels, and what is none, to be said and ignored."""

    levels: tuple[EvidenceLevel, ...] = ()
    unknown: tuple[str, ...] = ()

    @classmethod
    def parse(cls, parameters: QueryDict) -> "ShelfQuery":
        asked = list(dict.fromkeys(parameters.getlist("evidence")))
        unknown = (tidy_query(value, max_length=60) for value in asked if value not in EvidenceLevel.values)
        return cls(
            tuple(level for level in EvidenceLevel if level in asked),
            tuple(value for value in unknown if value)[:MOST_UNKNOWN],
        )

    @property
    def parameters(self) -> str:
        """The shortest query string that asks the same."""
        parameters = QueryDict(mutable=True)
        parameters.setlist("evidence", [level.value for level in self.levels])
        return parameters.urlencode()


def latest_case_studies(count: int) -> list[CaseStudyPage]:
    """Return the newest published case studies with what their cards show."""
    return list(CaseStudyPage.objects.listed().for_cards().order_by(*NEWEST)[:count])


def shelf_context(shelf: CaseStudyIndexPage, parameters: QueryDict) -> dict:
    """What the shelf's template prints, whatever the query string holds.

    On its first page: what editors chose, else the newest, the collections, then the other case studies. With a filter:
    all that it finds.
    """
    query = ShelfQuery.parse(parameters)
    features = [] if query.levels else featured(shelf)
    studies = CaseStudyPage.objects.listed().for_cards().order_by(*NEWEST)
    if query.levels:
        studies = studies.filter(evidence_level__in=query.levels)
    else:
        studies = studies.exclude(pk__in=[study.pk for study in features])
    page = Paginator(studies, PAGE_SIZE).get_page(parameters.get("page"))
    is_front = page.number == 1 and not query.levels
    shown = list(page.object_list)
    if is_front and not features:
        features, shown = shown[:1], shown[1:]
    return {
        "query": query,
        "query_string": query.parameters,
        "levels": _choices(query.levels),
        "lead": features[0] if features and is_front else None,
        "others": features[1:] if is_front else [],
        "collections": collection_cards() if is_front else [],
        "studies": shown,
        "page_of_entries": page,
        "page_links": list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
    }


def featured(shelf: CaseStudyIndexPage) -> list[CaseStudyPage]:
    """Return the public case studies that editors chose for the top of the shelf."""
    chosen = [feature.case_study_id for feature in shelf.features.all()]
    cards = CaseStudyPage.objects.listed().for_cards().in_bulk(chosen) if chosen else {}
    return [cards[key] for key in chosen if key in cards]


def _choices(chosen: Sequence[EvidenceLevel]) -> list[LevelChoice]:
    rows = CaseStudyPage.objects.listed().order_by().values_list("evidence_level").annotate(Count("pk"))
    counts = dict(rows)
    return [LevelChoice(level, counts.get(level.value, 0), level in chosen) for level in EvidenceLevel]
