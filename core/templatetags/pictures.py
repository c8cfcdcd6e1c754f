"""Pictures in the sizes that a screen can use."""

from django import template
from wagtail.images.models import Filter

from core.models import CoreImage

register = template.Library()
FORMATS = ("webp", "jpeg")  # the first that a browser knows


@register.inclusion_tag("includes/sized_picture.html")
def sized_picture(image: CoreImage, widths: str, sizes: str, *, alt: str | None = None) -> dict:
    """Draw a picture that is loaded when it comes into sight, in the smallest size that will do.

    Args:
        widths: in pixels, the smallest first, such as "480,800,1280".
        sizes: how wide it is shown, as the HTML attribute wants it.
        alt: the alternative text, when it is not the one that was given with the picture.
    """
    all_widths = [int(width) for width in widths.split(",")]
    # A picture is never enlarged: two sizes of the same width would be one file twice.
    fitting = [width for width in all_widths if width <= image.width] or all_widths[:1]
    filters = {kind: [Filter(f"width-{width}|format-{kind}") for width in fitting] for kind in FORMATS}
    made = image.get_renditions(*(one for kind in FORMATS for one in filters[kind]))
    drawn = {kind: [made[one.spec] for one in filters[kind]] for kind in FORMATS}
    return {
        "srcset": {kind: ", ".join(f"{one.url} {one.width}w" for one in drawn[kind]) for kind in FORMATS},
        "largest": drawn["jpeg"][-1],
        "alt": drawn["jpeg"][-1].alt if alt is None else alt,
        "sizes": sizes,
    }
