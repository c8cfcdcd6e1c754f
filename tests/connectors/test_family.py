"""What an entry was adapted from, who adapted it, and what they kept and changed."""

import itertools

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from connectors.choices import ClauseTopic, ConnectorKind, LinkKind
from connectors.entry_pages import entry_context
from connectors.family import MOST
from connectors.models import Clause, EntryLink, InitiativePage
from tests.factories import ConnectorFactory, InitiativeFactory

HEADING = "Where it comes from and who adapted it"


def adapted(child, *parents, **texts):
    for parent in parents:
        EntryLink.objects.create(entry=child, target=parent, kind=LinkKind.ADAPTED_FROM, **texts)


@pytest.fixture
def chain(directory):
    """Made of three: a grandparent, its child, and a grandchild."""
    made = [InitiativeFactory(parent=directory, title=title) for title in ("Old shop", "Second shop", "Third shop")]
    adapted(made[1], made[0], kept="The board.", changed="The price.", why="Nobody could pay.")
    adapted(made[2], made[1], note="After a visit.")
    return made


def html_of(client, page) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def test_each_entry_of_a_chain_shows_the_whole_family(client, chain):
    for page in chain:
        html = html_of(client, page)

        assert HEADING in html
        for words in ("The board.", "The price.", "Nobody could pay.", "After a visit."):
            assert html.count(words) == 1
        for other in chain:
            drawn_and_listed = html.count(f'<a href="{other.url}">')
            assert drawn_and_listed == (0 if other == page else 2)


def test_entry_with_two_origins_names_both(client, directory, chain):
    other = InitiativeFactory(parent=directory, title="Other shop")
    adapted(chain[1], other, changed="The name.")

    html = html_of(client, other)

    assert html.count("Adapted from</span>") == 3
    assert "Old shop" in html
    assert html.index("The price.") < html.index("Third shop</a>")


@pytest.mark.parametrize("hide", ["draft", "restricted"])
def test_nobody_is_named_or_reached_through_an_entry_that_is_not_public(client, chain, hide):
    old, second, third = chain
    if hide == "draft":
        second.unpublish()
    else:
        second.view_restrictions.create(restriction_type="login")

    for page in (old, third):
        html = html_of(client, page)
        assert HEADING not in html
        assert "Second shop" not in html
        assert (third if page == old else old).title not in html.partition("related")[0]


def test_circle_of_entries_is_shown_once_each(client, chain):
    adapted(chain[0], chain[2], note="And back again.")

    html = html_of(client, chain[1])

    assert "And back again." in html
    assert html.count('<a href="/directory/old-shop/">') == 2


def test_wide_family_shows_the_nearest_and_says_so(client, directory, django_assert_max_num_queries):
    root = InitiativeFactory(parent=directory)
    for _number in range(MOST + 2):
        adapted(InitiativeFactory(parent=directory), root)
    client.get(root.url)

    with django_assert_max_num_queries(17):
        html = html_of(client, root)

    assert html.count("<rect") == MOST
    assert "The family is larger: these are the nearest." in html
    assert html.count("Adapted by</span>") == 3


@pytest.mark.parametrize("length", [1, 3])
def test_family_costs_the_same_queries_for_one_ancestor_and_three(
    client, directory, length, django_assert_max_num_queries
):
    pages = [InitiativeFactory(parent=directory) for _ in range(length + 1)]
    for child, parent in itertools.pairwise(pages):
        adapted(child, parent)
    client.get(pages[0].url)

    with django_assert_max_num_queries(17) as queries:
        client.get(pages[0].url)

    COUNTS[length] = len(queries)
    assert len(set(COUNTS.values())) == 1


COUNTS: dict = {}


def test_charters_of_one_family_are_offered_side_by_side(client, directory):
    kind = ConnectorKind.INSTRUMENT
    north, west, south = (ConnectorFactory(parent=directory, title=t, kind=kind) for t in ("North", "West", "South"))
    adapted(west, north, south)
    Clause.objects.create(connector=north, topic=ClauseTopic.PAY, asks="Pay well.")

    assert f'href="/connectors/compare/?ids={north.pk},{south.pk},{west.pk}">' in html_of(client, north)


def test_what_was_kept_is_told_of_adaptations_only(directory, chain):
    link = EntryLink(entry=chain[0], target=chain[2], kind=LinkKind.RELATED, kept="The board.")

    with pytest.raises(ValidationError) as refused:
        link.full_clean()

    assert "Only for “Adapted from”" in str(refused.value)


def test_preview_of_a_new_entry_shows_the_family_it_joins(chain):
    draft = InitiativePage(title="Fourth shop", summary="Not saved yet.")
    draft.links = [EntryLink(target_id=chain[2].pk, kind=LinkKind.ADAPTED_FROM, changed="The hours.")]

    family = entry_context(draft, QueryDict(), is_preview=True)["family"]

    assert family.names == ["Old shop", "Second shop", "Third shop", "Fourth shop"]
