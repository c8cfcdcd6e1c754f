"""Building blocks that any page may use."""

import threading

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.base import BlockField
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text import RichText

from core.fields import PartialDateFormField, display_partial_date
from core.text import without_direction_marks

STORY_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
MARKUP_ROOM = 20  # times the length of the words: what tags and addresses may add

# While a draft is checked, its blocks ask for less. Wagtail notes that in the blocks, which all threads share: a story that
# somebody publishes in that moment would go live without what it lacks.
one_story_at_a_time = threading.Lock()
check_story = BlockField.clean


def check_story_alone(self, value):
    with one_story_at_a_time:
        return check_story(self, value)


BlockField.clean = check_story_alone


class HelpfulBlock(blocks.FieldBlock):
    """Shows the help of its `Meta` in the editor, as blocks of several fields do: the CMS shows the field's own alone."""

    @cached_property
    def field(self):
        field = super().field
        field.help_text = field.help_text or getattr(self.meta, "help_text", "")
        return field


class LineBlock(blocks.CharBlock):
    """A line of text without marks that turn its direction."""

    def __init__(self, max_length=255, **kwargs):
        super().__init__(max_length=max_length, **kwargs)

    def clean(self, value):
        return super().clean(without_direction_marks(value or ""))


class ProseBlock(HelpfulBlock, blocks.TextBlock):
    """Text of several lines, without marks that turn its direction."""

    def __init__(self, max_length=2_000, rows=3, **kwargs):
        super().__init__(max_length=max_length, rows=rows, **kwargs)

    def clean(self, value):
        return super().clean(without_direction_marks(value or ""))


class AddressBlock(blocks.URLBlock):
    """The address of a page elsewhere."""

    def __init__(self, max_length=500, **kwargs):
        super().__init__(max_length=max_length, **kwargs)

    def clean(self, value):
        return super().clean(without_direction_marks(value or ""))


class RichBlock(HelpfulBlock, blocks.RichTextBlock):
    """Rich text of a length that a page can show."""

    def __init__(self, max_length=4_000, **kwargs):
        super().__init__(max_length=max_length, **kwargs)

    def clean(self, value):
        source = without_direction_marks(value.source or "")
        if len(source) > self.max_length * MARKUP_ROOM:
            raise ValidationError(_("This text has too much formatting. Paste it without formatting and try again."))
        return super().clean(RichText(source))


class TextBlock(RichBlock):
    def __init__(self, **kwargs):
        super().__init__(max_length=20_000, features=STORY_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text.html"
        description = _("Paragraphs, headings and lists.")
        preview_value = (
            "<h2>How it began</h2><p>In 2013 the council said it could no longer keep the baths open. "
            "Residents asked what it would take to run them.</p>"
        )


class DescribedImageBlock(ImageBlock):
    """A picture with the alternative text that fits this page, kept to a length that is read out in one go."""

    LONGEST = 500

    def clean(self, value):
        if value and (words := value.contextual_alt_text):
            value.contextual_alt_text = without_direction_marks(words)
            if "\0" in words or len(words) > self.LONGEST:
                problem = _("Describe the picture in one or two sentences, up to %(limit)s characters.")
                error = ValidationError(problem, params={"limit": self.LONGEST})
                raise StructBlockValidationError(block_errors={"alt_text": error})
        return super().clean(value)


class PictureBlock(blocks.StructBlock):
    """A picture with the alternative text that fits this page, and a caption."""

    image = DescribedImageBlock(label=_("Picture"))
    caption = LineBlock(required=False, label=_("Caption"), help_text=_("What readers should see in it."))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"
        description = _("One picture with caption and credit.")
        help_text = _(
            "Alternative text says what this picture tells on this page. Good: “Four neighbours paint the shop front of the "
            "Annexe”. Not: “Photo of people”."
        )

    def get_preview_value(self):
        # The newest picture of the site: a made-up one would have to be kept somewhere.
        image = get_image_model().objects.last()
        return self.normalize({"image": image, "caption": _("What readers should see in it.")})


class QuoteBlock(blocks.StructBlock):
    quote = ProseBlock(
        label=_("Quote"), help_text=_("Their words, unchanged. Good: one thought. Not: what anybody could have said.")
    )
    who = LineBlock(max_length=120, label=_("Who"), help_text=_("Name, or “a resident” if they prefer."))
    role = LineBlock(required=False, max_length=120, label=_("Role"))
    consent = blocks.BooleanBlock(label=_("They agreed to be quoted here"))
    consent_note = LineBlock(
        required=False,
        max_length=200,
        search_index=False,
        label=_("How and when they agreed"),
        help_text=_("Such as “by e-mail to Jo, 3 May 2026”. Not shown to visitors."),
    )

    def clean(self, value):
        # A draft may wait for the answer; what is submitted or published may not.
        if value.get("quote") and not value.get("consent") and not self.is_deferred_validation:
            error = ValidationError(
                _("Ask them first, then tick this. Without their consent the quote cannot be published.")
            )
            raise StructBlockValidationError(block_errors={"consent": error})
        return super().clean(value)

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
