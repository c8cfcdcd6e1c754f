"""The one place that knows how a query string becomes entries in rank order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from django.http import QueryDict
from django.utils.translation import gettext as _

from connectors.directory import DirectoryQuery
from connectors.options import Options, all_options
from search import live


@dataclass(frozen=True)
class Ranking:
    """What was asked for, and the answer.

    Attributes:
        query_string: the shortest one that asks the same.
        title: the filters in words, empty when there are none.
        pairs: the key and score of each entry, the best first. No score where they are not ranked by words.
    """

    query_string: str
    title: str
    pairs: Iterator[tuple[int, float | None]]


def ranked_entries(parameters: QueryDict, *, newest: int = 0) -> Ranking:
    """Answer a query string as the listing does, whatever it holds.

    Args:
        parameters: untrusted.
        newest: only so many entries, the newest first whatever order was asked for; all when 0.

    Raises:
        search.live.NotReadyError: the index is being built.
    """
    options = all_options()
    query = DirectoryQuery.parse(parameters, options)
    if newest:
        query = replace(query, sort="newest")
    question, index = query.for_index(), live.index()
    ranked_by_words = question.sort == "relevance"
    pairs = (
        (key, score if ranked_by_words else None) for key, score in islice(index.iterate(question), newest or None)
    )
    return Ranking(query.parameters().urlencode(), _title(query, options), pairs)


def _title(query: DirectoryQuery, options: Options) -> str:
    parts = [_("“%(words)s”") % {"words": query.words}] if query.words else []
    for group, values in query.chosen:
        if values:
            parts.append(_(" or ").join(options.labels[group][value] for value in values))
    if query.place:
        parts.append(_("in %(place)s") % {"place": query.place.name})
    if query.near:
        near = {"miles": query.miles, "place": query.near.label}
        parts.append(_("within %(miles)s miles of %(place)s") % near)
    if query.box:
        parts.append(_("in a part of the map (%(box)s)") % {"box": query.box_value})
    return ", ".join(parts)
