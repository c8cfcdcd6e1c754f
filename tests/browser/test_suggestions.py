"""The search box while somebody types: suggestions by mouse, touch and keyboard, and a plain box where they cannot come."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import violations
from tests.browser.test_layout import OVERFLOWING, WATCH_SHIFTS

pytestmark = pytest.mark.browser

SUGGEST = re.compile(r"/directory/suggest\.json")


def box(page):
    return page.get_by_role("combobox", name=re.compile("Search the directory|What are you looking for"))


def options(page):
    return page.get_by_role("option")


def type_in(page, text: str):
    """Type into the box key by key and return the suggestions, which are there when this returns."""
    box(page).press_sequentially(text)
    expect(options(page).first).to_be_visible()
    return options(page)


@pytest.mark.parametrize("path", ["/", "/directory/"])
def test_place_that_is_chosen_becomes_a_filter(open_page, path):
    page = open_page()
    page.goto(path)
    type_in(page, "Caerd")
    expect(options(page)).to_have_text(["Cardiff Caerdydd · Welsh council"])
    options(page).first.click()

    page.wait_for_url("**/directory/?place=W06000015")
    expect(page.locator("#result-heading")).to_contain_text("in Cardiff")


def test_theme_that_is_chosen_comes_on_top_of_the_filters_that_are_on(open_page):
    page = open_page()
    page.goto("/directory/?kind=initiative")
    page.evaluate("window.same = true")
    type_in(page, "jobs")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.wait_for_url("**/directory/?kind=initiative&theme=good-work-and-pay")
    assert page.evaluate("window.same"), "the page was loaded anew"
    expect(page.get_by_role("link", name="Remove Good work and pay")).to_be_visible()
    expect(box(page)).to_have_value("")


def test_entry_that_is_chosen_opens(open_page):
    page = open_page()
    page.goto("/")
    type_in(page, "wharton tr")
    options(page).filter(has_text="Wharton Trust").first.click()

    page.wait_for_url("**/directory/wharton-trust/")


def test_enter_searches_for_what_was_typed_when_nothing_is_chosen(open_page):
    page = open_page()
    page.goto("/")
    type_in(page, "york")
    page.keyboard.press("Enter")

    page.wait_for_url("**/directory/?q=york")


def test_arrow_keys_go_round_through_the_suggestions_and_the_text(open_page):
    page = open_page()
    page.goto("/directory/")
    names = type_in(page, "york").all_inner_texts()
    visited = []
    for _step in range(len(names) + 1):
        page.keyboard.press("ArrowDown")
        active = box(page).get_attribute("aria-activedescendant")
        visited.append(page.locator(f"#{active}").inner_text() if active else None)
    page.keyboard.press("ArrowUp")

    assert visited == [*names, None]
    assert page.locator("[role=option][aria-selected=true]").all_inner_texts() == [names[-1]]
    assert page.evaluate("document.activeElement.id") == "q"
    expect(box(page)).to_have_value("york")


def test_escape_closes_first_and_then_empties_and_an_arrow_opens_again(open_page):
    page = open_page()
    page.goto("/directory/")
    type_in(page, "york")
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect(box(page)).to_have_value("york")

    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")

    expect(box(page)).to_have_value("")


def test_number_of_suggestions_is_said_and_leaving_the_box_closes_them(open_page):
    page = open_page()
    page.goto("/directory/")
    type_in(page, "TS24 8")
    expect(page.get_by_role("status").filter(has_text="1 suggestion")).to_have_count(1)
    page.keyboard.press("Tab")

    expect(options(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Search")).to_be_focused()


def test_suggestion_is_chosen_by_a_touch(open_page):
    page = open_page(360, 740, has_touch=True, is_mobile=True)
    page.goto("/")
    type_in(page, "TS24 8")
    options(page).first.tap()

    page.wait_for_url("**/directory/?near=TS24+8")


def test_late_answer_to_what_was_typed_before_is_not_shown(open_page):
    page = open_page()
    page.goto("/directory/")

    def answer(route):
        if "q=yo&" in f"{route.request.url}&":
            page.wait_for_timeout(400)
        route.continue_()

    page.route(SUGGEST, answer)
    box(page).press_sequentially("yo")
    page.wait_for_timeout(200)  # longer than the box waits for the next key
    box(page).fill("Caerd")

    expect(options(page)).to_have_text(["Cardiff Caerdydd · Welsh council"])
    page.wait_for_timeout(500)
    expect(options(page)).to_have_text(["Cardiff Caerdydd · Welsh council"])


def test_suggestions_do_not_open_over_the_results_of_a_search_sent_before_they_came(open_page):
    page = open_page()
    page.goto("/directory/")
    box(page).press_sequentially("york")
    page.keyboard.press("Enter")
    page.wait_for_url("**/directory/?q=york")
    page.wait_for_timeout(400)

    expect(options(page)).to_have_count(0)


@pytest.mark.parametrize(
    "fault",
    [
        lambda route: route.abort(),
        lambda route: route.fulfill(status=500, content_type="text/html", body="<h1>Error</h1>"),
        lambda route: route.fulfill(status=503, content_type="application/json", body="{}"),
    ],
    ids=["no network", "error page", "error without groups"],
)
def test_box_stays_a_plain_box_when_suggestions_fail(open_page, fault):
    page = open_page()
    page.add_init_script(
        "window.faults = []; for (const n of ['error', 'unhandledrejection']) addEventListener(n, (e) => faults.push(n))"
    )
    page.goto("/directory/")
    page.route(SUGGEST, fault)
    box(page).press_sequentially("york")
    page.wait_for_timeout(400)
    expect(options(page)).to_have_count(0)
    page.keyboard.press("Enter")

    page.wait_for_url("**/directory/?q=york")
    assert page.evaluate("window.faults") == []


@pytest.mark.parametrize("path", ["/", "/directory/"])
@pytest.mark.parametrize("width", [320, 1280])
def test_suggestions_fit_and_move_nothing(open_page, path, width):
    page = open_page(width, 700)
    page.add_init_script(WATCH_SHIFTS)
    page.goto(path, wait_until="networkidle")
    type_in(page, "york")
    page.wait_for_timeout(600)  # what moves within half a second after a key does not count as a shift
    before = page.locator("main").bounding_box()["height"]
    page.keyboard.press("Escape")

    assert page.locator("main").bounding_box()["height"] == before
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate("window.shifts") == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["/", "/directory/"])
def test_open_suggestions_have_no_axe_violations(open_page, axe, path, width):
    page = open_page(width)
    page.goto(path)
    type_in(page, "york")
    page.keyboard.press("ArrowDown")
    found = violations(page, axe)

    assert found == [], "\n".join(found)


def test_active_suggestion_is_seen_in_forced_colours(open_page):
    page = open_page(forced_colors="active")
    page.goto("/directory/")
    type_in(page, "york")
    page.keyboard.press("ArrowDown")
    styles = page.evaluate(
        """() => [...document.querySelectorAll("[role=option]")].map((e) => getComputedStyle(e).outlineStyle)"""
    )

    assert styles[0] == "solid"
    assert set(styles[1:]) == {"none"}
