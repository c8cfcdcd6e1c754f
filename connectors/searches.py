"""Reads for the report of searches: what was asked in a period, what it found and what was opened."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum

from connectors.models import EntryPage
from search.models import AskedWords, OpenedEntry

MOST_LOOKED_UP = 500  # words in one question to the database; an export asks for all at once


@dataclass(frozen=True)
class Opened:
    """The entry that was opened most from the results of some words."""

    title: str
    times: int
    key: int


@dataclass(frozen=True)
class Summary:
    """A period in four numbers: searches, different words, words that found nothing, words nothing was opened from."""

    times: int
    words: int
    nothing: int
    unopened: int


class OncePerWords(Subquery):
    """A subquery that depends on the words only. Django would group by it, which asks it for every row instead of every group."""

    def get_group_by_cols(self):
        return []


def asked_since(first: date) -> QuerySet:
    """Return a row for all words asked from a day on, as dictionaries: words, times, opened, and results when last asked.

    `results` is None when it is not known what they find: something personal was asked together with them.
    """
    known = AskedWords.objects.filter(words=OuterRef("words"), day__gte=first, results__isnull=False)
    return (
        AskedWords.objects.filter(day__gte=first)
        .values("words")
        .annotate(
            times=Sum("times"),
            opened=Sum("opened"),
            results=OncePerWords(known.order_by("-day").values("results")[:1]),
        )
    )


def that_found_nothing(rows: QuerySet) -> QuerySet:
    return rows.filter(results=0)


def that_nobody_opened(rows: QuerySet) -> QuerySet:
    """Return the words that found something, but nobody opened any of it."""
    return rows.filter(opened=0, results__gt=0)


def first_day(today: date, days: int) -> date:
    """Return the first of the days that end today."""
    return today - timedelta(days=days - 1)


def summary_since(first: date) -> Summary:
    rows = asked_since(first)
    totals = rows.aggregate(
        all_times=Sum("times"),
        all_words=Count("words"),
        nothing=Count("words", filter=Q(results=0)),
        unopened=Count("words", filter=Q(opened=0, results__gt=0)),
    )
    return Summary(totals["all_times"] or 0, totals["all_words"], totals["nothing"], totals["unopened"])


def most_opened(words: Collection[str], first: date) -> dict[str, Opened]:
    """Return, for each of these words, the entry that was opened most since a day. Entries that are gone are left out."""
    counts = OpenedEntry.objects.filter(day__gte=first).values("words", "entry").annotate(sum=Sum("times"))
    if len(words) <= MOST_LOOKED_UP:
        counts = counts.filter(words__in=words)
    best: dict[str, tuple[int, int]] = {}
    for row in counts.order_by("words", F("sum").desc(), "entry"):
        best.setdefault(row["words"], (row["entry"], row["sum"]))
    titles = dict(EntryPage.objects.filter(pk__in={key for key, _sum in best.values()}).values_list("pk", "title"))
    return {asked: Opened(titles[key], times, key) for asked, (key, times) in best.items() if key in titles}
