"""A seeded copy of the site behind gunicorn, and Chromium to look at it."""

import os
import shutil
from pathlib import Path

import pytest

from tests.browser.server import ROOT, running_server
from tests.copies import seeded_environment, shared_folder

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# The same engine without a browser around it: a window of the whole browser takes four times as long to open.
ENGINE = shutil.which("chromium-headless-shell") or CHROMIUM
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def needed(found, how_to_get_it: str):
    """Return an optional tool. Where it is missing the test is skipped; in CI (CI=true) it fails."""
    if not found:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"Needs {how_to_get_it}")
    return found


def npm_file(variable: str, path: str, how_to_get_it: str) -> Path:
    """Return a file of an npm package: where an environment variable says, or in .ci/node_modules/."""
    file = Path(os.environ.get(variable) or ROOT / ".ci/node_modules" / path)
    return needed(file if file.exists() else None, how_to_get_it)


@pytest.fixture(scope="session")
def seeded(tmp_path_factory) -> dict[str, str]:
    """The environment of the seeded copy that the workers of one run share."""
    return seeded_environment(shared_folder(tmp_path_factory))


@pytest.fixture(scope="session")
def site(seeded) -> str:
    """The address of a running seeded copy. The workers of one run share its data; each has its own server."""
    with running_server(seeded) as url:
        yield url


@pytest.fixture(scope="module")
def chromium():
    path = needed(ENGINE, "Chromium: apt-get install --no-install-recommends chromium-headless-shell")
    from playwright.sync_api import sync_playwright

    # One module's at a time: Playwright runs an event loop in this thread, and Django then refuses its database.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, site):
    """Return a function that opens a fresh browser window of some width, so that tests share no cache and no cookie."""
    contexts = []

    def open_window(width: int = 1280, height: int = 900, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, base_url=site, reduced_motion="reduce", **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core. The browser runs it in the page without a script element, so past the policy."""
    return npm_file("AXE_PATH", "axe-core/axe.min.js", "axe-core: npm ci --prefix .ci --ignore-scripts").read_text()
