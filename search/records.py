"""What search knows of an entry: a record, made by an upper app, and nothing of page models."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Record:
    """One entry as the index holds it.

    Everything in it is public: what must not be found must not be in a record.

    Attributes:
        key: the entry's primary key, 0 < key < 2**31.
        kind: "initiative", "connector", "case-study", …
        body: plain text of everything public that has no field of its own.
        places: names and aliases (Welsh, former, short) of its places and of what they lie in, and localities.
        place_codes: its places' codes and all codes they lie in; not the UK's unless that is the place itself.
        areas: codes for the region facet (region, or nation or UK where no region holds the place).
        themes, tiers: slugs. `theme_words` and `tier_words` are their names and synonyms.
        evidence: "" where the kind has none.
        published: aware.
        points: latitude and longitude in degrees of its places, or its own point alone.
        spots: each of its places: its code, the point shown for it or None, and how precise that is. For the map.
        wide: it serves a whole region, nation or the UK.
        card: what a row of the list prints; JSON, opaque to search.
    """

    key: int
    kind: str
    title: str
    summary: str = ""
    body: str = ""
    organisation: str = ""
    keywords: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    place_codes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    theme_words: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    tier_words: tuple[str, ...] = ()
    stage: str = ""
    evidence: str = ""
    published: datetime = datetime(2000, 1, 1)  # noqa: DTZ001 - a record without a date is older than any other
    confirmed: date | None = None
    points: tuple[tuple[float, float], ...] = ()
    spots: tuple[tuple[str, tuple[float, float] | None, str], ...] = ()
    wide: bool = False
    card: Mapping[str, Any] = field(default_factory=dict)
