"""The CMS's own search, used by the desk's lists and choosers only; the directory has its own reads.

On SQLite the stock backend hands what is typed to FTS5 as a query, and a lone `"` or a blank is a server error
(wagtail#13227). There the plain substring backend takes its place; PostgreSQL keeps its full-text backend, which
still must be spared NUL and queries of a thousand words.
"""

from django.db import connection
from modelsearch.backends.database.fallback import DatabaseSearchBackend

from core.text import tidy_query


class TidyQueries:
    """Cleans what was typed before any backend sees it."""

    def search(self, query, *args, **kwargs):
        return super().search(_tidied(query), *args, **kwargs)

    def autocomplete(self, query, *args, **kwargs):
        return super().autocomplete(_tidied(query), *args, **kwargs)


def _tidied(query):
    return tidy_query(query) if isinstance(query, str) else query


class SubstringSearchBackend(TidyQueries, DatabaseSearchBackend):
    pass


def SearchBackend(params):  # noqa: N802 - the name the CMS looks for
    """Return the backend that fits the database in use."""
    if connection.vendor != "postgresql":
        return SubstringSearchBackend(params)
    from modelsearch.backends.database.postgres.postgres import (  # noqa: PLC0415 - needs psycopg
        PostgresSearchBackend,
    )

    backend = type("TidyPostgresSearchBackend", (TidyQueries, PostgresSearchBackend), {})
    return backend(params)
