"""A suggested change: what it would change, told word by word, and what becomes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.actions.merging_terms import merge_terms
from connectors.choices import PlaceRole
from connectors.models import EntryPlace, EntrySource, InitiativePage, Theme
from places.kinds import PlaceKind
from submissions.actions.changes import edits_of
from submissions.actions.drafts import begin, keep_answer
from submissions.building import entry_from
from submissions.changes import changes_of
from submissions.markup import rewritten
from submissions.prefilling import as_lines
from submissions.worddiff import word_diff
from tests.factories import InitiativeFactory, PlaceFactory, ThemeFactory, TierFactory

STORY = (
    '<p>Residents <b>run</b> the <a href="https://example.org/baths">baths</a>.</p>'
    "<ul><li>Swimming</li><li>Dancing</li></ul><p>It opened in 2013.</p>"
)


@pytest.fixture
def entry(directory):
    leeds, bradford = PlaceFactory(name="Leeds"), PlaceFactory(name="Bradford")
    entry = InitiativeFactory(
        parent=directory,
        title="Bramley Baths",
        summary="Residents run the baths.",
        organisation="Bramley Baths Ltd",
        what_it_does=STORY,
        stage="running",
        started="2013",
        themes=[ThemeFactory(name="Health"), ThemeFactory(name="Sport")],
        tiers=[TierFactory(name="District council")],
    )
    entry.entry_places = [
        EntryPlace(place=leeds, is_lead=True, locality="Bramley"),
        EntryPlace(place=bradford, role=PlaceRole.SERVES),
    ]
    entry.sources = [
        EntrySource(title="A book without an address"),
        EntrySource(
            title="Annual report", url="https://example.org/report", publisher="The baths", says="1,234 swimmers."
        ),
    ]
    entry.save_revision().publish()
    entry.refresh_from_db()
    return entry


@pytest.fixture
def suggestion(entry, device):
    return begin("change", once="a", device=device, step="reason", raw={"reason": ["It moved."]}, target=entry)


def answer(submission, step: str, **values) -> None:
    kept = submission.answers[step] | {
        name: value if isinstance(value, list) else [value] for name, value in values.items()
    }
    keep_answer(submission, step, kept, is_done=True)


def fields_of(submission) -> dict:
    return {change.field: change for change in changes_of(submission)}


def test_nothing_is_a_change_until_something_is_written(suggestion):
    answer(
        suggestion, "about", what_it_does=suggestion.answers["about"]["what_it_does"][0].replace("\n", "\r\n") + "  "
    )

    assert changes_of(suggestion) == []


def test_change_names_the_words_that_go_and_come(suggestion):
    answer(suggestion, "about", summary="Residents run the baths and a café.")
    answer(suggestion, "stage", started="May 2013")

    changes = fields_of(suggestion)
    assert list(changes) == ["summary", "started"]
    assert changes["summary"].marked == (
        'Residents run the baths<ins><span class="w-sr-only visually-hidden">added: </span> and a café</ins>.'
    )
    assert (changes["started"].before, changes["started"].after) == ("2013", "May 2013")
    assert not changes["summary"].conflict


def test_lists_say_what_is_added_and_taken_away(suggestion):
    york, food = PlaceFactory(name="York"), ThemeFactory(name="Food")
    answer(suggestion, "where", places=[york.code, suggestion.before["where"]["places"][0]])
    answer(suggestion, "themes", themes=[suggestion.before["themes"]["themes"][0], food.slug])
    answer(suggestion, "sources", url_2="example.org/news", says_2="It moved.")

    changes = fields_of(suggestion)
    assert changes["places"].added == ["York (main place)", "Leeds"]
    assert changes["places"].removed == ["Leeds (main place)", "Bradford"]
    assert (changes["themes"].added, changes["themes"].removed) == (["Food"], ["Sport"])
    assert changes["sources"].unchanged == ["1,234 swimmers. – https://example.org/report"]
    assert changes["sources"].added == ["It moved. – https://example.org/news"]


def test_field_that_others_changed_meanwhile_is_a_conflict(suggestion, entry):
    answer(suggestion, "about", summary="Residents run the baths and a café.", title="The Baths")
    entry.summary, entry.title = "The council runs the baths.", "The Baths"
    entry.save()
    suggestion.target.refresh_from_db()

    changes = fields_of(suggestion)
    assert changes["summary"].conflict
    assert changes["summary"].now == "The council runs the baths."
    assert changes["title"].is_there
    assert not changes["title"].conflict


def test_suggestion_need_not_mend_what_the_entry_lacks(directory, device):
    bare = InitiativeFactory(parent=directory, summary="It is.", places=[PlaceFactory(kind=PlaceKind.UNITARY)])
    submission = begin("change", once="b", device=device, step="reason", raw={"reason": ["Typo."]}, target=bare)
    answer(submission, "who", website="example.org")
    keep_answer(submission, "you", {"contact_name": ["Jo"], "contact_email": ["jo@example.org"], "agree": ["on"]})

    from submissions.journeys import unfinished

    assert [step.slug for step in unfinished(submission)] == []
    assert list(fields_of(submission)) == ["website"]


@given(before=st.text(max_size=300), after=st.text(max_size=300))
def test_difference_holds_both_texts_and_obeys_neither(before, after):
    from html import unescape
    from re import DOTALL, sub

    marked = sub(r'<span class="w-sr-only visually-hidden">(removed|added): </span>', "", word_diff(before, after))

    assert (
        unescape(sub(r"<ins>.*?</ins>", "", marked, flags=DOTALL).replace("<del>", "").replace("</del>", "")) == before
    )
    assert (
        unescape(sub(r"<del>.*?</del>", "", marked, flags=DOTALL).replace("<ins>", "").replace("</ins>", "")) == after
    )


def test_script_in_a_suggestion_is_shown_as_text(suggestion):
    answer(suggestion, "about", summary="<script>alert(1)</script>{{7*7}}")

    marked = fields_of(suggestion)["summary"].marked
    assert "<script" not in marked
    assert "49" not in marked


def test_paragraphs_nobody_touched_keep_their_links_and_lists():
    text = as_lines(STORY).replace("2013", "2014 <i>at last</i>") + "\n\nAnd more."

    made = rewritten(STORY, text)

    assert made.startswith(STORY[: STORY.index("<p>It opened")])
    assert made.endswith("<p>It opened in 2014 &lt;i&gt;at last&lt;/i&gt;.</p><p>And more.</p>")


def test_changed_list_stays_a_list():
    assert "<ul><li>Swimming</li><li>Singing</li></ul>" in rewritten(
        STORY, as_lines(STORY).replace("Dancing", "Singing")
    )


def test_list_in_a_list_stays_whole_while_something_else_changes():
    nested = "<p>One.</p><ul><li>A<ul><li>B</li></ul></li><li>C</li></ul>"

    assert rewritten(nested, as_lines(nested).replace("One", "Two")) == nested.replace("One", "Two")


@pytest.mark.parametrize("touched", [1, 3])
def test_changes_cost_the_same_queries_for_one_field_and_three(suggestion, django_assert_num_queries, touched):
    answer(
        suggestion,
        "who",
        **dict(list({"website": "a.org", "organisation": "Us", "partners": "Them"}.items())[:touched]),
    )
    suggestion.answers  # noqa: B018 - read before
    suggestion.target.specific  # noqa: B018 - likewise
    changes_of(suggestion)

    with django_assert_num_queries(7):
        assert len(changes_of(suggestion)) == touched


def test_terms_merged_while_a_suggestion_waits_are_those_they_became(entry, suggestion):
    health, sport = (Theme.objects.get(name=name) for name in ("Health", "Sport"))
    food, growing = ThemeFactory(name="Food"), ThemeFactory(name="Growing")
    answer(suggestion, "themes", themes=[health.slug, sport.slug, food.slug])

    merge_terms(sport, health, user=None)
    merge_terms(food, growing, user=None)

    change = fields_of(suggestion)["themes"]
    assert (change.before, sorted(change.after), bool(change.conflict)) == (("Health",), ["Growing", "Health"], False)
    edits_of(suggestion, ["themes"], {})[0].put(page := InitiativePage.objects.get())
    assert sorted(page.themes.names()) == ["Growing", "Health"]


def test_theme_merged_while_a_new_entry_waits_is_the_one_it_became(directory, device):
    food, growing = ThemeFactory(name="Food"), ThemeFactory(name="Growing")
    draft = begin("initiative", once="b", device=device, step="themes", raw={"themes": [food.slug], "tiers": ["none"]})

    merge_terms(food, growing, user=None)

    assert [theme.name for theme in entry_from(draft).themes.all()] == ["Growing"]
