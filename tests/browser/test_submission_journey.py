"""The whole way of a volunteer: on a 360 px phone, without JavaScript, by keyboard only, cut off between any two pages, finished
on a second device; and with JavaScript, where what is typed is kept by itself."""

import os
import re
import signal
import time
from pathlib import Path

import pytest

from tests.browser.hands import Hands
from tests.browser.server import free_port, running_server
from tests.submissions.crowd import children_of_server, photo
from tests.submissions.visitor import link_in_mail

pytestmark = pytest.mark.browser

LARGEST_PAGE = 50_000  # bytes
WHOLLY = 5  # every fifth time all of the server is stopped; between all other pages its processes are killed


class Server:
    """A server that can be stopped and started at the same address between two pages."""

    def __init__(self, environment: dict[str, str]):
        self.environment, self.port, self._running = environment, free_port(), None
        self.start()

    def start(self) -> None:
        self._running = running_server(self.environment | {"WEB_CONCURRENCY": "1"}, port=self.port)
        self.url = self._running.__enter__()

    def stop(self) -> None:
        self._running.__exit__(None, None, None)

    def interrupt(self, *, wholly: bool) -> None:
        """Kill every process that serves pages; gunicorn starts others. Wholly: stop all of it and start it again."""
        if wholly:
            self.stop()
            self.start()
            return
        for worker in children_of_server(self.environment, port=self.port):
            os.kill(worker, signal.SIGKILL)


@pytest.fixture
def server(seeded):
    server = Server(seeded)
    yield server
    server.stop()


class Volunteer(Hands):
    """Whoever uses a server that goes down after each page."""

    def __init__(self, page, server: Server):
        super().__init__(page)
        self.server, self.sizes, self.titles = server, [], []
        page.on("response", self._weigh)

    def _weigh(self, response) -> None:
        if response.request.is_navigation_request() and response.status == 200:
            self.sizes.append((response.url, len(response.body())))

    def press(self, name: str, role: str = "button") -> None:
        """Press a button; then the server goes down and comes back before the next page is answered."""
        self.reach(self.page.get_by_role(role, name=name).first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.titles.append(self.page.title())
        self.server.interrupt(wholly=len(self.titles) % WHOLLY == 0)


@pytest.fixture
def device(chromium, server):
    """Return a function that gives somebody a fresh browser."""
    contexts = []

    def open_browser(width: int, **options) -> Volunteer:
        context = chromium.new_context(viewport={"width": width, "height": 740}, base_url=server.url, **options)
        contexts.append(context)
        return Volunteer(context.new_page(), server)

    yield open_browser
    for context in contexts:
        context.close()


def begin_on_the_train(phone: Hands, address: str) -> None:
    """Fill in the first pages, one of them wrongly, and have the way back mailed."""
    phone.page.goto("/submit/")
    phone.press("Tell us about an initiative", role="link")
    phone.type("Name of the initiative", "Leek Growers of Dyke House")
    phone.type("What it does, in a sentence or two", "Neighbours grow leeks on a bowling green and cook them together.")
    phone.press("Continue")
    phone.type("Place or postcode", "ts24 8aa")
    phone.press("Add")
    assert phone.page.get_by_text("Hartlepool").first.is_visible()
    phone.press("Continue")
    phone.press("Continue")  # nothing chosen: the errors come, and lead to the fields
    assert phone.page.title().startswith("Error: ")
    assert phone.page.get_by_role("alert").get_by_role("link").first.is_visible()
    phone.tick("Food")
    phone.reach(phone.page.get_by_role("group", name=re.compile("tiers")).get_by_label("I do not know"))
    phone.page.keyboard.press("Space")
    phone.press("Continue")
    phone.type("Organisation or group", "Leek Growers")
    phone.press("Save and finish later")
    phone.type("e-mail", address)
    phone.press("Send me the link")
    assert "close this window" in phone.page.title()


def finish_at_home(laptop: Hands, picture: Path) -> str:
    """Check that all is there, fill in the rest, send it, and return the reference."""
    laptop.page.goto(re.sub(r"[^/]+/$", "who/", laptop.page.url))
    assert laptop.page.get_by_label("Organisation or group").input_value() == "Leek Growers"
    laptop.press("Continue")
    laptop.choose("How far along is it?", "Running")
    laptop.press("Continue")
    laptop.press("Continue")
    laptop.type("What did not work?", "The first bed flooded.")
    laptop.press("Continue")
    laptop.press("Continue")
    # A file dialogue is the system's, not the page's.
    laptop.page.locator("input[type=file]").set_input_files(picture)
    laptop.press("Upload")
    laptop.type("What does it show?", "Two women plant leeks")
    laptop.reach(laptop.page.get_by_role("radio").first)
    laptop.page.keyboard.press("Space")
    laptop.press("Continue")
    laptop.type("Your name", "Jo Smith")
    laptop.tick("I agree")
    laptop.press("Continue")
    assert laptop.page.get_by_text("The first bed flooded.").first.is_visible()
    laptop.press("Send this initiative")
    return re.search(r"/submit/([0-9A-Z]{4}-[0-9A-Z]{4})/", laptop.page.url)[1]


def test_volunteer_tells_it_without_scripts_by_keyboard_through_restarts_on_two_devices(
    device, server, seeded, tmp_path
):
    mail, address = Path(seeded["DATA_DIR"]) / "mail", f"volunteer{time.time_ns()}@example.org"
    phone, laptop = (device(width, java_script_enabled=False) for width in (360, 1280))
    (tmp_path / "leeks.jpg").write_bytes(photo(1))

    begin_on_the_train(phone, address)
    laptop.page.goto(link_in_mail(mail, address, "return"))
    laptop.press("Open it here")
    assert "return" not in laptop.page.url
    reference = finish_at_home(laptop, tmp_path / "leeks.jpg")

    # The link in the mail proved the address, so nothing has to be confirmed.
    assert laptop.page.get_by_text(reference).first.is_visible()
    assert laptop.page.get_by_text(re.compile("We decide by")).first.is_visible()
    assert [(url, size) for url, size in phone.sizes + laptop.sizes if size > LARGEST_PAGE] == []
    titles = [title for title in phone.titles + laptop.titles if not title.startswith("Error")]
    assert len(titles) - len(set(titles)) <= 3, titles  # each page has a title of its own; three are seen twice
