"""Erasing a person: everything of hers goes, nothing of others, what is public stays, and a restore brings nobody back."""

import io
import json
import shutil
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from PIL import Image
from wagtail.models import Comment

from core.models import CoreImage
from exchange.jobs import imports_folder, new_job
from outbox.actions import post_words
from submissions import tombstones
from submissions.actions.drafts import begin, keep_answer
from submissions.actions.erasing import erase, erase_again
from submissions.actions.links import make_link, new_device
from submissions.actions.photos import add_photo, describe_photos, publish_photos
from submissions.asking import whom
from submissions.models import DeviceKey, LogEntry, MailedLink, Message, Submission
from submissions.models.keys import Purpose
from submissions.models.photo import private_storage
from submissions.models.still_right import Asking
from submissions.models.thread import Done, MessageKind
from submissions.people import export_of
from submissions.states import State
from tests.factories import InitiativeFactory, UserFactory

pytestmark = pytest.mark.django_db
CANARIES = 14  # of each person


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.ERASED_ROOT = tmp_path / "erased"
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SEARCH_INDEX_DIR = settings.DATA_DIR / "index"
    shutil.rmtree(settings.PRIVATE_ROOT, ignore_errors=True)
    return tmp_path


def canary(person: str, number: int) -> str:
    return f"Canary{person}{number}x"


def picture(colour: str) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(content, "JPEG")
    return SimpleUploadedFile(f"{colour}.jpg", content.getvalue(), "image/jpeg")


class Planted:
    """One person with canaries in everything that a person can leave here."""

    def __init__(self, person: str, colour: str, answers: dict, directory, page):
        self.person, self.email = person, f"{canary(person, 0)}@mail.example"
        self.name = f"{canary(person, 1)} Smith"
        self.submission = self.make_submission(answers)
        self.draft = begin("initiative", once=f"draft {person}", device=new_device()[0], step="about",
                           raw={"title": [canary(person, 2)]})  # fmt: skip
        Submission.objects.filter(pk=self.draft.pk).update(contact_email=self.email)
        self.photo = self.make_photo(colour)
        self.make_thread()
        self.make_entry(directory)
        self.leave_traces(page)

    def make_submission(self, answers: dict) -> Submission:
        device = new_device()[0]
        submission = begin("initiative", once=self.person, device=device, step="about", raw=answers["about"])
        about_her = {"contact_name": [self.name], "contact_email": [self.email], "agree": ["on"]}
        about_her["contact_role"] = [canary(self.person, 3)]
        lessons = {"what_to_copy": [f"Ask {self.email}, {canary(self.person, 4)}"]}
        for step, raw in {**answers, "you": about_her, "lessons": lessons}.items():
            keep_answer(submission, step, raw, is_done=True)
        Submission.objects.filter(pk=submission.pk).update(state=State.WAITING, queued_at=timezone.now())
        return submission

    def make_photo(self, colour: str) -> "CoreImage":
        photo = add_photo(self.submission, picture(colour))
        prefix = f"photo-{photo.pk}"
        names = {"alt": "A pool", "credit": f"Photo: {self.name}", "people": "nobody"}
        describe_photos(self.submission, {f"{prefix}-{name}": [value] for name, value in names.items()})
        photo.refresh_from_db()
        type(photo).objects.filter(pk=photo.pk).update(
            credit=f"Photo: {self.name}", original_name=f"{canary(self.person, 5)}.jpg"
        )
        photo.refresh_from_db()
        return publish_photos(self.submission, [photo])[0]

    def make_thread(self) -> None:
        author = UserFactory()
        for number, kind in enumerate((MessageKind.QUESTION, MessageKind.ANSWER, MessageKind.NOTE), start=6):
            text = f"{canary(self.person, number)} {self.name}"
            Message.objects.create(submission=self.submission, kind=kind, text=text, author=author)
        LogEntry.objects.create(submission=self.submission, done=Done.ASKED, note=canary(self.person, 9))
        make_link(Purpose.RETURN, self.email.upper(), self.submission)
        make_link(Purpose.MY_DATA, self.email)
        post_words("other", self.email, f"Hello {self.name}", canary(self.person, 10), about=self.submission.reference)

    def make_entry(self, directory) -> None:
        entry = InitiativeFactory(parent=directory, title=f"Entry of {self.person}")
        entry.contact_name, entry.contact_email = self.name, self.email.upper()
        entry.provenance = f"submission {self.submission.reference}"
        entry.save_revision().publish()
        entry.save_revision()
        entry.summary = f"Write to {self.email} for a swim."
        entry.save_revision().publish()
        Submission.objects.filter(pk=self.submission.pk).update(page=entry)
        Asking.objects.create(entry=entry, asked_whom=whom(self.email))
        self.entry = type(entry).objects.get(pk=entry.pk)

    def leave_traces(self, page) -> None:
        Comment.objects.create(page=page, user=UserFactory(), text=f"ask {self.email}", contentpath="title")
        rows = f"title,contact_email\n{canary(self.person, 11)},{self.email}\n".encode()
        new_job(SimpleUploadedFile("rows.csv", rows), None, owner=1)
        apps.get_model("axes.AccessAttempt").objects.create(username=self.email, failures_since_start=1)


@pytest.fixture
def three(right_answers, directory):
    colours = {"Ann": "red", "Bea": "green", "Cat": "blue"}
    return [Planted(name, colour, right_answers, directory, directory) for name, colour in colours.items()]


def everything(folder: Path) -> str:
    """Return all rows of all tables and all files as one text."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += [repr(row) for row in cursor.fetchall()]
    paths = [*folder.rglob("*"), *Path(private_storage().base_location).rglob("*")]
    files = [repr(path) + path.read_bytes().decode("latin-1") for path in paths if path.is_file()]
    return "\n".join(rows + files)


def hits(text: str, person: str) -> dict[int, int]:
    return {
        number: found for number in range(CANARIES) if (found := text.upper().count(canary(person, number).upper()))
    }


def test_erased_people_leave_no_trace_and_others_stay_as_they_were(three, folders, django_capture_on_commit_callbacks):
    ann, bea, cat = three
    before = everything(folders)
    assert all(len(hits(before, one.person)) >= 12 for one in three)
    cats, cats_export = hits(before, "Cat"), export_of(cat.email)

    with django_capture_on_commit_callbacks(execute=True):
        erase(ann.email.lower())
        erase(bea.email)

    after = everything(folders)
    assert (hits(after, "Ann"), hits(after, "Bea")) == ({}, {})
    assert set(hits(after, "Cat")) == set(cats)  # the index may hold a text twice
    assert {**export_of(cat.email), "made_at": ""} == {**cats_export, "made_at": ""}
    assert not Submission.objects.filter(pk=ann.draft.pk).exists()
    assert [
        path.name for path in (Path(private_storage().base_location) / "photos").iterdir() if list(path.iterdir())
    ] == [cat.submission.reference]
    assert not DeviceKey.objects.filter(submissions=ann.submission).exists()


def test_what_was_published_stays_without_the_contact(three, client):
    ann = three[0]
    erase(ann.email)

    ann.entry.refresh_from_db()
    latest = ann.entry.latest_revision.content
    assert ann.entry.live
    assert (ann.entry.contact_email, latest["contact_email"], latest["contact_name"]) == ("", "", "")
    assert ann.entry.summary == "Write to [erased] for a swim."
    assert CoreImage.objects.get(pk=ann.photo.pk).credit == ""
    assert ann.entry.askings.get().asked_whom == ""
    ann.submission.refresh_from_db()
    assert (ann.submission.state, ann.submission.page_id) == (State.WITHDRAWN, ann.entry.pk)
    assert ann.submission.log.last().done == Done.ERASED


def test_dry_run_tells_the_same_numbers_and_erases_nothing(three, folders):
    ann = three[0]
    before = everything(folders)

    told = erase(ann.email, dry_run=True).counts
    assert everything(folders) == before

    done = erase(ann.email).counts
    files = "files of imports"
    assert {**done, files: 0} == {**told, files: 0}
    assert done["submissions emptied"] == 1
    assert done["versions of entries"] == 3


def test_restored_backup_is_erased_again(three, folders, settings, capsys):
    ann, bea, _cat = three
    erase(ann.email)
    settings.SECRET_KEY = "another one after the restore"
    # What a backup of before holds.
    Submission.objects.filter(pk=ann.submission.pk).update(contact_email=ann.email.upper(), contact_name=ann.name)
    Message.objects.create(submission=bea.submission, kind=MessageKind.NOTE, text=f"She is <{ann.email}>.")

    call_command("erase_person", "--again")

    assert hits(everything(folders), "Ann") == {}
    assert len(hits(everything(folders), "Bea")) >= 12
    assert not +erase_again()


def test_who_comes_back_after_an_erasure_keeps_what_she_sends_then(three, right_answers, device):
    ann = three[0]
    erase(ann.email)
    back = begin("initiative", once="back", device=device, step="about", raw=right_answers["about"])
    keep_answer(back, "you", {"contact_name": [ann.name], "contact_email": [ann.email]})
    MailedLink.objects.create(
        secret_hash="old", purpose=Purpose.RETURN, email=ann.email, created_at=ann.submission.created_at
    )

    erase_again()

    back.refresh_from_db()
    assert back.contact_email == ann.email
    assert not MailedLink.objects.filter(secret_hash="old").exists()


def test_half_written_tombstone_hides_no_other(folders):
    tombstones.bury("jo@example.org")
    path = folders / "erased" / "erased"
    path.write_text(path.read_text() + "2026-11-22T12:00")  # a crash in the middle of a line
    tombstones.bury("Ann@Example.org ")

    erased_at = tombstones.erased_at()
    assert erased_at("JO@example.org")
    assert erased_at("ann@example.org")
    assert erased_at("bo@example.org") is None
    assert "example" not in path.read_text()
    assert path.stat().st_mode & 0o077 == 0


def test_tombstones_of_another_host_do_not_need_its_secret_key(folders, settings):
    tombstones.bury("jo@example.org")
    shutil.copytree(folders / "erased", folders / "other")
    settings.ERASED_ROOT, settings.SECRET_KEY = folders / "other", "another"

    assert tombstones.erased_at()("jo@example.org")


def test_address_inside_another_address_is_not_touched(three, directory):
    ann = three[0]
    entry = InitiativeFactory(parent=directory, title="Other", summary=f"mail my{ann.email} or {ann.email}.uk")
    erase(ann.email)

    entry.refresh_from_db()
    assert entry.summary == f"mail my{ann.email} or {ann.email}.uk"


def test_account_stays_and_is_told(three, capsys):
    ann = three[0]
    UserFactory(username="ann", email=ann.email)

    call_command("erase_person", ann.email, "--dry-run")

    printed = capsys.readouterr().out
    assert "Would erase submissions emptied: 1" in printed
    assert "There is an account of the desk with this address" in printed


def test_export_holds_what_was_sent_and_no_notes(three, folders, capsys):
    ann = three[0]
    call_command("export_person", ann.email.lower(), "--json", str(folders / "ann.json"))

    text = (folders / "ann.json").read_text()
    told = json.loads(text)
    missing = set(range(CANARIES)) - set(hits(text, "Ann"))
    assert missing <= {8, 9, 11, 12, 13}, "the note, the log's note, the import of editors"
    assert [message["from"] for message in told["submissions"][1]["thread"]] == ["us", "us"]
    assert (folders / "ann.json").stat().st_mode & 0o077 == 0
    assert imports_folder().is_dir()
