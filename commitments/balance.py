"""What was promised to a place: how many commitments stand where, and how much money that is as far as anybody knows."""

from dataclasses import dataclass

from commitments.choices import Status
from commitments.models import CommitmentPage, NothingFound
from commitments.money import Money, Sum, in_words, sum_of
from commitments.table import current_table
from places.models import Place


@dataclass(frozen=True)
class Balance:
    """The commitments to a place and to what lies in it, and how many there are to wider areas that hold it.

    Attributes:
        counts: each status that occurs, with how often; "not yet assessed" stands apart from "not started".
        wider: commitments to areas that it lies in. Their money is not split between places, so it is in no sum here.
        promised: a commitment that is a part of another one here is not counted twice.
        nothing_found: the last time when somebody looked and found none.
    """

    place: Place
    counts: tuple[tuple[Status, int], ...]
    total: int
    wider: int
    promised: Sum
    net: Sum
    nothing_found: NothingFound | None

    @property
    def promised_words(self) -> str:
        return in_words(self.promised.total)

    @property
    def net_words(self) -> str:
        return in_words(self.net.total)


def balance_of(place: Place) -> Balance:
    """Return the balance of a place."""
    table = current_table()
    own = table.inside.get(place.code, 0)
    wider = table.promised_to(place.code) & ~own
    statuses = table.groups.get("status", {})
    counts = tuple((status, (statuses.get(status, 0) & own).bit_count()) for status in Status)
    money = _money(table.keys_of(own)) if own else []
    return Balance(
        place=place,
        counts=tuple((status, count) for status, count in counts if count),
        total=own.bit_count(),
        wider=wider.bit_count(),
        promised=sum_of(one.promised for one in money),
        net=sum_of(one.net for one in money),
        nothing_found=NothingFound.objects.filter(place=place).first(),
    )


def _money(keys: list[int]) -> list[Money]:
    columns = ("parent_commitment_id", "amount", "new_amount", "replaces_amount")
    rows = list(CommitmentPage.objects.filter(pk__in=keys).values_list(*columns))
    among = set(keys)
    return [Money(*amounts) for parent, *amounts in rows if parent not in among]
