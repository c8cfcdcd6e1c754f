"""Reads about commitments: one with its history, and what was promised to a place."""

from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from commitments.choices import Provenance
from commitments.models import CommitmentPage, StatusUpdate, UpdateSource
from commitments.money import in_words
from connectors.choices import LinkKind
from connectors.directory import listed_entries
from connectors.entry_pages import Link


@dataclass(frozen=True)
class Amount:
    """A line of the table of money; `words` is empty when it is not known."""

    label: str
    words: str
    note: str = ""
    is_result: bool = False


@dataclass(frozen=True)
class Step:
    """One update as the timeline shows it.

    Attributes:
        corrected_by: the approved update that puts it right, if one does.
        is_current: it is what holds now.
    """

    update: StatusUpdate
    corrected_by: StatusUpdate | None
    is_current: bool

    @property
    def provenance(self) -> str:
        return str(Provenance(self.update.provenance).label)


def approved_updates():
    """Return every update that visitors may see, in order, with its sources fetched."""
    sources = Prefetch("sources", UpdateSource.objects.order_by("pk"))
    return StatusUpdate.objects.approved().in_order().prefetch_related(sources)


def history_of(commitment: CommitmentPage) -> list[Step]:
    """Return the approved updates, the latest first."""
    updates = list(approved_updates().filter(commitment=commitment.pk)) if commitment.pk else []
    known = {update.pk: update for update in updates}
    corrected_by = {}
    for update in updates:
        # Who corrects and who is corrected, without a query for either.
        update.corrects = known.get(update.corrects_id)
        if update.corrects:
            corrected_by[update.corrects_id] = update
    steps = [Step(update, corrected_by.get(update.pk), update is updates[-1]) for update in updates]
    return steps[::-1]


def money_lines(commitment: CommitmentPage) -> list[Amount]:
    """Return the table of money; empty when nothing at all is known about it."""
    money = commitment.money
    if not money.is_told and not commitment.replaces_fund:
        return []
    replaced = ", ".join(filter(None, (commitment.replaces_fund, commitment.replaces_period)))
    return [
        Amount(_("Promised"), in_words(money.promised)),
        Amount(_("Of which new"), in_words(money.new)),
        Amount(_("What it replaces"), in_words(money.replaced), replaced),
        Amount(_("Net change: new less replaced"), in_words(money.net), is_result=True),
    ]


def commitment_context(commitment: CommitmentPage, request: HttpRequest, links: list[Link]) -> dict:
    """What the template of a commitment prints beside what every entry's does.

    Args:
        links: all links of the entry; who depends on it is told apart from the others.
    """
    if commitment.pk:
        prefetch_related_objects([commitment], "current")
    steps = history_of(commitment)
    dependants = [link for link in links if link.kind == LinkKind.DEPENDS_ON and not link.is_own]
    keys = [commitment.parent_commitment_id] if commitment.parent_commitment_id else []
    family = listed_entries().filter(pk__in=[*keys, *_part_keys(commitment)]) if commitment.pk else []
    relatives = {page.pk: page for page in CommitmentPage.objects.filter(pk__in=family).select_related("current")}
    address = commitment.get_full_url(request) or request.build_absolute_uri()
    return {
        "status": commitment.current_status,
        "steps": steps,
        "dependants": dependants,
        "links": [link for link in links if link not in dependants],
        "current_step": next((step for step in steps if step.is_current), None),
        "money": money_lines(commitment),
        "whole": relatives.pop(commitment.parent_commitment_id, None),
        "parts": sorted(relatives.values(), key=lambda page: page.title),
        "mail_query": urlencode({"subject": commitment.title, "body": f"{commitment.title}\n{address}"}).replace(
            "+", "%20"
        ),
    }


def _part_keys(commitment: CommitmentPage) -> list[int]:
    return list(CommitmentPage.objects.filter(parent_commitment=commitment.pk).values_list("pk", flat=True))
