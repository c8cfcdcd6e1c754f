"""Reads for entries that name a place which has ended or will: as what, until when, and who takes over."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from connectors.models import EntryPage, EntryPlace
from core.fields import display_partial_date
from places import dates
from places.models import Place
from places.succession import serving_today


@dataclass(frozen=True)
class Ended:
    """A place of an entry that has ended, or will.

    Attributes:
        roles: what it is to the entry, in words.
        successors: who serves its area now, or will from the day after.
    """

    entry: int
    place: Place
    roles: tuple[str, ...]
    successors: tuple[Place, ...]

    @property
    def key(self) -> str:
        return f"{self.entry}-{self.place.pk}"

    @property
    def when(self) -> str:
        """Until when it exists, in words."""
        day = display_partial_date(self.place.until)
        return (_("ended on %(day)s") if self.place.has_ended else _("ends on %(day)s")) % {"day": day}

    @property
    def uses(self) -> str:
        return ", ".join(self.roles)

    @property
    def can_be_moved(self) -> bool:
        return self.place.has_ended and bool(self.successors)


def places_with_an_end(*, later: bool) -> QuerySet[Place]:
    """Return the places that have ended, or those that will."""
    if later:
        return Place.objects.exclude(until="").exclude(dates.ended_by(dates.today()))
    return Place.objects.ended()


def entries_with_an_end(*, later: bool) -> QuerySet[EntryPage]:
    """Return the entries, public or not, that name a place which has ended, or one that will."""
    links = EntryPlace.objects.filter(place__in=places_with_an_end(later=later))
    return EntryPage.objects.filter(pk__in=links.values("entry"))


def number_to_move() -> int:
    """Return how many entries name a place that has ended."""
    return entries_with_an_end(later=False).count()


def ends_of(entries: Collection[int] | None, *, later: bool) -> dict[int, list[Ended]]:
    """Return by entry its places that have ended, or those that will; a fixed number of queries.

    Args:
        entries: keys; all entries when None.
    """
    links = EntryPlace.objects.filter(place__in=places_with_an_end(later=later))
    links = links if entries is None else links.filter(entry__in=entries)
    links = list(links.select_related("place").order_by("entry", "-is_lead", "sort_order", "pk"))
    successors = successors_of({link.place_id: link.place for link in links}.values())
    grouped: dict[tuple[int, int], list[EntryPlace]] = {}
    for link in links:
        grouped.setdefault((link.entry_id, link.place_id), []).append(link)
    found: dict[int, list[Ended]] = {}
    for (entry, place), same in grouped.items():
        roles = tuple(str(link.get_role_display()) for link in same)
        found.setdefault(entry, []).append(Ended(entry, same[0].place, roles, successors[place]))
    return found


def successors_of(places: Iterable[Place]) -> dict[int, tuple[Place, ...]]:
    """Return by place who serves its area today; for a place that goes on for now, who is to replace it."""
    places = list(places)
    today = serving_today([place.pk for place in places if place.has_ended])
    found = {key: tuple(heirs) for key, heirs in today.items()}
    going_on = [place.pk for place in places if place.pk not in found]
    later: dict[int, list[Place]] = {key: [] for key in going_on}
    for one in Place.objects.filter(replaces__in=going_on).distinct().prefetch_related("replaces").order_by("name"):
        for old in one.replaces.all():
            if old.pk in later:
                later[old.pk].append(one)
    return found | {key: tuple(heirs) for key, heirs in later.items()}


def named_like(word: str, *, later: bool) -> Q:
    """Return the condition that an entry names a place with an end whose name holds a word."""
    there = places_with_an_end(later=later).filter(name__icontains=word)
    return Q(pk__in=EntryPlace.objects.filter(place__in=there).values("entry"))
