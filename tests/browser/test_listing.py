"""Journeys through the listing with JavaScript: results change in place, and nothing is lost on the way."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import violations

pytestmark = pytest.mark.browser

LISTING = re.compile(r"/directory/(\?|$)")


def heading(page):
    return page.locator("#result-heading")


def total(page) -> int:
    return int(heading(page).inner_text().split()[0].replace(",", ""))


def titles(page) -> list[str]:
    return page.locator(".rows h3 a").all_inner_texts()


def marked(page) -> set[str]:
    return {word.lower() for word in page.locator(".rows mark").all_inner_texts()}


def number_beside(page, group: str, value: str) -> int:
    box = page.locator(f"input[name={group}][value={value}]")
    return int(box.locator("xpath=..").locator(".number").inner_text().split()[0])


def choose(page, group: str, value: str):
    return page.locator(f"input[name={group}][value={value}]")


def stays(page):
    """Mark the page, so that `same` can tell whether it was loaded anew."""
    page.evaluate("window.same = true")


def same(page) -> bool:
    return page.evaluate("window.same === true")


@pytest.fixture
def page(open_page):
    page = open_page(1280, 900)
    page.goto("/directory/")
    stays(page)
    return page


def test_filter_updates_results_in_place_with_the_number_it_promised(page):
    promised = number_beside(page, "kind", "connector")
    scrolled = page.evaluate("scrollTo(0, 120), scrollY")
    choose(page, "kind", "connector").click()

    page.wait_for_url("**/directory/?kind=connector")
    expect(heading(page)).to_have_text(f"{promised} entries")
    assert same(page)
    assert page.title().startswith(f"{promised} entries: Connectors – ")
    expect(choose(page, "kind", "connector")).to_be_focused()
    assert page.evaluate("scrollY") == scrolled


def test_number_of_results_is_said_once(page):
    page.evaluate("""() => {
      window.said = [];
      new MutationObserver(() => window.said.push(document.querySelector("[data-announce]").textContent))
        .observe(document.querySelector("[data-announce]"), {childList: true, characterData: true, subtree: true});
    }""")
    choose(page, "kind", "connector").click()
    page.wait_for_url("**kind=connector")
    expect(page.locator("[data-announce]")).to_have_text(heading(page).inner_text())

    assert page.evaluate("window.said") == [heading(page).inner_text()]


def test_search_moves_to_the_heading_which_says_the_number_itself(page):
    page.fill("#q", "charter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/directory/?q=charter")

    expect(heading(page)).to_be_focused()
    expect(page.locator("[data-announce]")).to_have_text("")
    assert same(page)
    assert "for “charter”" in page.title()


def test_back_and_forward_restore_results_filters_words_and_scroll(page):
    everything = titles(page)
    page.evaluate("scrollTo(0, 400)")
    choose(page, "kind", "connector").click()
    page.wait_for_url("**kind=connector")
    filtered = titles(page)
    page.fill("#q", "charter")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=charter**")

    page.go_back()
    page.wait_for_url("**/directory/?kind=connector")
    expect(page.locator("#q")).to_have_value("")
    expect(page.locator(".rows h3 a")).to_have_text(filtered)
    page.go_back()
    expect(page.locator(".rows h3 a")).to_have_text(everything)
    expect(choose(page, "kind", "connector")).not_to_be_checked()
    page.wait_for_function("() => scrollY === 400")
    page.go_forward()

    page.wait_for_url("**/directory/?kind=connector")
    expect(choose(page, "kind", "connector")).to_be_checked()
    assert same(page)


def test_back_from_an_entry_shows_the_results_one_left(page):
    choose(page, "kind", "connector").click()
    page.wait_for_url("**kind=connector")
    filtered = titles(page)
    page.locator(".rows h3 a").nth(2).click()
    page.wait_for_url("**/directory/*/?kind=connector")
    page.go_back()

    page.wait_for_url("**/directory/?kind=connector")
    expect(page.locator(".rows h3 a")).to_have_text(filtered)
    expect(choose(page, "kind", "connector")).to_be_checked()


def test_two_quick_clicks_end_with_both_filters(page):
    page.route(LISTING, lambda route: route.continue_())
    page.evaluate("""() => {
      document.querySelector("input[name=kind][value=connector]").click();
      document.querySelector("input[name=stage][value=running]").click();
    }""")
    page.wait_for_url("**/directory/?kind=connector&stage=running")
    expect(page.get_by_role("link", name="Remove Running")).to_be_visible()

    assert page.locator("[name=kind]:checked, [name=stage]:checked").count() == 2
    assert set(page.locator(".row .eyebrow strong").all_inner_texts()) == {"Connector"}


def test_slow_answer_to_the_first_click_does_not_overwrite_the_second(page):
    def answer(route):
        if "kind=connector" in route.request.url and "kind=initiative" not in route.request.url:
            page.wait_for_timeout(500)
        route.continue_()

    page.route(LISTING, answer)
    choose(page, "kind", "connector").click()
    choose(page, "kind", "initiative").click()
    page.wait_for_timeout(900)

    assert page.url.endswith("/directory/?kind=initiative&kind=connector")
    expect(choose(page, "kind", "initiative")).to_be_checked()
    assert "aria-busy" not in page.locator("[data-listing]").evaluate("form => form.getAttributeNames()")


def test_tags_are_removed_one_by_one_and_all_at_once(page):
    page.goto("/directory/?q=work&kind=connector&stage=running")
    stays(page)
    page.get_by_role("link", name="Remove Running").click()
    page.wait_for_url("**/directory/?q=work&kind=connector")
    page.get_by_role("link", name="Remove “work”").click()
    page.wait_for_url("**/directory/?kind=connector")
    expect(page.locator("#q")).to_have_value("")
    page.locator(".tags").get_by_role("link", name="Clear all").click()
    page.wait_for_url("**/directory/")

    expect(page.locator(".tags")).to_have_count(0)
    assert same(page)


def test_last_tag_leads_to_the_plain_address(page):
    page.goto("/directory/?kind=connector")
    page.get_by_role("link", name="Remove Connectors").click()
    page.wait_for_function("() => location.search === ''")

    assert page.url.endswith("/directory/")


def test_order_and_pages_change_in_place(page):
    first = titles(page)
    page.get_by_role("link", name="A to Z").click()
    page.wait_for_url("**/directory/?sort=title")
    ordered = titles(page)
    page.get_by_role("link", name="Next page").click()
    page.wait_for_url("**/directory/?sort=title&page=2")
    expect(page.locator(".rows h3 a").first).not_to_have_text(ordered[0])

    assert ordered != first
    assert set(ordered).isdisjoint(titles(page))
    expect(heading(page)).to_be_focused()
    assert "(page 2 of " in page.title()
    assert same(page)


def test_entry_leads_back_to_its_result_and_on_to_the_next(page):
    page.goto("/directory/?kind=connector&sort=title")
    listed = titles(page)
    page.locator(".rows h3 a").nth(1).click()
    way = page.get_by_role("navigation", name="Results")
    expect(way.get_by_role("link", name=re.compile("^Previous: "))).to_have_text(f"Previous: {listed[0]}")
    way.get_by_role("link", name=re.compile("^Next: ")).click()
    expect(page.locator("h1")).to_have_text(listed[2])
    page.get_by_role("link", name="Back to results").click()

    page.wait_for_url("**/directory/?kind=connector&sort=title")
    assert titles(page) == listed


def test_corrected_words_are_said_and_the_literal_search_is_one_click_away(page):
    page.fill("#q", "emtpy shops high street")
    page.keyboard.press("Enter")
    note = page.locator(".note", has_text="Showing results for")
    expect(note).to_contain_text("empty shops high street")
    assert "empty" in marked(page)
    note.get_by_role("link").click()
    page.wait_for_url("**exact=1**")

    expect(page.locator(".note", has_text="Showing results for")).to_have_count(0)
    assert "empty" not in marked(page)
    choose(page, "kind", "connector").click()
    page.wait_for_url("**/directory/?q=emtpy+shops+high+street&kind=connector&exact=1")
    expect(page.locator(".note", has_text="Showing results for")).to_have_count(0)
    expect(page.locator("#q")).to_have_value("emtpy shops high street")


def test_one_question_has_one_address_whichever_way_it_is_asked(page):
    page.goto("/directory/?q=work&near=TS24&within=50&kind=connector&sort=title")
    shared = page.url
    page.get_by_role("button", name="Search").click()
    expect(heading(page)).to_be_focused()
    assert page.url == shared
    page.get_by_role("link", name="Newest first").click()
    page.wait_for_url("**sort=newest")
    page.get_by_role("link", name="A to Z").click()
    page.wait_for_url("**sort=title")

    assert page.url == shared


def test_search_without_results_says_which_filter_to_drop_and_keeps_its_word(page):
    page.goto("/directory/?q=charter&stage=idea")
    assert total(page) == 0
    way = page.locator("#results .panel li").first
    promised = int(re.search(r": ([\d,]+) entr", way.inner_text())[1].replace(",", ""))
    way.get_by_role("link").click()
    page.wait_for_function("() => !document.querySelector('#results .panel')")

    assert total(page) == promised > 0


def test_words_that_find_nothing_lead_to_the_whole_directory(page):
    page.goto("/directory/?q=zzzxqy")
    assert total(page) == 0
    page.get_by_role("link", name="Show the whole directory").click()
    page.wait_for_url("**/directory/")

    assert total(page) > 50


def test_unknown_filter_is_said_and_gone_with_the_next_choice(page):
    page.goto("/directory/?theme=nonsense&kind=connector")
    expect(page.locator(".note")).to_contain_text("“nonsense”")
    choose(page, "kind", "initiative").click()
    page.wait_for_url("**/directory/?kind=initiative&kind=connector")

    expect(page.locator(".note")).to_have_count(0)


def test_choice_that_is_taken_away_and_finds_nothing_leaves_the_focus_in_its_group(page):
    page.goto("/directory/?q=zzzxqy&stage=running")
    choose(page, "stage", "running").click()
    page.wait_for_url("**/directory/?q=zzzxqy")

    expect(choose(page, "stage", "running")).to_be_disabled()
    expect(page.locator("details[data-group=stage] > summary")).to_be_focused()


def test_groups_stay_open_and_closed_as_they_were(page):
    page.locator("details[data-group=evidence] > summary").click()
    choose(page, "kind", "connector").click()
    page.wait_for_url("**kind=connector")
    expect(page.get_by_role("link", name="Remove Connectors")).to_be_visible()

    assert page.locator("details[data-group=evidence]").evaluate("group => group.open")


def test_filters_collapse_on_a_phone_and_stay_open_while_one_chooses(open_page):
    page = open_page(360, 740)
    page.goto("/directory/?q=work")
    summary = page.locator(".filters > summary")
    expect(summary).to_have_text("Filters")
    expect(choose(page, "kind", "connector")).to_be_hidden()
    summary.click()
    choose(page, "kind", "connector").click()
    page.wait_for_url("**kind=connector")

    expect(summary).to_have_text("Filters (1 on)")
    expect(choose(page, "kind", "connector")).to_be_focused()
    expect(choose(page, "kind", "connector")).to_be_in_viewport()


def test_dropped_connection_ends_in_the_browsers_own_page_load(page):
    requests = []

    def answer(route):
        requests.append(route.request.resource_type)
        route.abort() if len(requests) == 1 else route.continue_()

    page.route(LISTING, answer)
    choose(page, "kind", "connector").click()
    page.wait_for_function("() => window.same !== true")
    page.wait_for_url("**/directory/?kind=connector")

    assert requests == ["fetch", "document"]
    expect(choose(page, "kind", "connector")).to_be_checked()


def test_error_page_is_shown_as_what_it_is(page):
    page.route(LISTING, lambda route: route.fulfill(status=503, content_type="text/html", body="<h1>Back soon</h1>"))
    choose(page, "kind", "connector").click()

    expect(page.locator("h1")).to_have_text("Back soon")


def test_distance_is_changed_in_place_and_the_usual_one_stays_out_of_the_address(page):
    page.goto("/directory/?near=TS24+8")
    stays(page)
    near = total(page)
    page.get_by_label("Distance from TS24").select_option("50 miles")
    page.wait_for_url("**/directory/?near=TS24+8&within=50")
    expect(heading(page)).to_contain_text("within 50 miles of TS24")
    assert total(page) > near
    assert "miles away" in page.locator(".rows .eyebrow").last.inner_text()
    page.get_by_label("Distance from TS24").select_option("10 miles")
    page.wait_for_url("**/directory/?near=TS24+8")

    expect(heading(page)).to_contain_text("within 10 miles of TS24")
    assert same(page)


def test_place_in_the_words_leads_to_the_filter_and_to_its_page(page):
    page.goto("/directory/?q=Salop")
    page.get_by_role("link", name="In Shropshire (unitary council), for “Salop”").click()
    page.wait_for_url("**/directory/?place=E06000051")
    expect(heading(page)).to_contain_text("in Shropshire")
    page.goto("/directory/?q=Salop")
    page.get_by_role("link", name="About Shropshire").click()

    page.wait_for_url("**/places/shropshire/")


STATES = {
    "filters open": "/directory/?kind=connector&stage=running",
    "results with words": "/directory/?q=emtpy+shops+leeds",
    "near": "/directory/?near=TS24+8&within=50",
    "none": "/directory/?q=zzzxqy&kind=connector",
    "unknown filter": "/directory/?theme=nonsense",
}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("state", STATES)
def test_listing_has_no_axe_violations(open_page, axe, state, width):
    page = open_page(width)
    page.goto(STATES[state])
    page.evaluate("document.querySelectorAll('details').forEach((group) => { group.open = true; })")
    found = violations(page, axe)

    assert found == [], "\n".join(found)
