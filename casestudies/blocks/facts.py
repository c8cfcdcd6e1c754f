"""Blocks of facts: a figure, dates, tables, results. Each says where it comes from."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from casestudies.blocks.groups import FACTS
from casestudies.blocks.sources import source_title, source_url
from casestudies.evidence import EvidenceLevel
from core.blocks import LineBlock, PartialDateBlock, ProseBlock, RichBlock
from core.text import without_direction_marks

MAX_TABLE_ROWS, MAX_TABLE_COLUMNS, MAX_HEADING = 100, 12, 120


class KeyFactBlock(blocks.StructBlock):
    number = LineBlock(
        max_length=40,
        label=_("Number"),
        help_text=_("As the source gives it. Good: “£125m”, “11 of 160”. Not: “many”."),
    )
    unit = LineBlock(required=False, max_length=40, label=_("Unit"), help_text=_("Such as “employers”, if it has one."))
    label = LineBlock(max_length=200, label=_("What it counts"))
    as_of = PartialDateBlock(required=False, label=_("As of"))
    source_title = source_title()
    source_url = source_url()

    class Meta:
        icon = "pick"
        group = FACTS
        label = _("Key fact")
        template = "blocks/key_fact.html"
        description = _("One number that matters, with date and source.")
        preview_value = {"number": "42", "unit": "homes", "label": "share a common house", "as_of": "2018-12"}


class StepBlock(blocks.StructBlock):
    when = LineBlock(max_length=60, label=_("When"), help_text=_("Such as “July 2019” or “Winter 2013”."))
    what = RichBlock(max_length=1_000, features=["bold", "italic", "link"], label=_("What happened"))


class TimelineBlock(blocks.StructBlock):
    title = LineBlock(required=False, max_length=120, label=_("Title"))
    steps = blocks.ListBlock(StepBlock(), min_num=1, max_num=60, label=_("Steps"))

    class Meta:
        icon = "history"
        group = FACTS
        label = _("Steps with dates")
        template = "blocks/timeline.html"
        description = _("What happened when.")
        help_text = _("From the first date to the last. A detour is a step too.")
        preview_value = {
            "title": "How it went",
            "steps": [
                {"when": "2013", "what": "The group is founded."},
                {"when": "2015", "what": "The council chooses a builder with it."},
            ],
        }


class CellsBlock(TypedTableBlock):
    """A table of a size that a page can show."""

    def __init__(self, **kwargs):
        super().__init__([("text", ProseBlock(required=False, rows=2, max_length=1_000))], **kwargs)

    def clean(self, value):
        if len(value.row_data) > MAX_TABLE_ROWS or len(value.columns) > MAX_TABLE_COLUMNS:
            problem = _(
                "A table can have up to %(rows)s rows and %(columns)s columns. Offer a bigger one as a document."
            )
            raise ValidationError(problem, params={"rows": MAX_TABLE_ROWS, "columns": MAX_TABLE_COLUMNS})
        for column in value.columns:
            column["heading"] = without_direction_marks(column["heading"] or "")
            if "\0" in column["heading"] or len(column["heading"]) > MAX_HEADING:
                problem = _("The heading of a column can have up to %(limit)s characters.")
                raise ValidationError(problem, params={"limit": MAX_HEADING})
        # The block around it has the caption that is shown.
        value.caption = ""
        return super().clean(value)


class TableBlock(blocks.StructBlock):
    caption = LineBlock(
        max_length=200, label=_("Caption"), help_text=_("What the table shows. Read out before the table.")
    )
    table = CellsBlock(label=_("Table"))
    first_column_is_heading = blocks.BooleanBlock(
        required=False, default=True, label=_("The first column names the rows")
    )

    class Meta:
        icon = "table"
        group = FACTS
        label = _("Table")
        template = "blocks/table.html"
        description = _("Rows and columns with a caption.")
        help_text = _("For words and figures to look up. Say what is missing: “not stated”, not an empty cell.")
        preview_value = {
            "caption": "What it cost",
            "table": {
                "columns": [{"type": "text", "heading": "Year"}, {"type": "text", "heading": "Cost"}],
                "rows": [{"values": ["2021", "£40,000"]}, {"values": ["2022", "£25,000"]}],
            },
            "first_column_is_heading": True,
        }


class OutcomeBlock(blocks.StructBlock):
    indicator = LineBlock(
        label=_("What was measured"), help_text=_("Good: “Homes let below market rent”. Not: “Impact on housing”.")
    )
    baseline = LineBlock(required=False, max_length=80, label=_("Before"), help_text=_("Empty is shown as not known."))
    result = LineBlock(max_length=80, label=_("After"))
    unit = LineBlock(required=False, max_length=80, label=_("Unit"))
    measured_on = PartialDateBlock(required=False, label=_("Measured on"))
    how_sure = blocks.ChoiceBlock(choices=EvidenceLevel.choices, search_index=False, label=_("How sure anyone is"))
    source_title = source_title(required=True)
    source_url = source_url()

    def get_context(self, value, parent_context=None):
        level = value.get("how_sure")
        known = EvidenceLevel(level) if level in EvidenceLevel.values else None
        return {**super().get_context(value, parent_context=parent_context), "level": known}

    class Meta:
        icon = "success"
        group = FACTS
        label = _("Result")
        template = "blocks/outcome.html"
        description = _("One measured result: before, after, when, by whom and how sure.")
        preview_value = {
            "indicator": "Homes let by the trust",
            "baseline": "0",
            "result": "6",
            "unit": "homes",
            "measured_on": "2023-09",
            "how_sure": "monitored",
            "source_title": "Yearly report 2023",
        }
