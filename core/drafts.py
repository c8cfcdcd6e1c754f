"""Drafts may lack anything. What hangs on a page and lacks what its table needs is kept by the page's version alone."""

from collections.abc import Iterator

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations


def lacks_a_value(row: models.Model) -> bool:
    """Return whether a row cannot be stored yet, because somebody has still to choose what its table must know."""
    return any(
        field.value_from_object(row) is None
        for field in row._meta.concrete_fields
        if not (field.null or field.primary_key or isinstance(field, ParentalKey))
    )


class ChildRows:
    """The rows of a page that are held in memory, with those that are not complete yet set aside.

    The managers of rows write all they hold. While a page is saved they hold what can be written; afterwards, for the version
    that is made next, everything again.
    """

    def __init__(self, page: ClusterableModel):
        self._managers = {
            manager: rows
            for manager in _deferring(page)
            if any(map(lacks_a_value, rows := list(manager.get_object_list())))
        }

    def set_aside(self) -> None:
        for manager, rows in self._managers.items():
            manager.set([row for row in rows if not lacks_a_value(row)])

    def put_back(self) -> None:
        for manager, rows in self._managers.items():
            manager.set(rows)


def _deferring(page: ClusterableModel) -> Iterator[models.Manager]:
    for relation in get_all_child_relations(page):
        manager = getattr(page, relation.get_accessor_name())
        if manager.is_deferring:
            yield manager
