"""Everything can be reached with the keyboard, in order, and one sees where one is."""

import pytest

pytestmark = pytest.mark.browser

# Numbers everything that can be operated, in document order, and returns what each is.
NUMBER = """() => {
  const operable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  return [...document.querySelectorAll(operable)]
    .filter((element) => !element.disabled && element.checkVisibility({visibilityProperty: true}))
    .map((element, number) => { element.dataset.number = number; return element.outerHTML.slice(0, 100); });
}"""
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  const outlined = (e) => getComputedStyle(e).outlineStyle !== "none" && parseFloat(getComputedStyle(e).outlineWidth) >= 2;
  // A card is outlined as a whole when its link has the focus.
  const marked = outlined(element) || (element.closest(".card") !== null && outlined(element.closest(".card")));
  const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 0;
  const at = document.elementFromPoint(
    Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1),
    Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1));
  const covered = !(at && (element.contains(at) || at.contains(element)));
  return {number: element.dataset.number ?? element.outerHTML.slice(0, 100), marked, inView, covered};
}"""


def tab_through(page, limit: int) -> list[dict]:
    """Press Tab until the focus leaves the page and return where it was."""
    stops = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    "path",
    ["/", "/directory/", "/directory/?q=work&kind=connector", "/case-studies/three-employment-charters-side-by-side/"],
)
def test_keyboard_reaches_everything_once_in_order(open_page, path, width):
    page = open_page(width)
    page.goto(path)
    elements = page.evaluate(NUMBER)
    stops = tab_through(page, limit=len(elements) + 20)

    assert [stop["number"] for stop in stops] == [str(number) for number in range(len(elements))], elements
    for fault, wrong in (("marked", False), ("inView", False), ("covered", True)):
        assert [elements[int(stop["number"])] for stop in stops if stop[fault] is wrong] == [], fault


@pytest.mark.parametrize("path", ["/", "/directory/", "/about/"])
def test_skip_link_leads_past_the_masthead(open_page, path):
    page = open_page()
    page.goto(path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_skip_link_leads_past_the_filters(open_page):
    page = open_page()
    page.goto("/directory/")
    page.locator("a[href='#results']").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('#results').contains(document.activeElement)")


def test_filters_open_and_apply_with_the_keyboard(open_page):
    page = open_page(360, 800)
    page.goto("/directory/")
    page.locator(".filters > summary").focus()
    page.keyboard.press("Enter")
    page.locator("input[name=kind][value=connector]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    page.wait_for_url("**kind=connector*")
