"""The desk's page to import commitments: what it would add is seen line by line, and nothing happens twice or half."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.roles import EDITORS
from commitments.actions import approve_status, propose_status, take_over_published_status
from commitments.choices import Status
from commitments.models import CommitmentPage, StatusUpdate
from exchange.commitment_jobs import CommitmentJob
from exchange.importing import commitments as importing
from exchange.importing.commitments import import_commitments
from exchange.importing.report import FileError
from exchange.jobs import find_job
from tests.commitments.test_commitment_page import text_of
from tests.commitments.test_desk import browser_of
from tests.commitments.test_history import found, somebody
from tests.exchange.test_importing_commitments import LATER, ROW
from tests.factories import CommitmentFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "commitment_import"
MB = 1024 * 1024


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def editor(author, sign_in):
    return sign_in(EDITORS)


def send(browser, content: bytes, name="commitments.csv"):
    return browser.post(reverse(PAGE), {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_an_editor_sees_line_by_line_what_a_file_would_add_then_adds_it_once(editor, sheet):
    shown = send(editor, sheet(ROW, LATER).read_bytes())

    text = text_of(shown)
    assert re.search(r"<td>2</td> <td>A tram <strong>\(new, as a draft\)", text)
    assert "In progress, May 2024 <strong>(new, waits for approval)" in text
    assert re.search(r"<td>3</td> <td>A tram</td> <td>Delayed, December 2025 <strong>\(new", text)
    assert "<strong>1</strong> new commitment, as a draft" in text
    assert not CommitmentPage.objects.exists()

    address = shown.request["PATH_INFO"]
    editor.post(address)
    again = text_of(editor.post(address, follow=True))

    assert "<strong>2</strong> new status updates" in again
    page = CommitmentPage.objects.get()
    assert (page.live, page.slug, page.owner.username) == (
        False,
        "a-tram",
        editor.get(address).wsgi_request.user.username,
    )
    assert StatusUpdate.objects.waiting().count() == 2
    repeated = text_of(send(editor, sheet(ROW, LATER).read_bytes()))
    assert "There already, and left as it is: commitments <strong>1</strong>, updates <strong>2</strong>" in repeated
    assert "everything in the file is there already" in repeated


def test_one_wrong_line_is_said_with_its_reason_and_nothing_can_be_confirmed(editor, sheet):
    shown = send(editor, sheet(ROW, {**LATER, "place": "Atlantis"}).read_bytes())

    text = text_of(shown)
    assert "1 line is refused." in text
    assert re.search(r"<td>3</td> ?<td>A tram</td> ?<td>place: “Atlantis” is no place that we know", text)
    editor.post(shown.request["PATH_INFO"])
    assert not CommitmentPage.objects.exists()
    assert not StatusUpdate.objects.exists()


def test_only_who_may_add_commitments_finds_the_page_and_nobody_another_s_file(editor, sheet, sign_in):
    address = send(editor, sheet(ROW).read_bytes()).request["PATH_INFO"]
    token, owner = address.strip("/").split("/")[-1], editor.get(address).wsgi_request.user.pk

    other = sign_in(EDITORS)
    assert other.get(address).status_code == 404
    stranger = browser_of(UserFactory())
    assert stranger.get(reverse(PAGE)).status_code != 200
    assert stranger.post(address).status_code != 200
    assert find_job(token, owner, CommitmentJob)
    assert find_job(token, owner) is None, "as a file of entries it would be something else"
    assert not CommitmentPage.objects.exists()


def test_a_file_of_fifty_megabytes_is_refused_in_a_sentence_and_leaves_nothing_behind(author, editor, tmp_path):
    text = io.StringIO()
    writer = csv.DictWriter(text, list(ROW))
    writer.writeheader()
    head = text.tell()
    writer.writerow(ROW)
    line = text.getvalue()[head:].encode()
    path = tmp_path / "large.csv"
    path.write_bytes(text.getvalue()[:head].encode() + line * (50 * MB // len(line) + 1))

    assert path.stat().st_size > 50 * MB
    with pytest.raises(FileError, match="The file has 50 MB, at most 20 MB are read"):
        import_commitments(path, by=author)
    assert "The file has 51 MB, at most 20 MB fit. Part it in several" in text_of(send(editor, path.read_bytes()))
    assert not list((tmp_path / "data" / "imports").iterdir())
    assert not CommitmentPage.objects.exists()


def test_a_file_with_too_many_rows_says_so(author, sheet, monkeypatch):
    monkeypatch.setattr(importing, "MAX_ROWS", 1)

    with pytest.raises(FileError, match="more than 1 rows"):
        import_commitments(sheet(ROW, LATER), by=author)
    assert not StatusUpdate.objects.exists()


@pytest.mark.parametrize("name", ["commitments.exe", "commitments.xlsx"])
def test_what_is_no_table_is_explained(editor, name):
    text = text_of(send(editor, b"MZ\x90 no table", name))
    assert "Choose a .csv or .xlsx file." in text or "the content is no Excel file" in text


def test_our_own_export_adds_nothing_whether_updates_came_from_files_or_from_the_desk(author, sheet, client, tmp_path):
    import_commitments(sheet(ROW), by=author)
    page = CommitmentPage.objects.get()
    page.save_revision().publish()
    at_desk = propose_status(commitment=page, finding=found(Status.STALLED, "2025"), by=author)
    for update in StatusUpdate.objects.waiting():
        approve_status(update=update, by=somebody("Moderators"))
    made_here = CommitmentFactory(
        parent=page.get_parent().specific, title="Made here", places=[page.entry_places.get().place]
    )
    take_over_published_status(commitment=made_here, finding=found())
    path = tmp_path / "export.csv"
    path.write_bytes(b"".join(client.get("/commitments/export.csv").streaming_content))

    done = import_commitments(path, by=author)

    assert done.errors == []
    assert (done.new, done.updates, done.updates_known) == (0, 0, 3)
    assert page.updates.get(pk=at_desk.pk).external_key == ""


def test_trying_a_file_takes_the_same_queries_for_one_commitment_and_for_three(
    author,
    sheet,
    django_assert_max_num_queries,
):
    counts = []
    for number in (1, 3):
        rows = [{**row, "external_id": f"tram-{n}"} for n in range(number) for row in (ROW, LATER)]
        import_commitments(sheet(*rows[:2]), by=author)
        with django_assert_max_num_queries(20) as queries:
            import_commitments(sheet(*rows), by=author, dry_run=True)
        counts.append(len(queries))
    assert counts[0] == counts[1]
