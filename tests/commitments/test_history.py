"""The history of a commitment is only ever added to, and two people stand behind each change."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from wagtail.models import PageLogEntry

from accounts.roles import EDITORS, MODERATORS
from commitments.actions import (
    DecidedError,
    Finding,
    OwnProposalError,
    Source,
    approve_status,
    decline_status,
    propose_status,
    take_over_published_status,
)
from commitments.choices import Status
from commitments.history import HistoryError
from commitments.models import CommitmentPage, StatusUpdate, UpdateSource
from tests.factories import CommitmentFactory, UserFactory

pytestmark = pytest.mark.django_db
SOURCE = Source("A report", "https://example.org/report")


def found(status=Status.DELAYED, date="2023-05", **values):
    return Finding(status=status, date=date, reason="It opens a year later.", sources=(SOURCE,), **values)


@pytest.fixture
def commitment(tracker):
    return CommitmentFactory(parent=tracker, title="A tram")


def somebody(group):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    return user


def test_an_update_can_neither_be_saved_again_nor_deleted_by_any_way_of_the_orm(commitment):
    update = take_over_published_status(commitment=commitment, finding=found())
    updates, source = StatusUpdate.objects.all(), update.sources.get()
    update.reason = "Something else."
    ways = [
        update.save,
        update.delete,
        source.save,
        source.delete,
        updates.delete,
        update.sources.all().delete,
        lambda: updates.update(status=Status.DELIVERED),
        lambda: commitment.updates.update(status=Status.DELIVERED),
        lambda: StatusUpdate.objects.bulk_update([update], ["reason"]),
        lambda: StatusUpdate.objects.update_or_create(pk=update.pk, defaults={"reason": "x"}),
        lambda: UpdateSource.objects.bulk_create(
            [source], update_conflicts=True, unique_fields=["id"], update_fields=["url"]
        ),
        lambda: update.stamp(status=Status.DELIVERED),
        lambda: update.stamp(approved_at=None),
    ]

    for way in ways:
        with pytest.raises(HistoryError, match="never overwritten"):
            way()
    assert StatusUpdate.objects.get().reason == "It opens a year later."
    assert UpdateSource.objects.get().url == SOURCE.url


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE commitments_statusupdate SET status = 'delivered'",
        "UPDATE commitments_statusupdate SET date = '2020'",
        "DELETE FROM commitments_updatesource",
        "DELETE FROM commitments_statusupdate",
    ],
)
def test_the_database_refuses_what_goes_around_the_models(commitment, statement):
    take_over_published_status(commitment=commitment, finding=found())

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert StatusUpdate.objects.get().status == Status.DELAYED


def test_words_about_a_person_can_still_be_erased(commitment):
    update = take_over_published_status(commitment=commitment, finding=found())

    StatusUpdate._base_manager.filter(pk=update.pk).update(reason="[erased]")

    assert StatusUpdate.objects.get().reason == "[erased]"


def test_a_commitment_with_a_history_cannot_be_deleted_nor_the_tracker_above_it(commitment, tracker):
    take_over_published_status(commitment=commitment, finding=found())

    for page in (commitment, tracker):
        with pytest.raises(ProtectedError), transaction.atomic():
            page.delete()
    assert CommitmentPage.objects.exists()


def test_the_current_status_is_the_latest_by_date_and_then_by_entry(commitment):
    assert commitment.current_status is Status.NOT_ASSESSED
    order = [("2023", Status.IN_PROGRESS), ("2023-05", Status.DELAYED), ("2022-12-31", Status.NOT_STARTED)]
    for date, status in order:
        take_over_published_status(commitment=commitment, finding=found(status, date))
    assert CommitmentPage.objects.get().current_status is Status.DELAYED

    take_over_published_status(commitment=commitment, finding=found(Status.STALLED, "2023-05"))
    assert CommitmentPage.objects.get().current_status is Status.STALLED
    latest = max(StatusUpdate.objects.approved(), key=lambda update: (update.date, update.pk))
    assert latest.status == Status.STALLED


def test_publishing_an_older_version_of_the_page_leaves_the_status_as_it_is(commitment):
    revision = commitment.save_revision()
    take_over_published_status(commitment=commitment, finding=found(Status.DELIVERED))

    revision.publish()

    assert CommitmentPage.objects.get().current_status is Status.DELIVERED


def test_a_proposal_counts_only_when_somebody_else_has_approved_it_and_the_log_names_both(commitment):
    author, other = somebody(MODERATORS), somebody(MODERATORS)
    update = propose_status(commitment=commitment, finding=found(), by=author)
    assert CommitmentPage.objects.get().current_status is Status.NOT_ASSESSED

    with pytest.raises(OwnProposalError, match="Somebody else"):
        approve_status(update=update, by=author)
    assert CommitmentPage.objects.get().current_status is Status.NOT_ASSESSED

    approve_status(update=update, by=other)
    assert CommitmentPage.objects.get().current_status is Status.DELAYED
    log = PageLogEntry.objects.filter(page=commitment, action__startswith="commitments.").order_by("timestamp")
    assert [(entry.user, str(entry.message)) for entry in log] == [
        (author, "Proposed the status “Delayed” of May 2023"),
        (other, "Approved the status “Delayed” of May 2023"),
    ]
    with pytest.raises(DecidedError):
        decline_status(update=update, by=somebody(MODERATORS), because="Too late")


def test_an_editor_may_propose_but_not_approve_and_nobody_declines_without_a_reason(commitment):
    update = propose_status(commitment=commitment, finding=found(), by=somebody(EDITORS))

    with pytest.raises(PermissionDenied):
        approve_status(update=update, by=somebody(EDITORS))
    with pytest.raises(PermissionDenied):
        propose_status(commitment=commitment, finding=found(), by=UserFactory())
    with pytest.raises(ValidationError):
        decline_status(update=update, by=somebody(MODERATORS), because=" ")
    decline_status(update=update, by=somebody(MODERATORS), because="The source is a blog.")
    assert CommitmentPage.objects.get().current_status is Status.NOT_ASSESSED
    assert not StatusUpdate.objects.waiting().exists()


def test_an_update_without_a_source_or_with_a_date_that_is_none_is_refused(commitment):
    for wrong in (
        Finding(Status.DELAYED, "2023", "Late.", ()),
        Finding(Status.DELAYED, "soon", "Late.", (SOURCE,)),
        Finding(Status.DELAYED, "2023", "", (SOURCE,)),
        Finding("late", "2023", "Late.", (SOURCE,)),
        Finding(Status.DELAYED, "2023", "Late.", (Source("x", "javascript:alert(1)"),)),
    ):
        with pytest.raises(ValidationError):
            take_over_published_status(commitment=commitment, finding=wrong)
    assert not StatusUpdate.objects.exists()


def test_a_correction_names_what_it_corrects_and_cannot_be_older(commitment, tracker):
    first = take_over_published_status(commitment=commitment, finding=found(date="2023-05"))

    with pytest.raises(ValidationError, match="later one"):
        take_over_published_status(commitment=commitment, finding=found(date="2023-04", corrects=first))
    elsewhere = CommitmentFactory(parent=tracker)
    with pytest.raises(ValidationError, match="same commitment"):
        take_over_published_status(commitment=elsewhere, finding=found(date="2023-05", corrects=first))
    take_over_published_status(commitment=commitment, finding=found(Status.IN_PROGRESS, "2023-05", corrects=first))
    assert CommitmentPage.objects.get(pk=commitment.pk).current_status is Status.IN_PROGRESS
