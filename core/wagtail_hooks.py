"""The editors' desk as a whole: its script and style, and where Wagtail itself needs a correction."""

import json

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser
from wagtail.blocks import Block

from core.viewsets import defused


@hooks.register("insert_global_admin_css")
def desk_style():
    return format_html('<link rel="stylesheet" href="{}">', static("css/desk.css"))


def render_chooser(self, name, value, attrs=None, renderer=None):
    """Render a chooser with its start as data. Wagtail appends an inline script and has no template to override."""
    value_data = self.get_value_data(value)
    start = {"new": self.js_constructor, "id": attrs["id"]}
    if isinstance(self, AdminTaskChooser):
        start = {"call": "createTaskChooser", "id": attrs["id"]}
    else:
        start["options"] = json.dumps(self.get_js_init_options(attrs["id"], name, value_data))
    return self.render_html(name, value_data, attrs) + render_to_string("desk/start.html", start)


BaseChooser.render = render_chooser


# Every export of the desk, reports included, goes through this one method; Wagtail passes formulas on by policy.
write_cell = SpreadsheetExportMixin.preprocess_field_value


def write_defused_cell(self, field, value, export_format):
    return defused(write_cell(self, field, value, export_format))


SpreadsheetExportMixin.preprocess_field_value = write_defused_cell

# Blocks are previewed with the site's own style.
Block.DEFAULT_PREVIEW_TEMPLATE = "desk/block_preview.html"
