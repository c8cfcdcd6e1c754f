"""Keeping the table of addresses in step with what entries say."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import now

from connectors.kinds import entry_kinds
from connectors.models import EntryPage
from linkcheck.finding import Found, addresses_of, children_with_addresses
from linkcheck.models import Address, Host, Use, key_of
from linkcheck.pacing import host_name

AT_ONCE = 200


def collect_all() -> int:
    """Bring the table in step with all live entries, and return how many addresses are in use.

    An address that nothing leads to any more goes, unless somebody found an archived copy of it.
    """
    for batch in _batches():
        _keep({entry.pk: addresses_of(entry) for entry in batch})
    Use.objects.exclude(entry__live=True, entry__alias_of=None).delete()
    Address.objects.filter(~Exists(Use.objects.filter(address=OuterRef("pk"))), archived_url="").delete()
    Host.objects.filter(~Exists(Address.objects.filter(host=OuterRef("pk")))).filter(free_at__lte=now()).delete()
    return Address.objects.count()


def collect_one(entry: EntryPage) -> None:
    """Bring the table in step with one entry, just published."""
    _keep({entry.pk: addresses_of(entry)})


def forget_one(entry: EntryPage) -> None:
    """Take an entry that left the site out of the table; its addresses stay until the next sweep."""
    Use.objects.filter(entry=entry.pk).delete()


def _batches() -> Iterator[list[EntryPage]]:
    for kind in entry_kinds().values():
        last = 0
        names = children_with_addresses(kind.model)
        while batch := list(
            kind.model.objects.live().once().filter(pk__gt=last).order_by("pk").prefetch_related(*names)[:AT_ONCE]
        ):
            yield batch
            last = batch[-1].pk


@transaction.atomic
def _keep(found: dict[int, set[Found]]) -> None:
    urls = {item.url for items in found.values() for item in items}
    numbers = _numbers_of(urls)
    wanted = {
        (numbers[key_of(item.url)], entry, item.kind.value, item.place)
        for entry, items in found.items()
        for item in items
    }
    uses = Use.objects.filter(entry__in=found).values_list("pk", "address", "entry", "kind", "place")
    known = {tuple(rest): pk for pk, *rest in uses}
    Use.objects.filter(pk__in=[pk for use, pk in known.items() if use not in wanted]).delete()
    Use.objects.bulk_create(
        [
            Use(address_id=address, entry_id=entry, kind=kind, place=place)
            for address, entry, kind, place in sorted(wanted - known.keys())
        ],
        ignore_conflicts=True,  # another process may collect the same
    )


def _numbers_of(urls: set[str]) -> dict[str, int]:
    """Return the rows of addresses by their keys, and make those that are missing."""
    keys = {key_of(url): url for url in urls}
    known = dict(Address.objects.filter(key__in=keys).values_list("key", "pk"))
    missing = {key: url for key, url in keys.items() if key not in known}
    if not missing:
        return known
    names = {host_name(url) for url in missing.values()}
    Host.objects.bulk_create([Host(name=name) for name in sorted(names)], ignore_conflicts=True)
    hosts = dict(Host.objects.filter(name__in=names).values_list("name", "pk"))
    Address.objects.bulk_create(
        [Address(url=url, key=key, host_id=hosts[host_name(url)]) for key, url in sorted(missing.items())],
        ignore_conflicts=True,
    )
    return known | dict(Address.objects.filter(key__in=missing).values_list("key", "pk"))
