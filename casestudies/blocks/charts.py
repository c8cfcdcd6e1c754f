"""A chart from a table that editors type, paste or upload."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from casestudies.anchors import Anchors
from casestudies.blocks.groups import FACTS
from casestudies.blocks.sources import source_title, source_url
from casestudies.charts import draw, read_figures
from casestudies.charts.figures import MAX_CHARACTERS
from casestudies.charts.sheets import read_sheet
from core.blocks import LineBlock, ProseBlock

# Pixels. Two drawings, and the style sheet shows the one that fits: letters keep their size on a phone.
WIDTHS = {"wide": 640, "narrow": 320}
BOTH = _("The box has a table already. Empty it to read the table from the file, or take the file away.")


class ChartBlock(blocks.StructBlock):
    title = LineBlock(
        max_length=160,
        label=_("Title"),
        help_text=_("Good: “Council staff fell by a third since 2010”. Not: “Employment”."),
    )
    description = ProseBlock(
        max_length=400,
        rows=2,
        label=_("What it shows"),
        help_text=_("One or two sentences with the main figures. Shown, and read out in place of the drawing."),
    )
    kind = blocks.ChoiceBlock(
        choices=[("bar", _("Bars: to compare")), ("line", _("Line: over time"))],
        default="bar",
        search_index=False,
        label=_("Kind"),
    )
    figures = ProseBlock(
        required=False,
        max_length=MAX_CHARACTERS,
        rows=6,
        search_index=False,
        label=_("Table"),
        help_text=_(
            "Paste cells from a spreadsheet, or type lines with commas: the names of the columns first, then a row in each "
            "line, up to 60 rows and 6 columns of figures. Leave a cell empty when the figure is not known."
        ),
    )
    file = DocumentChooserBlock(
        required=False,
        label=_("Or read the table from a file"),
        help_text=_(
            "CSV or Excel (.xlsx). Its first sheet is read into the box when you save; then the file is not needed."
        ),
    )
    unit = LineBlock(
        required=False, max_length=80, label=_("Unit"), help_text=_("Such as “million people” or “per cent”.")
    )
    source_title = source_title(required=True)
    source_url = source_url()
    note = LineBlock(
        required=False,
        max_length=400,
        label=_("Note"),
        help_text=_("What to keep in mind, such as a changed definition."),
    )

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:
            return self._with_file_read_if_it_can_be(
                value
            )  # a half-typed table is kept; the preview says what it lacks
        value = self._with_file_read(value)
        try:
            read_figures(value["figures"])
        except ValidationError as error:
            raise StructBlockValidationError(block_errors={"figures": error}) from error
        return value

    def _with_file_read_if_it_can_be(self, value):
        try:
            return self._with_file_read(value)
        except ValidationError:
            return value

    def _with_file_read(self, value):
        file = value["file"]
        if not file:
            return value
        if value["figures"]:
            raise StructBlockValidationError(block_errors={"file": ValidationError(BOTH)})
        try:
            with file.open_file() as opened:
                value["figures"] = self.child_blocks["figures"].clean(read_sheet(opened, file.file_extension))
        except (ValidationError, OSError) as error:
            problem = (
                error
                if isinstance(error, ValidationError)
                else ValidationError(_("The file is gone. Upload it again."))
            )
            raise StructBlockValidationError(block_errors={"file": problem}) from error
        value["file"] = None
        return value

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        anchors = context.get("anchors") or Anchors()
        try:
            figures = read_figures(value["figures"] or "")
        except ValidationError as error:
            return {**context, "problems": error.messages}
        kind = "line" if value["kind"] == "line" else "bar"
        drawings = [(name, draw(figures, kind, width)) for name, width in WIDTHS.items()]
        return {**context, "figures": figures, "drawings": drawings, "address": anchors.add_chart()}

    class Meta:
        icon = "list-ul"
        group = FACTS
        label = _("Chart")
        template = "blocks/chart.html"
        description = _("Bars or a line from a table that you paste. Drawn by the site, with the table beneath.")
        preview_value = {
            "title": "More members every year",
            "description": "The network had 12 members in 2021 and 45 in 2023.",
            "kind": "line",
            "figures": "Year,Members\n2021,12\n2022,31\n2023,45",
            "unit": "members",
            "source_title": "Yearly reports",
        }
