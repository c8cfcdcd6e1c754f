"""Your work: the drafts, the pages sent back, those that wait for a moderator and those that are locked, of whoever asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, WorkflowState

from core.waiting import since_days
from desk.reports.base import Report, Shown, anybody_at_the_desk, edit_address
from desk.waiting import drafts_of, name_of, sent_back_to, states_of_pages

DRAFTS, RETURNED, WAITING, LOCKED = "", "returned", "waiting", "locked"
SHOWS = {
    DRAFTS: _("Drafts"),
    RETURNED: _("Sent back to you"),
    WAITING: _("Waiting for a moderator"),
    LOCKED: _("Locked by you"),
}


@dataclass(frozen=True)
class Work:
    """One page of somebody's own, since when it is so, and what was said about it."""

    page: Page
    since: datetime | None
    words: str = ""


def _drafts(user) -> list[Work]:
    pages = drafts_of(user).order_by("latest_revision_created_at").select_related("content_type")
    return [Work(page, page.latest_revision_created_at) for page in pages]


def _locked(user) -> list[Work]:
    pages = Page.objects.filter(locked=True, locked_by=user).order_by("locked_at").select_related("content_type")
    return [Work(page, page.locked_at) for page in pages]


def _returned(user) -> list[Work]:
    return _in_states(sent_back_to(user).select_related("current_task_state__finished_by"), _what_was_asked)


def _waiting(user) -> list[Work]:
    states = states_of_pages().filter(requested_by=user, status=WorkflowState.STATUS_IN_PROGRESS)
    return _in_states(
        states.select_related("current_task_state").order_by("created_at"), lambda state: (state.created_at, "")
    )


def _what_was_asked(state: WorkflowState) -> tuple[datetime | None, str]:
    task = state.current_task_state
    if not task:
        return None, ""
    who = name_of(task.finished_by) or gettext("A moderator")
    return task.finished_at, f"{who}: “{task.comment}”" if task.comment else who


def _in_states(states, told: Callable) -> list[Work]:
    states = list(states)
    pages = Page.objects.select_related("content_type").in_bulk([int(state.object_id) for state in states])
    return [Work(pages[int(it.object_id)], *told(it)) for it in states if int(it.object_id) in pages]


READS = {DRAFTS: _drafts, RETURNED: _returned, WAITING: _waiting, LOCKED: _locked}


def kind_of_page(work: Work) -> str:
    model = work.page.content_type.model_class()
    return str(model._meta.verbose_name) if model else ""


class OwnWorkView(Report):
    model = Page
    page_title = _("Your work")
    header_icon = "user"
    index_url_name = "own_work"
    index_results_url_name = "own_work_results"
    export_filename = "your-work"
    may_read = staticmethod(anybody_at_the_desk)
    teaches = _(
        "Pages that you changed last and that are not public yet, what moderators asked you to change, what waits for them, "
        "and what you keep locked. The oldest stands first: finish it, submit it, or delete it."
    )
    shown = {
        "title": Shown(
            _("Title"), lambda work: work.page.get_admin_display_title(), lambda work: edit_address(work.page)
        ),
        "kind": Shown(_("Kind"), kind_of_page),
        "since": Shown(_("Since"), lambda work: timezone.localdate(work.since) if work.since else ""),
        "age": Shown(_("Waits"), lambda work: since_days(work.since) if work.since else ""),
        "words": Shown(_("What was said"), lambda work: work.words),
    }
    empty = {
        DRAFTS: _("You have no unfinished drafts. What you save and do not submit or publish appears here."),
        RETURNED: _(
            "No page was sent back to you. When a moderator asks for changes, the page appears here with the words."
        ),
        WAITING: _("Nothing of yours waits for a moderator. What you submit appears here until it is decided."),
        LOCKED: _("You keep no page locked."),
    }

    @property
    def show(self) -> str:
        return self.chosen("show", SHOWS)

    @property
    def when_empty(self):
        return self.empty[self.show]

    def get_queryset(self):
        return READS[self.show](self.request.user)

    def choice_rows(self):
        return [self.choice_links("show", _("Show"), SHOWS)]
