"""A click through the public pages under the enforced policy: nobody else is called and nothing is refused."""

from urllib.parse import urlsplit

import pytest

from tests.browser.pages import PUBLIC

pytestmark = pytest.mark.browser

REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  window.reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
"""
# From the front page, one link after the other, each on the page that the last one led to.
CLICKS = [
    "nav[aria-label=Main] a[href='/directory/']",
    ".rows h3 a >> nth=0",
    ".facts a[href^='/places/'] >> nth=0",
    ".breadcrumb a[href='/places/']",
    ".place-columns a >> nth=0",
    "nav[aria-label=Main] a[href='/case-studies/']",
    ".cards h3 a >> nth=0",
    ".facts .chips a >> nth=0",
    ".rows h3 a >> nth=-1",
    ".wordmark",
    ".count-list a >> nth=0",
    ".tags a >> nth=0",
    ".pages a[rel=next]",
    "footer nav a >> nth=0",
    "footer nav a >> nth=1",
    "nav[aria-label=Main] a[href='/submit/']",
    "footer nav a[href='/data-sources/']",
]


class Watch:
    """Collects what must never happen while a page is used."""

    def __init__(self, page, host: str):
        self.host, self.faults = host, []
        page.expose_binding("reportViolation", lambda _source, text: self.faults.append(f"violation: {text}"))
        page.add_init_script(REPORT_VIOLATIONS)
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", self._console)

    def _request(self, request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != self.host:
            self.faults.append(f"another host: {request.url}")

    def _failed(self, request) -> None:
        # A picture that was on its way when the reader went on is no fault.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.url} {request.failure}")

    def _console(self, message) -> None:
        # Chromium writes the status of an error page there too; that is meant.
        if message.type in {"error", "warning"} and "the server responded with a status of 40" not in message.text:
            self.faults.append(f"console: {message.text}")


@pytest.fixture
def watched(open_page, site):
    page = open_page()
    return page, Watch(page, urlsplit(site).netloc)


def test_click_through_breaks_no_policy_and_calls_nobody_else(watched):
    page, watch = watched
    page.goto("/")
    seen = {page.url}
    for link in CLICKS:
        with page.expect_navigation(wait_until="networkidle"):
            page.locator(link).click()
        seen.add(page.url)

    assert watch.faults == []
    assert len(seen) >= 12, seen


@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_breaks_no_policy_and_keeps_no_cookie(watched, name):
    page, watch = watched
    page.goto(PUBLIC[name], wait_until="networkidle")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(300)  # for pictures that load when they come near

    assert watch.faults == []
    # A form needs a token against forged requests; nothing else is kept.
    needed = {"csrftoken"} if page.locator("[name=csrfmiddlewaretoken]").count() else set()
    assert {cookie["name"] for cookie in page.context.cookies()} == needed
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_watch_sees_a_violation(watched):
    """The check itself: an inline script and a stranger's picture are refused and reported."""
    page, watch = watched
    page.goto("/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"http://stranger.invalid/x.png\">')")
    page.wait_for_timeout(300)

    assert any(fault.startswith("violation: img-src") for fault in watch.faults)
