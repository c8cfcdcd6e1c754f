"""Files as programs really write them."""

import io
import sys
import zipfile

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.models import EntryPage, InitiativePage
from exchange import cells
from exchange.importing.reading import open_table
from exchange.importing.report import FileError
from exchange.importing.run import Options, import_file
from exchange.progress import Progress
from tests.exchange.conftest import row

HEAD = "external_id,kind,title,summary\n"


def table(path):
    opened = open_table(path)
    return opened.headings, list(opened.rows), opened.notes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_delimiter_are_found(write, encoding, delimiter):
    path = write([{"title": "Café – £5", "summary": "a"}], encoding=encoding, delimiter=delimiter)

    headings, rows, _notes = table(path)

    assert (headings, rows) == (["title", "summary"], [(2, ["Café – £5", "a"])])


def test_line_numbers_are_those_of_the_file_with_line_breaks_in_cells(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text('a,b\n1,"two\nlines"\n\n2,x\r\n3,"a\n\n\nb"\n4,y\n')

    assert [(line, found[0]) for line, found in open_table(path).rows if found] == [
        (2, "1"),
        (5, "2"),
        (6, "3"),
        (10, "4"),
    ]


def test_excel_file_is_read_like_a_csv_file(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["title", "year"])
    book.active.append(["Pub", 2011])
    book.active.append([None, 2.5])
    book.save(tmp_path / "rows.xlsx")

    assert table(tmp_path / "rows.xlsx")[:2] == (["title", "year"], [(2, ["Pub", "2011"]), (3, ["", "2.5"])])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("blank.csv", b"\n\n  \n"),
        ("broken.xlsx", b"PK\x03\x04 nothing"),
        ("wrong.xlsx", b"a,b\n1,2\n"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ],
)
def test_file_that_is_no_table_is_explained(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(FileError, match=r"\.$"):
        open_table(tmp_path / name)


def test_zip_bomb_is_refused(tmp_path):
    with (
        zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member,
    ):
        for _block in range(610):
            member.write(b" " * 1024 * 1024)

    with pytest.raises(FileError, match="600 MB"):
        open_table(tmp_path / "bomb.xlsx")


def test_missing_columns_are_named(write):
    with pytest.raises(FileError, match=r"These columns are missing: external_id, title"):
        import_file(write([{"colour": "red"}]), Options(dry_run=True))


@pytest.mark.django_db
def test_headings_of_others_are_guessed(bring_in):
    guessed = {"ID": "7", "Name": "Pub", "Description": "A pub.", "Local authority": "Hartlepool", "Year": "2011"}
    report = bring_in([{**guessed, "Topics": "food; beer", "URL": "https://example.org"}])

    entry = InitiativePage.objects.get()
    assert report.about_file[0] == "Columns are read with the mapping “generic”."
    assert (entry.title, entry.summary, entry.started, entry.website) == (
        "Pub",
        "A pub.",
        "2011",
        "https://example.org",
    )
    assert list(entry.keywords.names()) == ["beer"]


@pytest.mark.django_db
def test_mapping_file_says_which_heading_is_which(bring_in, tmp_path):
    mapping = tmp_path / "ours.yaml"
    mapping.write_text(
        "columns: {external_id: Nr, title: Was, summary: [Kurz, Was], place: Wo}\nkind: connector\nconstants: {stage: pilot}\n"
    )
    bring_in([{"Nr": 1, "Was": "Netz", "Kurz": "", "Wo": "Hartlepool"}], mapping=str(mapping))

    entry = EntryPage.objects.get()
    assert (entry.title, entry.summary, entry.stage, entry.specific_class.entry_kind) == (
        "Netz",
        "Netz",
        "pilot",
        "connector",
    )


@pytest.mark.parametrize("text", ["", "[]", "columns: {nonsense: x}", "columns: {title: [", "- 1"])
def test_mapping_file_that_is_none_is_explained(write, tmp_path, text):
    mapping = tmp_path / "bad.yaml"
    mapping.write_text(text)

    with pytest.raises(FileError):
        import_file(write([row()]), Options(mapping=str(mapping), dry_run=True))


HOSTILE = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("\x00\u202e\u200b=+-@;\\'\"<>&\r\n\t\ufeff")), max_size=60
)


COLUMNS = (
    *row(),
    "body",
    "themes",
    "started",
    "website",
    "source_url",
    "latitude",
    "longitude",
    "postcode",
    "keywords",
)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, HOSTILE)), min_size=1, max_size=4))
def test_hostile_cells_are_cleaned_and_never_crash(bring_in, write, data):
    path = write([{**cells, "kind": "initiative"} for cells in data])

    report = bring_in(path, publish=True)

    assert report.total <= len(data)
    assert not any(
        "\x00" in text or "\u202e" in text
        for pair in EntryPage.objects.values_list("title", "summary")
        for text in pair
    )


@pytest.mark.django_db
def test_cell_of_a_megabyte_is_taken_in(bring_in):
    report = bring_in([row(body="word " * 200_000, title="t" * 1_000)])

    assert report.counts == {"new": 1}
    assert len(InitiativePage.objects.get().what_it_does) < 210_000


@given(HOSTILE)
def test_defusing_is_taken_back_exactly(text):
    assert cells.undefused(cells.defused(text)) == text
    assert not cells.defused(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.django_db
def test_command_names_bad_rows_and_fails_for_all_or_nothing(site, write, capsys):
    path = write([row(1), row(2, title="")])
    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("import_entries", path, "--all-or-nothing", stderr=sys.stderr)
    printed = capsys.readouterr()

    assert "Line 3 refused: No title (row-2)" in printed.err
    assert EntryPage.objects.count() == 0


@pytest.mark.django_db
def test_command_writes_a_report_of_every_row(site, write, tmp_path, capsys):
    call_command("import_entries", write([row(1, place="Atlantis"), row(2)]), "--report", tmp_path / "report.csv")

    assert (tmp_path / "report.csv").read_text().splitlines()[1] == "2,row-1,Entry 1,new,Unknown place: Atlantis"
    assert "Done: 2 new, 0 changed, 0 unchanged, 0 rejected" in capsys.readouterr().out


def test_progress_is_drawn_on_a_terminal_only():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal, file = Terminal(), io.StringIO()
    for stream in (terminal, file):
        progress = Progress(stream)
        progress.update(0.5, 1_000)
        progress.done()

    assert " 50%  1,000 rows" in terminal.getvalue()
    assert file.getvalue() == ""
