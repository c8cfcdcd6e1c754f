"""How a story gets on the page."""

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText

from casestudies import story as stories
from casestudies.anchors import Anchors, anchored
from casestudies.charts.marks import MARKS, PATTERNS
from casestudies.citing import Citation, citation_of
from casestudies.linked_data import linked_data_of

register = template.Library()


@register.simple_tag(takes_context=True)
def tell(context: Context, story: StreamValue) -> stories.Story:
    """Draw the story and return it with its contents."""
    return stories.tell(story, context.flatten())


register.filter(stories.minutes_to_read)


@register.simple_tag(takes_context=True)
def citation(context: Context) -> Citation:
    """Return how to cite the page."""
    return citation_of(context["page"], context["request"])


@register.simple_tag(takes_context=True)
def linked_data(context: Context) -> SafeString:
    """Return what programs read of the page; nothing for one that is not public."""
    page, request = context["page"], context["request"]
    return linked_data_of(page, request) if page.live and not getattr(request, "is_preview", False) else SafeString()


@register.simple_tag(takes_context=True)
def told(context: Context, text: RichText) -> SafeString:
    """Return rich text with addresses at its headings and links to its notes."""
    return anchored(text.__html__(), _anchors(context))


@register.simple_tag(takes_context=True)
def marks_of(context: Context, number: int) -> list[str]:
    """Return the addresses of the marks of a note."""
    return _anchors(context).marks_of(number)


@register.simple_tag(takes_context=True)
def result_address(context: Context) -> str:
    """Return the address of the next result of the story."""
    return _anchors(context).add_result()


def _anchors(context: Context) -> Anchors:
    # The preview of one block has no story around it.
    return context.get("anchors") or Anchors()


@register.filter
def mark_shape(series: int) -> str:
    """Return the path of the mark of a series, its middle at 0, 0."""
    return MARKS[series]


@register.filter
def pattern(series: int) -> str:
    """Return the path of the pattern of a series, in a square of 8 by 8. Empty for the first, which is plain."""
    return PATTERNS[series]
