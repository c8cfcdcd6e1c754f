"""The pages of the journey without JavaScript, as a browser without an account meets them."""

import re
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from submissions.access import cookie_name
from submissions.actions.links import new_device
from submissions.models import Answer, Submission, SubmissionSettings
from submissions.states import State
from submissions.working_days import days_later
from tests.factories import PlaceFactory

NEW = "/submit/new/initiative/"
ABOUT = {"title": "Bramley Baths", "summary": "Residents run the baths."}


def text_of(response) -> str:
    """The text of a page, single-spaced."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def title_of(response) -> str:
    return unescape(re.search(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)[1])


def hidden(response, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


def address(submission, step: str) -> str:
    return f"/submit/{submission.reference}/{step}/"


@pytest.fixture
def owner(client, draft, device):
    """A browser that holds the key of a draft with all answers."""
    other, secret = new_device()
    other.submissions.add(draft)
    client.cookies[cookie_name()] = secret
    return client


def test_start_page_says_who_reads_and_by_when_and_sets_no_cookie(client, home):
    promises = SubmissionSettings.load()
    promises.reviewers, promises.other_way = "two people at the library", "Ring 01234 567890."
    promises.save()

    response = client.get("/submit/")

    said = text_of(response)
    due = days_later(timezone.localdate(), promises.days_to_decide)
    assert "It is read by two people at the library." in said
    assert f"We decide by {due:%A} {due.day} {due:%B} if you send it today" in said
    assert "Ring 01234 567890." in said
    assert not response.cookies
    assert response.headers["Cache-Control"] == "public, max-age=60"


def test_start_page_leads_back_to_drafts_of_this_browser(owner, draft):
    response = owner.get("/submit/")

    assert f'href="{address(draft, "money")}"' in response.content.decode()
    assert draft.reference in text_of(response)
    assert response.headers["Cache-Control"] == "no-store, private"


def test_questions_can_be_read_before_beginning(client, home):
    said = text_of(client.get("/submit/questions/"))

    for question in ("What is it called, and what does it do?", "Where does it happen?", "Who are you?", "Network"):
        assert question in said


def test_draft_exists_from_the_first_answer_also_when_it_is_wrong(client, home):
    once = hidden(client.get(NEW), "once")
    response = client.post(NEW, {"once": once, "title": "Bramley Baths"}, follow=True)

    draft = Submission.objects.get()
    assert response.redirect_chain == [(address(draft, "about"), 303)]
    assert title_of(response).startswith("Error: What is it called")
    assert 'href="#summary">Say in a sentence or two what it does</a>' in response.content.decode()
    assert 'value="Bramley Baths"' in response.content.decode()
    assert draft.answers["about"]["title"] == ["Bramley Baths"]


def test_first_page_sent_again_gives_the_same_draft(client, home):
    once = hidden(client.get(NEW), "once")
    first = client.post(NEW, ABOUT | {"once": once, "window": "w", "version": "0"})
    cookie = client.cookies[cookie_name()].value
    again = client.post(NEW, ABOUT | {"once": once, "window": "w", "version": "0", "what_it_does": "More"})

    assert first.url == again.url == address(Submission.objects.get(), "where")
    assert client.cookies[cookie_name()].value == cookie
    assert Submission.objects.get().answers["about"]["what_it_does"] == ["More"]


def test_first_page_without_its_number_is_shown_again_with_the_text(client, home):
    response = client.post(NEW, ABOUT | {"once": "guessed"})

    assert response.status_code == 200
    assert "Residents run the baths." in response.content.decode()
    assert not Submission.objects.exists()


def test_answers_of_every_page_are_kept_whichever_button_is_pressed(owner, draft):
    who = address(draft, "who")
    wrong = {"organisation": "", "website": "no address"}

    assert owner.post(who, wrong | {"do": "later"}).url == address(draft, "later")
    assert Submission.objects.get().answers["who"]["website"] == ["no address"]

    kept = owner.post(who, wrong | {"organisation": "Half a na", "do": "keep", "version": "2"}).json()
    assert kept["saved"] == f"Saved at {timezone.localtime():%H:%M}"
    assert Submission.objects.get().answers["who"]["organisation"] == ["Half a na"]

    response = owner.post(who, wrong | {"from": "check"}, follow=True)
    said = text_of(response)
    assert title_of(response).startswith("Error: Who runs it?")
    assert said.count("Enter who runs it") == said.count("Enter a web address in the correct format") == 2
    assert 'value="no address"' in response.content.decode()
    assert 'name="from" value="check"' in response.content.decode()


def test_page_that_was_only_kept_while_typing_is_not_judged_yet(owner, draft):
    Answer.objects.filter(step="who").delete()
    owner.post(address(draft, "who"), {"website": "no addr", "do": "keep"})

    assert title_of(owner.get(address(draft, "who"))).startswith("Who runs it?")


def test_what_two_windows_wrote_is_both_shown_and_the_second_continue_wins(owner, draft):
    who = address(draft, "who")
    first, second = owner.get(who), owner.get(who)
    version, windows = hidden(first, "version"), [hidden(page, "window") for page in (first, second)]
    owner.post(who, {"organisation": "First window", "version": version, "window": windows[0]})
    typed = {"organisation": "Second window", "version": version, "window": windows[1]}

    conflict = owner.post(who, typed)
    assert "You wrote something else here in another window" in text_of(conflict)
    assert "First window" in text_of(conflict)
    assert 'value="Second window"' in conflict.content.decode()

    owner.post(who, typed | {"version": hidden(conflict, "version")})
    assert Submission.objects.get().answers["who"]["organisation"] == ["Second window"]


def test_same_page_sent_again_after_a_lost_answer_is_no_second_window(owner, draft):
    who = address(draft, "who")
    page = owner.get(who)
    typed = {"version": hidden(page, "version"), "window": hidden(page, "window")}
    owner.post(who, typed | {"organisation": "Sent"})
    again = owner.post(who, typed | {"organisation": "Sent and mended"})

    assert again.status_code == 303
    assert Submission.objects.get().answers["who"]["organisation"] == ["Sent and mended"]


def test_changed_answer_leads_back_to_all_answers(owner, draft):
    response = owner.post(address(draft, "who"), {"organisation": "Friends", "from": "check"})

    assert response.url == address(draft, "check")


def test_place_is_found_by_what_it_is_called_and_asked_about_when_several_are(owner, draft):
    where = address(draft, "where")
    PlaceFactory(name="York")
    newports = [PlaceFactory(name="Newport", slug=slug) for slug in ("newport-gwent", "newport-pembs")]
    Answer.objects.filter(step="where").update(data={})

    response = owner.post(where, {"find": "newport, york, Atlantis", "do": "find"}, follow=True)
    said = text_of(response)
    assert "Choose which “newport” you mean" in said
    assert "We do not know a place called “Atlantis”" in said
    assert Submission.objects.get().answers["where"]["find"] == ["newport, Atlantis"]

    codes = Submission.objects.get().answers["where"]["places"]
    chosen = {"places": codes, "find": "newport", "meant": newports[1].code}
    response = owner.post(where, chosen | {"do": "find"}, follow=True)
    assert response.redirect_chain == [(f"{where}#chosen", 303)]
    assert [place.name for place in response.context["form"].chosen] == ["York", "Newport"]

    codes = Submission.objects.get().answers["where"]["places"]
    owner.post(where, {"places": codes, "first": newports[1].code})
    assert Submission.objects.get().answers["where"]["places"] == codes[::-1]
    owner.post(where, {"places": codes, "remove": newports[1].code})
    assert Submission.objects.get().answers["where"]["places"] == codes[:1]


def test_place_still_in_the_box_is_added_by_continue(owner, draft):
    owner.post(address(draft, "where"), {"find": " lEEds "})

    answers = Submission.objects.get().answers["where"]
    assert (len(answers["places"]), answers["find"]) == (1, [""])


def test_check_page_shows_what_is_missing_with_the_way_there(owner, draft):
    Answer.objects.filter(step="stage").delete()

    page = owner.get(address(draft, "check")).content.decode()
    assert f'href="{address(draft, "stage")}?from=check"' in page
    refused = owner.post(address(draft, "check"))
    assert title_of(refused).startswith("Error: Check your answers")
    assert "Answer “Stage and start”" in text_of(refused)
    assert Submission.objects.get().state == State.DRAFT


def test_check_page_shows_the_card_and_the_whole_page_as_visitors_would_see_it(owner, draft):
    said = text_of(owner.get(address(draft, "check")))
    assert "Initiative Bramley, Leeds Bramley Baths Residents run the baths." in said
    assert "Send this initiative" in said

    preview = owner.get(address(draft, "preview"))
    assert "This is how the page would look" in text_of(preview)
    paragraphs = [paragraph.text for paragraph in BeautifulSoup(preview.content, "html.parser").find_all("p")]
    assert paragraphs.index("Two.") == paragraphs.index("One.") + 1
    assert "jo@example.org" not in preview.content.decode()


def test_sent_page_says_where_to_look_and_after_confirming_by_when(owner, draft):
    assert owner.post(address(draft, "check")).url == address(draft, "sent")
    assert owner.post(address(draft, "check")).url == address(draft, "sent")
    said = text_of(owner.get(address(draft, "sent")))
    assert draft.reference in said
    assert "We sent a link to jo@example.org" in said

    Submission.objects.update(state=State.WAITING, due_on="2026-06-04")
    assert "We decide by Thursday 4 June 2026 ." in text_of(owner.get(address(draft, "sent")))


def test_pausing_takes_nothing_new_and_loses_nothing(owner, draft):
    SubmissionSettings.objects.all().delete()
    SubmissionSettings.objects.create(is_open=False, paused_message="Back on 1 September.")

    assert "Back on 1 September." in text_of(owner.get("/submit/"))
    typed = owner.post(NEW, ABOUT | {"once": "x" * 43})
    assert "Back on 1 September." in text_of(typed)
    assert "Residents run the baths." in typed.content.decode()
    assert Submission.objects.count() == 1

    assert owner.post(address(draft, "who"), {"organisation": "Friends"}).status_code == 303
    assert "Back on 1 September." in text_of(owner.post(address(draft, "check")))
    assert Submission.objects.get().state == State.DRAFT


def test_other_browsers_learn_nothing(client, draft):
    for page in ("about", "check", "preview", "sent"):
        for response in (client.get(address(draft, page)), client.post(address(draft, page), {"title": "Mine"})):
            assert response.status_code in {403, 405}
            assert "Bramley" not in response.content.decode()
    assert Submission.objects.get().answers["about"]["title"] == ["Bramley Baths"]


def test_pages_with_answers_are_kept_nowhere(owner, draft):
    for name in ("submit_check", "submit_preview"):
        response = owner.get(reverse(name, args=[draft.reference]))
        assert response.headers["Cache-Control"] == "no-store, private"
        assert response.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("page", ["where", "check"])
def test_queries_do_not_grow_with_places(owner, draft, page, django_assert_max_num_queries):
    def ask() -> int:
        with django_assert_max_num_queries(60) as asked:
            assert owner.get(address(draft, page)).status_code == 200
        return len(asked)

    codes = [place.code for place in PlaceFactory.create_batch(4)]
    ask()
    few = ask()
    Answer.objects.filter(step="where").update(data={"places": codes})

    assert ask() == few


def test_start_page_is_found_by_search_engines(client, home):
    assert "/submit/</loc>" in client.get("/sitemap.xml").content.decode()
    assert 'name="robots"' not in client.get("/submit/").content.decode()
    assert '<meta name="robots" content="noindex">' in client.get(NEW).content.decode()
