"""ConnectorPage: who or what links places and tiers, and the clauses of a charter."""

from collections import Counter

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from connectors.choices import ClauseStrength, ClauseTopic, ConnectorKind
from connectors.facts import Fact, date, number, said, words_of
from connectors.models.entry import EntryPage
from core.fields import PartialDateField, display_partial_date
from core.models import TEXT_FEATURES


class ConnectorPage(EntryPage):
    parent_page_types = ["connectors.DirectoryPage"]
    subpage_types = []
    page_description = _("Who or what links places and tiers of government: a network, a hub, a charter, a fund.")

    entry_kind = "connector"
    entry_kind_label = _("Connector")
    entry_kind_plural = _("Connectors")
    own_facts_template = "connectors/connector_facts.html"
    body_fields = (
        *EntryPage.body_fields,
        "what_it_does",
        "communities_linked",
        "what_it_offers",
        "what_it_asks",
        "members_note",
        "adopting_body",
        "predecessor_note",
    )

    kind = models.CharField(_("kind of connector"), max_length=14, choices=ConnectorKind)
    what_it_does = RichTextField(
        _("what it does"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("In plain words, for somebody from another town. Two or three short paragraphs."),
    )
    communities_linked = models.TextField(
        _("which communities it links"),
        blank=True,
        help_text=_("Such as “Residents of Dyke House and the borough council”."),
    )
    what_it_offers = RichTextField(_("what it offers"), blank=True, features=TEXT_FEATURES)
    what_it_asks = RichTextField(_("what it asks in return"), blank=True, features=TEXT_FEATURES)
    members_count = models.PositiveIntegerField(_("members or signatories"), null=True, blank=True)
    members_as_of = PartialDateField(_("counted on"))
    members_note = models.CharField(_("who is counted"), max_length=255, blank=True)
    adopting_body = models.CharField(_("adopted by"), max_length=255, blank=True)
    adopted_on = PartialDateField(_("adopted on"))
    version = models.CharField(_("version"), max_length=60, blank=True)
    predecessor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="successors", verbose_name=_("comes after")
    )
    predecessor_note = models.TextField(_("where it comes from"), blank=True)

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    TitleFieldPanel("title"),
                    FieldPanel("kind"),
                    *EntryPage.about_panels,
                    FieldPanel("what_it_does"),
                    FieldPanel("communities_linked"),
                    FieldPanel("what_it_offers"),
                    FieldPanel("what_it_asks"),
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("members_count"), FieldPanel("members_as_of")]),
                            FieldPanel("members_note"),
                        ],
                        heading=_("Members"),
                    ),
                ],
                heading=_("What it is"),
            ),
            ObjectList(EntryPage.place_panels, heading=_("Places and themes")),
            ObjectList(
                [
                    FieldPanel("adopting_body"),
                    FieldRowPanel([FieldPanel("adopted_on"), FieldPanel("version")]),
                    PageChooserPanel("predecessor", "connectors.ConnectorPage"),
                    FieldPanel("predecessor_note"),
                    InlinePanel("clauses", heading=_("Clauses"), label=_("clause")),
                ],
                heading=_("Charter, fund or pledge"),
            ),
            ObjectList(EntryPage.evidence_panels, heading=_("Sources and links")),
            ObjectList(
                [*EntryPage.private_panels, *EntryPage.promote_panels, *EntryPage.settings_panels],
                heading=_("For editors"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("connector")
        verbose_name_plural = _("connectors")

    def get_context(self, request, *args, **kwargs):
        # A draft or restricted predecessor must not be named here either.
        predecessor = EntryPage.objects.listed().filter(pk=self.predecessor_id).first() if self.predecessor_id else None
        context = super().get_context(request, *args, **kwargs)
        return {**context, "predecessor": predecessor, "beside": self._beside(context["family"])}

    def _beside(self, family):
        from connectors.choosing import instruments_beside  # noqa: PLC0415 - reads import models

        if self.kind != ConnectorKind.INSTRUMENT or not self.pk:
            return None
        return instruments_beside(self, family.entries if family else ())

    def body_of_parts(self) -> list[str]:
        return [clause.asks for clause in self.clause_list]

    @classmethod
    def compared_parts(cls):
        # A draft or restricted predecessor is not named: it is fetched as none.
        return ["clauses", models.Prefetch("predecessor", cls.objects.listed())]

    def own_facts(self) -> list[Fact]:
        as_of = display_partial_date(self.members_as_of)
        counted = " · ".join(filter(None, (as_of, self.members_note)))
        return [
            Fact(_("Kind"), said(self.get_kind_display())),
            Fact(_("Who runs it"), said(self.organisation)),
            Fact(_("Adopted by"), said(self.adopting_body)),
            Fact(_("Adopted"), date(self.adopted_on)),
            Fact(_("Version"), said(self.version)),
            Fact(_("Members or signatories"), number(self.members_count, counted)),
            Fact(_("Comes after"), self._predecessor_lines()),
            Fact(_("Whom it links"), said(self.communities_linked)),
            Fact(_("What it offers"), words_of(self, "what_it_offers")),
            Fact(_("What it asks in return"), words_of(self, "what_it_asks")),
            Fact(_("How it is checked"), said(self.usual_check)),
        ]

    def _predecessor_lines(self):
        before = self.predecessor
        return said(
            before.title if before else "", url=before.url or "" if before else "", detail=self.predecessor_note
        )

    @cached_property
    def clause_list(self) -> list["Clause"]:
        return list(self.clauses.all())

    @property
    def usual_check(self) -> str:
        """How most clauses are checked, to be said once instead of on every row; empty when no way is shared."""
        ways = Counter(clause.how_checked for clause in self.clause_list if clause.how_checked)
        way, times = max(ways.items(), key=lambda item: item[1], default=("", 0))
        return way if times > 1 else ""


class Clause(Orderable):
    """One thing that a charter, fund or pledge asks, sorted under a topic so that charters can be laid side by side."""

    connector = ParentalKey(ConnectorPage, on_delete=models.CASCADE, related_name="clauses")
    topic = models.CharField(_("topic"), max_length=30, choices=ClauseTopic)
    asks = models.TextField(_("what it asks"))
    strength = models.CharField(
        _("strength"),
        max_length=10,
        choices=ClauseStrength,
        blank=True,
        help_text=_("Leave empty when no source says how binding it is."),
    )
    how_checked = models.TextField(_("how it is checked"), blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)

    panels = [
        FieldPanel("topic"),
        FieldPanel("asks"),
        FieldPanel("strength"),
        FieldPanel("how_checked"),
        FieldPanel("source_url"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")

    def __str__(self):
        return self.get_topic_display()
