"""The editor of a story saves under the strict policy, on a server and a database file of its own.

`live_server` is not enough here: on SQLite in memory its threads share one connection, and what the editor saves by itself meets
"Save draft" there in one transaction.
"""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.server import running_server
from tests.browser.test_policy import Watch
from tests.copies import own_seeded_environment, shared_folder

pytestmark = pytest.mark.browser

PATIENCE = 60_000  # milliseconds: the machine may be busy, and the editor saves by itself meanwhile


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """The address of a running seeded copy, and the password of its editor."""
    copy = own_seeded_environment(shared_folder(tmp_path_factory), tmp_path_factory.mktemp("saves"))
    passwords = json.loads((Path(copy["DATA_DIR"]) / "sign-ins.json").read_text())
    with running_server(copy) as url:
        yield url, passwords["editor"]


@pytest.fixture
def editor(chromium, desk):
    """A window of the editor's, signed in, and what must never happen in it."""
    url, password = desk
    context = chromium.new_context(viewport={"width": 1400, "height": 1000}, base_url=url)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    watch = Watch(page, urlsplit(url).netloc)
    page.goto("/admin/login/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    yield page, watch
    context.close()


def test_desk_stream_block_is_added_and_saved(editor):
    page, watch = editor
    page.goto("/admin/entries/?q=landlord")
    page.get_by_role("link", name="From resource centre to landlord").first.click()

    page.locator("#panel-child-story-story-section button[title='Insert a block']").first.click()
    page.get_by_role("option", name="Key fact").click()
    fact = page.locator("#panel-child-story-story-section [data-streamfield-child]").first
    fact.locator("[name$='-value-number']").fill("42")
    fact.locator("[name$='-value-label']").fill("homes")
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_selector(".messages .success")

    page.reload()
    expect(fact.locator("[name$='-value-number']")).to_have_value("42")
    expect(fact.locator("[name$='-value-label']")).to_have_value("homes")
    assert watch.faults == [], "\n".join(sorted(set(watch.faults)))
