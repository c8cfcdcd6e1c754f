"""The report of how sure anyone is: case studies by their level of evidence."""

import django_filters
from django.db.models import Count
from django.forms import RadioSelect
from django.utils.translation import gettext_lazy as _

from casestudies.evidence import EvidenceLevel
from casestudies.models import CaseStudyPage
from connectors.viewsets import lead_place_label
from core.paging import KeysFirstMixin
from desk.reports.base import EntryReport, EntryReportFilterSet, Shown, edit_address, status_in_words


class EvidenceFilterSet(EntryReportFilterSet):
    kind = None
    level = django_filters.ChoiceFilter(
        label=_("Level of evidence"),
        field_name="evidence_level",
        choices=EvidenceLevel,
        empty_label=_("All"),
        widget=RadioSelect,
    )


class EvidenceReportView(KeysFirstMixin, EntryReport):
    model = CaseStudyPage
    page_title = _("Levels of evidence")
    header_icon = "success"
    index_url_name = "evidence_report"
    index_results_url_name = "evidence_report_results"
    export_filename = "levels-of-evidence"
    filterset_class = EvidenceFilterSet
    teaches = _(
        "How sure anyone is of what the case studies tell. Look first at stories that are often read and only told: ask "
        "whether somebody has counted or evaluated since. A case study without outcomes has nothing to compare."
    )
    when_empty = _("There is no case study yet. As soon as somebody writes one, it appears here.")
    shown = {
        "title": Shown(_("Title"), lambda study: study.title, edit_address, "title"),
        "level": Shown(_("Level of evidence"), lambda study: study.get_evidence_level_display(), sort="evidence_level"),
        "outcomes": Shown(_("Outcomes"), lambda study: study.outcome_count, sort="outcome_count"),
        "sources": Shown(_("Sources"), lambda study: study.source_count, sort="source_count"),
        "place": Shown(_("Lead place"), lead_place_label),
        "approved": Shown(_("Approved by the people it is about"), lambda study: study.approved_on, sort="approved_on"),
        "status": Shown(_("Status"), status_in_words, only_exported=True),
    }

    def get_base_queryset(self):
        return self.for_rows(
            CaseStudyPage.objects.annotate(
                outcome_count=Count("outcomes", distinct=True), source_count=Count("sources", distinct=True)
            )
        )

    def for_rows(self, entries):
        # A story may be long and is not shown.
        return super().for_rows(entries).defer("story", "what_did_not_work", "needed")

    def choice_rows(self):
        rows = CaseStudyPage.objects.values_list("evidence_level").annotate(Count("pk")).order_by()
        counts = dict(rows)
        offered = {"": f"{_('All')} ({sum(counts.values()):,})"}
        offered |= {level.value: f"{level.label} ({counts.get(level.value, 0):,})" for level in EvidenceLevel}
        return [self.choice_links("level", _("Level"), offered)]
