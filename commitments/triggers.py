"""The database's own guard of the history, for whatever goes around the models.

Made after every `migrate`, not by a migration: SQLite alters a table by making it anew, and its triggers would be lost.
What may change: who decided on a proposal and when, and words that erasing a person's data takes out.
"""

from django.db import connections

UPDATES, SOURCES = "commitments_statusupdate", "commitments_updatesource"
FIXED = {
    UPDATES: ("commitment_id", "date", "status", "corrects_id", "made_by_id", "made_at", "provenance"),
    SOURCES: ("update_id", "url"),
}
SAYS = "The history of commitments is append-only."


def guard_history(sender, using: str, **kwargs) -> None:
    """Make the triggers that are missing. A receiver of `post_migrate`."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    make = {"sqlite": _sqlite, "postgresql": _postgresql}.get(connection.vendor)
    if make is None or UPDATES not in tables or SOURCES not in tables:
        return
    with connection.cursor() as cursor:
        for table, columns in FIXED.items():
            for statement in make(table, columns):
                cursor.execute(statement)


def _sqlite(table: str, columns: tuple[str, ...]) -> list[str]:
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_keep BEFORE UPDATE ON {table} WHEN {changed} "
        f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
        f"CREATE TRIGGER IF NOT EXISTS {table}_stay BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    ]


def _postgresql(table: str, columns: tuple[str, ...]) -> list[str]:
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    refuse = "commitments_history_refuses"
    return [
        f"CREATE OR REPLACE FUNCTION {refuse}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$",
        f"CREATE OR REPLACE TRIGGER {table}_keep BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed}) "
        f"EXECUTE FUNCTION {refuse}()",
        f"CREATE OR REPLACE TRIGGER {table}_stay BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {refuse}()",
    ]
