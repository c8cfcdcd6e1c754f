"""Blocks of lessons: what went wrong, what it takes, what to copy."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from casestudies.blocks.groups import LESSONS
from core.blocks import RichBlock
from core.models import TEXT_FEATURES


class WhatDidNotWorkBlock(RichBlock):
    def __init__(self, **kwargs):
        super().__init__(features=TEXT_FEATURES, **kwargs)

    class Meta:
        icon = "warning"
        group = LESSONS
        label = _("What did not work")
        template = "blocks/what_did_not_work.html"
        description = _("A failure, a detour or a cost that nobody expected.")
        help_text = _(
            "Good: “The lease took two years, because nobody had asked who owned the yard.” Not: “Challenges arose.”"
        )
        preview_value = "<p>The first site fell through after a year of work.</p>"


class WhatItNeedsBlock(RichBlock):
    def __init__(self, **kwargs):
        super().__init__(features=TEXT_FEATURES, **kwargs)

    class Meta:
        icon = "key"
        group = LESSONS
        label = _("What it needs")
        template = "blocks/what_it_needs.html"
        description = _("What had to be there for it to work.")
        help_text = _("Good: “A council officer with a day a week for it.” Not: “Leadership.”")
        preview_value = "<p>A building that is for sale, and a council that will wait.</p>"


class CopyAndChangeBlock(blocks.StructBlock):
    copy = RichBlock(features=TEXT_FEATURES, label=_("Copy this"))
    change = RichBlock(features=TEXT_FEATURES, label=_("Change that"))

    class Meta:
        icon = "copy"
        group = LESSONS
        label = _("Copy this, change that")
        template = "blocks/copy_and_change.html"
        description = _("Advice to the next place, side by side.")
        help_text = _("From those who did it where you can; say “our reading” where it is yours.")
        preview_value = {"copy": "<p>Ask residents first.</p>", "change": "<p>Start with the lease.</p>"}
