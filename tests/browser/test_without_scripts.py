"""Every way through the directory works with JavaScript off."""

import re

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture(params=[360, 1280], ids=["phone", "desktop"])
def page(open_page, request):
    return open_page(request.param, java_script_enabled=False)


def titles(page) -> list[str]:
    return page.locator(".rows h3 a").all_inner_texts()


def test_search_on_the_front_page_finds_entries(page):
    page.goto("/")
    page.fill("#q", "charter")
    page.get_by_role("button", name="Search").click()

    assert "/directory/?q=charter" in page.url
    assert any("Charter" in title for title in titles(page))


def test_filters_apply_by_their_button(page):
    page.goto("/directory/")
    summary = page.locator(".filters > summary")
    if summary.is_visible():
        summary.click()
    page.get_by_label(re.compile("^Connectors")).check()
    page.get_by_role("button", name="Apply filters").click()

    assert "kind=connector" in page.url
    assert titles(page)
    assert set(page.locator(".row .eyebrow strong").all_inner_texts()).isdisjoint({"Initiative", "Case study"})


def test_filter_that_is_on_can_be_taken_away(page):
    page.goto("/directory/?kind=connector&q=work")
    page.get_by_role("link", name="Remove Connectors").click()

    assert "kind=connector" not in page.url
    assert "q=work" in page.url


def test_pages_of_results_follow_each_other(page):
    page.goto("/directory/")
    first = titles(page)
    page.get_by_role("link", name="Next page").click()

    assert "page=2" in page.url
    assert titles(page)
    assert set(first).isdisjoint(titles(page))


def test_entry_opens_from_the_list(page):
    page.goto("/directory/")
    title = titles(page)[0]
    page.get_by_role("link", name=title, exact=True).click()

    assert page.locator("h1").inner_text() == title


def heading(page) -> str:
    return page.locator("#result-heading").inner_text()


def open_filters(page):
    summary = page.locator(".filters > summary")
    if summary.is_visible():
        summary.click()


def test_address_after_the_form_was_sent_holds_only_what_was_asked(page):
    page.goto("/directory/")
    open_filters(page)
    page.locator("input[name=kind][value=connector]").check()
    page.get_by_role("button", name="Apply filters").click()
    assert page.url.endswith("/directory/?kind=connector")

    page.goto("/")
    page.get_by_role("button", name="Search").click()
    assert page.url.endswith("/directory/")


def test_all_filters_are_cleared_by_one_link(page):
    page.goto("/directory/?q=work&kind=connector&stage=running")
    page.locator(".tags").get_by_role("link", name="Clear all").click()

    assert page.url.endswith("/directory/")
    assert page.locator(".tags").count() == 0


def test_order_is_changed_by_a_link_and_kept_by_the_form(page):
    page.goto("/directory/?kind=connector")
    page.get_by_role("link", name="A to Z").click()
    assert titles(page) == sorted(titles(page), key=str.casefold)

    page.fill("#q", "charter")
    page.get_by_role("button", name="Search").click()
    assert page.url.endswith("/directory/?q=charter&kind=connector&sort=title")


def test_corrected_words_lead_to_the_literal_search(page):
    page.goto("/directory/?q=emtpy+shops")
    note = page.locator(".note", has_text="Showing results for")
    assert "empty shops" in note.inner_text()
    note.get_by_role("link", name="Search for “emtpy shops” instead").click()

    assert "exact=1" in page.url
    assert page.locator(".note", has_text="Showing results for").count() == 0


def test_search_without_results_leads_on(page):
    page.goto("/directory/?q=charter&stage=idea")
    assert heading(page).startswith("0 entries")
    page.get_by_role("link", name="Without “Idea”").click()

    assert page.url.endswith("/directory/?q=charter")
    assert titles(page)


def test_unknown_filter_is_said_and_not_applied(page):
    page.goto("/directory/?theme=nonsense")

    assert "We do not know these filters, so they are not applied: “nonsense”." in page.locator(".note").inner_text()
    assert page.locator(".tags").count() == 0
    assert titles(page)


def test_postcode_leads_to_what_is_near_and_farther(page):
    page.goto("/")
    page.fill("#q", "ts248")
    page.get_by_role("button", name="Search").click()
    page.locator(".offers").get_by_role("link", name="Near TS248, within 10 miles").click()
    assert heading(page).endswith("within 10 miles of TS24")
    near = titles(page)

    page.get_by_label("Distance from TS24").select_option("50 miles")
    page.get_by_role("button", name="Search").click()
    assert heading(page).endswith("within 50 miles of TS24")
    assert set(near) < set(titles(page))
    assert page.get_by_role("heading", name="Also serving the whole of the North East").is_visible()


def test_entry_leads_back_to_its_result_and_on_to_the_next(page):
    page.goto("/directory/?kind=connector&sort=title")
    listed = titles(page)
    page.locator(".rows h3 a").first.click()
    page.get_by_role("link", name=f"Next: {listed[1]}").click()
    assert page.locator("h1").inner_text() == listed[1]
    page.get_by_role("link", name="Back to results").click()

    assert page.url.endswith("/directory/?kind=connector&sort=title")
    assert titles(page) == listed


def test_search_box_is_a_plain_box(page):
    page.goto("/directory/")
    page.locator("#q").press_sequentially("york")

    assert page.locator("[role=combobox], [role=listbox]").count() == 0
