"""What a case study does not know, said line by line: a gap that nobody names reads like a fact that is not there."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casestudies.results import results_of

if TYPE_CHECKING:
    from casestudies.models import CaseStudyPage

MOST_NAMED = 3  # costs in one sentence


def gaps_of(page: "CaseStudyPage") -> list[str]:
    """Return what is missing, each in a sentence of its own. None when nothing is."""
    return [*_of_costs(page), *_of_results(page), *_of_the_rest(page)]


def _of_costs(page: "CaseStudyPage") -> Iterator[str]:
    costs = [cost for block in page.story if block.block_type == "costs" for cost in block.value["costs"]]
    unknown = [cost["item"] for cost in costs if cost["amount"] is None]
    if not costs or len(unknown) == len(costs):
        yield _("No source we cite gives the cost.")
    elif len(unknown) > MOST_NAMED:
        named = {"known": len(costs) - len(unknown), "all": len(costs)}
        yield _("Of %(all)s costs, sources give %(known)s.") % named
    elif unknown:
        yield _("No source we cite gives these costs: %(items)s.") % {"items": "; ".join(unknown)}


def _of_results(page: "CaseStudyPage") -> Iterator[str]:
    results = results_of(page)
    if not results:
        yield _("Nobody has measured results, as far as our sources tell.")
        return
    before = sum(not result.baseline for result in results)
    if before:
        text = _("For %(count)s of %(all)s results no source says how things were before.")
        yield text % {"count": before, "all": len(results)}
    unsourced = sum(not result.is_sourced for result in results)
    if unsourced:
        text = ngettext(
            "%(count)s of %(all)s results has no source.", "%(count)s of %(all)s results have no source.", unsourced
        )
        yield text % {"count": unsourced, "all": len(results)}


def _of_the_rest(page: "CaseStudyPage") -> Iterator[str]:
    if not page.time_to_first_result.strip():
        yield _("No source says when the first result came.")
    if not strip_tags(page.needed).strip():
        yield _("No source says what it needed to work.")
    if not page.sources.all():
        yield _("No source is recorded.")
    if not page.approved_on:
        yield _("Not approved by the people it is about.")
    if not page.last_confirmed_at:
        yield _("Nobody has confirmed that it is still right.")
