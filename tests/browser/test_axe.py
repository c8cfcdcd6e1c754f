"""Accessibility that a machine can check: WCAG 2.2 A and AA and good practice, by axe-core."""

import pytest

from tests.browser.pages import PAGES

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => {
  const results = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
  return results.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")} (${n.failureSummary})`));
}"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_pages_have_no_axe_violations(open_page, axe, name, width):
    page = open_page(width)
    page.goto(PAGES[name], wait_until="load")
    page.evaluate(axe)
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{scheme}: {violation}" for violation in page.evaluate(RUN, TAGS)]

    assert found == [], "\n".join(found)


def test_axe_finds_a_fault(open_page, axe):
    """The check itself: a page with a picture that says nothing is not let through."""
    page = open_page()
    page.set_content("<!doctype html><html lang=en><title>x</title><main><h1>x</h1><img src='x.png'></main></html>")
    page.evaluate(axe)

    assert any(violation.startswith("image-alt") for violation in page.evaluate(RUN, TAGS))
