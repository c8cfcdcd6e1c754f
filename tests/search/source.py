"""A source of records over a real table: each group is an entry, public unless its name begins with "Private"."""

from collections.abc import Collection, Iterator

from search.records import Record


def groups_as_records(wanted: Collection[int] | None) -> Iterator[Record]:
    from django.contrib.auth.models import Group

    groups = Group.objects.exclude(name__startswith="Private").order_by("pk")
    for group in groups if wanted is None else groups.filter(pk__in=wanted):
        yield Record(key=group.pk, kind="initiative", title=group.name, card={"title": group.name})
