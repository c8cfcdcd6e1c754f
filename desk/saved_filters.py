"""Saved views: lists as somebody narrowed and sorted them, under a name of their own.

What is kept is the query string, but only of parameters that the list knows; it is taken apart and put together again.
"""

from collections.abc import Callable, Iterable
from functools import cache
from urllib.parse import parse_qsl, urlencode

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from connectors.successors import key_successors, keyword_successors, slug_successors
from connectors.viewsets import EntryIndexView, EntryViewSet
from desk.reports.urls import REPORTS
from desk.saved_models import QUERY_LENGTH, SavedView
from submissions.desk.queue_view import QueueView

MOST = 30  # of one person, all lists together
LONGEST_VALUE = 200
MOST_PARTS = 100
FOLLOWED = ("theme", "tier", "keyword")  # filters by what can be merged into another
# Where a list is of many things, and more than a choice or two narrows it.
LISTS = {
    "entries:index": (EntryIndexView, EntryViewSet.filterset_class, EntryViewSet.menu_label),
    "submission_queue": (QueueView, QueueView.filterset_class, QueueView.page_title),
    **{
        view.index_url_name: (view, view.filterset_class, view.page_title)
        for view in REPORTS.values()
        if view.filterset_class
    },
}


class ViewNotSavedError(Exception):
    """It cannot be saved as it is. Its text says why and what to do."""


def known_parameters(list_name: str) -> set[str]:
    view, filters, _label = LISTS[list_name]
    return {*filters.base_filters, view.search_kwarg, "ordering"}


def tidy_view(list_name: str, query: str) -> str:
    """Return what of a query string narrows or sorts a list, in one form; empty when nothing does.

    Unknown parameters, empty values and the number of the page are left out. Never fails, whatever it is given.
    """
    known = known_parameters(list_name)
    try:
        pairs = parse_qsl(query[: 2 * QUERY_LENGTH], max_num_fields=MOST_PARTS, errors="ignore")
    except ValueError:
        return ""
    kept = [
        (name, value) for name, value in pairs if name in known and "\0" not in value and len(value) <= LONGEST_VALUE
    ]
    # An address typed into a search stands there as it is, so that erasing a person finds it (submissions/traces.py).
    tidy = urlencode(kept, safe="@")
    return tidy if len(tidy) <= QUERY_LENGTH else ""


def address_of(view: SavedView) -> str:
    """Return where a view leads today."""
    return f"{reverse(view.list_name)}?{queries_of([view])[0]}"


def queries_of(views: Iterable[SavedView]) -> list[str]:
    """Return the query strings of views as they read today: terms that were merged are those they became."""
    successors = cache(_successors)
    return [_query_of(view, successors) for view in views]


def _query_of(view: SavedView, successors: Callable[[str, str], dict[str, str]]) -> str:
    pairs = parse_qsl(view.query)
    led = {name: successors(view.list_name, name) for name, _value in pairs if name in FOLLOWED}
    if not any(led.values()):
        return view.query
    followed = [(name, led.get(name, {}).get(value.casefold(), value)) for name, value in pairs]
    return urlencode(list(dict.fromkeys(followed)), safe="@")


def _successors(list_name: str, name: str) -> dict[str, str]:
    if name == "keyword":
        return keyword_successors()
    choice = LISTS[list_name][1].base_filters.get(name)
    by_slug = choice is not None and choice.extra.get("to_field_name") == "slug"
    return slug_successors(name) if by_slug else key_successors(name)


def views_of(user, list_name: str) -> list[SavedView]:
    """Return the views of a list that somebody saved, by name."""
    return list(SavedView.objects.filter(user=user, list_name=list_name))


def label_of(list_name: str) -> str:
    return str(LISTS[list_name][2])


def save_view(*, user, list_name: str, name: str, query: str) -> SavedView:
    """Save a list as it is narrowed now.

    Raises:
        ViewNotSavedError: the name is taken, or there are too many.
    """
    if SavedView.objects.filter(user=user).count() >= MOST:
        raise ViewNotSavedError(
            _("You have %(most)d saved views, which is as many as fit. Delete one that you no longer use.")
            % {"most": MOST}
        )
    return _written(SavedView(user=user, list_name=list_name, name=name, query=tidy_view(list_name, query)))


def rename_view(view: SavedView, *, name: str) -> SavedView:
    """Give a view another name.

    Raises:
        ViewNotSavedError: another view of the same list has it.
    """
    view.name = name
    return _written(view)


def _written(view: SavedView) -> SavedView:
    taken = SavedView.objects.filter(user=view.user, list_name=view.list_name, name__iexact=view.name)
    try:
        if not taken.exclude(pk=view.pk).exists():
            with transaction.atomic():  # the same sent twice at once
                view.save()
            return view
    except IntegrityError:
        pass
    raise ViewNotSavedError(
        _("You already have a view of this list called “%(name)s”. Choose another name.") % {"name": view.name}
    )


def known(views: Iterable[SavedView]) -> list[SavedView]:
    """Leave out views of lists that are no more."""
    return [view for view in views if view.list_name in LISTS]
