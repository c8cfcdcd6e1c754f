"""Every address elsewhere that live entries lead to stands in the table, wherever in an entry it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casestudies.models import Outcome
from connectors.models import Clause, EntrySource
from linkcheck.collecting import collect_all
from linkcheck.finding import outward
from linkcheck.models import Address, Use
from tests.factories import CaseStudyFactory, ConnectorFactory, InitiativeFactory

pytestmark = pytest.mark.django_db


def test_addresses_are_found_in_fields_texts_blocks_and_what_hangs_on_an_entry(directory, shelf):
    connector = ConnectorFactory(
        parent=directory, website="https://a.test/", what_it_does='<p><a href="https://b.test/x">b</a></p>'
    )
    connector.sources = [EntrySource(title="The charter", url="https://c.test/#page=3")]
    connector.clauses = [Clause(topic="pay", asks="Pay well", source_url="https://d.test/")]
    connector.save()
    story = [
        {"type": "key_fact", "value": {"number": "1", "label": "x", "source_url": "https://e.test/"}},
        {
            "type": "timeline",
            "value": {"steps": [{"when": "2020", "what": '<p><a href="https://f.test/?a=1&amp;b=2">f</a></p>'}]},
        },
    ]
    study = CaseStudyFactory(parent=shelf)
    study.story = study.story.stream_block.to_python(story)
    study.outcomes = [Outcome(indicator="x", result="1", source_url="https://g.test/")]
    study.save()

    collect_all()

    found = {(use.address.url, use.kind, use.place) for use in Use.objects.select_related("address")}
    assert found == {
        ("https://a.test/", "website", "Website"),
        ("https://b.test/x", "text", "What it does"),
        ("https://c.test/", "source", "Source: The charter"),
        ("https://d.test/", "source", "Clause"),
        ("https://e.test/", "story", "Key fact"),
        ("https://f.test/?a=1&b=2", "story", "Steps with dates"),
        ("https://g.test/", "source", "Outcome"),
    }


def test_what_nothing_leads_to_any_more_goes_unless_a_copy_was_found(directory):
    entry = InitiativeFactory(parent=directory, website="https://a.test/")
    collect_all()
    Address.objects.update(archived_url="https://archive.test/a")
    entry.website = "https://b.test/"
    entry.save_revision().publish()
    collect_all()
    entry.website = "https://c.test/"
    entry.save_revision().publish()

    assert list(Address.objects.in_use().values_list("url", flat=True)) == ["https://c.test/"]
    collect_all()
    assert set(Address.objects.values_list("url", flat=True)) == {"https://a.test/", "https://c.test/"}

    entry.unpublish()
    assert not Address.objects.in_use().exists()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://[",
        "javascript:alert(1)",
        "mailto:a@b.test",
        "/directory/",
        "http://localhost:8000/x",
        "https://",
        "//",
        "http://a.test/" + "x" * 2_000,
    ],
)
def test_what_is_no_address_elsewhere_is_left_out(url):
    assert outward(url) == ""


def test_collecting_takes_the_same_number_of_queries_for_one_and_three_entries(directory):
    def count():
        collect_all()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            collect_all()
        return len(queries)

    InitiativeFactory(parent=directory, website="https://a.test/")
    one = count()
    for number in range(2):
        InitiativeFactory(parent=directory, website=f"https://{number}.test/")
    assert count() == one
