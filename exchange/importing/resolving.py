"""One row of a file: from cells to the values of an entry, with a note for whatever could not be taken as it stands."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError

from casestudies.evidence import EvidenceLevel
from connectors.choices import ConnectorKind, Stage
from connectors.kinds import entry_kinds
from connectors.models import Theme, Tier
from exchange import cells
from exchange.columns import CUT_MARK
from exchange.importing.licences import licence_of
from exchange.importing.mappings import Mapping
from exchange.importing.places import PlaceFinder, place_key
from exchange.importing.report import REJECTED, Note, Outcome
from exchange.importing.terms import TermFinder
from exchange.importing.texts import Texts, texts_of
from exchange.importing.values import OF_KIND
from exchange.importing.whereabouts import Whereabouts

MAX_ID, MAX_TITLE, MAX_ORGANISATION, MAX_SOURCE_TITLE, MAX_KEYWORD, MAX_KEYWORDS = 120, 255, 255, 255, 100, 30
CHOICES = {
    name: {place_key(str(word)): value for value, label in choices.choices for word in (value, label)}
    for name, choices in {"stage": Stage, "connector_kind": ConnectorKind, "evidence_level": EvidenceLevel}.items()
}


class RefusedError(Exception):
    """The row cannot become an entry."""

    def __init__(self, reason: str, detail: str = ""):
        super().__init__(reason)
        self.note = Note(reason, detail)


class Resolver:
    """Knows the vocabularies and places of the site, and turns rows into values."""

    def __init__(self, mapping: Mapping, kind: str = ""):
        self.mapping = mapping
        self.default_kind = kind or mapping.kind
        self.places = PlaceFinder()
        self.themes, self.tiers = TermFinder(Theme), TermFinder(Tier)
        self.seen: dict[str, int] = {}
        self.kinds = {}
        for slug, entry_kind in entry_kinds().items():
            for word in (slug, entry_kind.label, entry_kind.plural):
                self.kinds[place_key(str(word))] = entry_kind
        for word, slug in mapping.kinds.items():
            if slug in entry_kinds():
                self.kinds.setdefault(place_key(word), entry_kinds()[slug])

    def resolve(self, line: int, row: dict[str, list[str]]) -> Outcome:
        """Return what a row says. Its status is `REJECTED` or still open."""
        row = {column: [cells.undefused(cell) for cell in found] for column, found in row.items()}
        cut = [column for column, found in row.items() if found[0].endswith(CUT_MARK)]
        row = {column: found for column, found in row.items() if column not in cut}
        notes = [Note("The cell was cut by Excel: left alone", column) for column in cut]
        outcome = Outcome(line, cells.one_line(_first(row, "external_id")), "", "", notes)
        try:
            self._required(row, outcome)
            self._optional(row, outcome)
        except RefusedError as refusal:
            outcome.status = REJECTED
            outcome.notes.append(refusal.note)
        outcome.digests = {name: _digest(value) for name, value in outcome.values.items()}
        return outcome

    def _required(self, row: dict[str, list[str]], outcome: Outcome) -> None:
        outcome.title = cells.one_line(_first(row, "title"))
        if not outcome.external_id:
            raise RefusedError("No external_id")
        if len(outcome.external_id) > MAX_ID:
            raise RefusedError(f"The external_id is longer than {MAX_ID} characters")
        if not outcome.title:
            raise RefusedError("No title")
        first_line = self.seen.setdefault(outcome.external_id, outcome.line)
        if first_line != outcome.line:
            raise RefusedError("The same external_id stands on an earlier line", f"line {first_line}")
        outcome.model = self._model(row)
        if len(outcome.title) > MAX_TITLE:
            outcome.notes.append(Note("Title cut to 255 characters"))
        outcome.values["title"] = cells.shortened(outcome.title, MAX_TITLE)

    def _model(self, row: dict[str, list[str]]) -> type:
        said = cells.one_line(_first(row, "kind"))
        kind = self.kinds.get(place_key(said)) or self.kinds.get(place_key(self.default_kind))
        if kind and kind.model in OF_KIND:
            return kind.model
        if kind:
            raise RefusedError("This kind has an import of its own", str(kind.plural))
        known = ", ".join(slug for slug, kind in entry_kinds().items() if kind.model in OF_KIND)
        if said:
            raise RefusedError("Unknown kind", f"“{said[:60]}”; there are {known}")
        raise RefusedError("No kind", f"give {known}, or choose one for the whole file")

    def _optional(self, row: dict[str, list[str]], outcome: Outcome) -> None:
        values, notes = outcome.values, outcome.notes
        places = Whereabouts(self.places, row)
        values.update(places.values)
        notes += places.notes
        organisation = cells.one_line(_first(row, "organisation"))[:MAX_ORGANISATION]
        texts = texts_of(
            Texts(_first(row, "summary"), _first(row, "body"), outcome.title, organisation, places.name),
            make_summary=self.mapping.make_summary,
        )
        if texts is None:
            raise RefusedError("No summary", "and no body to take its first sentence from")
        values.update(texts[0])
        notes += texts[1]
        values["organisation"] = organisation
        values["question"] = cells.one_line(_first(row, "question"))[:200]
        values["what_did_not_work"] = cells.rich_text(_first(row, "what_did_not_work"))
        self._terms(row, outcome)
        self._choices_and_dates(row, outcome)
        values["sources"] = self._sources(row, notes)
        values["licence"] = licence_of(_first(row, "licence"), notes)
        # An empty cell says nothing: it never empties a field.
        outcome.values = {name: value for name, value in values.items() if value not in ("", (), None)}

    def _terms(self, row: dict[str, list[str]], outcome: Outcome) -> None:
        themes, unknown = self.themes.find(_many(row, "themes"))
        tiers, unknown_tiers = self.tiers.find(_many(row, "tiers"))
        words = _many(row, "keywords")
        if self.mapping.keep_unknown_themes:
            words += unknown
        else:
            outcome.notes += [Note("Unknown theme", word[:60]) for word in unknown]
        outcome.notes += [Note("Unknown tier", word[:60]) for word in unknown_tiers]
        keywords = {}
        for word in filter(None, words):
            if len(word) > MAX_KEYWORD:
                outcome.notes.append(Note("Keyword longer than 100 characters left out"))
            else:
                keywords.setdefault(word.casefold(), word)
        kept = [keywords[key] for key in list(keywords)[:MAX_KEYWORDS]]
        outcome.values.update(
            themes=tuple(themes), tiers=tuple(sorted(tiers)), keywords=tuple(sorted(kept, key=str.casefold))
        )

    def _choices_and_dates(self, row: dict[str, list[str]], outcome: Outcome) -> None:
        values, notes = outcome.values, outcome.notes
        for name, choices in CHOICES.items():
            values[name] = _choice(choices, _first(row, name), name, notes)
        values["started"] = _tried(cells.partial_date, _first(row, "started"), "No date in started", notes)
        values["ended"] = _tried(cells.partial_date, _first(row, "ended"), "No date in ended", notes)
        if values["started"] and values["ended"] and values["ended"] < values["started"][: len(values["ended"])]:
            notes.append(Note("It ended before it started: the end was left out"))
            values["ended"] = ""
        values["website"] = _tried(cells.address, _first(row, "website"), "No web address in website", notes)
        values["last_confirmed"] = _tried(
            cells.whole_date, _first(row, "last_confirmed"), "No date in last_confirmed", notes
        )

    @staticmethod
    def _sources(row: dict[str, list[str]], notes: list[Note]) -> tuple[tuple[str, str], ...]:
        titles, addresses = _many(row, "source_title"), _many(row, "source_url")
        sources = []
        for position in range(max(len(titles), len(addresses))):
            title = titles[position][:MAX_SOURCE_TITLE] if position < len(titles) else ""
            said = addresses[position] if position < len(addresses) else ""
            url = _tried(cells.address, said, "No web address in source_url", notes)
            if title or url:
                sources.append((title or url.split("/")[2][:MAX_SOURCE_TITLE], url))
        return tuple(dict.fromkeys(sources))


def _first(row: dict[str, list[str]], column: str) -> str:
    return row[column][0] if column in row else ""


def _many(row: dict[str, list[str]], column: str) -> list[str]:
    return cells.split_values(row[column][0]) if column in row else []


def _tried(parse: Callable, text: str, trouble: str, notes: list[Note]) -> Any:
    if not text:
        return ""
    try:
        return parse(text)
    except ValidationError:
        notes.append(Note(trouble, cells.one_line(text)[:60]))
        return ""


def _choice(choices: dict[str, str], text: str, name: str, notes: list[Note]) -> str:
    if not text:
        return ""
    value = choices.get(place_key(cells.one_line(text)), "")
    if not value:
        notes.append(Note(f"Unknown {name}", cells.one_line(text)[:60]))
    return value


def _digest(value: Any) -> str:
    return hashlib.blake2b(repr(value).encode("utf-8", "replace"), digest_size=6).hexdigest()
