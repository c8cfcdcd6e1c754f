"""Draws the pictures of the README and of docs/editors.md from the running code: `make screenshots`. Needs Chromium; touches no
data of yours."""

import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import CHROMIUM, CHROMIUM_OPTIONS  # noqa: E402 - the project is found by the line above
from tests.browser.pages import PAGES  # noqa: E402
from tests.browser.server import manage, must, running_server  # noqa: E402
from tests.copies import seeded_environment  # noqa: E402

FOLDER = ROOT / "docs/screenshots"
DESKTOP, PHONE = {"width": 1280, "height": 960}, {"width": 390, "height": 844}
DRAFT = "Nudge Community Builders"
STORY = "Three northern employment charters, side by side"
MAX_BYTES = 300 * 1024
COLOURS = 128
# An editor's draft that waits for a moderator, and one that lacks something: a desk without work shows nothing.
WORK = f"""
from accounts.models import User
from casestudies.models import CaseStudyPage
from connectors.models import InitiativePage
editor = User.objects.get(username="editor")
page = CaseStudyPage.objects.get(title="{STORY}")
page.summary = page.summary.replace("how much they ask", "how much they ask of employers")
page.save_revision(user=editor)
page.get_workflow().start(page, editor)
page = InitiativePage.objects.get(title="{DRAFT}")
page.summary = page.summary.replace("A community benefit society", "A society of neighbours") + " Write to hello@example.org."
page.entry_places = []
page.save_revision(user=editor)
"""


@dataclass(frozen=True)
class Picture:
    """What is drawn, for whom, and what is done on the page before."""

    path: str
    window: dict[str, int]
    scheme: str = "light"
    name: str = ""  # who signs in
    first: Callable[[Page], None] | None = None


def open_story(page: Page) -> None:
    page.get_by_role("link", name=STORY).first.click()
    page.get_by_role("tab", name="Story").wait_for()


def open_palette(page: Page) -> None:
    open_story(page)
    button = page.locator("#panel-child-story-story-section button[title='Insert a block']").nth(1)
    button.scroll_into_view_if_needed()
    button.click()
    page.get_by_role("option", name="Key fact").wait_for()


def open_checks(page: Page) -> None:
    page.get_by_role("link", name=DRAFT).first.click()
    page.get_by_role("button", name="Toggle checks").click()
    page.get_by_role("heading", name="What the entry still needs").wait_for()


def open_versions(page: Page) -> None:
    page.get_by_role("link", name=DRAFT).first.click()
    page.wait_for_url("**/edit/")
    page.goto(page.url.replace("/edit/", "/revisions/compare/live...latest/"))


def show_chart(page: Page) -> None:
    page.locator("figure.chart").first.evaluate("(chart) => scrollTo(0, chart.getBoundingClientRect().top - 80)")


PICTURES = {
    "home": Picture(PAGES["home"], DESKTOP),
    "directory": Picture("/directory/?kind=connector&region=TLD", DESKTOP),
    "entry": Picture(PAGES["connector"], DESKTOP),
    "phone": Picture(PAGES["home"], PHONE, "dark"),
    "story": Picture(PAGES["case study"], DESKTOP, first=show_chart),
    "desk-front": Picture("/admin/", DESKTOP, name="moderator"),
    "desk-entries": Picture("/admin/entries/", DESKTOP, name="moderator"),
    "desk-checks": Picture("/admin/entries/", DESKTOP, name="moderator", first=open_checks),
    "desk-versions": Picture("/admin/entries/", DESKTOP, name="moderator", first=open_versions),
    "desk-coverage": Picture("/admin/reports/coverage/", DESKTOP, name="moderator"),
    "desk-palette": Picture("/admin/entries/", DESKTOP, name="moderator", first=open_palette),
}


def draw(page: Page) -> bytes:
    """Return the window as a small PNG: its few colours need no more than a palette."""
    page.evaluate("document.fonts.ready")
    shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
    small = BytesIO()
    shot.quantize(COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def sign_in(page: Page, name: str, printed: str) -> None:
    password = re.search(rf"^ +{name} +(\S+) +\(", printed, re.MULTILINE)[1]
    page.goto("/admin/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")


def main() -> None:
    if not CHROMIUM:
        sys.exit("Needs Chromium: apt-get install --no-install-recommends chromium")
    FOLDER.mkdir(exist_ok=True)
    wanted = sys.argv[1:] or list(PICTURES)
    with tempfile.TemporaryDirectory(prefix="nto-screenshots-") as folder:
        environment = seeded_environment(Path(folder))
        must(manage(environment, "shell", "-v", "0", "-c", WORK))
        printed = must(manage(environment, "show_sign_ins"))
        with running_server(environment) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
            for name in wanted:
                it = PICTURES[name]
                page = browser.new_page(
                    viewport=it.window, color_scheme=it.scheme, base_url=url, reduced_motion="reduce"
                )
                if it.name:
                    sign_in(page, it.name, printed)
                page.goto(it.path, wait_until="networkidle")
                if it.first:
                    it.first(page)
                    page.wait_for_load_state("networkidle")
                    page.wait_for_timeout(1_000)
                picture = draw(page)
                if len(picture) > MAX_BYTES:
                    sys.exit(f"{name}.png would have {len(picture)} bytes, more than {MAX_BYTES}.")
                (FOLDER / f"{name}.png").write_bytes(picture)
                sys.stdout.write(f"docs/screenshots/{name}.png  {len(picture) // 1024} KB\n")
                page.close()
            browser.close()


if __name__ == "__main__":
    main()
