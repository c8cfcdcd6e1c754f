"""Entries side by side, as a council officer lays three charters next to each other."""

import csv
import io
import re

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casestudies.models import Outcome
from connectors.choices import ClauseStrength, ClauseTopic, ConnectorKind, LinkKind
from connectors.choosing import MOST_READ, Asked
from connectors.models import Clause, EntryLink
from tests.factories import CaseStudyFactory, ConnectorFactory, InitiativeFactory, PlaceFactory

ADDRESS = "/connectors/compare/"
GAP = "We found no source"


def charter(directory, title, clauses=(), **fields):
    page = ConnectorFactory(parent=directory, title=title, kind=ConnectorKind.INSTRUMENT, **fields)
    for topic, asks, strength in clauses:
        Clause.objects.create(connector=page, topic=topic, asks=asks, strength=strength)
    return page


@pytest.fixture
def charters(directory):
    pay, food = ClauseTopic.PAY, ClauseTopic.COMMUNITY
    return [
        charter(
            directory, "North charter", [(food, "Give food.", ""), (pay, "Pay well.", "required")], members_count=91
        ),
        charter(directory, "West charter", [(pay, "Pay fairly.", ClauseStrength.ENCOURAGED)], members_count=160),
        charter(directory, "Quiet fund"),
    ]


def ids(*pages) -> str:
    return ",".join(str(page.pk) for page in pages)


def html_of(client, query: str) -> str:
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    return response.content.decode()


def rows_of(client, query: str) -> dict[str, tuple]:
    parts = client.get(f"{ADDRESS}?{query}").context["comparison"].parts
    return {row.label: (row.difference.name, [cell.text for cell in row.cells]) for part in parts for row in part.rows}


def test_charters_are_laid_side_by_side_by_topic(client, charters):
    north, west, fund = charters

    rows = rows_of(client, f"ids={ids(west, north, fund)}")

    assert [label for label in rows if label in {"Pay", "Community"}] == ["Pay", "Community"]
    assert rows["Pay"] == ("SILENT", ["[Encouraged] Pay fairly.", "[Required] Pay well.", GAP])
    assert rows["Community"][1][:2] == [GAP, "[Strength not stated] Give food."]
    assert rows["Members or signatories"] == ("NOT_ALL", ["160", "91", GAP])
    assert rows_of(client, f"ids={ids(west, north)}")["Pay"][0] == "STRENGTH"


def test_page_names_what_it_compares_and_marks_differences_in_words(client, charters):
    html = html_of(client, f"ids={ids(*charters[:2])}")

    assert "<title>North charter and West charter: side by side" in html
    assert "Differs in strength" in html
    assert html.count('<th scope="col"><a') == 2
    assert "Charter, fund or pledge" in html
    assert "Charter, fund or pledge" not in html_of(client, f"ids={ids(*charters[:2])}&only=differences")


@pytest.mark.parametrize("query", ["", "&only=differences"])
def test_caption_and_cells_say_the_same_of_a_gap_and_no_mark_claims_a_difference_there(client, charters, query):
    html = html_of(client, f"ids={ids(*charters)}{query}")

    caption = re.search(r"<caption>(.*?)</caption>", html)[1]
    gaps = re.findall(r'<td[^>]*>\s*<p class="soft">(.*?)</p>', html)
    assert f"“{GAP}” means that nothing we read says it" in caption
    assert set(gaps) == {GAP}
    assert "Says nothing" not in html
    assert "Differs: not" not in html
    file = client.get(f"/connectors/compare.csv?ids={ids(*charters)}").content.decode()
    assert GAP in file


def test_initiatives_and_case_studies_compare_by_their_facts(client, directory, shelf):
    place = PlaceFactory(name="Leeds")
    one = InitiativeFactory(
        parent=directory, places=[place], volunteers=0, setup_cost_amount=1_500_000, cost_price_year=1997
    )
    two = InitiativeFactory(parent=directory, places=[place], volunteers=12, what_did_not_work="<p>The roof.</p>")
    told = [CaseStudyFactory(parent=shelf) for _ in range(2)]
    Outcome.objects.create(case_study=told[0], indicator="Swimmers", baseline="3", result="9", measured_on="2019")

    rows = rows_of(client, f"ids={ids(one, two)}")
    assert rows["Volunteers"] == ("DIFFERS", ["0", "12"])
    assert rows["Cost to set up"][1] == ["£1,500,000 (in prices of 1997)", GAP]
    assert rows["What did not work"][1] == [GAP, "The roof."]
    assert rows["Places"] == ("SAME", ["Leeds (Based in)"] * 2)
    assert rows_of(client, f"ids={ids(*told)}")["Results"][1] == ["Swimmers: 3 → 9 (2019)", GAP]


@pytest.mark.parametrize("hide", ["draft", "restricted"])
def test_entry_that_is_not_public_is_nowhere_named(client, directory, charters, hide):
    hidden = charter(directory, "Secret charter", live=hide != "draft")
    if hide == "restricted":
        hidden.view_restrictions.create(restriction_type="login")
    north, west, _fund = charters
    north.predecessor = hidden
    north.save()

    html = html_of(client, f"ids={ids(north, hidden, west)}")
    listed = html_of(client, "kind=instrument")
    table = client.get(f"/connectors/compare.csv?ids={ids(north, hidden, west)}").content.decode()

    assert "Secret" not in html + listed + table
    assert f"No public entry has the number {hidden.pk}." in html


def test_what_is_left_out_is_said_with_its_reason(client, directory, charters):
    north, west, fund = charters
    more = [charter(directory, title) for title in ("Fourth pledge", "Fifth pledge")]
    other = InitiativeFactory(parent=directory, title="A bath house")

    html = html_of(client, f"ids={ids(north, north, other, west, fund)}&ids={ids(*more)}&ids=no%00pe")

    assert "“North charter” was asked for twice; it stands here once." in html
    assert "“A bath house” is left out: it is of the kind “Initiative”" in html
    assert "Left out: “Fifth pledge”." in html
    assert "No public entry has the number nope." in html
    assert html.count('<th scope="col"><a') == 4


def test_fewer_than_two_entries_lead_to_a_list_to_tick(client, charters):
    north, west, fund = charters

    html = html_of(client, f"ids={ids(west)}&q=nor&kind=instrument")

    assert f'value="{west.pk}" checked' in html
    assert f'value="{north.pk}">' in html
    assert f'value="{fund.pk}"' not in html
    assert "Tick one more entry." in html
    answer = client.get(f"{ADDRESS}?ids={west.pk}&kind=instrument&q=nor&ids={north.pk}")
    assert answer.url == f"{ADDRESS}?ids={west.pk},{north.pk}"


def test_entry_leads_to_those_it_can_be_compared_with(client, charters):
    north, west, _fund = charters
    EntryLink.objects.create(entry=west, target=north, kind=LinkKind.RELATED)

    html = client.get(north.url).content.decode()

    assert f'href="{ADDRESS}?ids={north.pk}">Compare with' in html
    assert f'href="{ADDRESS}?ids={north.pk},{west.pk}">Lay them side by side with those of West charter' in html


def test_table_is_a_file_that_no_spreadsheet_runs(client, directory):
    pages = [charter(directory, "=cmd()", [(ClauseTopic.PAY, '=HYPERLINK("x")', "")]), charter(directory, "West")]

    answer = client.get(f"/connectors/compare.csv?ids={ids(*pages)}")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert rows[0][:2] == ["licence", "exported_on"]
    assert rows[0][5] == "'=cmd()"
    assert {row[0] for row in rows[1:]} == {"cc-by-4.0"}
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert client.get("/connectors/compare.csv?ids=1").status_code == 400


@given(
    text=st.text(max_size=60) | st.integers().map(str) | st.lists(st.integers()).map(lambda n: ",".join(map(str, n)))
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_query_string_is_read(text):
    parameters = QueryDict(mutable=True)
    parameters.setlist("ids", [text, text])

    asked = Asked.parse(parameters)

    assert len(asked.keys) + len(asked.unreadable) <= MOST_READ
    assert all(0 <= key < 2**31 for key in asked.keys)


HOSTILE = ["ids=" + "9" * 5_000, "ids=,,,&ids=%00", "ids=-1,٣,1e3,0x1", "kind=no&q=%22%27(&choose=", "ids=1;2"]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_query_is_answered_with_the_list(client, charters, query):
    assert "Tick two to four entries" in html_of(client, query)


@pytest.mark.parametrize("item_count", [1, 3])
def test_comparison_costs_the_same_queries_for_one_clause_and_three(
    client, directory, item_count, django_assert_max_num_queries
):
    topics = list(ClauseTopic)[:item_count]
    pages = [
        charter(directory, f"Charter {n}", [(topic, "Ask.", "") for topic in topics]) for n in range(1 + item_count)
    ]
    client.get(f"{ADDRESS}?ids={ids(*pages)}")

    with django_assert_max_num_queries(14) as queries:
        client.get(f"{ADDRESS}?ids={ids(*pages)}")

    COUNTS[item_count] = len(queries)
    assert len(set(COUNTS.values())) == 1


COUNTS: dict = {}
