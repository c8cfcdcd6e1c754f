"""The editor of a story saves under the strict policy, on a server and a database file of its own.

`live_server` is not enough here: on SQLite in memory its threads share one connection, and what the editor saves by itself meets
"Save draft" there in one transaction.
"""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import SCHEMES
from tests.browser.server import running_server
from tests.browser.test_policy import Watch
from tests.copies import own_seeded_environment, shared_folder

pytestmark = pytest.mark.browser

# The form around it is Wagtail's own.
RUN = """async (only) => {
  const results = await axe.run(".messages", {runOnly: only, resultTypes: ["violations"]});
  return results.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")} (${n.failureSummary})`));
}"""
PATIENCE = 25_000  # milliseconds: the machine may be busy, and the editor saves by itself meanwhile


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


def test_desk_lists_what_a_story_lacks_and_leads_to_it_by_keyboard(editor, axe):
    page, watch = editor
    page.get_by_role("link", name="Add case study").click()
    page.locator("#id_title").fill("A story with a quote")
    page.locator("#panel-child-story-story-section button[title='Insert a block']").first.click()
    page.get_by_role("option", name="Quote").click()
    page.locator("[name$='-value-quote']").fill("We did it ourselves.")
    page.locator("[name$='-value-who']").fill("A resident")
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_selector(".messages .success")
    page.get_by_role("button", name="More actions").click()
    page.locator("[name=action-submit]").click()

    missing = page.locator("[data-desk-missing]")
    expect(missing).to_be_focused()
    quote = page.get_by_role("link", name="Story, Quote (1), They agreed to be quoted here")
    expect(missing.locator("li", has=quote)).to_contain_text("(under “Story”): Ask them first")
    expect(page.locator("[name$='-value-quote']")).to_have_value("We did it ourselves.")
    for name, count in {"Story": 3, "Evidence": 2, "Places and themes": 3}.items():
        expect(page.get_by_role("tab", name=name).locator("[data-w-count-target=total]")).to_have_text(str(count))
    check_looks(page, axe)
    for name, field in {"Story, Quote (1), They": "#story-0-value-consent", "Themes": "#id_themes_0"}.items():
        missing.get_by_role("link", name=name).focus()
        page.keyboard.press("Enter")
        expect(page.locator(field)).to_be_focused()
    missing.get_by_role("link", name="What did not work").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#tab-evidence [contenteditable=true]:focus")).to_be_visible()
    missing.get_by_role("link", name="Place 1").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-child-places_and_themes-places-section :focus")).to_be_visible()
    assert watch.faults == [], "\n".join(sorted(set(watch.faults)))


def check_looks(page, axe: str) -> None:
    page.evaluate(axe)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 1000})
        for scheme, only in SCHEMES.items():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert page.evaluate(RUN, only) == []
    page.set_viewport_size({"width": 1400, "height": 1000})
