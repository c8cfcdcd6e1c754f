"""Building blocks that any page may use."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

from core.fields import PartialDateFormField, display_partial_date

STORY_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(features=STORY_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text.html"
        description = _("Paragraphs, headings and lists.")
        preview_value = (
            "<h2>How it began</h2><p>In 2013 the council said it could no longer keep the baths open. "
            "Residents asked what it would take to run them.</p>"
        )


class PictureBlock(blocks.StructBlock):
    """A picture with the alternative text that fits this page, and a caption."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(
        required=False, max_length=255, label=_("Caption"), help_text=_("What readers should see in it.")
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"
        description = _("One picture with caption and credit.")

    def get_preview_value(self):
        # The newest picture of the site: a made-up one would have to be kept somewhere.
        image = get_image_model().objects.last()
        return self.normalize({"image": image, "caption": _("What readers should see in it.")})


class QuoteBlock(blocks.StructBlock):
    quote = blocks.TextBlock(label=_("Quote"), help_text=_("Their words, unchanged."))
    who = blocks.CharBlock(max_length=120, label=_("Who"), help_text=_("Name, or “a resident” if they prefer."))
    role = blocks.CharBlock(required=False, max_length=120, label=_("Role"))
    consent = blocks.BooleanBlock(label=_("They agreed to be quoted here"))

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blocks/quote.html"
        description = _("What somebody said, with their consent.")
        preview_value = {
            "quote": "Write here what they said, word for word.",
            "who": "Name of the person",
            "role": "Their role",
            "consent": True,
        }


class PartialDateBlock(blocks.FieldBlock):
    """A year, a month or a day, as people write it."""

    def __init__(self, required=True, help_text=None, **kwargs):
        self.field = PartialDateFormField(required=required, help_text=help_text)
        super().__init__(**kwargs)

    def value_from_form(self, value):
        return value or ""

    def get_searchable_content(self, value):
        return [display_partial_date(value)]

    class Meta:
        icon = "date"
        default = ""


class BodyBlock(blocks.StreamBlock):
    """The palette of a standard page."""

    text = TextBlock()
    picture = PictureBlock()

    class Meta:
        template = "blocks/stream.html"
