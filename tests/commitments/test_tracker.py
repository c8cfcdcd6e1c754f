"""The tracker: what is counted, what is listed, and how much it costs."""

import csv
import io
import itertools
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commitments.actions import take_over_published_status
from commitments.choices import Status
from commitments.models import CommitmentPage, NothingFound
from commitments.picture import draw
from commitments.table import current_table
from connectors.models import Theme
from submissions.actions.erasing import erase
from tests.commitments.test_commitment_page import text_of
from tests.commitments.test_history import found
from tests.factories import CommitmentFactory, InitiativeFactory, PlaceFactory, RegionFactory, ThemeFactory

pytestmark = pytest.mark.django_db
MAKERS, MEASURABLE = ("HM Treasury", "Cabinet Office"), ("clear", "")


@pytest.fixture
def region(db):
    return RegionFactory(code="TLC", name="North East", slug="north-east")


@pytest.fixture
def hartlepool(region):
    return PlaceFactory(code="E06000001", name="Hartlepool", slug="hartlepool", region=region)


@pytest.fixture
def twelve(tracker, region, hartlepool):
    """Twelve commitments of two makers, two themes, two years and three statuses, and what each has."""
    themes = [ThemeFactory(slug="rail"), ThemeFactory(slug="health")]
    statuses = (Status.DELIVERED, Status.BROKEN, None)
    rows = []
    for number, (maker, year, status) in enumerate(itertools.product(MAKERS, ("2019", "2021"), statuses)):
        theme, place = themes[number % 2], (hartlepool, region)[number % 3 == 0]
        values = {"organisation": maker, "promised_on": year, "measurability": MEASURABLE[number % 2]}
        page = CommitmentFactory(parent=tracker, title=f"Promise {number}", themes=[theme], places=[place], **values)
        if status:
            take_over_published_status(commitment=page, finding=found(status, "2022"))
        rows.append(
            {
                "key": page.pk,
                "status": status or Status.NOT_ASSESSED,
                "by": maker,
                "year": year,
                "theme": theme.slug,
                "measurability": MEASURABLE[number % 2] or "unknown",
                "region": "TLC",
            }
        )
    return rows


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    chosen=st.fixed_dictionaries(
        {
            "status": st.sets(st.sampled_from(list(Status))),
            "by": st.sets(st.sampled_from(MAKERS)),
            "year": st.sets(st.sampled_from(["2019", "2021"])),
            "theme": st.sets(st.sampled_from(["rail", "health"])),
            "measurability": st.sets(st.sampled_from(["clear", "unknown"])),
        }
    )
)
def test_counts_under_any_filters_equal_counting_one_by_one(twelve, chosen):
    from django.http import QueryDict

    from commitments.query import TrackerQuery

    asked = QueryDict(mutable=True)
    for group, values in chosen.items():
        asked.setlist(group, sorted(values))
    table = current_table()
    query = TrackerQuery.parse(asked, table)

    def fits(row, but=""):
        return all(row[group] in values for group, values in chosen.items() if values and group != but)

    assert sorted(table.keys_of(query.found(table))) == sorted(row["key"] for row in twelve if fits(row))
    for group in ("status", "by", "year", "theme", "measurability", "region"):
        counts = query.counts(table, group)
        for value, count in counts.items():
            assert count == sum(row[group] == value for row in twelve if fits(row, but=group)), (group, value)


def test_not_yet_assessed_is_never_counted_or_drawn_as_not_started(client, twelve):
    text = text_of(client.get("/commitments/?status=not_assessed"))
    assert "4 commitments" in text

    assert "No commitment fits" in text_of(client.get("/commitments/?status=not_started"))
    picture = text_of(client.get("/commitments/"))
    assert "Not yet assessed: 12" in picture
    assert "Not yet assessed: 4" in picture
    assert "Not started:" not in picture


def test_a_place_lists_its_own_commitments_and_those_to_what_it_lies_in(client, tracker, hartlepool, region):
    CommitmentFactory(parent=tracker, title="To the town", places=[hartlepool])
    CommitmentFactory(parent=tracker, title="To the region", places=[region])
    CommitmentFactory(parent=tracker, title="To another town", places=[PlaceFactory(name="Stockton", region=region)])

    for asked in ("hartlepool", "E06000001", "Hartlepool"):
        text = text_of(client.get("/commitments/", {"place": asked}))
        assert "2 commitments to Hartlepool or an area that it lies in" in text
        assert "To another town" not in text
    assert "3 commitments" in text_of(client.get("/commitments/?place=north-east"))


def test_a_place_without_commitments_tells_whether_anybody_looked(client, tracker, hartlepool):
    assert "nobody has looked yet" in text_of(client.get("/commitments/?place=hartlepool"))

    NothingFound.objects.create(place=hartlepool, date="2026-11-02", note="In Hansard since 2019.")

    text = text_of(client.get("/commitments/?place=hartlepool"))
    assert "On 2 November 2026 an editor looked for commitments to Hartlepool and found none." in text
    assert "In Hansard since 2019." in text
    assert "nobody has looked" not in text


@pytest.mark.parametrize(
    "query",
    [
        "place=%00%22&status=delivered&status=%27;DROP",
        f"by={'x' * 10_000}&page=-1",
        "page=99999999999999999999&year=%E2%80%AE2019",
        "place=[]&theme=()&check=%20",
        "status=&by=&place=",
    ],
)
def test_hostile_query_strings_are_said_and_ignored(client, twelve, query):
    response = client.get(f"/commitments/?{query}", follow=True)
    assert response.status_code == 200
    for address in ("/commitments/feed.atom", "/commitments/export.csv", "/commitments/export.json"):
        assert client.get(f"{address}?{query}").status_code == 200


def test_a_change_shows_at_once(client, twelve):
    assert "4 commitments" in text_of(client.get("/commitments/?status=delivered"))

    page = CommitmentFactory(parent=current_parent(), title="The thirteenth")
    take_over_published_status(commitment=page, finding=found(Status.DELIVERED, "2024"))
    assert "5 commitments" in text_of(client.get("/commitments/?status=delivered"))
    page.refresh_from_db()
    page.unpublish()
    assert "4 commitments" in text_of(client.get("/commitments/?status=delivered"))


def test_only_what_may_show_on_the_tracker_makes_its_table_anew(client, twelve):
    table = current_table()

    InitiativeFactory(title="No promise").save_revision().publish()
    assert current_table() is table

    theme = Theme.objects.get(slug="rail")
    theme.name = "Trains"
    theme.save()
    assert current_table() is not table
    assert "Trains" in text_of(client.get("/commitments/?theme=rail"))


def test_a_renamed_commitment_shows_its_new_name_though_the_same_was_asked_a_moment_ago(client, twelve):
    client.get("/commitments/")
    page = CommitmentPage.objects.first()
    page.title = "Called otherwise now"
    page.save_revision().publish()

    assert "Called otherwise now" in text_of(client.get("/commitments/"))


def test_a_renamed_place_and_an_erased_address_show_at_once(client, tracker, hartlepool):
    page = CommitmentFactory(parent=tracker, places=[hartlepool])
    reason = "Ann says so: ann@example.net."
    take_over_published_status(commitment=page, finding=replace(found(), reason=reason))
    first = text_of(client.get("/commitments/"))
    assert "to Hartlepool" in first
    assert "ann@example.net" in first

    hartlepool.name = "Old Hartlepool"
    hartlepool.save()
    assert "to Old Hartlepool" in text_of(client.get("/commitments/"))

    erase("ann@example.net")
    assert "ann@example.net" not in text_of(client.get("/commitments/"))


def current_parent():
    from commitments.models import CommitmentIndexPage

    return CommitmentIndexPage.objects.get()


def test_the_tracker_takes_the_same_few_queries_for_one_commitment_and_for_three(
    client, tracker, hartlepool, django_assert_max_num_queries
):
    counts = []
    for number in range(3):
        page = CommitmentFactory(parent=tracker, places=[hartlepool], themes=[ThemeFactory()])
        take_over_published_status(commitment=page, finding=found(date=f"202{number}"))
        client.get("/commitments/")
        with django_assert_max_num_queries(20) as queries:
            client.get("/commitments/")
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_files_hold_the_whole_history_and_run_no_formula(client, tracker, hartlepool):
    page = CommitmentFactory(
        parent=tracker,
        title="=cmd()",
        amount="100.00",
        new_amount="60.00",
        replaces_amount="80.00",
        places=[hartlepool],
    )
    first = take_over_published_status(commitment=page, finding=found(Status.DELAYED, "2022"))
    take_over_published_status(commitment=page, finding=found(Status.DELIVERED, "2023", corrects=first))
    CommitmentFactory(parent=tracker, title="Bare")

    content = b"".join(client.get("/commitments/export.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [(row["title"], row["status"]) for row in rows] == [
        ("'=cmd()", "delayed"),
        ("'=cmd()", "delivered"),
        ("Bare", ""),
    ]
    assert rows[0]["net_amount"] == "'-20.00" or rows[0]["net_amount"] == "-20.00"
    assert rows[2]["net_amount"] == ""

    document = json.loads(b"".join(client.get("/commitments/export.json").streaming_content))
    assert [len(one["updates"]) for one in document["commitments"]] == [2, 0]
    assert document["commitments"][0]["updates"][1]["corrects"] == str(first.pk)
    assert document["commitments"][1]["amount"] is None
    assert "=cmd(): Delivered (2023)" in client.get("/commitments/feed.atom").content.decode()


def test_the_picture_fills_its_width_and_leaves_nothing_out():
    counts = {2020: {Status.NOT_ASSESSED: 3}, 2021: {Status.DELIVERED: 1, Status.NOT_ASSESSED: 4}, 2022: {}}

    picture = draw(counts, 640)

    assert [bar.year for bar in picture.bars] == [2020, 2021]
    assert [sum(part.count for part in bar.parts) for bar in picture.bars] == [3, 5]
    assert max(bar.end for bar in picture.bars) <= 640
    assert picture.rows == ((2020, (0, 3), 3), (2021, (1, 4), 5))
    assert draw({}, 640) is None


def test_the_page_of_a_place_says_what_was_promised_and_what_is_not_known(client, tracker, hartlepool, region):
    values = {"amount": "100000000", "new_amount": "40000000", "replaces_amount": "60000000", "places": [hartlepool]}
    known = CommitmentFactory(parent=tracker, **values)
    CommitmentFactory(parent=tracker, amount="50000000", parent_commitment=known, places=[hartlepool])
    CommitmentFactory(parent=tracker, title="No sum", places=[hartlepool])
    CommitmentFactory(parent=tracker, amount="9000000000", places=[region])
    take_over_published_status(commitment=known, finding=found(Status.BROKEN, "2022"))

    text = text_of(client.get("/places/hartlepool/"))

    balance = text[text.index('id="promised"') :]
    balance = balance[: balance.index("</section>")]
    assert "Promised in all: <strong>£100m</strong>. Of 1 commitment no sum is known" in balance
    assert "<strong>−£20m</strong>. Of 1 commitment it is not known." in balance
    assert "1 commitment to a wider area" in balance
    assert "Not yet assessed" in balance
    assert "Not started" not in balance
