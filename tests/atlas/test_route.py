"""The tiers as a route: who works where, who links one tier to the next, and where nobody does."""

import pytest

from atlas.route import route_of
from connectors.models import EntryLink, EntryPlace
from places.kinds import PlaceKind, PlaceTier
from places.models import UNITED_KINGDOM
from tests.factories import ConnectorFactory, InitiativeFactory, PlaceFactory, TierFactory


@pytest.fixture
def tiers(db):
    names = {
        "neighbourhood": "Neighbourhood or parish",
        "district": "District or unitary council",
        "county": "County",
        "strategic": "Strategic authority",
        "devolved": "Devolved nation",
        "uk": "UK government",
    }
    return {
        slug: TierFactory(slug=slug, name=name, sort_order=order) for order, (slug, name) in enumerate(names.items())
    }


@pytest.fixture
def england(db):
    return PlaceFactory(code="E92000001", name="England", slug="england", kind=PlaceKind.NATION, tier=PlaceTier.NATION)


@pytest.fixture
def tees_valley(england):
    return PlaceFactory(
        name="Tees Valley",
        official_name="Tees Valley Combined Authority",
        kind=PlaceKind.STRATEGIC_AUTHORITY,
        tier=PlaceTier.STRATEGIC,
        nation=england,
    )


@pytest.fixture
def hartlepool(tees_valley, england):
    name = "Hartlepool Borough Council"
    return PlaceFactory(name="Hartlepool", official_name=name, slug="hartlepool", strategic=tees_valley, nation=england)


def names(route):
    return [step.stop.name for step in route.steps]


def crossings(route):
    return [[one.entry.title for one in step.gap.crossings] for step in route.steps if step.gap]


def test_route_leads_from_the_neighbourhood_to_the_uk_and_marks_where_the_initiative_works(
    client, directory, tiers, hartlepool
):
    entry = InitiativeFactory(parent=directory, tiers=[tiers["district"]], places=[hartlepool])
    ConnectorFactory(
        parent=directory, title="Town forum", tiers=[tiers["neighbourhood"], tiers["district"]], places=[hartlepool]
    )

    html = client.get(entry.url).content.decode()
    route = route_of(entry)

    assert names(route) == [
        "Neighbourhoods in Hartlepool",
        "Hartlepool Borough Council",
        "Tees Valley Combined Authority",
        "UK government",
    ]
    assert [step.stop.works_here for step in route.steps] == [False, True, False, False]
    assert crossings(route) == [["Town forum"], [], []]
    assert "Nothing in the directory links Hartlepool Borough Council and Tees Valley Combined Authority yet." in html
    assert "Linking Neighbourhoods in Hartlepool and Hartlepool Borough Council" in html
    assert 'href="/places/hartlepool/"' in html


def test_connector_of_a_wider_area_crosses_every_gap_between_its_tiers_after_nearer_ones(
    directory, tiers, hartlepool, tees_valley, england
):
    country = PlaceFactory(code=UNITED_KINGDOM, name="United Kingdom", kind="country", tier=PlaceTier.UK)
    ends = [tiers["neighbourhood"], tiers["strategic"]]
    ConnectorFactory(parent=directory, title="Country-wide", tiers=ends, places=[country])
    ConnectorFactory(parent=directory, title="Valley-wide", tiers=ends, places=[tees_valley])
    ConnectorFactory(parent=directory, title="Elsewhere", tiers=ends, places=[PlaceFactory()])
    ConnectorFactory(parent=directory, title="One tier", tiers=[tiers["district"]], places=[hartlepool])
    ConnectorFactory(parent=directory, title="Ended", tiers=ends, places=[hartlepool], stage="ended")
    ConnectorFactory(parent=directory, title="Draft", tiers=ends, places=[hartlepool], live=False)
    entry = InitiativeFactory(parent=directory, places=[hartlepool])

    both = ["Valley-wide", "Country-wide"]
    assert crossings(route_of(entry)) == [both, both, []]


def test_connector_linked_with_the_initiative_counts_wherever_it_is(directory, tiers, hartlepool):
    entry = InitiativeFactory(parent=directory, places=[hartlepool])
    far = ConnectorFactory(
        parent=directory, title="Far", tiers=[tiers["strategic"], tiers["uk"]], places=[PlaceFactory()]
    )
    EntryLink.objects.create(entry=entry, target=far, kind="supported_by")

    assert crossings(route_of(entry)) == [[], [], ["Far"]]


def test_route_of_a_scottish_council_passes_its_nation_and_a_county_its_districts(directory, tiers, england):
    scotland = PlaceFactory(code="S92000003", name="Scotland", kind=PlaceKind.NATION, tier=PlaceTier.NATION)
    fife = PlaceFactory(name="Fife", kind=PlaceKind.SCOTTISH_COUNCIL, nation=scotland)
    kent = PlaceFactory(name="Kent", kind=PlaceKind.COUNTY, tier=PlaceTier.UPPER, nation=england)
    dover = PlaceFactory(name="Dover", kind=PlaceKind.DISTRICT, tier=PlaceTier.LOWER, nation=england, county=kent)

    def route(place):
        return names(route_of(InitiativeFactory(parent=directory, places=[place])))

    assert route(fife) == ["Neighbourhoods in Fife", "Fife", "Scotland", "UK government"]
    assert route(dover) == ["Neighbourhoods in Dover", "Dover", "Kent", "UK government"]
    assert route(kent) == ["Kent", "UK government"]


def test_entry_without_a_place_has_no_route_and_the_neighbourhood_is_called_by_its_name(directory, tiers, hartlepool):
    nowhere = InitiativeFactory(parent=directory)
    entry = InitiativeFactory(parent=directory)
    entry.entry_places = [EntryPlace(place=hartlepool, is_lead=True, locality="Dyke House")]
    entry.save()

    assert route_of(nowhere) is None
    assert names(route_of(entry))[0] == "Dyke House"


def test_connector_has_no_route_of_its_own(client, directory, tiers, hartlepool):
    entry = ConnectorFactory(parent=directory, places=[hartlepool])

    assert "who links them" not in client.get(entry.url).content.decode()


@pytest.mark.parametrize("item_count", [1, 3])
def test_route_costs_the_same_queries_for_one_connector_and_three(
    client, directory, tiers, hartlepool, item_count, django_assert_max_num_queries
):
    entry = InitiativeFactory(parent=directory, tiers=[tiers["district"]], places=[hartlepool])
    for _number in range(item_count):
        ConnectorFactory(parent=directory, tiers=[tiers["neighbourhood"], tiers["district"]], places=[hartlepool])
    client.get(entry.url)

    with django_assert_max_num_queries(18):
        client.get(entry.url)
