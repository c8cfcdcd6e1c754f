"""The palette of a case study. Every block is small and can be previewed."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from core.blocks import PartialDateBlock, PictureBlock, QuoteBlock, TextBlock
from core.models import TEXT_FEATURES

TELLING = _("Telling it")
FACTS = _("Facts")
LESSONS = _("Lessons")


class KeyFactBlock(blocks.StructBlock):
    number = blocks.CharBlock(max_length=40, label=_("Number"), help_text=_("With its unit, such as “£125m” or “16%”."))
    label = blocks.CharBlock(max_length=200, label=_("What it counts"))
    as_of = PartialDateBlock(required=False, label=_("As of"))
    source_title = blocks.CharBlock(required=False, max_length=255, label=_("Source"))
    source_url = blocks.URLBlock(required=False, label=_("Address of the source"))

    class Meta:
        icon = "pick"
        group = FACTS
        label = _("Key fact")
        template = "blocks/key_fact.html"
        description = _("One number that matters, with date and source.")
        preview_value = {"number": "42", "label": "homes with a common house", "as_of": "2018-12"}


class StepBlock(blocks.StructBlock):
    when = blocks.CharBlock(max_length=60, label=_("When"), help_text=_("Such as “July 2019” or “Winter 2013”."))
    what = blocks.RichTextBlock(features=["bold", "italic", "link"], label=_("What happened"))


class TimelineBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    steps = blocks.ListBlock(StepBlock(), min_num=1, label=_("Steps"))

    class Meta:
        icon = "history"
        group = FACTS
        label = _("Steps with dates")
        template = "blocks/timeline.html"
        description = _("What happened when.")
        preview_value = {
            "title": "How it went",
            "steps": [
                {"when": "2013", "what": "The group is founded."},
                {"when": "2015", "what": "The council chooses a builder with it."},
            ],
        }


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(
        max_length=200, label=_("Caption"), help_text=_("What the table shows. Read out before the table.")
    )
    table = TypedTableBlock([("text", blocks.TextBlock(rows=2))], label=_("Table"))
    first_column_is_heading = blocks.BooleanBlock(
        required=False, default=True, label=_("The first column names the rows")
    )

    class Meta:
        icon = "table"
        group = FACTS
        label = _("Table")
        template = "blocks/table.html"
        description = _("Rows and columns with a caption.")
        preview_value = {
            "caption": "What it cost",
            "table": {
                "columns": [{"type": "text", "heading": "Year"}, {"type": "text", "heading": "Cost"}],
                "rows": [{"values": ["2021", "£40,000"]}, {"values": ["2022", "£25,000"]}],
            },
            "first_column_is_heading": True,
        }


class WhatDidNotWorkBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(features=TEXT_FEATURES, **kwargs)

    class Meta:
        icon = "warning"
        group = LESSONS
        label = _("What did not work")
        template = "blocks/what_did_not_work.html"
        description = _("A failure, a detour or a cost that nobody expected.")
        preview_value = "<p>The first site fell through after a year of work.</p>"


class WhatItNeedsBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(features=TEXT_FEATURES, **kwargs)

    class Meta:
        icon = "key"
        group = LESSONS
        label = _("What it needs")
        template = "blocks/what_it_needs.html"
        description = _("What had to be there for it to work.")
        preview_value = "<p>A building that is for sale, and a council that will wait.</p>"


class CopyAndChangeBlock(blocks.StructBlock):
    copy = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Copy this"))
    change = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Change that"))

    class Meta:
        icon = "copy"
        group = LESSONS
        label = _("Copy this, change that")
        template = "blocks/copy_and_change.html"
        description = _("Advice to the next place, side by side.")
        preview_value = {"copy": "<p>Ask residents first.</p>", "change": "<p>Start with the lease.</p>"}


class LinkedEntryBlock(blocks.PageChooserBlock):
    def __init__(self, **kwargs):
        super().__init__(page_type="connectors.EntryPage", **kwargs)

    class Meta:
        icon = "link"
        group = TELLING
        label = _("Entry of the directory")
        template = "blocks/linked_entry.html"
        description = _("The card of another entry.")

    def get_context(self, value, parent_context=None):
        # Through the chooser's model, as below. A draft or restricted entry must not be named.
        shown = self.model_class.objects.listed().filter(pk=value.pk).first() if value else None
        return {**super().get_context(value, parent_context=parent_context), "entry": shown}

    def get_preview_value(self):
        # Through the chooser's model: a story may not import the directory's pages by name.
        return self.model_class.objects.live().last()


class StoryBlock(blocks.StreamBlock):
    """What a case study may be made of."""

    text = TextBlock(group=TELLING)
    picture = PictureBlock(group=TELLING)
    quote = QuoteBlock(group=TELLING)
    linked_entry = LinkedEntryBlock()
    key_fact = KeyFactBlock()
    timeline = TimelineBlock()
    table = TableBlock()
    what_did_not_work = WhatDidNotWorkBlock()
    what_it_needs = WhatItNeedsBlock()
    copy_and_change = CopyAndChangeBlock()

    class Meta:
        template = "blocks/stream.html"
