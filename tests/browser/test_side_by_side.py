"""Three charters side by side, and the family they are of, on a desk and on a phone."""

import pytest

from tests.browser.accessible import violations
from tests.browser.pages import PAGES
from tests.browser.test_layout import OVERFLOWING

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [320, 1280])
def test_charters_are_read_side_by_side_on_any_screen(open_page, axe, width):
    page = open_page(width)
    page.goto(PAGES["connector"])
    page.locator(".family-tree a").first.focus()
    assert page.evaluate("document.activeElement.closest('svg') !== null")
    page.locator(".entry-text a[href*='/compare/']").click()
    assert page.locator("thead th[scope=col] a:not(.drop)").count() == 3
    # On a phone each cell says whose it is; on a desk its column does.
    named = (
        page.locator(".compare tr:not(.equal) td").nth(1).evaluate("cell => getComputedStyle(cell, '::before').content")
    )
    assert ("Charter" in named) == (width == 320)
    assert page.evaluate(OVERFLOWING) == []
    found = violations(page, axe)
    assert found == [], "\n".join(found)
    page.get_by_role("link", name="Show only differences").click()
    assert page.locator(".compare tr.equal").count() == 0
    assert page.locator(".verdict.differs").count() > 5
