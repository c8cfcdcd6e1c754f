"""The pages of the journey as they are met one after another: accessible, valid, narrow and light, right and wrong."""

import pytest

from tests.browser.accessible import violations
from tests.browser.test_html import validate  # noqa: F401 - a fixture
from tests.browser.test_layout import OVERFLOWING

pytestmark = pytest.mark.browser

MAX_PAGE = 50 * 1024  # bytes of one page, before it is compressed


class Visitor:
    """Looks at each page that she meets."""

    def __init__(self, page, axe: str, folder):
        self.page, self.axe, self.folder = page, axe, folder
        self.faults: list[str] = []
        self.bytes: dict[str, int] = {}

    def look(self, name: str) -> None:
        page = self.page
        self.faults += [f"{name}, {fault}" for fault in violations(page, self.axe)]
        size = page.viewport_size
        page.set_viewport_size({"width": 320, "height": 640})
        self.faults += [f"{name}, 320 px: {fault}" for fault in page.evaluate(OVERFLOWING)]
        page.set_viewport_size(size)
        html = page.request.get(page.url).body()
        self.bytes[name] = len(html)
        (self.folder / f"{name}.html").write_bytes(html)

    def press(self, button: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).click()

    def go_on(self) -> None:
        self.press("Continue")

    def fill(self, **answers: str) -> None:
        for label, text in answers.items():
            self.page.get_by_label(label).fill(text)


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_the_journey_have_no_faults(open_page, axe, validate, tmp_path, width):  # noqa: F811 - the fixture
    page = open_page(width)
    visitor = Visitor(page, axe, tmp_path)
    page.goto("/submit/questions/")
    visitor.look("questions")
    page.goto("/submit/new/connector/")
    visitor.look("new")
    page.get_by_label("Name", exact=True).fill("Dyke House network")
    visitor.go_on()
    visitor.look("wrong")
    page.get_by_label("Network").check()
    page.get_by_label("What it does, in a sentence or two").fill("Neighbours who lend a hand: 0113 496 0000.")
    visitor.go_on()
    visitor.go_on()
    page.get_by_label("Place or postcode").fill("TS24 8QT, Cumbria")
    visitor.press("Add")
    visitor.look("where")
    page.get_by_label("Westmorland and Furness").check()
    visitor.go_on()
    visitor.look("themes")
    page.get_by_label("Food").check()
    page.get_by_label("County", exact=True).check()
    visitor.go_on()
    visitor.fill(**{"Organisation or group": "Friends of Dyke House"})
    visitor.go_on()
    page.get_by_label("Running").check()
    visitor.go_on()
    visitor.look("sources")
    visitor.go_on()
    visitor.go_on()
    visitor.look("you")
    reference = page.url.split("/")[-3]
    page.goto(f"/submit/{reference}/check/")
    visitor.press("Send this connector")
    assert page.title().startswith("Error: Check your answers")
    page.get_by_role("alert").get_by_role("link", name="About you").click()
    visitor.fill(**{"Your name": "Jo Smith", "Your e-mail address": "jo@example.org"})
    page.get_by_label("I agree").check()
    visitor.go_on()
    assert page.get_by_text("This will be public: 0113 496 0000").is_visible()
    visitor.look("check")
    page.get_by_role("link", name="See the whole page").click()
    visitor.look("preview")
    page.get_by_role("link", name="Back to your answers").click()
    visitor.press("Send this connector")
    visitor.look("sent")

    assert visitor.faults == []
    assert {name: size for name, size in visitor.bytes.items() if size > MAX_PAGE} == {}
    assert validate(*tmp_path.glob("*.html")) == ""


def test_what_is_typed_without_a_connection_comes_back(open_page):
    page = open_page(360)
    page.goto("/submit/new/initiative/")
    name = page.get_by_label("Name of the initiative")
    kept = page.locator("[data-kept]")
    name.press_sequentially("Baths")
    kept.get_by_text("Saved at").wait_for()
    assert page.url.endswith("/about/")

    page.context.set_offline(True)
    name.press_sequentially(" of Bramley")
    kept.get_by_text("Not saved: no connection.").wait_for()
    page.get_by_label("What it does").fill("x" * 281)
    assert page.get_by_text("You have 1 character too many").first.is_visible()

    page.context.set_offline(False)
    page.reload()
    assert name.input_value() == "Baths of Bramley"
