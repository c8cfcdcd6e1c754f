"""The listing through gunicorn against a bare view on the same server; and how soon a published entry is there."""

import gzip
import time
from collections.abc import Callable

from django.test import override_settings

from bench.server import Visitor, worker_memory
from bench.timing import MILLISECONDS, Line, at_most, interleaved, median, percentile_95, spread, timed
from connectors.models import InitiativePage

WARM_UP = 40
PAGE_RATIO, OWN_RATIO = 12.0, 3.0
PAGE_KB, COMPRESSED_KB = 40, 10
TRIALS = 5
VISIBLE_SECONDS = 1.0
GIVE_UP_SECONDS = 10.0
BARE = "/bare/"
PLACE_RATIO, PLACE_ROUNDS = 20.0, 5
PLACES = [
    "hartlepool",
    "leeds",
    "cornwall",
    "kent",
    "tees-valley",
    "north-east",
    "scotland",
    "england",
    "united-kingdom",
]
PLACE_PAGES = {
    "place page": [f"/places/{slug}/" for slug in PLACES],
    "places like mine": [f"/places/{slug}/like/?deprivation=4" for slug in PLACES[:5]],
    "ideas that fit": [
        f"/places/{slug}/ideas/{query}" for slug in PLACES[:5] for query in ("", "?theme=food-and-growing")
    ],
}


def measure_pages(port: int, pid: int, strings: list[str], progress: Callable[[str], None]) -> tuple[list[Line], float]:
    """Ask for the listing with each query string and for the bare page, in turn.

    Returns:
        The lines, and the median of the listing in milliseconds.
    """
    visitor = Visitor(port)
    addresses = [f"/directory/?{text}" if text else "/directory/" for text in strings]
    for address in (addresses * 2)[:WARM_UP]:
        visitor.must(address)
        visitor.must(BARE)
    progress(f"listing page: {len(addresses)} questions")
    works = [{"page": lambda a=a: visitor.must(a), "bare": lambda: visitor.must(BARE)} for a in addresses]
    times = interleaved(works)
    bodies = [visitor.must(address, compressed=False).body for address in addresses]
    largest, squeezed = max(map(len, bodies)), max(len(gzip.compress(body, 6)) for body in bodies)
    middle = median(times["page"])
    return [
        Line(f"listing page through gunicorn, {len(addresses)} questions", spread(times["page"])),
        Line("(c) bare view, 20-line template, same server", spread(times["bare"])),
        at_most("listing median ÷ (c)", middle / median(times["bare"]), PAGE_RATIO, " ×"),
        at_most("listing 95th percentile ÷ own median", percentile_95(times["page"]) / middle, OWN_RATIO, " ×"),
        at_most("largest listing page", largest / 1024, PAGE_KB, " KB"),
        at_most("largest listing page, compressed", squeezed / 1024, COMPRESSED_KB, " KB"),
        Line("memory of a web process", f"{worker_memory(pid):,.0f} MB"),
    ], middle


def measure_places(port: int, progress: Callable[[str], None]) -> list[Line]:
    """Ask for pages of places, from a council to the whole country, and for the places like them, and for the bare page."""
    visitor, lines = Visitor(port), []
    for name, addresses in PLACE_PAGES.items():
        progress(f"{name}: {len(addresses)} of them")
        first = [timed(lambda a=address: visitor.must(a)) for address in addresses]
        for address in addresses:
            visitor.must(address)
            visitor.must(BARE)
        works = [{"page": lambda a=a: visitor.must(a), "bare": lambda: visitor.must(BARE)} for a in addresses]
        times = interleaved(works * PLACE_ROUNDS)
        lines += [
            Line(f"{name}, asked for the first time", spread(first)),
            Line(f"{name} through gunicorn, {len(addresses)} of them", spread(times["page"])),
            at_most(f"{name} median ÷ (c)", median(times["page"]) / median(times["bare"]), PLACE_RATIO, " ×"),
        ]
    return lines


def measure_publishing(port: int, progress: Callable[[str], None]) -> list[Line]:
    """Publish entries in this process and look for them at the server, which is told nothing."""
    visitor, delays = Visitor(port), []
    with override_settings(SEARCH_CATCH_UP="background"):
        for trial in range(TRIALS):
            progress(f"publishing: {trial + 1} of {TRIALS}")
            word = f"zyzzyva{time.time_ns()}"  # new, also where the corpus was measured before
            entry = InitiativePage.objects.order_by("pk")[trial]
            entry.title = f"{entry.title} {word}"
            entry.save_revision().publish()
            delays.append(_seconds_until(visitor, f"/directory/?q={word}&exact=1"))
    return [
        at_most("publish to visible, slowest of 5", max(delays) * MILLISECONDS, VISIBLE_SECONDS * MILLISECONDS, " ms")
    ]


def _seconds_until(visitor: Visitor, address: str) -> float:
    began = time.perf_counter()
    while b">1 entry for" not in visitor.must(address, compressed=False).body:
        if time.perf_counter() - began > GIVE_UP_SECONDS:
            break
        time.sleep(0.02)
    return time.perf_counter() - began
