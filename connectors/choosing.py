"""Which entries somebody asks to compare: from a query string to two to four entries of one kind, and what to offer."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from connectors.choices import ConnectorKind
from connectors.directory import listed_entries
from connectors.kinds import EntryKind, entry_kinds, kind_of
from connectors.models import ConnectorPage, EntryPage
from core.text import tidy_query

LEAST, MOST = 2, 4
MOST_READ = 20  # numbers in a query string; more is no person
LARGEST = 2**31 - 1  # of the key's column
OFFERED = 24
INSTRUMENT = ConnectorKind.INSTRUMENT.value


@dataclass(frozen=True)
class Asked:
    """What a query string asks for: keys in their order, and what is none. Nobody has looked yet whether they exist."""

    keys: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()
    unreadable: tuple[str, ...] = ()

    @classmethod
    def parse(cls, parameters: QueryDict) -> "Asked":
        """Read `ids`, parted by commas, repeated, or both."""
        texts = [text.strip() for value in parameters.getlist("ids")[:MOST_READ] for text in value[:400].split(",")]
        texts = [text for text in texts if text][:MOST_READ]
        keys = [int(text) for text in texts if _is_key(text)]
        unique = tuple(dict.fromkeys(keys))
        others = (tidy_query(text, max_length=40) for text in texts if not _is_key(text))
        return cls(unique, tuple(key for key in unique if keys.count(key) > 1), tuple(filter(None, others)))


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST)) and int(text) <= LARGEST


@dataclass(frozen=True)
class Chosen:
    """The entries to compare, as cards in the order asked; one kind; what was left out, in sentences."""

    entries: tuple[EntryPage, ...]
    kind: EntryKind | None
    left_out: tuple[str, ...]

    @property
    def keys(self) -> list[int]:
        return [entry.pk for entry in self.entries]


def choose_entries(asked: Asked) -> Chosen:
    """Return two to four entries of the first one's kind, or fewer when there are no more; in two queries at most."""
    cards = listed_entries().for_cards().in_bulk(asked.keys) if asked.keys else {}
    found = [cards[key] for key in asked.keys if key in cards]
    kind = kind_of(found[0]) if found else None
    alike = [entry for entry in found if kind_of(entry) == kind]
    left_out = [
        *_unknown([*asked.unreadable, *(str(key) for key in asked.keys if key not in cards)]),
        *(_("“%(title)s” was asked for twice; it stands here once.") % {"title": cards[key].title}
          for key in asked.repeated if key in cards),
        *_of_other_kinds([entry for entry in found if kind_of(entry) != kind], kind),
        *_too_many(alike[MOST:]),
    ]  # fmt: skip
    return Chosen(tuple(alike[:MOST]), kind, tuple(left_out))


def _unknown(texts: list[str]) -> list[str]:
    if not texts:
        return []
    sentence = ngettext(
        "No public entry has the number %(texts)s.", "No public entry has one of the numbers %(texts)s.", len(texts)
    )
    return [sentence % {"texts": ", ".join(texts)}]


def _of_other_kinds(entries: list[EntryPage], kind: EntryKind | None) -> list[str]:
    sentence = _("“%(title)s” is left out: it is of the kind “%(other)s”, and only entries of one kind can be compared – "
                 "here “%(kind)s”.")  # fmt: skip
    return [
        sentence % {"title": entry.title, "other": kind_of(entry).label, "kind": kind.label}
        for entry in entries
        if kind and kind_of(entry)
    ]


def _too_many(entries: list[EntryPage]) -> list[str]:
    if not entries:
        return []
    titles = get_text_list([f"“{entry.title}”" for entry in entries], _("and"))
    return [_("At most four entries fit side by side. Left out: %(titles)s.") % {"titles": titles}]


@dataclass(frozen=True)
class Offer:
    """What the page offers to tick: kinds to choose from, the one chosen, and its entries."""

    words: str
    kinds: tuple[tuple[str, str], ...]
    kind: str
    entries: tuple[EntryPage, ...]
    has_more: bool


def offer_entries(parameters: QueryDict, chosen: Chosen) -> Offer:
    """Return entries to tick, of the kind asked for, else of the kind of those that are chosen."""
    labels = {
        INSTRUMENT: _("Charters, funds and pledges"),
        **{kind.slug: str(kind.plural) for kind in entry_kinds().values()},
    }
    asked = parameters.get("kind", "")
    kind = asked if asked in labels else _group_of(chosen)
    words = tidy_query(parameters.get("q", ""), max_words=8)
    found = _of_group(kind).exclude(pk__in=chosen.keys)
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(organisation__icontains=word) | Q(summary__icontains=word))
    entries = list(found.for_cards().order_by("title", "pk")[: OFFERED + 1])
    return Offer(words, tuple(labels.items()), kind, tuple(entries[:OFFERED]), len(entries) > OFFERED)


def _group_of(chosen: Chosen) -> str:
    """Return the kind to offer: charters beside charters, and when nothing is chosen yet."""
    if not chosen.entries:
        return INSTRUMENT
    instruments = ConnectorPage.objects.filter(pk__in=chosen.keys, kind=INSTRUMENT).count()
    return INSTRUMENT if instruments == len(chosen.entries) else chosen.kind.slug


def _of_group(kind: str) -> QuerySet:
    if kind == INSTRUMENT:
        return listed_entries().filter(connectorpage__kind=INSTRUMENT)
    return listed_entries().of_kinds([entry_kinds()[kind].content_type_id])


@dataclass(frozen=True)
class Beside:
    """Where a charter, fund or pledge stands beside others, and what these are called."""

    titles: str
    address: str


def instruments_beside(instrument: ConnectorPage, family: Collection[int | None]) -> Beside | None:
    """Return the comparison of an instrument with others, at most three, by title; none when there are no others.

    Args:
        family: the keys of those it was adapted from or by. Without any, those it is linked with are taken.
    """
    linked = Q(links__target=instrument.pk) | Q(links_from_others__entry=instrument.pk)
    found = _of_group(INSTRUMENT).filter(Q(pk__in=[key for key in family if key]) if family else linked)
    others = list(found.exclude(pk=instrument.pk).distinct().order_by("title", "pk")[: MOST - 1])
    if not others:
        return None
    return Beside(
        get_text_list([other.title for other in others], _("and")),
        address_of([instrument.pk, *(other.pk for other in others)]),
    )


def address_of(keys: Iterable[int | str]) -> str:
    """Return the address of a comparison. Commas stay readable: it is meant to be passed on."""
    return f"{reverse('compare')}?ids={','.join(map(str, keys))}"
