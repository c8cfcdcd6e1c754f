"""A story as it is read: drawn once, with its table of contents and how long it takes."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from wagtail.blocks import StreamValue

from casestudies.anchors import Anchors, Heading
from casestudies.blocks.story import note_count

WORDS_A_MINUTE = 200
CONTENTS_FROM = 3  # headings; fewer are seen at a glance
# Looked up or skipped, not read from end to end.
NOT_READ = {"table", "chart", "costs", "notes", "linked_entry", "linked_commitment", "document"}


@dataclass(frozen=True)
class Story:
    html: SafeString
    contents: tuple[Heading, ...]
    minutes: int


def tell(story: StreamValue, context: dict) -> Story:
    """Draw a story.

    Args:
        context: what the template around it knows.
    """
    anchors = Anchors(note_count(story))
    html = story.stream_block.render(story, context={**context, "anchors": anchors})
    contents = tuple(anchors.headings) if len(anchors.headings) >= CONTENTS_FROM else ()
    return Story(html, contents, minutes_to_read(story))


def minutes_to_read(story: StreamValue) -> int:
    """Return about how many minutes a story takes, 0 when there is nothing to read. Tables and charts do not count."""
    words = sum(
        len(text.split())
        for child in story
        if child.block_type not in NOT_READ
        for text in child.block.get_searchable_content(child.value)
    )
    return max(1, round(words / WORDS_A_MINUTE)) if words else 0
