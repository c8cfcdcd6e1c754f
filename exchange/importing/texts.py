"""Summary and body of a row: one may stand in for the other, and nothing that does not fit is lost."""

from typing import Any, NamedTuple

from connectors.models.entry import SUMMARY_LENGTH
from exchange import cells
from exchange.importing.report import Note


class Texts(NamedTuple):
    """What a row says in words."""

    summary: str
    body: str
    title: str
    organisation: str
    place: str


def texts_of(row: Texts, *, make_summary: bool) -> tuple[dict[str, Any], list[Note]] | None:
    """Return summary and body with notes, or nothing when there is nothing to make a summary of."""
    notes = []
    summary = cells.plain_text(cells.one_line(row.summary)) if "<" in row.summary else cells.one_line(row.summary)
    body = cells.rich_text(row.body)
    if not summary and body:
        summary = cells.shortened(cells.plain_text(body), SUMMARY_LENGTH)
        notes.append(Note("Summary taken from the body"))
    if not summary:
        if not make_summary:
            return None
        summary = _made(row)
        notes.append(Note("Summary made from title, organisation and place"))
    if len(summary) > SUMMARY_LENGTH:
        body = _with(summary, row.summary, body)
        summary = cells.shortened(summary, SUMMARY_LENGTH)
        notes.append(Note("Summary cut to 280 characters; the whole text stands in the body"))
    return {"summary": summary, "body": body}, notes


def _made(row: Texts) -> str:
    parts = [row.title]
    parts += [part for part in (row.organisation, row.place) if part and part.casefold() not in row.title.casefold()]
    return cells.shortened(", ".join(dict.fromkeys(parts)) + ".", SUMMARY_LENGTH)


def _with(summary: str, said: str, body: str) -> str:
    """Return a body that holds the whole summary, once."""
    if summary[:200].casefold() in cells.plain_text(body).casefold():
        return body
    return cells.rich_text(said) + body
