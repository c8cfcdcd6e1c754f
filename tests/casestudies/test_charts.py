"""Charts: what is drawn is what the table says, it can be read, and no table breaks it."""

import io
import re
from decimal import Decimal
from itertools import combinations

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from casestudies.blocks.charts import WIDTHS, ChartBlock
from casestudies.charts import draw, read_figures
from casestudies.charts.figures import MAX_CHARACTERS, MINUS
from casestudies.charts.sheets import read_sheet

LONG = "Hartlepool, Redcar and Cleveland, Middlesbrough, Stockton-on-Tees and Darlington"
TABLES = {
    "plain": "Year,Members\n2021,12\n2022,31\n2023,45",
    "nought": "Place,Homes\nLeeds,0\nYork,0",
    "negative": "Who\tChange\nCentral government\t+23%\nLocal government\t-31%",
    "all negative": "Who,Change\nOne,-5\nTwo,-7.25",
    "missing": "Year,North,England\n2019,413,388\n2020,n/a,\n2021,,390\n2022,400,391",
    "one value": "Year,Members\n2021,12",
    "one known value": "Year,Members\n2021,\n2022,5\n2023,",
    "sixty": "Week,A,B,C,D,E,F\n" + "\n".join(f"Week {n},{n},{n * n},{-n},{100 - n},{n % 7},0.5" for n in range(1, 61)),
    "big": "Place,Pounds\nA,1000000000000\nB,-250000000000\nC,",
    "big and small": "Place,Pounds\nA,1e12\nB,0.000001",
    "long names": f'Place,"{LONG[:79]}",{"W" * 80}\n"{LONG}",3,40\n{"Llanfairpwllgwyngyll" * 4},5,\n"{LONG[1:]}",1,2',
    "dates far apart": "Month,Staff\n2010-09,2915\n2013-09,2440\n2025-09,1970",
}


@pytest.fixture(params=TABLES, ids=TABLES)
def table(request):
    return TABLES[request.param]


@pytest.fixture(params=["bar", "line"])
def kind(request):
    return request.param


def page_of(table, kind):
    block = ChartBlock()
    value = block.to_python({"title": "T", "description": "D", "kind": kind, "figures": table, "source_title": "S"})
    return BeautifulSoup(block.render(value), "html.parser")


def number(text):
    return None if text == "not known" else Decimal(re.sub(r"[,%+]", "", text).replace(MINUS, "-"))


def table_of(page):
    """The columns of the table beneath, as numbers."""
    rows = [[number(cell.get_text()) for cell in row.find_all("td")] for row in page.find("tbody").find_all("tr")]
    return [list(column) for column in zip(*rows, strict=True)]


def axis_of(svg, drawing):
    """A function from a place in the drawing to the number that stands there, by the lines of its axis."""
    side = 0 if drawing.kind == "bar" else 1
    places = [float(re.findall(r"[\d.]+", line["d"])[side]) for line in svg.find_all("path", class_=["grid", "zero"])]
    first, last, scale = places[0], places[-1], drawing.scale
    share = float(scale.high - scale.low) / (last - first)
    return (lambda place: float(scale.low) + (place - first) * share), abs(share) * 0.11


def series_of(shape):
    return int((shape.get("fill") or f"-{shape['class'][-1][1:]})")[:-1].rsplit("-", 1)[1])


def test_bars_are_as_long_as_the_table_says(table):
    page = page_of(table, "bar")
    drawn = {}
    for name, width in WIDTHS.items():
        svg, drawing = page.find("svg", class_=name), draw(read_figures(table), "bar", width)
        at, tolerance = axis_of(svg, drawing)
        zero = float(re.findall(r"[\d.]+", svg.find("path", class_="zero")["d"])[0])
        bars = svg.find_all("rect", attrs={"height": ["18", "15"]})
        columns = [[] for _column in table_of(page)]
        for bar in bars:
            x, length = float(bar["x"]), float(bar["width"])
            columns[series_of(bar)].append(at(x if x < zero - 0.05 else x + length))
        known = [[float(value) for value in column if value is not None] for column in table_of(page)]

        assert columns == [pytest.approx(column, abs=tolerance * 2) for column in known]
        written = [text.get_text() for text in svg.find_all("text", class_=["value", "missing"])]
        drawn[name] = [number(text) for text in written]
    by_rows = [value for row in zip(*table_of(page), strict=True) for value in row]
    assert drawn == {"wide": by_rows, "narrow": by_rows}


def test_lines_go_through_the_figures_of_the_table_and_leave_gaps(table):
    page = page_of(table, "line")
    for name, width in WIDTHS.items():
        svg, drawing = page.find("svg", class_=name), draw(read_figures(table), "line", width)
        at, tolerance = axis_of(svg, drawing)
        for index, column in enumerate(table_of(page)):
            runs = [run.split() for run in re.split(r"None", " ".join(map(str, column)))]
            strokes = svg.find_all("polyline", class_=f"s{index}")
            drawn = [[at(float(point.split(",")[1])) for point in stroke["points"].split()] for stroke in strokes]

            assert drawn == [pytest.approx([float(v) for v in run], abs=tolerance) for run in runs if len(run) > 1]
            marks = [
                mark
                for mark in svg.find_all("path", class_=f"point s{index}")
                if mark.find("title") or name == "narrow"
            ]
            assert len(marks) >= sum(len(run) == 1 for run in runs)


@pytest.mark.parametrize("width", WIDTHS.values())
def test_no_words_of_a_chart_touch_each_other_or_are_cut_off(table, kind, width):
    drawing = draw(read_figures(table), kind, width)
    boxes = [label.box for label in drawing.labels]

    overlaps = [
        (drawing.labels[a].text, drawing.labels[b].text)
        for (a, one), (b, two) in combinations(enumerate(boxes), 2)
        if one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
    ]
    assert overlaps == []
    assert all(
        left >= -0.01 and top >= -0.01 and right <= drawing.width + 0.01 and bottom <= drawing.height
        for left, top, right, bottom in boxes
    )


def test_chart_says_what_it_shows_to_those_who_do_not_see_it():
    svg = page_of(TABLES["plain"], "bar").find("svg")

    assert (svg["role"], svg.find("title").get_text(), svg.find("desc").get_text()) == ("img", "T", "D")
    assert [svg["aria-labelledby"], svg["aria-describedby"]] == [svg.find("title")["id"], svg.find("desc")["id"]]
    assert "style=" not in str(svg)


def test_line_of_dates_keeps_the_distance_between_them():
    first, second, last = (point.x for point in draw(read_figures(TABLES["dates far apart"]), "line", 640).points)

    assert (second - first) / (last - first) == pytest.approx(36 / 180)


def test_scale_of_a_line_that_leaves_out_nought_is_told():
    assert "The scale starts at 2,900" in page_of("Year,A\n2020,2910\n2021,2950\n2022,2990", "line").get_text()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("£1,200.50", "£1,200.50"),
        ("(1,200)", f"{MINUS}1,200"),
        ("-£3", f"{MINUS}£3"),
        ("−31 %", f"{MINUS}31%"),
        ("1E+12", "1,000,000,000,000"),
        ("3.40", "3.40"),
        ("N/A", "not known"),
        ("–", "not known"),
    ],
)
def test_figures_are_read_as_people_write_them(cell, text):
    assert read_figures(f"Who\tHow much\nAll\t1\nOne\t{cell}").series[0].values[1].text == text


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("", "Write the names of the columns in the first line"),
        ("Year,Members\n2020,about 5", "Line 2, column 2 (Members): “about 5” is no number."),
        ('Year,Members\n2020,5\n2021,"3,4"', "Line 3, column 2 (Members): “3,4” has a comma where a point belongs"),
        ("Year,Members\n2020,1,200", "Line 2 has 3 cells, but there are 2 columns."),
        ("2020,5\n2021,6", "The first line should name the columns, but column 2 says “5”."),
        ("Year,Members\n2020,", "The table has no figure yet."),
        ("Year,Members\n2020,1e99", "“1e99” has too many digits"),
        (
            "A,B,C,D,E,F,G,H\n1,2,3,4,5,6,7,8",
            "The table has 7 columns of figures; a chart stays readable with up to 6.",
        ),
        ("Year,M\n" + "x,1\n" * 61, "The table has 61 rows; a chart stays readable with up to 60."),
        ("x" * (MAX_CHARACTERS + 1), "a chart can hold 20,000"),
    ],
)
def test_table_that_cannot_be_drawn_is_refused_with_line_and_column(table, sentence):
    with pytest.raises(ValidationError) as error:
        read_figures(table)

    assert sentence in " ".join(error.value.messages)


@given(st.one_of(st.text(), st.text(alphabet='0123456789,;\t\n"-%£.eE()<>&\0\u202e abc', max_size=200)))
def test_any_text_becomes_a_chart_or_a_sentence(text):
    try:
        figures = read_figures(text)
    except ValidationError as error:
        sentences = error.messages
    else:
        sentences = [label.text for kind in ("bar", "line") for label in draw(figures, kind, 320).labels]

    assert all(sentences)


def test_markup_in_a_table_stays_text():
    page = page_of("<script>alert(1)</script>,<b>B</b>\n<img src=x onerror=alert(1)>,5\n\u202eevil,6", "bar")

    assert page.find_all(["script", "b", "img"]) == []
    assert "\u202e" not in str(page)
    assert "<script>alert(1)</script>" in page.get_text()


def test_first_sheet_of_an_excel_file_reads_like_the_cells_that_it_shows():
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in (["Who", "Change", "Staff"], ["Central", 0.23, 4050], ["Local", -0.31, None]):
        book.active.append(row)
    for row in (2, 3):
        book.active.cell(row, 2).number_format = "0%"
    book.save(file)

    assert read_sheet(file, "xlsx") == "Who\tChange\tStaff\nCentral\t23%\t4050\nLocal\t-31%"


@pytest.mark.parametrize(("content", "kind"), [(b"PK\x03\x04nonsense", "xlsx"), (b"", "xlsx"), (b"%PDF", "pdf")])
def test_file_that_is_no_table_is_refused_with_a_sentence(content, kind):
    with pytest.raises(ValidationError) as error:
        read_sheet(io.BytesIO(content), kind)

    assert "into the box" in error.value.message
