"""From a submission to a page of the directory, and into one that is there already."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState
from wagtail.signals import page_published

from connectors.models import DirectoryPage, EntryPage, EntrySource, Theme, Tier
from core.models import CoreImage
from exchange.importing.slugs import SlugMaker
from submissions import decision_mails
from submissions.actions.decisions import NotPublishableError, close, undecided
from submissions.actions.mending import UNCHANGED, Mended, mended_in_words
from submissions.actions.photos import publish_photos
from submissions.building import entry_from
from submissions.models import LogEntry, Message, Submission, SubmissionPhoto
from submissions.models.thread import Done, MessageKind
from submissions.states import IN_QUEUE, State

ASKED_AGAIN_AFTER = timedelta(days=365)
LONGEST_NOTE = 255


@dataclass(frozen=True)
class Chosen:
    """What a moderator ticked and corrected.

    Attributes:
        alts: key of a photo → the words for people who cannot see it; only photos to be used. The first is the entry's picture.
        mended: other texts in other words.
    """

    title: str
    summary: str
    themes: list[Theme]
    tiers: list[Tier]
    alts: dict[int, str] = field(default_factory=dict)
    mended: Mended = UNCHANGED

    @property
    def all_mended(self) -> Mended:
        """Every text that may differ from what was sent."""
        own = {"title": self.title, "summary": self.summary}
        return replace(self.mended, texts=self.mended.texts | own)


def publish(submission: Submission, user, chosen: Chosen, *, mark: str | None = None) -> EntryPage:
    """Make the page and publish it through the workflow, in the moderator's name; the sender gets its address.

    Raises:
        AlreadyDecidedError, ChangedMeanwhileError: as `undecided`.
        NotPublishableError: something that a page needs is missing.
    """
    with undecided(submission, mark=mark) as locked:
        page = _make_page(locked, user, chosen)
        _approve(page, user)
        page.refresh_from_db()
        if not page.live:
            raise NotPublishableError(_("The workflow has more steps than yours. Make a draft instead."))
        _close_published(locked, user, page, mended_in_words(locked, chosen.all_mended, chosen.alts))
    return page


def make_draft(submission: Submission, user, chosen: Chosen, *, mark: str | None = None) -> EntryPage:
    """Make the page as a draft that waits in the workflow. The submission is decided when that page is published.

    Raises:
        AlreadyDecidedError, ChangedMeanwhileError: as `undecided`.
        NotPublishableError: something that a page needs is missing, or there is a draft of it already.
    """
    with undecided(submission, mark=mark) as locked:
        locked.page = _make_page(locked, user, chosen)
        locked.save(update_fields=["page"])
        changed = mended_in_words(locked, chosen.all_mended, chosen.alts)
        LogEntry.objects.create(submission=locked, done=Done.DRAFTED, user=user, note=changed[:LONGEST_NOTE])
    return locked.page


def merge(
    submission: Submission,
    user,
    entry: EntryPage,
    *,
    alts: dict[int, str],
    mended: Mended = UNCHANGED,
    mark: str | None = None,
) -> EntryPage:
    """Add sources and photos to an entry that is there already, as a draft for editors, and tell the sender where.

    Args:
        alts: as in `Chosen`. The first photo becomes the entry's picture when it has none; others go to the pictures.
        mended: as in `Chosen`; of texts only what is said of the sources.

    Raises:
        AlreadyDecidedError, ChangedMeanwhileError: as `undecided`.
        NotPublishableError: a photo cannot be published.
    """
    with undecided(submission, mark=mark) as locked:
        draft = entry.specific.get_latest_revision_as_object()
        known = {source.url for source in draft.sources.all()}
        sent = [source for source in entry_from(locked, mended.texts).sources.all() if source.url not in known]
        for source in sent:
            draft.sources.add(
                EntrySource(title=source.title, url=source.url, sort_order=len(known) + source.sort_order)
            )
        pictures = publish_pictures(locked, alts, mended)
        if pictures and not draft.image_id:
            put_picture(draft, pictures[0])
        draft.save_revision(user=user, log_action=True)
        locked.page = entry
        changed = mended_in_words(locked, mended, alts)
        close(locked, user, State.MERGED, Done.MERGED, note=changed[:LONGEST_NOTE])
        _tell(locked, user, _("Added to %(address)s"), decision_mails.say_merged, changed)
    return entry


@receiver(page_published, dispatch_uid="submissions")
def page_was_published(sender, instance: Page, revision=None, **kwargs) -> None:
    """Decide what waited for this page to be published."""
    if not instance.live:
        return
    with transaction.atomic():
        for submission in Submission.objects.select_for_update().filter(page=instance.pk, state__in=IN_QUEUE):
            # Published before: it was taken back, and stayed as the draft.
            drafted = submission.log.filter(done__in=[Done.DRAFTED, Done.PUBLISHED]).last()
            _close_published(submission, _publisher(revision), instance, drafted.note if drafted else "")


def _publisher(revision):
    """Return who publishes a version just now: who approved it in the workflow, else who wrote it."""
    if revision is None:
        return None
    approved = TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED).order_by("-finished_at")
    task = approved.select_related("finished_by").first()
    return task.finished_by if task else revision.user


def _make_page(submission: Submission, user, chosen: Chosen) -> EntryPage:
    """Return a new draft below the directory, in the workflow. The caller holds the submission's lock."""
    if submission.page_id:
        raise NotPublishableError(_("There is a draft of it already."))
    entry = entry_from(submission, chosen.mended.texts)
    entry.title = entry.draft_title = chosen.title
    entry.summary, entry.owner = chosen.summary, user
    entry.themes.set(chosen.themes, clear=True)
    entry.tiers.set(chosen.tiers, clear=True)
    entry.last_confirmed_at, entry.last_confirmed_by = timezone.localdate(), _("the group")
    entry.review_due = timezone.localdate() + ASKED_AGAIN_AFTER
    for picture in publish_pictures(submission, chosen.alts, chosen.mended)[:1]:
        put_picture(entry, picture)
    # Locked, so that two pages made at once do not get one address or one place in the tree.
    Page.objects.select_for_update().get(pk=DirectoryPage.objects.values_list("pk", flat=True)[:1])
    directory = DirectoryPage.objects.get()
    entry.slug = SlugMaker(directory).make([chosen.title])[0]
    try:
        directory.add_child(instance=entry)
    except ValidationError as error:
        raise NotPublishableError(" ".join(error.messages)) from error
    entry.save_revision(user=user)
    if workflow := entry.get_workflow():
        workflow.start(entry, user)
    return entry


def _approve(page: EntryPage, user) -> None:
    """Approve a page in each step of its workflow that the moderator may; publish it where there is no workflow."""
    if not page.current_workflow_state:
        page.get_latest_revision().publish(user=user)
    while (state := page.current_workflow_state) and (task := state.current_task_state):
        specific = task.task.specific
        if "approve" not in {name for name, _label, _modal in specific.get_actions(page, user)}:
            return
        specific.on_action(task.specific, user, "approve")


def _close_published(submission: Submission, user, page: Page, changed: str) -> None:
    submission.page_id = page.pk
    close(submission, user, State.PUBLISHED, Done.PUBLISHED, note=changed[:LONGEST_NOTE])
    submission.page = EntryPage.objects.get(pk=page.pk)
    _tell(submission, user, _("Published: %(address)s"), decision_mails.say_published, changed)


def _tell(submission: Submission, user, words: str, mail, changed: str) -> None:
    """Keep the decision in the thread, with what the moderators changed, and mail it to whoever can still be reached."""
    text = "\n\n".join(filter(None, [words % {"address": submission.page.full_url}, changed]))
    Message.objects.create(submission=submission, kind=MessageKind.DECISION, author=user, text=text)
    if submission.contact_email:
        mail(submission, reply_to=user.email if user else "")


def publish_pictures(submission: Submission, alts: dict[int, str], mended: Mended) -> list[CoreImage]:
    """Publish the chosen photos with the moderator's words and what she wants to be seen, in her order."""
    photos: Iterable[SubmissionPhoto] = submission.photos.filter(pk__in=alts)
    for photo in photos:
        alt, credit = alts[photo.pk], mended.credits.get(photo.pk, photo.credit)
        if (photo.alt, photo.credit) != (alt, credit):
            photo.alt, photo.credit = alt, credit
            photo.save(update_fields=["alt", "credit"])
    try:
        pictures = publish_photos(submission, photos) if alts else []
    except FileNotFoundError as error:
        raise NotPublishableError(_("The file of a photo is not there any more. Take off its tick.")) from error
    made = dict(zip(sorted(alts), pictures, strict=True))
    for key in made.keys() & mended.focus.keys():
        made[key].keep_in_view(mended.focus[key])
        made[key].save()
    return [made[key] for key in alts]


def put_picture(entry: EntryPage, picture: CoreImage) -> None:
    entry.image, entry.image_alt = picture, picture.description
