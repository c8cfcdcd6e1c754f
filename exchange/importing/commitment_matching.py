"""Which commitments of a file are there already, with which updates: a few queries for five hundred of them."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from commitments.models import CommitmentPage, StatusUpdate
from connectors.models import ExternalId
from exchange.columns import IMPORT_SCHEME, URN
from exchange.importing.commitment_rows import UpdateRow

AT_ONCE = 500


@dataclass(frozen=True)
class KnownUpdate:
    """An update that is there. `says`: its status, date and reason."""

    key: int
    external_key: str
    says: tuple[str, str, str]


@dataclass(frozen=True)
class Known:
    """A commitment that is there, with its updates.

    Attributes:
        is_named_by_us: the file calls it as our export does, so its updates bear our numbers.
    """

    key: int
    is_named_by_us: bool
    updates: tuple[KnownUpdate, ...]

    def find(self, row: UpdateRow) -> KnownUpdate | None:
        """Return the update that a row of the file is about.

        What was added at the desk has only the number by which our export calls it. In a file of somebody else that may be the
        number of another update: there it must say the same, too.
        """
        by_key = next((one for one in self.updates if one.external_key == row.key), None)
        numbered = next((one for one in self.updates if not one.external_key and str(one.key) == row.key), None)
        if by_key or not numbered:
            return by_key
        return numbered if self.is_named_by_us or numbered.says == (row.status, row.date, row.reason) else None


def known_commitments(external_ids: Sequence[str]) -> dict[str, Known]:
    """Return what is there of the commitments that a file calls by these ids."""
    keys = _keys_of(list(external_ids))
    updates: dict[int, list[KnownUpdate]] = defaultdict(list)
    columns = ("commitment_id", "pk", "external_key", "status", "date", "reason")
    for chunk in _chunks(sorted(set(keys.values()))):
        found = StatusUpdate.objects.filter(commitment__in=chunk).order_by("pk")
        for commitment, key, external_key, *says in found.values_list(*columns):
            updates[commitment].append(KnownUpdate(key, external_key, tuple(says)))
    return {name: Known(key, name.startswith(URN), tuple(updates[key])) for name, key in keys.items()}


def _keys_of(external_ids: list[str]) -> dict[str, int]:
    keys: dict[str, int] = {}
    for chunk in _chunks(external_ids):
        named = ExternalId.objects.filter(scheme=IMPORT_SCHEME, value__in=chunk, entry__alias_of=None)
        commitments = CommitmentPage.objects.filter(pk__in=named.values("entry"))
        for name, key in named.filter(entry__in=commitments).order_by("-entry").values_list("value", "entry"):
            keys[name] = key  # of two with the same id the older one
    own = {number: name for name in external_ids if (number := _number_in(name))}
    for chunk in _chunks(list(own)):
        found = CommitmentPage.objects.filter(translation_key__in=chunk).order_by("-pk")
        for number, key in found.values_list("translation_key", "pk"):
            keys[own[number]] = key
    return keys


def _number_in(external_id: str) -> uuid.UUID | None:
    """Return the number of a commitment in the id that our export gives it."""
    if not external_id.startswith(URN):
        return None
    try:
        return uuid.UUID(external_id.removeprefix(URN))
    except ValueError:
        return None


def _chunks(items: list):
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))
