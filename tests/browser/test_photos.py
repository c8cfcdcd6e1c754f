"""Photos with JavaScript, on a phone whose connection comes and goes: each file has its own bar, its end and a way out."""

import re

import pytest
from PIL import Image

from tests.browser.accessible import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def pictures(tmp_path):
    """Return a function that makes a picture of a colour and says where it is."""

    def picture(name: str, colour: str, side: int = 300) -> str:
        Image.new("RGB", (side, side), colour).save(tmp_path / name)
        return str(tmp_path / name)

    (tmp_path / "leaflet.pdf").write_bytes(b"%PDF-1.4 no picture")
    return picture


def test_photos_arrive_one_by_one_whatever_happens_to_the_others(open_page, axe, pictures, tmp_path):
    page, faults = open_page(360, 740), []
    page.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto("/submit/new/initiative/")
    page.fill("#title", "Bramley Baths")
    page.get_by_role("button", name="Continue").first.click()
    page.get_by_text("Delete my draft").wait_for()
    reference = re.search("[0-9A-Z]{4}-[0-9A-Z]{4}", page.inner_text("main"))[0]
    page.goto(f"/submit/{reference}/photos/")
    said = page.locator("[data-said]")

    # One that can be used and one that cannot: the second says why and can be put away.
    page.set_input_files("#photos", [pictures("pool.png", "blue"), str(tmp_path / "leaflet.pdf")])
    page.get_by_role("group", name="Photo 1").wait_for()
    page.get_by_text("This is not a picture we can use.").first.wait_for()
    assert said.inner_text().startswith("leaflet.pdf: This is not a picture we can use.")
    assert "You can add 5 more." in page.inner_text("#photos-hint")
    assert violations(page, axe) == []
    page.get_by_role("button", name="Do not send it leaflet.pdf").press("Enter")
    assert page.locator("[data-sending-list] li").count() == 0
    assert page.evaluate("document.activeElement.id") == "photos"

    # What is typed is kept by itself.
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.get_by_label("What does it show?").fill("The pool at dusk")
    # A lost connection: the photo waits, can be tried again by hand, and goes by itself when there is a connection.
    page.context.set_offline(True)
    page.set_input_files("#photos", pictures("slide.png", "green"))
    page.get_by_role("button", name="Try again slide.png").press("Enter")
    page.get_by_role("button", name="Try again slide.png").wait_for()
    assert "The connection was lost" in said.inner_text()
    page.context.set_offline(False)
    page.get_by_role("group", name="Photo 2").wait_for()

    # The same picture again is no third photo. "Continue" waits for what is on its way.
    page.set_input_files("#photos", [pictures("again.png", "green"), pictures("large.png", "red", 3_000)])
    page.locator(".buttons").get_by_role("button", name="Continue").click()
    page.get_by_role("alert").wait_for()
    assert page.title().startswith("Error: ")
    assert page.locator("[data-photo]").count() == 3
    assert page.get_by_label("What does it show?").first.input_value() == "The pool at dusk"
    assert violations(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert faults == []
