"""Taking over what somebody suggested for an entry: all of it, or the fields that a moderator ticked."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField

from connectors.choices import PlaceRole
from connectors.models import EntryPage, EntryPlace, EntrySource, Theme, Tier
from connectors.successors import slug_successors
from core.models import CoreImage
from core.rich_text import kept_form
from places.lookup import find_place
from places.models import UNITED_KINGDOM
from submissions import entry_mails
from submissions.actions.confirming import confirmation
from submissions.actions.decisions import ChangedMeanwhileError, NotPublishableError, close, undecided
from submissions.actions.mending import UNCHANGED, Mended, mended_in_words
from submissions.actions.publishing import publish_pictures, put_picture
from submissions.actions.revising import Edit, NotLiveError, Revised, lock_live, revise
from submissions.building import LONGEST_SOURCE_TITLE, put, put_point, values_of
from submissions.changes import NO_TERM, PHOTOS, PICTURE, PLACES, SOURCES, THEMES, TIERS, Change, changes_of
from submissions.forms.base import Raw, tidy_line
from submissions.forms.sources import ROWS
from submissions.log_actions import CHANGED
from submissions.markup import rewritten
from submissions.models import Message, Submission
from submissions.models.thread import Done, MessageKind
from submissions.states import State

LONGEST_NOTE = 255
ROWS_OF_PLACES = ("entry_places",)
SHOWN_PICTURE = ("image", "image_alt")
POINT = ("latitude", "longitude", "point_precision")


class NothingChosenError(Exception):
    """No change was ticked: then it is declined, in words, not published."""


def apply_change(
    submission: Submission,
    user,
    fields: Collection[str],
    *,
    alts: dict[int, str] | None = None,
    mended: Mended = UNCHANGED,
    mark: str | None = None,
    version: str | None = None,
) -> Revised:
    """Publish a new version of the entry with these fields of a suggestion, thank its sender and say what was taken over.

    Args:
        fields: names of the changes (`changes_of`) to take over; others stay as the entry has them.
        alts: key of a photo → its words; only photos to be used. The first becomes the picture of the entry.
        mended: texts among these fields in other words.
        mark: what the moderator saw of the submission, as in `undecided`.
        version: what she saw of the entry (`version_of`); None does not compare.

    Raises:
        AlreadyDecidedError: as `undecided`.
        ChangedMeanwhileError: the submission or the entry is not what she saw.
        NothingChosenError: none of the fields is suggested, and there is no photo to be used.
        NotPublishableError: the entry is not on the site any more, or would lack something.
    """
    with undecided(submission, mark=mark) as locked:
        try:
            locked.target = lock_live(locked.target_id)
            if version is not None and version != version_of(locked.target):
                raise ChangedMeanwhileError(locked.reference)
            wanted = {*fields, PHOTOS} if alts else set(fields) - {PHOTOS}
            changes = [change for change in changes_of(locked) if change.field in wanted]
            if not changes:
                raise NothingChosenError(locked.reference)
            mended = mended.only(_fields_of(changes))
            revised = _put_into_entry(locked, user, changes, alts or {}, mended)
        except NotLiveError:
            raise NotPublishableError(_("The entry is not on the site any more.")) from None
        except ValidationError as error:
            raise NotPublishableError(" ".join(error.messages)) from error
        _close(locked, user, revised, changes, mended_in_words(locked, mended, alts or {}))
    return revised


def _fields_of(changes: list[Change]) -> set[str]:
    """Return the questions of these changes: of sources there is one for each."""
    names = {change.field for change in changes}
    return names | {f"says_{row}" for row in range(1, ROWS + 1)} if SOURCES in names else names


def _put_into_entry(
    submission: Submission, user, changes: list[Change], alts: dict[int, str], mended: Mended
) -> Revised:
    edits = edits_of(submission, [change.field for change in changes], alts, mended)
    if submission.from_contact:
        edits.append(confirmation())
    data = {"reference": submission.reference, "fields": [change.label for change in changes]}
    data["from_contact"] = submission.from_contact
    return revise(submission.target_id, edits, user=user, action=CHANGED, data=data)


def _close(submission: Submission, user, revised: Revised, changes: list[Change], changed: str) -> None:
    submission.page = revised.entry
    taken = ", ".join(change.label for change in changes)
    note = " ".join(filter(None, [f"{taken}.", changed, kept_back_in_words(revised, changes)]))
    close(submission, user, State.PUBLISHED, Done.PUBLISHED, note=note[:LONGEST_NOTE])
    text = "\n\n".join(filter(None, [_("Taken over: %(fields)s.") % {"fields": taken}, changed]))
    Message.objects.create(submission=submission, kind=MessageKind.DECISION, author=user, text=text)
    entry_mails.thank_for_change(submission, taken, reply_to=user.email)


def kept_back_in_words(revised: Revised, changes: list[Change]) -> str:
    """Return in a sentence what the editors' draft goes on saying, empty when there is nothing."""
    labels = [change.label for change in changes if change.field in revised.kept_back]
    if not labels:
        return ""
    words = _(
        "The editors’ draft says something else, and keeps it, about: %(fields)s. Whoever publishes it is asked first."
    )
    words %= {"fields": ", ".join(f"“{label}”" for label in labels)}
    if not revised.unscheduled:
        return words
    day = date_format(localtime(revised.unscheduled), "j F Y, H:i")
    return f"{words} {_('It is not published by itself on %(day)s any more.') % {'day': day}}"


def version_of(entry: EntryPage) -> str:
    """Return a mark that changes with every publication of an entry."""
    return f"{entry.live_revision_id} {entry.last_published_at}"


def edits_of(
    submission: Submission, names: Collection[str], alts: dict[int, str], mended: Mended = UNCHANGED
) -> list[Edit]:
    """Return what is written into the entry for the changes of these names, and of the photos to be used."""
    values = values_of(submission, only=set(submission.before) - {PICTURE}) | mended.texts
    own = {
        PLACES: lambda: Edit(PLACES, partial(_put_places, *_both(submission, "where")), touches=ROWS_OF_PLACES),
        "locality": lambda: Edit(
            "locality", partial(_put_locality, values.get("locality", "")), touches=ROWS_OF_PLACES
        ),
        "postcode": lambda: Edit("postcode", partial(put_point, postcode=values.get("postcode", "")), POINT, POINT),
        THEMES: lambda: Edit(
            THEMES, partial(_put_terms, THEMES, Theme, *_both(submission, "themes")), touches=(THEMES,)
        ),
        TIERS: lambda: Edit(TIERS, partial(_put_terms, TIERS, Tier, *_both(submission, "themes")), touches=(TIERS,)),
        SOURCES: lambda: Edit(SOURCES, partial(_put_sources, *_sources(submission, values)), touches=(SOURCES,)),
        PHOTOS: lambda: Edit(PHOTOS, _picture_of(submission, alts, mended), ("image",), SHOWN_PICTURE),
        PICTURE: lambda: Edit(PICTURE, _take_picture_away, ("image",), SHOWN_PICTURE),
    }
    # A new photo takes the place of the picture that is taken away.
    wanted = [name for name in names if name != PICTURE or PHOTOS not in names]
    return [own[name]() if name in own else _edit_field(submission, name, values.get(name, "")) for name in wanted]


def _edit_field(submission: Submission, name: str, value) -> Edit:
    field = submission.target.specific_class._meta.get_field(name)
    if not isinstance(field, RichTextField):
        return Edit(name, lambda entry: put(entry, {name: value}), (name,), (name,))

    def put_text(entry: EntryPage) -> None:
        setattr(entry, name, kept_form(rewritten(getattr(entry, name), value), field.features))

    return Edit(name, put_text, (name,), (name,))


def _both(submission: Submission, step: str) -> tuple[Raw, Raw]:
    return submission.before.get(step, {}), submission.answers.get(step, {})


def _codes(raw: Raw) -> list[str]:
    country = [UNITED_KINGDOM] if any(raw.get("everywhere", [])) else []
    return [code for code in dict.fromkeys([*raw.get("places", []), *country]) if find_place(code)]


def _put_places(before: Raw, after: Raw, entry: EntryPage) -> None:
    """Add and take away places. Those that stay keep their roles, neighbourhoods and what is no current place."""
    old, new = _codes(before), _codes(after)
    gone = set(old) - set(new)
    links = [link for link in entry.entry_places.all() if link.place.code not in gone]
    there = {link.place.code for link in links}
    links += [
        EntryPlace(place_id=find_place(code).key, role=PlaceRole.SERVES if links else PlaceRole.BASED_IN)
        for code in new
        if code not in {*old, *there}
    ]
    if links and (new[:1] != old[:1] or not any(link.is_lead for link in links)):
        lead = next((link for link in links if link.place.code == new[0]), links[0]) if new else links[0]
        for link in links:
            link.is_lead = link is lead
    for number, link in enumerate(links):
        link.sort_order = number
    entry.entry_places = links


def _put_locality(locality: str, entry: EntryPage) -> None:
    links = list(entry.entry_places.all())
    for link in [link for link in links if link.is_lead] or links[:1]:
        link.locality = locality
    entry.entry_places = links


def _put_terms(name: str, model: type[Theme | Tier], before: Raw, after: Raw, entry: EntryPage) -> None:
    former = slug_successors(model._meta.model_name)
    old, new = ({former.get(slug, slug) for slug in raw.get(name, [])} - NO_TERM for raw in (before, after))
    there = {term.slug for term in getattr(entry, name).all()}
    getattr(entry, name).set(list(model.objects.filter(slug__in=(there - (old - new)) | (new - old))), clear=True)


def _sources(submission: Submission, values: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Return address → what it tells, before and after. Addresses that were there stay letter for letter."""
    before, after = _both(submission, "sources")
    rows = [(f"url_{row}", f"says_{row}") for row in range(1, ROWS + 1)]
    old = {before[url][0]: tidy_line(before.get(says, [""])[0]) for url, says in rows if any(before.get(url, []))}
    new = {}
    for url, says in rows:
        if address := values.get(url):
            typed = after[url][0]
            new[typed if typed in old else address] = values.get(says, "")
    return old, new


def _put_sources(old: dict[str, str], new: dict[str, str], entry: EntryPage) -> None:
    """Add, take away and reword sources by their addresses. Others keep publisher, date and everything nobody asked about."""
    kept = [source for source in entry.sources.all() if source.url not in set(old) - set(new)]
    for source in kept:
        if source.url in new and new[source.url] != old.get(source.url):
            source.says = new[source.url]
    there = {source.url for source in kept}
    kept += [
        EntrySource(title=(says or url)[:LONGEST_SOURCE_TITLE], url=url)
        for url, says in new.items()
        if url not in {*old, *there}
    ]
    for number, source in enumerate(kept):
        source.sort_order = number
    entry.sources = kept


def _picture_of(submission: Submission, alts: dict[int, str], mended: Mended) -> Callable[[EntryPage], None]:
    """Return what shows the first of the photos. The others join the pictures of the site."""
    return partial(_show_picture, publish_pictures(submission, alts, mended)[0])


def _show_picture(picture: CoreImage, entry: EntryPage) -> None:
    put_picture(entry, picture)


def _take_picture_away(entry: EntryPage) -> None:
    entry.image, entry.image_alt = None, ""
