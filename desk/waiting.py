"""What waits for somebody in the CMS itself: approvals, pages sent back, drafts, what happens soon."""

import datetime
from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Window,
)
from django.db.models.functions import Cast, Coalesce, RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Revision,
    TaskState,
    WorkflowState,
    get_default_page_content_type,
)

from core.waiting import Waiting, WaitingItem, since_days

NAMED = 3  # how many of a line are called by name
DAYS_AHEAD = 7
RECENT = 5
OPEN = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


@dataclass(frozen=True)
class Desk:
    """What somebody finds when they sit down: what waits for them in the CMS, and the pages they changed last."""

    lines: tuple[Waiting, ...]
    edited: tuple[Page, ...]


def name_of(user) -> str:
    """Return what a colleague is called, empty for nobody."""
    return (user.get_full_name() or user.get_username()) if user else ""


def _edit(page_key: int | str) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page_key])


def states_of_pages() -> QuerySet[WorkflowState]:
    return WorkflowState.objects.filter(base_content_type=get_default_page_content_type())


def in_workflow(*statuses: str) -> Exists:
    """Return the condition that a page stands in a workflow with one of these statuses."""
    # The keys of any model stand there as text.
    return Exists(states_of_pages().filter(object_id=Cast(OuterRef("pk"), CharField()), status__in=statuses))


def drafts_of(user) -> QuerySet[Page]:
    """Return pages with changes that are not public, last made by this person, and that wait for nobody else."""
    scheduled = Revision.objects.filter(pk=OuterRef("latest_revision"), approved_go_live_at__isnull=False)
    return Page.objects.filter(
        ~in_workflow(*OPEN), ~Exists(scheduled), has_unpublished_changes=True, latest_revision__user=user
    )


def sent_back_to(user) -> QuerySet[WorkflowState]:
    """Return the workflows that somebody asked for and a moderator answered with changes to make, the oldest first."""
    return (
        states_of_pages()
        .filter(requested_by=user, status=WorkflowState.STATUS_NEEDS_CHANGES)
        .order_by("current_task_state__finished_at")
    )


def desk_of(user) -> Desk:
    """Return what somebody finds when they sit down. Three queries, however much there is."""
    pages, states = _last_changed_by(user), _states_for(user)
    drafts = sorted((page for page in pages if page.open_draft), key=lambda page: page.latest_revision_created_at)
    to_approve = [state for state in states if state.status == TaskState.STATUS_IN_PROGRESS]
    sent_back = [state for state in states if state.status != TaskState.STATUS_IN_PROGRESS]
    lines = [_to_approve(to_approve), _sent_back(sent_back), _drafts(drafts[:NAMED]), _soon()]
    edited = tuple(page for page in pages if page.newest <= RECENT)
    return Desk(tuple(line for line in lines if line), edited)


def _last_changed_by(user) -> list[Page]:
    """Return the pages that somebody changed last, newest first: the newest few, and their oldest drafts."""
    open_draft = ExpressionWrapper(Q(pk__in=drafts_of(user).values("pk")), output_field=BooleanField())
    changed = Page.objects.filter(latest_revision__user=user).annotate(open_draft=open_draft)
    moment = F("latest_revision_created_at")
    ranked = changed.annotate(
        newest=Window(RowNumber(), order_by=[moment.desc(), F("pk").desc()]),
        oldest=Window(RowNumber(), partition_by="open_draft", order_by=[moment.asc(), F("pk").asc()]),
        number=Window(Count("pk"), partition_by="open_draft"),
    )
    return list(ranked.filter(Q(newest__lte=RECENT) | Q(open_draft=True, oldest__lte=NAMED)).order_by("newest"))


def _states_for(user) -> list[TaskState]:
    """Return the oldest few approvals that wait for somebody, and the oldest few answers to what they submitted."""
    mine = Q(status=TaskState.STATUS_IN_PROGRESS, task__active=True)
    if not user.is_superuser:
        tasks = GroupApprovalTask.objects.filter(groups__in=user.groups.all())
        mine &= Q(task__in=tasks.values("pk"))
    answered = Q(
        workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES,
        workflow_state__requested_by=user,
        workflow_state__current_task_state=F("pk"),
    )
    states = TaskState.objects.filter(workflow_state__base_content_type=get_default_page_content_type())
    moment = Coalesce("finished_at", "started_at")
    ranked = states.filter(mine | answered).annotate(
        oldest=Window(RowNumber(), partition_by="status", order_by=[moment.asc(), F("pk").asc()]),
        number=Window(Count("pk"), partition_by="status"),
    )
    related = ("revision", "workflow_state__requested_by", "finished_by")
    return list(ranked.filter(oldest__lte=NAMED).select_related(*related).order_by("oldest"))


def _to_approve(states: list[TaskState]) -> Waiting | None:
    if not states:
        return None
    number = states[0].number
    text = ngettext("%(number)d page waits for your approval", "%(number)d pages wait for your approval", number)
    return Waiting(
        20,
        text % {"number": number},
        f"{reverse('wagtailadmin_reports:workflow_tasks')}?reviewable=true&status=in_progress",
        _("the oldest has been waiting %(since)s") % {"since": since_days(states[0].started_at)},
        items=tuple(_approval(state) for state in states),
    )


def _approval(state: TaskState) -> WaitingItem:
    who, since = name_of(state.workflow_state.requested_by), since_days(state.started_at)
    note = _("sent by %(who)s, waiting %(since)s") % {"who": who, "since": since} if who else since
    return WaitingItem(state.revision.object_str, _edit(state.revision.object_id), note)


def _sent_back(states: list[TaskState]) -> Waiting | None:
    if not states:
        return None
    number, first = states[0].number, states[0].finished_at
    text = ngettext("%(number)d page came back to you", "%(number)d pages came back to you", number)
    age = _("the first has been waiting %(since)s") % {"since": since_days(first)} if first else ""
    items = tuple(_answer(state) for state in states)
    return Waiting(21, text % {"number": number}, f"{reverse('own_work')}?show=returned", age, items=items)


def _answer(state: TaskState) -> WaitingItem:
    who = name_of(state.finished_by) or _("A moderator")
    note = f"{who}: “{state.comment}”" if state.comment else _("%(who)s asks for changes") % {"who": who}
    return WaitingItem(state.revision.object_str, _edit(state.revision.object_id), note)


def _drafts(pages: list[Page]) -> Waiting | None:
    if not pages:
        return None
    number = pages[0].number
    text = ngettext("%(number)d draft of yours is not finished", "%(number)d drafts of yours are not finished", number)
    items = tuple(WaitingItem(page.get_admin_display_title(), _edit(page.pk), _untouched(page)) for page in pages)
    return Waiting(40, text % {"number": number}, reverse("own_work"), items=items)


def _untouched(page: Page) -> str:
    return _("untouched %(since)s") % {"since": since_days(page.latest_revision_created_at)}


def _soon() -> Waiting | None:
    now = timezone.now()
    until = now + datetime.timedelta(days=DAYS_AHEAD)
    goes_live = Revision.page_revisions.filter(approved_go_live_at__lte=until).values_list("approved_go_live_at")
    goes_off = Page.objects.filter(live=True, expire_at__gt=now, expire_at__lte=until).values_list("expire_at")
    moments = [moment for (moment,) in goes_live.order_by().union(goes_off.order_by(), all=True)]
    if not moments:
        return None
    text = ngettext(
        "%(number)d page is published or taken off by itself in the next seven days",
        "%(number)d pages are published or taken off by themselves in the next seven days",
        len(moments),
    )
    when = date_format(timezone.localtime(min(moments)), "l j F, H:i")
    age = _("the first on %(when)s") % {"when": when}
    return Waiting(60, text % {"number": len(moments)}, reverse("editorial_calendar"), age)
