"""The editors' desk in a real browser: it works under the strict policy, calls nobody else and throws no error."""

from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Locale, Page, Site

from accounts.models import User
from casestudies.models import CaseStudyPage
from connectors.models import ConnectorPage
from outbox.actions import post
from outbox.models import OutgoingMail
from search.models import AskedWords, SynonymSet
from tests.connectors.test_desk import make_entry, make_tree
from tests.submissions.test_queue import sent

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.reference_index,
]

REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  window.reportViolation?.(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
"""


@pytest.fixture
def tree(live_server):
    # A test with a server empties the database at its end, what the migrations put there included.
    Locale.objects.get_or_create(language_code="en-gb")
    if not Page.get_first_root_node():
        Page.add_root(title="Root", slug="root")
    if not Collection.get_first_root_node():
        Collection.add_root(name="Root")
    tree = make_tree()
    Site.objects.update(hostname="localhost", port=urlsplit(live_server.url).port)
    tree.image = get_image_model().objects.create(title="Leeks", file=get_test_image_file())
    tree.initiative = make_entry(tree, "Allotments", image=tree.image)
    tree.connector = make_entry(tree, "Charter", model=ConnectorPage)
    post("new-password", "jo@example.org", {"site": "", "username": "jo", "link": ""})
    OutgoingMail.objects.update(state="failed")  # with its button
    AskedWords.objects.create(day=localdate(), words="zeppelin", times=2, results=0)
    tree.synonyms = SynonymSet.objects.create(words="living wage\nfair pay")
    tree.study = make_entry(tree, "Baths", model=CaseStudyPage)
    tree.submission = sent()
    return tree


@pytest.fixture
def window(chromium, live_server, tree):
    """An empty browser window of nobody yet. `window.faults` collects what must never happen."""
    User.objects.create_superuser("editor", "editor@example.org", "a long password")
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(15_000)
    faults, host = [], urlsplit(live_server.url).netloc
    context.expose_binding("reportViolation", lambda _source, text: faults.append(f"violation: {text}"))
    context.add_init_script(REPORT_VIOLATIONS)
    context.on("request", lambda request: record_third_party(request.url, host, faults))
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("console", lambda message: record_console(message, faults))

    def go(name, *args):
        return page.goto(live_server.url + reverse(name, args=args), wait_until="networkidle")

    yield SimpleNamespace(page=page, go=go, faults=faults, url=live_server.url)
    # The editor says goodbye when it is left; that must not meet the emptying of the database.
    page.goto("about:blank", wait_until="networkidle")
    context.close()


@pytest.fixture
def desk(window, client):
    """The same, a superuser's who signed in before."""
    client.force_login(User.objects.get(username="editor"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    window.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": window.url}])
    return window


def record_third_party(url: str, host: str, faults: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme in {"http", "https"} and parts.netloc != host:
        faults.append(f"third party: {url}")


def record_console(message, faults: list[str]) -> None:
    # The editor saves by itself while a link has no target yet; the server refuses that form, and it tries again later.
    if "400 (Bad Request)" in message.text and message.location.get("url", "").endswith("/edit/"):
        return
    if "Content Security Policy" in message.text or message.type == "error":
        faults.append(f"console: {message.text} ({message.location.get('url')})")


def screens(tree) -> list[tuple]:
    entry, place = tree.initiative.pk, tree.hartlepool.pk
    return [
        ("wagtailadmin_home",),
        ("wagtailadmin_explore", tree.directory.pk),
        ("entries:index",),
        ("wagtailadmin_pages:add", "connectors", "initiativepage", tree.directory.pk),
        ("wagtailadmin_pages:add", "connectors", "connectorpage", tree.directory.pk),
        ("wagtailadmin_pages:add", "casestudies", "casestudypage", tree.shelf.pk),
        ("wagtailadmin_pages:edit", entry),
        ("wagtailadmin_pages:edit", tree.connector.pk),
        ("wagtailadmin_pages:edit", tree.study.pk),
        ("wagtailadmin_pages:history", entry),
        ("wagtailadmin_pages:usage", entry),
        ("wagtailadmin_pages:view_draft", entry),
        ("wagtailsnippets_connectors_theme:list",),
        ("wagtailsnippets_connectors_theme:edit", tree.food.pk),
        ("wagtailsnippets_places_place:list",),
        ("wagtailsnippets_places_place:edit", place),
        ("wagtailsnippets_casestudies_casestudycollection:add",),
        ("wagtailimages:index",),
        ("wagtailimages:add",),
        ("wagtailimages:add_multiple",),
        ("wagtailimages:edit", tree.image.pk),
        ("wagtaildocs:add_multiple",),
        ("wagtailadmin_reports:site_history",),
        ("wagtailadmin_reports:aging_pages",),
        ("search_report",),
        ("coverage_report",),
        ("editorial_calendar",),
        ("vocabulary_report",),
        ("saved_views",),
        ("mail_report",),
        ("mail_text", "new-password"),
        ("submission_queue",),
        ("submission_screen", tree.submission.reference),
        ("submission_publish", tree.submission.reference),
        ("submission_decline", tree.submission.reference),
        ("submission_merge", tree.submission.reference),
        ("decision_report",),
        ("wagtailsnippets_search_synonymset:list",),
        ("wagtailsnippets_search_synonymset:add",),
        ("wagtailsnippets_search_synonymset:edit", tree.synonyms.pk),
        ("wagtailadmin_workflows:add",),
        ("wagtailusers_users:index",),
        ("wagtailusers_users:add",),
        ("wagtailusers_groups:add",),
        ("wagtailsettings:edit", "core", "sitedetails"),
        ("wagtailadmin_account",),
    ]


def test_desk_screens_keep_to_the_policy_and_call_nobody_else(window, tree):
    window.go("wagtailadmin_login")
    window.page.fill("#id_username", "editor")
    window.page.fill("#id_password", "a long password")
    window.page.click("button[type=submit]")
    window.page.wait_for_url("**/admin/")
    statuses = {screen: window.go(*screen).status for screen in screens(tree)}

    assert statuses == dict.fromkeys(screens(tree), 200)
    assert window.faults == [], "\n".join(sorted(set(window.faults)))


def test_desk_inline_panel_adds_a_child_with_its_own_chooser(desk, tree):
    desk.go("wagtailadmin_pages:add", "connectors", "initiativepage", tree.directory.pk)
    desk.page.get_by_role("tab", name="Places and themes").click()

    desk.page.click("#id_entry_places-ADD")
    desk.page.click("#id_entry_places-1-place-chooser [data-chooser-action-choose]")
    desk.page.fill(".modal #id_q", "hartle")
    desk.page.get_by_role("link", name="Hartlepool (unitary council)").click()

    expect(desk.page.locator("#id_entry_places-1-place")).not_to_have_value("")
    assert desk.page.input_value("#id_entry_places-1-place") == str(tree.hartlepool.pk)
    desk.page.click("#id_entry_places-1-place-chooser [data-w-dropdown-target=toggle]")
    desk.page.get_by_role("button", name="Choose another place").click()
    desk.page.wait_for_selector(".modal #id_q")
    assert desk.faults == [], "\n".join(sorted(set(desk.faults)))


def test_desk_date_chooser_opens_in_the_form_and_in_a_child_added_later(desk, tree):
    desk.go("wagtailadmin_pages:edit", tree.initiative.pk)
    desk.page.get_by_role("tab", name="Sources and links").click()

    desk.page.click("#id_review_due")
    desk.page.wait_for_selector(".xdsoft_datetimepicker:visible td.xdsoft_today")
    desk.page.keyboard.press("Escape")
    desk.page.click("#id_sources-ADD")
    desk.page.click("#id_sources-0-accessed_on")
    desk.page.click(".xdsoft_datetimepicker:visible td.xdsoft_today")

    assert len(desk.page.input_value("#id_sources-0-accessed_on")) == len("2026-11-22")
    assert desk.faults == [], "\n".join(sorted(set(desk.faults)))


def test_desk_page_and_picture_choosers_work(desk, tree):
    desk.go("wagtailadmin_pages:edit", tree.initiative.pk)
    desk.page.click("#id_image-chooser [data-w-dropdown-target=toggle]")
    desk.page.get_by_role("button", name="Change image").click()
    desk.page.wait_for_selector(".modal .image-choice")
    desk.page.click(".modal button.close")
    desk.page.wait_for_selector(".modal", state="hidden")
    desk.page.get_by_role("tab", name="Sources and links").click()

    desk.page.click("#id_links-ADD")
    desk.page.click("#id_links-0-target-chooser [data-chooser-action-choose]")
    desk.page.fill(".modal:visible input[name=q]", "Charter")
    desk.page.get_by_role("link", name="Charter").click()
    expect(desk.page.locator("#id_links-0-target")).not_to_have_value("")

    assert desk.page.input_value("#id_links-0-target") == str(tree.connector.pk)
    assert desk.faults == [], "\n".join(sorted(set(desk.faults)))


def test_desk_summary_says_how_much_of_its_length_is_used(desk, tree):
    desk.go("wagtailadmin_pages:add", "connectors", "initiativepage", tree.directory.pk)

    desk.page.fill("#id_summary", "Residents cook.")

    expect(desk.page.locator("#id_summary + .desk-room")).to_have_text("15 / 280")


def test_desk_preview_panel_shows_the_public_page(desk, tree):
    desk.go("wagtailadmin_pages:edit", tree.initiative.pk)

    desk.page.get_by_role("button", name="Toggle preview").click()
    frame = desk.page.frame_locator("#w-preview-iframe")

    frame.get_by_role("heading", name="Allotments").first.wait_for()
    desk.page.wait_for_load_state("networkidle")
    assert desk.faults == [], "\n".join(sorted(set(desk.faults)))


def test_desk_user_bar_works_on_the_public_page(desk, tree):
    desk.page.goto(desk.url + tree.initiative.url, wait_until="networkidle")

    desk.page.locator("wagtail-userbar").get_by_role("button", name="View Wagtail quick actions").click()
    desk.page.locator("wagtail-userbar").get_by_role("menuitem", name="Edit this page").wait_for()

    assert desk.faults == [], "\n".join(sorted(set(desk.faults)))
