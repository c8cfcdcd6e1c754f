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
