"""The first rows of a file as they would become."""

from typing import Any

from connectors.models import Theme, Tier
from exchange.cells import plain_text
from exchange.importing.report import REJECTED, Outcome
from places.models import Place

SHOWN = 20
BODY = 200


class Preview:
    """Keeps the first rows while a file is tried."""

    def __init__(self):
        self.outcomes: list[Outcome] = []

    def add(self, outcome: Outcome) -> None:
        if len(self.outcomes) < SHOWN:
            self.outcomes.append(outcome)

    def rows(self) -> list[dict[str, Any]]:
        """Return the kept rows in words, in three queries."""
        names = {
            column: dict(model.objects.filter(pk__in=self._keys(column)).values_list("pk", "name"))
            for column, model in (("places", Place), ("themes", Theme), ("tiers", Tier))
        }
        return [_told(outcome, names) for outcome in self.outcomes]

    def _keys(self, column: str) -> set[int]:
        return {key for outcome in self.outcomes for key in outcome.values.get(column, ())}


def _told(outcome: Outcome, names: dict[str, dict[int, str]]) -> dict[str, Any]:
    values = {} if outcome.status == REJECTED else outcome.values
    return {
        "line": outcome.line,
        "status": outcome.status,
        "title": str(values.get("title", outcome.title))[:255],
        "kind": str(outcome.model.entry_kind_label) if outcome.model else "",
        "summary": values.get("summary", ""),
        "body": plain_text(values.get("body", ""))[:BODY],
        **{column: [found[key] for key in values.get(column, ())] for column, found in names.items()},
        "keywords": list(values.get("keywords", ())),
        "goes_live": outcome.goes_live,
        "changes": sorted(outcome.changes),
        "notes": [str(note) for note in outcome.notes],
    }
