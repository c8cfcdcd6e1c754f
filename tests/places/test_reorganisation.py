"""A newer set of files reorganises places by date: loaded whole or not at all, followed everywhere, and taken back exactly."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Revision

from accounts.roles import MODERATORS
from connectors.models import EntryPlace
from places.alike import compared_places, places_like
from places.comparing import is_compared
from places.finding import find
from places.load_summary import summary_of
from places.loading import data_version, load_places
from places.lookup import find_place
from places.models import DataVersion, Outcode, Place, PlaceAlias, PlaceLoad
from places.profile import profile_of
from places.state import Geography, differences, read_geography
from tests.factories import InitiativeFactory
from tests.places.reorganising import (
    AFTER,
    BEFORE,
    EAST,
    FORMER_COLUMNS,
    NEW_COLUMNS,
    WEST,
    ending,
    new_councils,
    travel,
    write_rows,
    write_surrey,
)
from tests.places.test_loading import loaded  # noqa: F401 - the whole geography

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


@pytest.fixture
def surrey(tmp_path):
    return write_surrey(tmp_path / "surrey")


def run(*args, **options) -> str:
    out = io.StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


def everything() -> list:
    """All that is stored of places, but not when."""
    return [
        list(Place.objects.order_by("pk").values()),
        sorted(Place.replaced_by.through.objects.values_list("from_place", "to_place")),
        list(PlaceAlias.objects.order_by("pk").values()),
        list(Outcode.objects.order_by("pk").values()),
        sorted(Outcode.also.through.objects.values_list("outcode", "place")),
        sorted(DataVersion.objects.values_list("name", "version")),
    ]


def test_a_newer_folder_adds_ends_and_succeeds_by_date_and_says_so(surrey):
    said = run("load_places", surrey)

    assert "Added: 2\n  East Surrey (TEST00001), from 1 April 2027" in said
    assert "Changed: 12\n  Elmbridge (E07000207): source" in said
    assert "Ended: 12" in said
    assert "Guildford (E07000209), last day 31 March 2027" in said
    assert "Surrey (E10000030) by East Surrey and West Surrey" in said
    assert (
        "Figures added up from the councils they replace, because the files have none: East Surrey, West Surrey" in said
    )
    guildford = Place.objects.get(slug="guildford")
    assert (guildford.until, guildford.population, guildford.county.slug) == ("2027-03-31", 149_176, "surrey")
    assert run("load_places", surrey).startswith("Nothing changes")
    assert PlaceLoad.objects.exclude(folder="").count() == 1


def test_the_first_load_is_counted_and_cannot_be_taken_back():
    now = read_geography()
    summary = summary_of(None, Geography(), now, differences(Geography(), now))

    assert summary.lines() == [
        "Loaded 513 places, 94 of them former ones.",
        "Other names: 103. Postcode districts: 2,946.",
    ]
    assert PlaceLoad.objects.get().is_first


def test_a_dry_run_says_the_same_and_does_nothing(surrey):
    before = everything()
    tried = run("load_places", surrey, dry_run=True)

    assert everything() == before
    assert not PlaceLoad.objects.exclude(folder="").exists()
    assert tried == "This is what would happen; nothing was changed.\n" + run("load_places", surrey)


def test_taking_it_back_restores_every_table_exactly(surrey):
    write_rows(
        surrey, "aliases.csv", ("code", "name", "kind"), [{"code": EAST, "name": "Surrey East", "kind": "other"}]
    )
    columns = ("outcode", "latitude", "longitude", "place", "share", "also", "spread_km", "postcodes")
    district = dict(zip(columns, ("GU1", "51.2", "-0.5", "E07000217", "0.5", "E07000209", "", ""), strict=True))
    write_rows(surrey, "outcodes.csv", columns, [district])
    before, alike = everything(), compared_places()
    run("load_places", surrey)
    assert Outcode.objects.get(pk="GU1").place.slug == "woking"

    assert "Would take back the load of" in run("undo_place_load", dry_run=True)
    assert "Ended: 12" in run("undo_place_load")

    assert everything() == before
    assert compared_places() == alike
    with pytest.raises(CommandError, match="no load to take back"):
        run("undo_place_load")


def test_taking_back_is_refused_whole_while_somebody_uses_what_was_added(surrey, directory):
    load_places(surrey)
    InitiativeFactory(parent=directory, title="Tied by hand", places=[Place.objects.get(code=EAST)])
    after = everything()

    with pytest.raises(CommandError, match="still in use: Tied by hand: East Surrey"):
        run("undo_place_load")

    assert everything() == after


def test_release_leaves_newer_files_alone_until_told_otherwise(surrey):
    load_places(surrey)

    assert "the product's own files are left alone" in run("load_places")
    assert Place.objects.get(slug="guildford").until == "2027-03-31"
    run("load_places", again=True)
    assert Place.objects.get(slug="guildford").until == ""
    run("undo_place_load")
    assert Place.objects.get(slug="guildford").until == "2027-03-31"


def test_until_the_day_nothing_is_different_but_announced(surrey, client, home, monkeypatch):
    load_places(surrey)
    travel(monkeypatch, BEFORE)

    html = client.get("/places/guildford/").content.decode()
    assert "Guildford exists until 31 March 2027. From then on its area is served by" in html
    assert '<a href="/places/west-surrey/">West Surrey</a>' in html
    assert find("GU1 1AA").place.name == "Guildford"
    assert find("West Surrey").place is None
    assert find_place(WEST) is None
    assert len(compared_places()) == 402
    coming = client.get("/places/west-surrey/").content.decode()
    assert "West Surrey will begin on 1 April 2027, as a unitary council." in coming
    assert '<a href="/places/woking/">' in coming
    assert client.get("/places/west-surrey/like/").url == "/places/west-surrey/"
    assert 'href="/places/west-surrey/"' not in client.get("/places/").content.decode()


def test_from_the_day_on_old_addresses_names_and_postcodes_lead_to_the_successors(surrey, client, home, monkeypatch):
    load_places(surrey)
    travel(monkeypatch, AFTER)

    assert client.get("/places/guildford/").url == "/places/west-surrey/?was=guildford"
    html = client.get("/places/west-surrey/?was=guildford").content.decode()
    assert "Guildford was a district until 31 March 2027. West Surrey serves its area now" in html
    assert "Added up from the councils it replaces" in html
    split = client.get("/places/surrey/").content.decode()
    assert "Its area is served today by the councils below" in split
    assert '<a href="/places/east-surrey/">' in split
    assert find("GU1 1AA").place.name == "West Surrey"
    assert [choice.place.name for choice in find("Guildford").choices] == ["West Surrey"]
    assert find_place("guildford").code == WEST
    assert 'href="/places/guildford/"' not in client.get("/places/").content.decode()


def test_places_like_mine_is_computed_anew_with_the_new_councils(surrey, monkeypatch):
    load_places(surrey)
    travel(monkeypatch, AFTER)
    assert not {"guildford", "surrey"} & {place.slug for place in compared_places().values()}
    assert not is_compared()

    assert "Compared anew" in run("load_places")

    assert is_compared()
    assert len(compared_places()) == 402 - 12 + 2
    places = Place.objects.filter(replaced_by__code=WEST, tier="lower")
    west = compared_places()[WEST]
    assert west.population == sum(place.population for place in places)
    weighted = sum(place.dep_score * place.population for place in places) / west.population
    assert west.deprivation == pytest.approx(weighted, abs=0.01)
    assert {match.place.tier for match in places_like(WEST, limit=5)} == {"single"}


def test_figures_of_the_files_win_and_unknown_ones_are_said(surrey):
    known = new_councils(population="500000", area_km2="800")
    write_rows(surrey, "places.csv", NEW_COLUMNS, known)

    said = run("load_places", surrey)

    east = Place.objects.get(code=EAST)
    assert (east.population, east.density, east.figures_added_up) == (500_000, None, False)
    assert "Figures are missing for all 2 councils of the files: they are not compared." in said
    assert [figure.note for figure in profile_of(east, "E92000001")] == [""]


def former(**changed) -> tuple[str, tuple[str, ...], list[dict]]:
    """The file of ending places with something changed in its third line, Elmbridge."""
    rows = ending()
    rows[1] |= changed
    return "former_places.csv", FORMER_COLUMNS, rows


BAD = {
    "successor": (lambda: former(replaced_by="NOBODY"), "line 3: The successor NOBODY is no place of the files or the"),
    "itself": (lambda: former(replaced_by="E07000207"), "line 3: It cannot be replaced by itself"),
    "until": (lambda: former(until="2027-03-32"), "line 3: until “2027-03-32”: Enter a year"),
    "no end": (lambda: former(until=""), "line 3: The last day (until) is missing"),
    "month": (lambda: former(until="2027-03"), "line 3: The last day (until) must be a whole day"),
    "gap": (lambda: former(until="2027-01-31"), "line 3: The successor TEST00001 begins on 2027-04-01: nobody would"),
    "double": (lambda: former(code="E10000030"), "line 3: The code E10000030 stands in former_places.csv, line 2, too"),
    "slug": (lambda: former(slug="hartlepool"), "line 3: The slug “hartlepool” belongs to E06000001"),
    "kind": (lambda: former(kind="hamlet"), "line 3: kind “hamlet”"),
    "parent": (
        lambda: ("places.csv", NEW_COLUMNS, new_councils(region="TLX")),
        "places.csv, line 2: The region TLX is no place",
    ),
    "backwards": (
        lambda: ("places.csv", (*NEW_COLUMNS, "until"), new_councils(until="2026-12-31")),
        "places.csv, line 2: It would begin on 2027-04-01, after its last day, 2026-12-31",
    ),
    "number": (
        lambda: ("places.csv", NEW_COLUMNS, new_councils(population="-1")),
        "places.csv, line 2: population “-1”",
    ),
    "nan": (
        lambda: ("places.csv", NEW_COLUMNS, new_councils(area_km2="nan")),
        "line 2: area_km2 “nan” is out of range",
    ),
    "column": (lambda: ("places.csv", ("code",), []), "places.csv, line 1: Columns are missing: slug, name, kind"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_answered_with_line_and_reason_and_changes_nothing(surrey, what):
    make, reason = BAD[what]
    write_rows(surrey, *make())
    before = everything()

    with pytest.raises(CommandError) as caught:
        run("load_places", surrey)

    assert str(caught.value).startswith("Nothing was changed. What is wrong:\n")
    assert reason in str(caught.value)
    assert everything() == before


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"code,slug,name,kind\nX1,x,Ynys M\xf4n,unitary\n", "places.csv, line 2: This is not UTF-8"),
        (b"code,slug,name,kind\nX1,x,a\0b,unitary\n", "places.csv, line 2: There is a NUL character"),
        (b'code,slug,name,kind\nX1,x,"a\n', "line 2: "),
        (b"code,slug,name,kind\nX1,x,X,unitary,more\n", "line 2: This line has 5 cells, the heading has 4"),
        (b"", "line 1: Columns are missing"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(surrey, data, reason):
    (surrey / "places.csv").write_bytes(data)

    with pytest.raises(CommandError) as caught:
        run("load_places", surrey)

    assert reason in str(caught.value)


def test_an_empty_folder_and_a_postcode_in_a_council_to_come_are_refused(tmp_path, surrey):
    with pytest.raises(CommandError, match=r"There is no places.csv"):
        run("load_places", tmp_path / "nothing")
    columns = ("outcode", "latitude", "longitude", "place", "share", "also", "spread_km", "postcodes")
    write_rows(surrey, "outcodes.csv", columns, [dict.fromkeys(columns, "") | {"outcode": "GU1", "place": EAST}])
    with pytest.raises(CommandError, match=r"TEST00001 begins on 2027-04-01. Name the council until then"):
        run("load_places", surrey)
    assert data_version(surrey) != DataVersion.objects.get(name="places").version


def test_entries_follow_by_the_report_and_come_back_when_the_load_is_taken_back(
    surrey, directory, sign_in, monkeypatch
):
    guildford, county = Place.objects.get(slug="guildford"), Place.objects.get(slug="surrey")
    one = InitiativeFactory(parent=directory, title="In a district", places=[guildford])
    two = InitiativeFactory(parent=directory, title="In the county", places=[county])
    for entry in (one, two):
        entry.save_revision().publish()
    before, tied = everything(), list(EntryPlace.objects.order_by("pk").values())
    versions = list(Revision.objects.order_by("pk").values_list("content", flat=True))
    load_places(surrey)
    travel(monkeypatch, AFTER)
    desk, east = sign_in(MODERATORS), Place.objects.get(code=EAST)

    desk.post(reverse("desk_move_entries"), {"only": f"{one.pk}-{guildford.pk}"})
    choice = {"pick": f"{two.pk}-{county.pk}", f"to-{two.pk}-{county.pk}": east.pk}
    desk.post(reverse("desk_move_entries"), choice)
    places = EntryPlace.objects.order_by("pk").values_list("place__code", flat=True)
    assert list(places) == [WEST, EAST]

    assert "2 entries were moved back." in run("undo_place_load")

    assert everything() == before
    assert list(EntryPlace.objects.order_by("pk").values()) == tied
    assert list(Revision.objects.order_by("pk").values_list("content", flat=True)) == versions


def test_taking_back_is_refused_while_a_draft_names_what_was_added(surrey, directory):
    load_places(surrey)
    entry = InitiativeFactory(parent=directory, title="Drafted by hand", places=[Place.objects.get(slug="hartlepool")])
    entry.entry_places = [EntryPlace(place=Place.objects.get(code=EAST), is_lead=True)]
    entry.save_revision()

    with pytest.raises(CommandError, match="Drafted by hand: East Surrey"):
        run("undo_place_load")

    assert Place.objects.filter(code=EAST).exists()
