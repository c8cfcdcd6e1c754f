"""CommitmentPage: what somebody in office promised, to whom, by when and with how much money."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.search import index

from commitments.choices import DeadlineBasis, Measurability, Status
from commitments.forms import CommitmentPageForm
from commitments.money import Money, in_words
from connectors.facts import Fact, date, said
from connectors.models import EntryPage
from core.fields import PartialDateField, display_partial_date


def _amount(verbose_name, help_text):
    return models.DecimalField(
        verbose_name, max_digits=15, decimal_places=2, null=True, blank=True, help_text=help_text
    )


class CommitmentPage(EntryPage):
    parent_page_types = ["commitments.CommitmentIndexPage"]
    subpage_types = []
    page_description = _("What was promised to places, by whom, and what became of it.")
    base_form_class = CommitmentPageForm

    entry_kind = "commitment"
    entry_kind_label = _("Commitment")
    entry_kind_plural = _("Commitments")
    is_claimable = False
    own_facts_template = "commitments/commitment_facts.html"
    body_fields = (
        *EntryPage.body_fields,
        "wording",
        "office_holder",
        "promised_to",
        "measure",
        "replaces_fund",
        "reply",
    )

    wording = models.TextField(
        _("wording"),
        help_text=_("What was promised, word for word where you have it. Without quotation marks."),
    )
    is_exact = models.BooleanField(
        _("these are their own words"),
        default=False,
        help_text=_("Ticked: shown as a quotation. Otherwise visitors read that it is our summary."),
    )
    office_holder = models.CharField(
        _("office-holder"),
        max_length=255,
        blank=True,
        help_text=_("Who spoke, with the office held then, such as “Chancellor of the Exchequer (Rishi Sunak)”."),
    )
    promised_on = PartialDateField(
        _("promised on"), help_text=_("A year, a month or a day. Empty when no source says it.")
    )
    promised_to = models.CharField(
        _("to whom"), max_length=255, blank=True, help_text=_("Such as “101 towns in England” or “Leeds and Bradford”.")
    )
    promise_title = models.CharField(
        _("where it was promised"), max_length=255, help_text=_("The speech, manifesto or paper, or who reported it.")
    )
    promise_url = models.URLField(_("address of that source"), max_length=500)
    promise_archived_url = models.URLField(_("archived copy of that source"), max_length=500, blank=True)
    measure = models.TextField(
        _("measure"), blank=True, help_text=_("How anybody can tell that it is done, such as “22,000 roles moved”.")
    )
    deadline = PartialDateField(_("deadline"), help_text=_("A year, a month or a day. Empty when there is none."))
    deadline_basis = models.CharField(_("the deadline is"), max_length=10, choices=DeadlineBasis, blank=True)
    measurability = models.CharField(_("measurability"), max_length=10, choices=Measurability, blank=True)
    measurability_why = models.TextField(
        _("why"), blank=True, help_text=_("What is clear in it and what is not, in one sentence.")
    )
    amount = _amount(_("amount promised, in £"), _("The whole sum that was announced. Empty when none was."))
    new_amount = _amount(
        _("of which new, in £"),
        _("What had not been announced or spent before. Empty when no source says it; 0 is a figure."),
    )
    replaces_fund = models.CharField(_("what it replaces"), max_length=255, blank=True)
    replaces_amount = _amount(
        _("what that was worth, in £"),
        _("Over the same time as the amount above. 0 when it replaces nothing. Empty: not known."),
    )
    replaces_period = models.CharField(
        _("over which time"), max_length=80, blank=True, help_text=_("Such as “2014–2020”.")
    )
    money_note = models.TextField(
        _("what to know about the money"),
        blank=True,
        help_text=_("Such as that sources differ, or which years are counted."),
    )
    parent_commitment = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    reply = models.TextField(
        _("right of reply"), blank=True, help_text=_("What those who promised say about our reading, in their words.")
    )
    reply_by = models.CharField(
        _("reply by"), max_length=255, blank=True, help_text=_("The office, not a private person.")
    )
    reply_on = models.DateField(_("reply received on"), null=True, blank=True)
    next_check = models.DateField(_("next check due"), null=True, blank=True)

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    TitleFieldPanel("title"),
                    FieldPanel("summary"),
                    MultiFieldPanel([FieldPanel("wording"), FieldPanel("is_exact")], heading=_("What was promised")),
                    MultiFieldPanel(
                        [
                            FieldPanel("organisation", heading=_("Body"), help_text=_("Such as “HM Treasury”.")),
                            FieldPanel("office_holder"),
                            FieldRowPanel([FieldPanel("promised_on"), FieldPanel("promised_to")]),
                            FieldPanel("promise_title"),
                            FieldPanel("promise_url"),
                            FieldPanel("promise_archived_url"),
                        ],
                        heading=_("Who promised it, when and where"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("measure"),
                            FieldRowPanel([FieldPanel("deadline"), FieldPanel("deadline_basis")]),
                            FieldPanel("measurability"),
                            FieldPanel("measurability_why"),
                        ],
                        heading=_("How anybody can tell"),
                    ),
                    PageChooserPanel("parent_commitment"),
                    FieldPanel("next_check"),
                ],
                heading=_("Commitment"),
            ),
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("amount"), FieldPanel("new_amount")]),
                    FieldPanel("replaces_fund"),
                    FieldRowPanel([FieldPanel("replaces_amount"), FieldPanel("replaces_period")]),
                    FieldPanel("money_note"),
                ],
                heading=_("Money"),
            ),
            ObjectList(EntryPage.place_panels, heading=_("Places and themes")),
            ObjectList(EntryPage.evidence_panels, heading=_("Sources and links")),
            ObjectList(
                [
                    FieldPanel("reply"),
                    FieldRowPanel([FieldPanel("reply_by"), FieldPanel("reply_on")]),
                ],
                heading=_("Right of reply"),
            ),
            ObjectList(
                [*EntryPage.private_panels, *EntryPage.promote_panels, *EntryPage.settings_panels],
                heading=_("For editors"),
            ),
        ]
    )

    search_fields = [*EntryPage.search_fields, index.SearchField("wording"), index.FilterField("measurability")]

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        indexes = [models.Index(fields=["next_check"])]

    def get_context(self, request, *args, **kwargs):
        from commitments.reads import commitment_context  # noqa: PLC0415 - reads import models

        context = super().get_context(request, *args, **kwargs)
        return {**context, **commitment_context(self, request, context["links"])}

    @property
    def current_status(self) -> Status:
        """What holds now by the latest approved update; "not yet assessed" without one."""
        current = getattr(self, "current", None)
        return Status(current.status) if current else Status.NOT_ASSESSED

    @property
    def status_since(self) -> str:
        current = getattr(self, "current", None)
        return current.date if current else ""

    @property
    def status_in_words(self) -> str:
        """The status with its date: "Delayed, as of December 2025"."""
        label = str(self.current_status.label)
        if not self.status_since:
            return label
        return _("%(status)s, as of %(date)s") % {"status": label, "date": display_partial_date(self.status_since)}

    @property
    def money(self) -> Money:
        return Money(self.amount, self.new_amount, self.replaces_amount)

    @property
    def is_overdue(self) -> bool:
        """The day on which it should have been checked again has passed."""
        return bool(self.next_check and self.next_check < timezone.localdate())

    @property
    def deadline_words(self) -> str:
        basis = f" ({self.get_deadline_basis_display().lower()})" if self.deadline_basis else ""
        return f"{display_partial_date(self.deadline)}{basis}" if self.deadline else ""

    def body_of_parts(self) -> list[str]:
        return [str(self.current_status.label)]

    @classmethod
    def states_of(cls, keys):
        found = cls.objects.filter(pk__in=keys).select_related("current")
        return {page.pk: page.status_in_words for page in found}

    @classmethod
    def compared_parts(cls):
        return ["current"]

    def own_facts(self) -> list[Fact]:
        status = self.current_status
        return [
            Fact(_("Status"), said(status.label, detail=display_partial_date(self.status_since))),
            Fact(_("What was promised"), said(self.wording)),
            Fact(_("Promised by"), said(self.organisation, detail=self.office_holder)),
            Fact(_("Promised on"), date(self.promised_on)),
            Fact(_("To whom"), said(self.promised_to)),
            Fact(_("Measure"), said(self.measure)),
            Fact(_("Deadline"), said(self.deadline_words)),
            Fact(_("Measurable"), said(self.get_measurability_display(), detail=self.measurability_why)),
            Fact(_("Money promised"), said(in_words(self.amount))),
            Fact(_("Net change in money"), said(in_words(self.money.net))),
        ]
