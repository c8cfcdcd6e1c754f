"""Which rows a list of the desk shows for an address: the same filters and the same search, asked again on the server."""

from copy import copy
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve


def matching(request: HttpRequest, address: str) -> QuerySet | None:
    """Return all rows, on all pages, of the list at an address; None when no list of the desk stands there.

    Wagtail's own "select all" forgets filters, and for snippets the search, too (wagtail#12853).
    """
    parts = urlsplit(address)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    # The desk wraps its views; the class stands on what is wrapped.
    view_class, options = _unwrapped(found.func)
    if view_class is None or not hasattr(view_class, "filterset_class"):
        return None
    asked = copy(request)
    asked.GET = QueryDict(parts.query)
    view = view_class(**options)
    view.setup(asked, *found.args, **found.kwargs)
    return view.get_queryset()


def _unwrapped(view) -> tuple[type | None, dict]:
    while view is not None:
        if hasattr(view, "view_class"):
            return view.view_class, view.view_initkwargs
        view = getattr(view, "__wrapped__", None)
    return None, {}
