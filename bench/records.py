"""Records without a database behind them, for sizes at which only the engine is measured."""

import datetime
from collections.abc import Iterator

from bench.corpus import Author
from casestudies.evidence import EvidenceLevel
from connectors.choices import Stage
from connectors.models import Theme, Tier
from places.models import Place
from search.records import Record

FIRST_DAY = datetime.datetime(2016, 1, 1, tzinfo=datetime.UTC)
KINDS = ("initiative", "connector", "case-study")


def made_records(size: int) -> Iterator[Record]:
    """Yield so many records, like those of the entries that are made in a database."""
    author = Author()
    themes, tiers = list(Theme.objects.values_list("slug", "name")), list(Tier.objects.values_list("slug", "name"))
    regions = dict(Place.objects.filter(region__isnull=False).values_list("code", "region__code"))
    for key in range(1, size + 1):
        yield _record(author, key, themes, tiers, regions)


def _record(author: Author, key: int, themes: list, tiers: list, regions: dict[str, str]) -> Record:
    place, chance = author.pick(author.places), author.random
    about, involved = author.several(themes, 3), author.several(tiers, 2)
    kind = chance.choices(KINDS, weights=[7, 2, 1])[0]
    title, summary, stage = author.title(place.name), author.summary(place.name), author.skewed(Stage.values)
    published = FIRST_DAY + datetime.timedelta(days=chance.randrange(3_900), seconds=key % 86_400)
    return Record(
        key=key,
        kind=kind,
        title=title,
        summary=summary,
        body=author.body(),
        organisation=author.organisation(),
        places=(place.name,),
        place_codes=(place.code,),
        areas=(regions.get(place.code, place.code),),
        themes=tuple(slug for slug, _ in about),
        theme_words=tuple(name for _, name in about),
        tiers=tuple(slug for slug, _ in involved),
        tier_words=tuple(name for _, name in involved),
        stage=stage,
        evidence=author.pick(EvidenceLevel.values) if kind == "case-study" else "",
        published=published,
        confirmed=published.date() + datetime.timedelta(days=chance.randrange(900)),
        points=(place.point,),
        spots=((place.code, place.point, "area_centre"),),
        card={
            "url": f"/{key}/",
            "title": title,
            "summary": summary,
            "kind": kind,
            "place": place.name,
            "stage": stage,
            "themes": [name for _, name in about],
            "confirmed": "",
        },
    )
