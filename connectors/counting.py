"""Decides what of the visitors' asking and opening is counted, without knowing who they are.

No cookie, no address, no name of a browser is kept. Whether a page was asked by filtering on or by asking anew is told by
the page that it was asked from, which browsers send along for pages of the same site (`Referer`).
"""

import re
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.http import HttpRequest, QueryDict

from connectors.directory import DirectoryQuery
from search import live, log
from search.query import SearchQuery
from search.scrubbing import kept_words

# Programs that say that they are no person.
ROBOT = re.compile(
    r"bot\b|crawl|spider|slurp|archiver|externalhit|preview|monitor|uptime|lighthouse|scrapy|curl|wget|python|libwww|"
    r"go-http|java/|okhttp|axios|node-fetch|http-?client",
    re.IGNORECASE,
)
# A page that a browser fetched before anybody asked for it.
PREFETCH_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
PREFETCH = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)


def count_question(request: HttpRequest, query: DirectoryQuery, *, total: int, page: int) -> None:
    """Count a question to the listing: its first page, and once for as long as the same words are narrowed or sorted."""
    if page != 1 or not query.words or not is_visitor(request):
        return
    alone = {name for name, values in query.parameters().lists() if values} == {"q"}
    if _is_new(_origin(request), query.words, alone=alone):
        log.count_asked(query.words, results=total if alone else _found_alone(query))


def _is_new(origin: SplitResult | None, words: str, *, alone: bool) -> bool:
    if origin is None:
        # A link or bookmark: words with filters were chosen by whoever made it.
        return alone
    return kept_words(QueryDict(origin.query).get("q", "")) != kept_words(words)


def _found_alone(query: DirectoryQuery) -> int | None:
    """Return how many entries the words find without filters: what they find with them says nothing about the words."""
    try:
        return live.index().count(SearchQuery(words=query.words, literal=query.literal))
    except live.NotReadyError:
        return None


def count_opening(request: HttpRequest, entry: int, *, result: str, listing: str) -> None:
    """Count an entry opened from a result: not when somebody goes on from one entry of it to the next.

    Args:
        result: the query string of the result; empty when the visitor came from none.
        listing: the address of that result.
    """
    words = QueryDict(result).get("q", "")
    if not words or not is_visitor(request):
        return
    origin = _origin(request)
    if origin is None or origin.path == urlsplit(listing).path:
        log.count_opened(words, entry)


def is_visitor(request: HttpRequest) -> bool:
    """Tell whether a person seems to ask who is not an editor. Only those who sign in have a cookie."""
    return (
        request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not ROBOT.search(request.headers.get("User-Agent", ""))
        and not any(PREFETCH.search(request.headers.get(name, "")) for name in PREFETCH_HEADERS)
    )


def _origin(request: HttpRequest) -> SplitResult | None:
    """Return the address of the page of this site that the visitor came from, if any."""
    try:
        origin = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return None
    return origin if origin.netloc and origin.netloc == request.get_host() else None
