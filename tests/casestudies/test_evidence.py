"""How sure anyone is, what is missing, and what changed: said on the page of a case study."""

import datetime
import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st
from wagtail.test.utils.form_data import nested_form_data, rich_text

from accounts.models import User
from casestudies.models import CaseStudyPage, Outcome, PublicChange
from casestudies.untold import names_told
from connectors.models import EntryPlace, EntrySource
from tests.casestudies.stories import stored
from tests.connectors.test_desk import make_entry, make_tree

OUTCOME = {"indicator": "Homes let", "baseline": "0", "result": "6", "how_sure": "evaluated", "source_title": "Report"}


def cost(item, amount):
    return {"item": item, "amount": amount, "exactness": "", "price_year": "", "frequency": "once", "paid_by": ""}


@pytest.fixture
def tree(db):
    return make_tree()


def page_of(client, url="/case-studies/baths/"):
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def gaps(page):
    box = page.find("section", class_="gaps")
    return [line.get_text() for line in box.find_all("li")] if box else []


def words(tag):
    return " ".join(tag.get_text(" ").split())


def test_every_gap_is_said_on_a_line_of_its_own(client, tree):
    make_entry(tree, "Baths", model=CaseStudyPage, slug="baths", needed="<p> </p>")

    assert gaps(page_of(client)) == [
        "No source we cite gives the cost.",
        "Nobody has measured results, as far as our sources tell.",
        "No source says when the first result came.",
        "No source says what it needed to work.",
        "No source is recorded.",
        "Not approved by the people it is about.",
        "Nobody has confirmed that it is still right.",
    ]


def test_what_is_known_is_no_gap_and_half_known_costs_and_results_are_named(client, tree):
    costs = {"title": "Costs", "costs": [cost("Roof", "40000"), cost("Pool", None), cost("Staff", None)], "note": ""}
    known = {"time_to_first_result": "14 months", "needed": "<p>A lease.</p>", "approved_on": datetime.date(2026, 5, 3)}
    study = make_entry(
        tree,
        "Baths",
        model=CaseStudyPage,
        slug="baths",
        story=json.dumps(stored(("costs", costs), ("outcome", OUTCOME))),
        last_confirmed_at=datetime.date(2026, 6, 1),
        **known,
    )
    EntrySource.objects.create(entry=study, title="Report")
    Outcome.objects.create(case_study=study, indicator="Swimmers", result="160")
    page = page_of(client)

    assert gaps(page) == [
        "No source we cite gives these costs: Pool; Staff.",
        "For 1 of 2 results no source says how things were before.",
        "1 of 2 results has no source.",
    ]
    assert "3 May 2026" in words(page.find(class_="facts"))
    assert "1 June 2026" in words(page.find(class_="facts"))
    Outcome.objects.all().delete()
    CaseStudyPage.objects.update(
        story=json.dumps(stored(("costs", {**costs, "costs": costs["costs"][:1]}), ("outcome", OUTCOME)))
    )
    assert page_of(client).find(class_="gaps") is None


def test_results_of_the_story_stand_in_the_one_table_with_how_sure_anyone_is(client, tree):
    study = make_entry(
        tree,
        "Baths",
        model=CaseStudyPage,
        slug="baths",
        story=json.dumps(stored(("outcome", OUTCOME), ("outcome", OUTCOME))),
    )
    Outcome.objects.create(case_study=study, indicator="Swimmers", result="160", how_sure="monitored", sort_order=0)
    Outcome.objects.create(case_study=study, indicator="Visits", result="3", sort_order=1)
    page = page_of(client)
    rows = [
        [words(cell) for cell in row.find_all(["th", "td"])]
        for row in page.find("table", class_="results").find_all("tr")
    ]

    assert [(row[0], row[1], row[2], row[4]) for row in rows[1:]] == [
        ("Swimmers", "Not known", "160", "Monitored"),
        ("Visits", "Not known", "3", "Story"),
        ("Homes let In the story", "0", "6", "Independently evaluated"),
        ("Homes let In the story", "0", "6", "Independently evaluated"),
    ]
    links = [link["href"] for link in page.select("table.results th a")]
    assert links == ["#result-1", "#result-2"]
    assert [words(page.find(id=link[1:]).h3) for link in links] == ["Homes let", "Homes let"]


def test_level_is_said_with_its_meaning_and_leads_to_others(client, tree):
    make_entry(tree, "Baths", model=CaseStudyPage, slug="baths", evidence_level="compared")
    facts = page_of(client).find(class_="facts")

    assert "Results were compared with similar places or people that did not have it." in words(facts)
    assert facts.find("a", string="Others with this level")["href"] == "/case-studies/?evidence=compared"


def test_changes_since_publication_are_listed_newest_first(client, tree):
    day = datetime.datetime(2026, 5, 3, 12, tzinfo=datetime.UTC)
    study = make_entry(tree, "Baths", model=CaseStudyPage, slug="baths", first_published_at=day, last_published_at=day)
    assert "First published on 3 May 2026." in words(page_of(client).find("section", {"aria-labelledby": "history"}))
    PublicChange.objects.create(case_study=study, changed_on=datetime.date(2026, 6, 1), what="Six homes became four.")
    PublicChange.objects.create(case_study=study, changed_on=datetime.date(2026, 7, 2), what="The cost was added.")
    CaseStudyPage.objects.update(last_published_at=day + datetime.timedelta(days=60))
    history = page_of(client).find("section", {"aria-labelledby": "history"})

    assert [words(item) for item in history.find_all("li")] == [
        "2 July 2026 The cost was added.",
        "1 June 2026 Six homes became four.",
    ]
    assert words(history.find("p")) == "First published on 3 May 2026. Last changed on 2 July 2026."
    assert words(history.h2) == "Changed since it was published"


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<p>The lease in <b>Hartlepool</b> fell through.</p>", ["Hartlepool"]),
        ("<p>HARTLEPOOL’s council</p>", ["Hartlepool"]),
        ("<p>hartlepool and Hartlepools</p>", []),
        ("<p>Dyke</p><p>House</p>", ["Dyke House"]),
        ("<p>The Baths&amp;Co board</p>", ["Baths&Co"]),
        ('<p>See <a href="https://www.baths.example/x?a=1&amp;b">this</a>.</p>', ["baths.example"]),
        ("<p>Nothing.</p>", []),
    ],
)
def test_text_that_names_its_own_place_is_told_from_one_that_does_not(tree, html, told):
    places = [EntryPlace(place=tree.hartlepool, locality="Dyke House")]

    assert names_told(html, organisation="Baths&Co", website="https://baths.example/", places=places) == told


@given(html=st.text(max_size=200), name=st.text(max_size=40))
@example(html="<p>(((</p>", name="(((")
@example(html="[" * 10_000, name="\0\u202e")
def test_names_are_looked_for_in_whatever_was_typed(html, name):
    names_told(html, organisation=name, website=name, places=[])


@pytest.mark.parametrize("where", ["page", "search"])
def test_text_that_gives_the_place_away_is_shown_nowhere(client, tree, where):
    study = make_entry(
        tree,
        "Baths",
        model=CaseStudyPage,
        slug="baths",
        untold_place=True,
        what_did_not_work="<p>In Hartlepool the zanzibar lease fell through.</p>",
    )
    assert study.names_given_away == ["Hartlepool"]
    if where == "page":
        html = client.get("/case-studies/baths/").content.decode()
        assert "zanzibar" not in html
        assert "We are still taking names out of this part" in html
    else:
        assert client.get("/directory/?q=zanzibar&exact=1").context["result"].total == 0
    CaseStudyPage.objects.update(what_did_not_work="<p>The zanzibar lease fell through.</p>")
    CaseStudyPage.objects.get().save()
    found = client.get("/case-studies/baths/" if where == "page" else "/directory/?q=zanzibar&exact=1")
    assert "zanzibar lease" in found.content.decode() if where == "page" else found.context["result"].total == 1


def form_of(study, **fields):
    places = {"0-id": study.entry_places.get().pk, "0-place": study.entry_places.get().place_id, "0-role": "based_in"}
    management = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    inline = ["bylines", "outcomes", "documents", "public_changes", "sources", "links", "external_ids"]
    data = {
        "title": study.title,
        "slug": study.slug,
        "summary": study.summary,
        "question": "How?",
        "evidence_level": "story",
        "licence": "cc-by-4.0",
        "check_every": 12,
        "keywords": "",
        "needed": rich_text(""),
        "story-count": 0,
        **{f"{name}-{key}": value for name in inline for key, value in management.items()},
        **{
            f"entry_places-{key}": value
            for key, value in (management | {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1} | places).items()
        },
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        **fields,
    }
    terms = {name: [term.pk for term in getattr(study, name).all()] for name in ("themes", "tiers")}
    return {**nested_form_data(data), **terms}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "<p>In Hartlepool the lease fell through.</p>",
            "it names “Hartlepool”. Take that out, or untick the box below.",
        ),
        ("<p></p>", "Say what did not work."),
    ],
)
def test_failure_that_is_missing_or_names_its_place_waits_as_a_draft_but_is_not_published(client, tree, text, sentence):
    client.force_login(User.objects.create_superuser("editor", "editor@example.org", "a long password"))
    study = make_entry(tree, "Baths", model=CaseStudyPage, slug="baths")
    address = reverse("wagtailadmin_pages:edit", args=[study.pk])
    data = form_of(study, what_did_not_work=rich_text(text), untold_place="on")

    refused = client.post(address, {**data, "action-publish": "Publish"})
    assert sentence in refused.content.decode()
    study.refresh_from_db()
    assert "<p>Much.</p>" in study.what_did_not_work

    assert client.post(address, data).status_code == 302
    draft = CaseStudyPage.objects.get().get_latest_revision_as_object()
    assert draft.untold_place


def test_editor_adds_a_change_for_readers_in_the_form(client, tree):
    client.force_login(User.objects.create_superuser("editor", "editor@example.org", "a long password"))
    study = make_entry(tree, "Baths", model=CaseStudyPage, slug="baths")
    data = form_of(
        study,
        what_did_not_work=rich_text("<p>The lease.</p>"),
        **{
            "public_changes-TOTAL_FORMS": 1,
            "public_changes-0-changed_on": "2026-06-01",
            "public_changes-0-what": "Corrected.",
        },
    )
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[study.pk]), {**data, "action-publish": "Publish"})

    assert answer.status_code == 302
    assert [(c.what, c.changed_on) for c in PublicChange.objects.all()] == [("Corrected.", datetime.date(2026, 6, 1))]


def test_directory_filters_by_level_and_says_what_each_means(client, tree):
    make_entry(tree, "Told", model=CaseStudyPage, evidence_level="story")
    make_entry(tree, "Counted", model=CaseStudyPage, evidence_level="monitored")
    make_entry(tree, "Allotments")
    page = page_of(client, "/directory/?evidence=monitored")

    assert [words(row) for row in page.select(".rows h3")] == ["Counted"]
    box = page.find("input", {"name": "evidence", "value": "story"})
    assert words(box.parent) == "Story Told by those involved or by the press; nobody has measured the results. 1"
    exported = client.get("/directory/export.csv?evidence=monitored")
    body = b"".join(exported.streaming_content).decode() if exported.streaming else exported.content.decode()
    assert "Counted" in body
    assert "Told" not in body
