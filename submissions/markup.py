"""Texts of entries and what somebody made of them: HTML that keeps what was not touched."""

from difflib import SequenceMatcher

from bs4 import BeautifulSoup
from django.utils.html import escape

from submissions.building import paragraphs
from submissions.prefilling import as_lines

LISTS = ("ul", "ol")


def rewritten(markup: str, text: str) -> str:
    """Return text as HTML. Paragraphs and lists of `markup` that say the same stay as they are, with links and bold words.

    Args:
        markup: what the entry has.
        text: what somebody typed in its place, as plain text.
    """
    blocks = [str(block) for block in BeautifulSoup(markup, "html.parser").contents if str(block).strip()]
    # A list in a list reads as several paragraphs.
    parts_of = [_parts(as_lines(block)) for block in blocks]
    owners = [number for number, parts in enumerate(parts_of) for _part in parts]
    old, new = [part for parts in parts_of for part in parts], _parts(text)
    made: list[str] = []
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            made += _kept(blocks, parts_of, owners[start:end], new[first:last])
        else:
            same_number = end - start == last - first
            replaced = [blocks[owner] for owner in owners[start:end]] if same_number else [""] * (last - first)
            made += [_like(block, part) for block, part in zip(replaced, new[first:last], strict=True)]
    return "".join(made)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def _kept(blocks: list[str], parts_of: list[list[str]], owners: list[int], parts: list[str]) -> list[str]:
    """Return the blocks that are there with all their parts, and the parts of others as paragraphs."""
    made, position = [], 0
    while position < len(parts):
        owner = owners[position]
        length = len(parts_of[owner])
        if owners[position : position + length] == [owner] * length:
            made.append(blocks[owner])
        else:
            length = 1
            made.append(paragraphs(parts[position]))
        position += length
    return made


def _like(block: str, text: str) -> str:
    """Return a paragraph, or a list where there was one."""
    for kind in LISTS:
        if block.startswith(f"<{kind}>"):
            items = "".join(f"<li>{escape(line.strip())}</li>" for line in text.split("\n") if line.strip())
            return f"<{kind}>{items}</{kind}>"
    return paragraphs(text)
