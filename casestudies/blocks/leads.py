"""Blocks that lead on: another entry, a commitment, a document."""

from copy import copy

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock

from casestudies.blocks.groups import LEADS
from core.blocks import HelpfulBlock, LineBlock
from core.licences import Licence


class LeadBlock(HelpfulBlock, blocks.PageChooserBlock):
    """Leads to an entry: shown while anybody may see that, else without a trace.

    Through the chooser's model: a story may not import the directory's pages, nor commitments, by name.
    """

    page_class: str

    def __init__(self, **kwargs):
        super().__init__(page_type=self.page_class, **kwargs)

    def with_what_is_shown(self, entries):
        """Add to a queryset what the block shows of each entry."""
        return entries

    def bulk_to_python(self, values):
        """Fetch the entries of all blocks of a story together with what is shown of them."""
        found = self._shown().in_bulk(values)
        return [copy(found.get(key)) for key in values]

    def public(self, entries):
        """Return those of the entries that anybody may see, by key. Only what a form has just sent is fetched for it."""
        known = {entry.pk: entry for entry in entries if hasattr(entry, "is_listed")}
        if keys := [entry.pk for entry in entries if entry.pk not in known]:
            known |= self._shown().in_bulk(keys)
        return {key: entry for key, entry in known.items() if entry.is_listed}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        leads = context.get("leads")
        # Without them it is drawn alone, in the preview of the block.
        public = self.public([value] if value else []) if leads is None else leads[self.name]
        return {**context, "entry": public.get(value.pk) if value else None}

    def get_preview_value(self):
        return self.model_class.objects.listed().last()

    def _shown(self):
        return self.with_what_is_shown(self.model_class.objects.with_is_listed())


class LinkedEntryBlock(LeadBlock):
    page_class = "connectors.EntryPage"

    class Meta:
        icon = "link"
        group = LEADS
        label = _("Entry of the directory")
        template = "blocks/linked_entry.html"
        description = _("The card of another entry.")
        help_text = _("Good: the network that lent them the lawyer. Say in the text before it what it did here.")

    def with_what_is_shown(self, entries):
        return entries.for_cards()


class LinkedCommitmentBlock(LeadBlock):
    page_class = "commitments.CommitmentPage"

    class Meta:
        icon = "clipboard-list"
        group = LEADS
        label = _("Commitment")
        template = "blocks/linked_commitment.html"
        description = _("What somebody in office promised, word for word, and where it stands today.")
        help_text = _(
            "Good: the promise that this place was waiting for. The words and the status come from the tracker and change with "
            "it; say in the text what it meant here."
        )

    def with_what_is_shown(self, entries):
        return entries.select_related("current")


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
