"""Blocks that tell: text, pull-outs, questions with answers."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from casestudies.blocks.groups import LEADS, TELLING
from core.blocks import LineBlock, ProseBlock, RichBlock, TextBlock
from core.models import INLINE_FEATURES, TEXT_FEATURES


class StoryTextBlock(TextBlock):
    """Text whose headings make the table of contents."""

    class Meta:
        group = TELLING
        template = "blocks/story_text.html"
        description = _("Paragraphs, headings and lists. Three headings and more make a table of contents.")
        help_text = _(
            "A heading says what the part tells. Good: “Two pots of money with end dates”. Not: “Background”. "
            "Write [1] where a note belongs and add it under “Notes”."
        )


class PullOutBlock(ProseBlock):
    def __init__(self, **kwargs):
        super().__init__(max_length=240, rows=2, **kwargs)

    class Meta:
        icon = "title"
        group = TELLING
        label = _("Pull-out")
        template = "blocks/pull_out.html"
        description = _("One sentence of the story in large letters.")
        help_text = _("In your words. Somebody else's words belong in a quote, with their consent.")
        preview_value = "One house then does two jobs."


class QuestionBlock(blocks.StructBlock):
    question = LineBlock(
        max_length=200,
        label=_("Question"),
        help_text=_("As a reader would ask it. Good: “Who mends the roof?” Not: “Maintenance”."),
    )
    answer = RichBlock(
        features=TEXT_FEATURES, label=_("Answer"), help_text=_("If nobody knows, say so and who was asked.")
    )

    class Meta:
        icon = "help"
        group = TELLING
        label = _("Question and answer")
        template = "blocks/question.html"
        description = _("A question that readers ask, and its answer.")
        preview_value = {
            "question": "Who mends the roof?",
            "answer": "<p>The trust does, from the rents. It keeps a tenth of them for repairs.</p>",
        }


class NotesBlock(blocks.ListBlock):
    """The notes at the end of a story. Their numbers are their order."""

    def __init__(self, **kwargs):
        note = RichBlock(max_length=1_000, features=INLINE_FEATURES, label=_("Note"))
        super().__init__(note, min_num=1, max_num=99, **kwargs)

    class Meta:
        icon = "list-ol"
        group = LEADS
        label = _("Notes")
        template = "blocks/notes.html"
        description = _("Numbered notes. Shown at the end, linked with the marks [1], [2] … in the text, both ways.")
        help_text = _("The first note is [1]. When you move a note, change its mark too.")
        preview_value = ["<p>Board papers of March 2015, read at the town hall.</p>", "<p>A second note.</p>"]
