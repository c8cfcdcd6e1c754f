"""Draws the README's pictures from the running code: `make screenshots`. Needs Chromium; touches no data of yours."""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import CHROMIUM, CHROMIUM_OPTIONS  # noqa: E402 - the project is found by the line above
from tests.browser.pages import PAGES  # noqa: E402
from tests.browser.server import running_server  # noqa: E402
from tests.copies import seeded_environment  # noqa: E402

FOLDER = ROOT / "docs/screenshots"
DESKTOP, PHONE = {"width": 1280, "height": 960}, {"width": 390, "height": 844}
PICTURES = {
    "home": (PAGES["home"], DESKTOP, "light"),
    "directory": ("/directory/?kind=connector&region=TLD", DESKTOP, "light"),
    "entry": (PAGES["connector"], DESKTOP, "light"),
    "phone": (PAGES["home"], PHONE, "dark"),
}
MAX_BYTES = 300 * 1024
COLOURS = 128


def draw(page: Page) -> bytes:
    """Return the window as a small PNG: its few colours need no more than a palette."""
    page.evaluate("document.fonts.ready")
    shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
    small = BytesIO()
    shot.quantize(COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def main() -> None:
    if not CHROMIUM:
        sys.exit("Needs Chromium: apt-get install --no-install-recommends chromium")
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="nto-screenshots-") as folder,
        running_server(seeded_environment(Path(folder))) as url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        for name, (path, viewport, scheme) in PICTURES.items():
            page = browser.new_page(viewport=viewport, color_scheme=scheme, base_url=url)
            page.goto(path, wait_until="networkidle")
            picture = draw(page)
            if len(picture) > MAX_BYTES:
                sys.exit(f"{name}.png would have {len(picture)} bytes, more than {MAX_BYTES}.")
            (FOLDER / f"{name}.png").write_bytes(picture)
            sys.stdout.write(f"docs/screenshots/{name}.png  {len(picture) // 1024} KB\n")
        browser.close()


if __name__ == "__main__":
    main()
