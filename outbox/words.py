"""From words with {placeholder}s and untrusted values to a subject and a text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.text import without_control_characters
from outbox.kinds import MailKind
from outbox.models import MailWords

LONGEST_SUBJECT = 200
LONGEST_VALUE = 50_000
LONGEST_TEXT = 200_000
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
BRACED = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True, slots=True)
class Words:
    """What a mail says: a subject of one line, and a text."""

    subject: str
    text: str


def words_for(kind: MailKind) -> Words:
    """Return the words of a kind with their placeholders: those that a site manager wrote, else its own."""
    changed = MailWords.objects.filter(code=kind.code).first()
    return Words(changed.subject, changed.text) if changed else own_words(kind)


def own_words(kind: MailKind) -> Words:
    return Words(str(kind.subject), str(kind.text))


def filled(words: Words, kind: MailKind, values: Mapping[str, str]) -> Words:
    """Return the words with each placeholder of the kind replaced by its value. What else stands in braces stays as it is.

    Raises:
        ValueError: the values are not exactly those of the kind.
    """
    if values.keys() != kind.placeholders.keys():
        raise ValueError(f"Mail {kind.code!r} needs the values {sorted(kind.placeholders)}, not {sorted(values)}")
    # In one pass: what looks like a placeholder in a value is somebody's text.
    whole = {name: tidy_text(str(value)[:LONGEST_VALUE]) for name, value in values.items()}

    def value(match: re.Match) -> str:
        return whole.get(match[1], match[0])

    return tidy(Words(PLACEHOLDER.sub(value, words.subject), PLACEHOLDER.sub(value, words.text)))


def example_values(kind: MailKind, base_url: str) -> dict[str, str]:
    """Return made-up values: for addresses one of this site, else the description of the placeholder."""
    return {
        name: kind.examples.get(name) or (f"{base_url}/example/" if name.endswith(("link", "url")) else f"[{about}]")
        for name, about in kind.placeholders.items()
    }


def unknown_placeholders(text: str, kind: MailKind) -> list[str]:
    """Return what stands in braces and is no placeholder of the kind, in order."""
    return list(dict.fromkeys(f"{{{name}}}" for name in BRACED.findall(text) if name not in kind.placeholders))


def tidy(words: Words) -> Words:
    """Return the words as they can be sent: a subject of one line and limited length, no control or bidirectional marks."""
    return Words(one_line(words.subject, LONGEST_SUBJECT), tidy_text(words.text)[:LONGEST_TEXT])


def one_line(text: str, longest: int) -> str:
    """Return text that is safe in a header: one line, single-spaced, cut with an ellipsis."""
    line = " ".join(without_control_characters(text[: longest * 10]).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def tidy_text(text: str) -> str:
    """Return text with its line breaks and without any other control, invisible or bidirectional mark."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(without_control_characters(line).rstrip() for line in lines).strip("\n")
