"""Each kind of page as axe-core sees it, on a phone and at a desk."""

import pytest

from tests.browser.accessible import violations
from tests.browser.pages import PAGES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_pages_have_no_axe_violations(open_page, axe, name, width):
    page = open_page(width)
    page.goto(PAGES[name], wait_until="load")
    found = violations(page, axe)

    assert found == [], "\n".join(found)


def test_axe_finds_a_fault(open_page, axe):
    """The check itself: a page with a picture that says nothing is not let through."""
    page = open_page()
    page.set_content("<!doctype html><html lang=en><title>x</title><main><h1>x</h1><img src='x.png'></main></html>")

    assert any("image-alt" in violation for violation in violations(page, axe))


def test_axe_finds_words_that_cannot_be_read_in_the_dark(open_page, axe):
    page = open_page()
    style = "@media (prefers-color-scheme: dark) { main { background: #111; color: #222 } }"
    page.set_content(
        f"<!doctype html><html lang=en><title>x</title><style>{style}</style><main><h1>Not seen</h1></main></html>"
    )

    (found,) = violations(page, axe)
    assert found.startswith("dark: color-contrast")
