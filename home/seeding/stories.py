"""Seeding of a case study's story: from the short forms of the seed file to the blocks of the palette."""

from typing import Any

from casestudies.models import CaseStudyPage
from connectors.models import EntryPage
from core.fields import parse_partial_date
from home.seeding.files import folded

DATES = {"as_of", "measured_on"}


def story_blocks(entry: CaseStudyPage, blocks: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    """Return the story as Wagtail wants it. Each block of the file has one key, the block's name."""
    palette = entry.story.stream_block.child_blocks
    pairs = [next(iter(block.items())) for block in blocks]
    return [(name, palette[name].to_python(SHAPES.get(name, folded)(value))) for name, value in pairs]


def _folded_values(value: dict) -> dict:
    return {name: folded(str(part)) for name, part in value.items()}


def _dated_values(value: dict) -> dict:
    values = _folded_values(value)
    return {name: parse_partial_date(part) if name in DATES else part for name, part in values.items()}


def _chart(value: dict) -> dict:
    # The lines of its table are rows.
    return {**_folded_values(value), "figures": value["figures"].strip()}


def _costs(value: dict) -> dict:
    costs = [{"amount": None, "exactness": "", "price_year": "", "paid_by": "", **cost} for cost in value["costs"]]
    rest = {name: part for name, part in value.items() if name != "costs"}
    return {**_folded_values(rest), "costs": costs}


def _notes(value: list[str]) -> list[str]:
    return [f"<p>{folded(note)}</p>" for note in value]


def _timeline(value: dict) -> dict:
    steps = [{"when": str(step["when"]), "what": f"<p>{folded(step['what'])}</p>"} for step in value["steps"]]
    return {"title": folded(value.get("title")), "steps": steps}


def _table(value: dict) -> dict:
    return {
        "caption": folded(value["caption"]),
        "first_column_is_heading": True,
        "table": {
            "columns": [{"type": "text", "heading": heading} for heading in value["columns"]],
            "rows": [{"values": [folded(str(cell)) for cell in row]} for row in value["rows"]],
        },
    }


def _linked_entry(value: str | dict) -> int:
    slug = value if isinstance(value, str) else value["slug"]
    return EntryPage.objects.get(slug=slug).pk


SHAPES = {
    "key_fact": _dated_values,
    "outcome": _dated_values,
    "question": _folded_values,
    "chart": _chart,
    "costs": _costs,
    "notes": _notes,
    "timeline": _timeline,
    "table": _table,
    "linked_entry": _linked_entry,
    "copy_and_change": _folded_values,
}
