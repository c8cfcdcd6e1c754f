"""Spreadsheets of commitments: histories are added to, and hostile files answer with line and reason."""

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from accounts.roles import MODERATORS
from commitments.actions import approve_status
from commitments.choices import Provenance, Status
from commitments.models import CommitmentPage, StatusUpdate
from exchange.importing import commitments as importing
from exchange.importing.commitments import import_commitments
from exchange.importing.report import FileError
from tests.commitments.test_history import somebody

pytestmark = pytest.mark.django_db
ROW = {
    "external_id": "tram",
    "title": "A tram",
    "summary": "A tram for Leeds.",
    "wording": "A tram will be built.",
    "organisation": "Department for Transport",
    "promised_on": "2023-10-04",
    "promise_title": "A speech",
    "promise_url": "https://example.org/speech",
    "amount": "£2,500,000,000",
    "new_amount": "",
    "place": "Leeds",
    "themes": "rail",
    "update_id": "1",
    "update_date": "May 2024",
    "status": "in_progress",
    "reason": "A review began.",
    "source_title": "A report",
    "source_url": "https://example.org/report",
}
LATER = {**ROW, "update_id": "2", "update_date": "2025-12", "status": "delayed", "reason": "It opens years later."}


def test_a_history_is_added_as_drafts_and_proposals_and_the_same_file_again_adds_nothing(author, sheet):
    path = sheet(ROW, LATER)

    done = import_commitments(path, by=author)
    again = import_commitments(path, by=author)

    assert (done.new, done.updates, done.errors) == (1, 2, [])
    assert (again.new, again.known, again.updates, again.updates_known) == (0, 1, 0, 2)
    page = CommitmentPage.objects.get()
    assert (page.live, page.amount, page.new_amount, page.money.net) == (False, 2_500_000_000, None, None)
    assert page.current_status is Status.NOT_ASSESSED, "nobody has approved them yet"
    updates = StatusUpdate.objects.in_order()
    assert [(u.status, u.date, u.provenance, u.made_by) for u in updates] == [
        ("in_progress", "2024-05", Provenance.IMPORT, author),
        ("delayed", "2025-12", Provenance.IMPORT, author),
    ]
    approve_status(update=updates.last(), by=somebody(MODERATORS))
    assert CommitmentPage.objects.get().current_status is Status.DELAYED


def test_a_file_with_more_adds_only_that_and_one_with_less_deletes_nothing(author, sheet):
    import_commitments(sheet(ROW), by=author)

    assert import_commitments(sheet(LATER), by=author).updates == 1
    assert StatusUpdate.objects.count() == 2


def test_an_update_that_is_there_is_not_overwritten_by_a_file(author, sheet):
    import_commitments(sheet(ROW), by=author)

    done = import_commitments(sheet({**ROW, "status": "delivered"}, LATER), by=author)

    assert [line for line, _reason in done.errors] == [2]
    assert "never overwritten" in done.errors[0][1]
    assert StatusUpdate.objects.get().status == "in_progress", "nothing half done"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"update_date": "31/02/2024"}, "is no date"),
        ({"promised_on": "soon"}, "is no date"),
        ({"place": "Atlantis"}, "is no place that we know"),
        ({"title": "=HYPERLINK(1)"}, "looks like a formula"),
        ({"amount": "about a billion"}, "is no amount"),
        ({"amount": "-5"}, "from nought"),
        ({"new_amount": "£9,000,000,000"}, "no more than the whole amount can be new"),
        ({"amount": "NaN"}, "from nought"),
        ({"status": "kept"}, "is none of"),
        ({"source_url": ""}, "a source"),
        ({"source_url": "javascript:alert(1)"}, "is no web address"),
        ({"external_id": ""}, "external_id"),
        ({"title": "x" * 10_000}, "at most 255"),
        ({"update_id": "1"}, "stands in line 2 already"),
        ({"summary": "Another one."}, "with other values"),
    ],
)
def test_a_wrong_row_is_told_with_its_line_and_nothing_is_written(author, sheet, wrong, reason):
    done = import_commitments(sheet(ROW, {**LATER, **wrong}), by=author)

    assert [line for line, _reason in done.errors] == [3]
    assert reason in done.errors[0][1]
    assert not CommitmentPage.objects.exists()
    assert not StatusUpdate.objects.exists()


def test_files_of_other_programs_are_read_and_what_is_no_table_is_said(author, sheet, tmp_path, monkeypatch):
    windows = import_commitments(sheet({**ROW, "wording": "Zoë’s tram"}, encoding="cp1252"), by=author, dry_run=True)
    assert (windows.new, windows.errors) == (1, [])
    assert "Windows text" in windows.notes[0]
    assert not CommitmentPage.objects.exists()

    book = openpyxl.Workbook()
    book.active.append(list(ROW))
    book.active.append(list(ROW.values()))
    book.save(tmp_path / "book.xlsx")
    assert import_commitments(tmp_path / "book.xlsx", by=author, dry_run=True).new == 1

    for name, content in (("empty.csv", b""), ("broken.xlsx", b"PK\x03\x04broken"), ("other.csv", b"a,b\n1,2\n")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(FileError):
            import_commitments(tmp_path / name, by=author)
    monkeypatch.setattr(importing, "MAX_FILE", 100)
    with pytest.raises(FileError, match="at most"):
        import_commitments(sheet(ROW), by=author)


def test_the_command_says_what_it_did_and_who_may_not(author, sheet, capsys):
    call_command("import_commitments", sheet(ROW, LATER), by=author.username)
    assert "Added 1 commitments as drafts and 2 updates that wait for approval" in capsys.readouterr().out

    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("import_commitments", sheet({**ROW, "place": "Atlantis"}), by=author.username)
    assert "Line 2: place" in capsys.readouterr().err
    with pytest.raises(CommandError, match="no active account"):
        call_command("import_commitments", sheet(ROW), by="nobody")
