"""Blocks that lead on: another entry, a document."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock

from casestudies.blocks.groups import LEADS
from core.blocks import LineBlock
from core.licences import Licence


class LinkedEntryBlock(blocks.PageChooserBlock):
    def __init__(self, **kwargs):
        super().__init__(page_type="connectors.EntryPage", **kwargs)

    class Meta:
        icon = "link"
        group = LEADS
        label = _("Entry of the directory")
        template = "blocks/linked_entry.html"
        description = _("The card of another entry.")

    def cards(self, keys):
        """Return the entries with these keys by key, in a fixed number of queries. What is not public is left out."""
        # Through the chooser's model: a story may not import the directory's pages by name.
        return self.model_class.objects.listed().for_cards().in_bulk(keys) if keys else {}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        cards = context.get("entry_cards")
        if cards is None:  # drawn alone, in the preview of the block
            cards = self.cards([value.pk] if value else [])
        return {**context, "entry": cards.get(value.pk) if value else None}

    def get_preview_value(self):
        return self.model_class.objects.live().last()


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    description = LineBlock(
        label=_("What it is for"), help_text=_("Good: “The lease, to take to your own solicitor”. Not: “PDF”.")
    )
    licence = blocks.ChoiceBlock(choices=Licence.choices, search_index=False, label=_("Licence"))

    def get_context(self, value, parent_context=None):
        licence = value.get("licence")
        known = Licence(licence) if licence in Licence.values else Licence.UNKNOWN
        return {**super().get_context(value, parent_context=parent_context), "known_licence": known}

    def get_searchable_content(self, value):
        titles = [value["document"].title] if value.get("document") else []
        return [*titles, *super().get_searchable_content(value)]

    class Meta:
        icon = "doc-full"
        group = LEADS
        label = _("Document")
        template = "blocks/document.html"
        description = _("A file to take away, with its format, size and licence.")

    def get_preview_value(self):
        document = get_document_model().objects.last()
        description = _("The lease, to take to your own solicitor")
        return self.normalize({"document": document, "description": description, "licence": Licence.CC_BY})
