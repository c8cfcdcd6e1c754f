"""The report of how themes, tiers and keywords are used."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from connectors.models import Theme
from connectors.term_uses import VOCABULARIES as TERMS
from desk.merge_views import may_merge
from desk.reports.base import Report, Shown, entries_address
from desk.vocabulary import KEYWORDS, THEMES, TIERS, Use, alike, uses

VOCABULARIES = {"": _("Themes"), TIERS: _("Tiers of government"), KEYWORDS: _("Keywords")}
ALL_WORDS, UNUSED, ALIKE = "", "unused", "alike"
FILTERS = {THEMES: "theme", TIERS: "tier", KEYWORDS: "keyword"}


def of_entries(use: Use) -> str | None:
    """Return the address of the list of entries that use a word; nothing when none does."""
    value = use.name if use.vocabulary == KEYWORDS else use.key
    return entries_address(**{FILTERS[use.vocabulary]: value}) if use.entries else None


def of_live_entries(use: Use) -> str | None:
    return f"{of_entries(use)}&status=live" if use.live else None


class VocabularyReportView(Report):
    model = Theme
    page_title = _("Use of vocabularies")
    header_icon = "tag"
    index_url_name = "vocabulary_report"
    index_results_url_name = "vocabulary_report_results"
    export_filename = "use-of-vocabularies"
    is_searchable = True
    search_fields = ("name",)
    teaches = _(
        "How many entries use each word, the least used first. A word that nobody uses hides nothing but clutters the lists; "
        "two words for one thing split what visitors find: merge them."
    )
    when_empty = _("There are no words of this kind.")

    @cached_property
    def shown(self):
        shown = {
            "name": Shown(_("Word"), lambda use: use.name, of_entries),
            "live": Shown(_("Live entries"), lambda use: use.live, of_live_entries),
            "drafts": Shown(_("Drafts"), lambda use: use.drafts),
            "entries": Shown(_("All entries"), lambda use: use.entries),
            "alike": Shown(_("Perhaps the same as"), self.alike_in_words),
        }
        if self.may_merge:
            label = gettext("Merge")
            shown["merge"] = Shown(_("Merge"), lambda use: label, self.merging_address)
        return shown

    @cached_property
    def list_export(self):
        return [name for name in self.shown if name != "merge"]

    @cached_property
    def vocabulary(self) -> str:
        return self.chosen("words", VOCABULARIES) or THEMES

    @cached_property
    def all_uses(self) -> list[Use]:
        return uses(self.vocabulary)

    @cached_property
    def alike(self) -> dict[int, list[Use]]:
        return alike(self.all_uses)

    @cached_property
    def may_merge(self) -> bool:
        return may_merge(self.request.user, TERMS[FILTERS[self.vocabulary]])

    def merging_address(self, use: Use) -> str:
        return reverse("desk_merge_term", args=[FILTERS[use.vocabulary], use.key])

    def alike_in_words(self, use: Use) -> str:
        return ", ".join(f"{other.name} ({other.entries})" for other in self.alike.get(use.key, []))

    def choice_rows(self):
        unused = sum(not use.entries for use in self.all_uses)
        shows = {
            ALL_WORDS: f"{gettext('All words')} ({len(self.all_uses):,})",
            UNUSED: f"{gettext('Nobody uses')} ({unused:,})",
            ALIKE: f"{gettext('Perhaps one twice')} ({len(self.alike):,})",
        }
        return [
            self.choice_links("words", _("Vocabulary"), VOCABULARIES),
            self.choice_links("show", _("Show"), shows),
        ]

    def get_queryset(self):
        show = self.chosen("show", {UNUSED, ALIKE})
        found = [
            use
            for use in self.all_uses
            if (show != UNUSED or not use.entries) and (show != ALIKE or use.key in self.alike)
        ]
        for word in self.search_query.casefold().split():
            found = [use for use in found if word in use.name.casefold()]
        return found

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        chosen = self.is_searching or self.chosen("show", {UNUSED, ALIKE})
        return {**context, "is_narrowed": bool(chosen)}
