"""Blocks to look at: pictures side by side, and links to videos."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model

from casestudies.blocks.groups import SEEING
from core.blocks import AddressBlock, DescribedImageBlock, LineBlock, PictureBlock


class PicturePairBlock(blocks.StructBlock):
    first = PictureBlock(label=_("First picture"))
    second = PictureBlock(label=_("Second picture"))

    class Meta:
        icon = "image"
        group = SEEING
        label = _("Pair of pictures")
        template = "blocks/picture_pair.html"
        description = _("Two pictures side by side, such as before and after.")
        help_text = _("Both of one shape look best. The captions say what differs.")

    def bulk_to_python(self, values):
        """Fetch the pictures of both sides together: by itself, each side of a pair asks for its own."""
        sides = tuple(self.child_blocks)
        pictures = iter(
            self.child_blocks["first"].bulk_to_python([value.get(side) or {} for value in values for side in sides])
        )
        return [self.meta.value_class(self, [(side, next(pictures)) for side in sides]) for _value in values]

    def get_preview_value(self):
        # The newest picture of the site: a made-up one would have to be kept somewhere.
        picture = {"image": get_image_model().objects.last(), "caption": _("What readers should see in it.")}
        return self.normalize({"first": picture, "second": picture})


WORDS = [
    ("captions", _("captions")),
    ("transcript", _("a transcript on its page")),
    ("both", _("captions and a transcript")),
    ("none", _("neither captions nor a transcript")),
]


class VideoBlock(blocks.StructBlock):
    """A link with a picture of ours: the other site hears of a visitor only when they follow it."""

    title = LineBlock(max_length=160, label=_("What it shows"))
    url = AddressBlock(label=_("Address of the video"))
    poster = DescribedImageBlock(
        required=False, label=_("Picture"), help_text=_("From our own pictures. Without one, only the title is shown.")
    )
    length = LineBlock(max_length=40, label=_("Length"), help_text=_("Such as “4 minutes”."))
    words = blocks.ChoiceBlock(choices=WORDS, search_index=False, label=_("For people who cannot hear it, it has"))
    transcript_url = AddressBlock(required=False, label=_("Address of a transcript"))

    class Meta:
        icon = "media"
        group = SEEING
        label = _("Video")
        template = "blocks/video.html"
        description = _("A link to a video elsewhere, with our own picture. Nothing is loaded from there.")
        help_text = _("Good: a film that people of the place made. Not: an advertisement.")

    def get_preview_value(self):
        return self.normalize(
            {
                "title": _("How the baths were saved"),
                "url": "https://videos.example.org/baths",
                "poster": get_image_model().objects.last(),
                "length": _("4 minutes"),
                "words": "captions",
            }
        )
