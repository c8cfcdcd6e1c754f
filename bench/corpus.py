"""A directory of any size for measuring: texts made from the words of the seed content, the same for the same number."""

import random
import re
from collections.abc import Iterator
from functools import cache

from home.seeding.files import read_seed
from places.gazetteer import gazetteer

SEED = 2024
BODIES = 4_000  # paragraphs that entries draw from
MADE_WORDS = 60_000
SYLLABLES = re.findall(
    "[a-z]+", "ba be bri ca cor da del el fen gar ha hol in ka lan ley lo mar mor nor ol pen ra rin sel ston ta ul wick"
)
DOINGS = """community pub|community shop|repair café|food bank|allotments|land trust|energy co-operative|credit
    union|befriending service|men's shed|library|village hall|community orchard|car club|toy library|youth club|walking
    group|debt advice|housing co-op|makerspace |jobs charter|living wage network|growing scheme|lunch club|bike
    workshop|community bakery|empty shops project|street party|time bank |community transport|swimming baths|football
    club|heritage railway|music hub|language café|refugee welcome|tool library|flood group |river trust|tree
    planting|retrofit advice|solar roofs|broadband co-operative|care co-operative|nursery|skills academy|apprenticeship
    hub|citizens' assembly|participatory budget|town deal|market hall|credit for traders|arts centre|festival|museum"""
ENDINGS = ("Trust", "Group", "Partnership", "Collective", "Association", "Network", "CIC", "Society")


@cache
def doings() -> tuple[str, ...]:
    """What entries are about."""
    return tuple(" ".join(text.split()) for text in DOINGS.split("|"))


class Author:
    """Writes the texts of entries. Everything comes from one generator of random numbers, so that a run can be repeated."""

    def __init__(self, seed: int = SEED):
        self.random = random.Random(seed)
        self.sentences = _seed_sentences()
        self.words = [self._made_word() for _ in range(MADE_WORDS)]
        self.places = [place for place in gazetteer().places.values() if place.point]
        self.paragraphs = [self._paragraph() for _ in range(BODIES)]

    def title(self, place: str) -> str:
        return f"{place} {self.pick(doings())} {self.made_name() if self.random.random() < 0.3 else ''}".strip()

    def summary(self, place: str) -> str:
        text = f"{self.sentence()} In {place}, with {self.made_name()} {self.pick(ENDINGS)}."
        return text if len(text) <= 280 else f"{text[:279]}…"

    def body(self) -> str:
        return "".join(f"<p>{self.pick(self.paragraphs)}</p>" for _ in range(self.random.randint(2, 4)))

    def organisation(self) -> str:
        return f"{self.made_name()} {self.pick(ENDINGS)}"

    def made_name(self) -> str:
        return self.skewed(self.words).capitalize()

    def pick(self, choices):
        return self.random.choice(choices)

    def skewed(self, choices):
        """Return one of the choices, the first ones far oftener than the last: as words are used (Zipf's law)."""
        return choices[int(self.random.paretovariate(0.8)) % len(choices)]

    def several(self, choices, most: int) -> list:
        """Return one to so many different choices, the first ones oftener."""
        return list(dict.fromkeys(self.skewed(choices) for _ in range(self.random.randint(1, most))))

    def sentence(self) -> str:
        words = self.pick(self.sentences).split()
        # Some words of each sentence are others, or there would be no more words at 100,000 entries than in the seed.
        return " ".join(self.skewed(self.words) if self.random.random() < 0.08 else word for word in words)

    def _paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.random.randint(2, 5)))

    def _made_word(self) -> str:
        return "".join(self.pick(SYLLABLES) for _ in range(self.random.randint(2, 4)))


def _seed_sentences() -> list[str]:
    return [sentence for name in ("initiatives", "connectors", "case_studies") for sentence in _texts(read_seed(name))]


def _texts(rows: list[dict]) -> Iterator[str]:
    for row in rows:
        for text in (row["summary"], row.get("what_it_does", ""), row.get("what_did_not_work", "")):
            plain = " ".join(re.sub(r"<[^>]+>", " ", text or "").split())
            yield from (sentence for sentence in re.split(r"(?<=[.!?])\s+", plain) if len(sentence) > 20)
