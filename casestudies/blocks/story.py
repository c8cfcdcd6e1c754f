"""What a case study may be made of."""

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.images import get_image_model
from wagtail.rich_text import RichText

from casestudies.anchors import Anchors, marks_in
from casestudies.blocks.charts import ChartBlock
from casestudies.blocks.costs import CostTableBlock
from casestudies.blocks.facts import KeyFactBlock, OutcomeBlock, TableBlock, TimelineBlock
from casestudies.blocks.groups import SEEING, TELLING
from casestudies.blocks.leads import DocumentBlock, LeadBlock, LinkedCommitmentBlock, LinkedEntryBlock
from casestudies.blocks.lessons import CopyAndChangeBlock, WhatDidNotWorkBlock, WhatItNeedsBlock
from casestudies.blocks.seeing import PicturePairBlock, VideoBlock
from casestudies.blocks.telling import NotesBlock, PullOutBlock, QuestionBlock, StoryTextBlock
from casestudies.walking import values_of
from core.blocks import PictureBlock, QuoteBlock

MAX_BLOCKS = 200


class StoryBlock(blocks.StreamBlock):
    text = StoryTextBlock()
    quote = QuoteBlock(group=TELLING)
    pull_out = PullOutBlock()
    question = QuestionBlock()
    picture = PictureBlock(group=SEEING)
    picture_pair = PicturePairBlock()
    video = VideoBlock()
    key_fact = KeyFactBlock()
    timeline = TimelineBlock()
    table = TableBlock()
    chart = ChartBlock()
    costs = CostTableBlock()
    outcome = OutcomeBlock()
    what_did_not_work = WhatDidNotWorkBlock()
    what_it_needs = WhatItNeedsBlock()
    copy_and_change = CopyAndChangeBlock()
    linked_entry = LinkedEntryBlock()
    linked_commitment = LinkedCommitmentBlock()
    document = DocumentBlock()
    notes = NotesBlock()

    class Meta:
        template = "blocks/story.html"
        max_num = MAX_BLOCKS
        block_counts = {"notes": {"max_num": 1}}

    def clean(self, value):
        value = super().clean(value)
        texts = [text.source for text in values_of(value) if isinstance(text, RichText)]
        missing = sorted({mark for text in texts for mark in marks_in(text) if mark > note_count(value)})
        if missing and not self.is_deferred_validation:
            problem = _(
                "There is no note for %(marks)s. Add it under “Notes” (the first note is [1]), or take the mark out of the text."
            )
            marks = ", ".join(f"[{mark}]" for mark in missing)
            raise StreamBlockValidationError(non_block_errors=[ValidationError(problem, params={"marks": marks})])
        return value

    def get_context(self, value, parent_context=None):
        """Fetch at once what the blocks show, so that a long story needs no more queries than a short one."""
        _fetch_renditions(value)
        context = super().get_context(value, parent_context=parent_context)
        context.setdefault("anchors", Anchors(note_count(value)))
        return {**context, "leads": {name: block.public(led_to(value, name)) for name, block in self.leads.items()}}

    @property
    def leads(self) -> dict[str, LeadBlock]:
        return {name: block for name, block in self.child_blocks.items() if isinstance(block, LeadBlock)}


def led_to(story: blocks.StreamValue, *names: str) -> list:
    """Return the entries that blocks with these names lead to, public or not; without names, those of all that lead on."""
    names = names or tuple(story.stream_block.leads)
    return [child.value for child in story if child.block_type in names and child.value]


def note_count(story: blocks.StreamValue) -> int:
    """Return how many notes a story has."""
    return sum(len(child.value) for child in story if child.block_type == "notes")


def _fetch_renditions(story: blocks.StreamValue) -> None:
    images = [value for value in values_of(story) if isinstance(value, get_image_model())]
    renditions = get_image_model().get_rendition_model().objects.all()
    # Where Wagtail looks before it asks for each picture.
    prefetch_related_objects(images, Prefetch("renditions", renditions, to_attr="prefetched_renditions"))
