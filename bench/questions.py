"""What is asked: at least two hundred different questions, as officers ask them."""

import random
from urllib.parse import urlencode

from django.http import QueryDict

from bench.corpus import SEED, Author, doings
from connectors.directory import DirectoryQuery
from connectors.options import all_options

NUMBER = 240
CMS_NUMBER = 24
WORDS = """jobs charter living wage|empty shops high street|community owned pub|debt advice for families|warm spaces|
young people and mental health|food growing|retrofit homes|buses in villages|who runs the baths""".replace("\n", "")


def query_strings(author: Author, number: int = NUMBER) -> list[str]:
    """Return different query strings of the listing: words, phrases, slips of the pen, places, filters, sorts, distances."""
    chance = random.Random(SEED)
    themes, stages = list(all_options().labels["theme"]), list(all_options().labels["stage"])
    regions = list(all_options().labels["region"])
    found: dict[str, None] = {"": None}
    while len(found) < number:
        words, doing = chance.choice(WORDS.split("|")).strip(), chance.choice(doings())
        place = chance.choice(author.places)
        kind = chance.randrange(10)
        parameters = {
            0: [("q", words)],
            1: [("q", doing)],
            2: [("q", f"{doing} {place.name}")],
            3: [("q", f'"{doing}"')],
            4: [("q", _slip(doing, chance))],
            5: [("q", author.made_name())],
            6: [("theme", chance.choice(themes)), ("theme", chance.choice(themes)), ("stage", chance.choice(stages))],
            7: [("q", doing), ("region", chance.choice(regions)), ("kind", "initiative")],
            8: [("near", place.code), ("within", chance.choice(["5", "25"]))],
            9: [("sort", chance.choice(["title", "confirmed"])), ("tier", "district"), ("page", chance.randint(1, 30))],
        }[kind]
        found[urlencode(parameters)] = None
    return list(found)


def parsed(query_string: str) -> DirectoryQuery:
    return DirectoryQuery.parse(QueryDict(query_string), all_options())


def for_cms(strings: list[str]) -> list[str]:
    """Return some questions that the CMS's search understands too: words and filters."""
    understood = [
        text for text in strings if "near=" not in text and "%22" not in text and "page=" not in text and text
    ]
    return understood[:: max(1, len(understood) // CMS_NUMBER)][:CMS_NUMBER]


def _slip(text: str, chance: random.Random) -> str:
    """Return text with two neighbouring letters swapped."""
    at = chance.randrange(1, len(text) - 2)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
