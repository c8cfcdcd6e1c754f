"""Pages fit narrow windows, stay still while they load, and weigh little."""

import pytest

from tests.browser.pages import PUBLIC

pytestmark = pytest.mark.browser

MAX_BYTES = 60 * 1024  # a page with styles, scripts and fonts, without pictures
OVERFLOWING = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  // What stands in a box that scrolls by itself is let be, unless it is positioned and so escapes the box.
  const inBox = (e) => getComputedStyle(e).position === "absolute" ? false
    : e !== document.body && (getComputedStyle(e.parentElement).overflowX !== "visible" || inBox(e.parentElement));
  const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width && !inBox(e));
  return [`${document.documentElement.scrollWidth} px`, ...wide.map((e) => e.outerHTML.slice(0, 120))];
}"""
WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shifts.push(
  `${entry.value}: ${entry.sources.map((s) => s.node?.outerHTML?.slice(0, 120) ?? s.node?.nodeName).join(" | ")}`
))).observe({type: "layout-shift", buffered: true});
"""


@pytest.mark.parametrize("name", PUBLIC)
def test_page_fits_320_pixels(open_page, name):
    """Also what somebody sees who reads at 400 % in a window of 1280 × 1024."""
    page = open_page(320, 256, device_scale_factor=4)
    page.goto(PUBLIC[name])

    assert page.evaluate(OVERFLOWING) == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PUBLIC)
def test_page_stays_still_while_it_loads(open_page, name, width):
    page = open_page(width)
    page.add_init_script(WATCH_SHIFTS)
    page.goto(PUBLIC[name], wait_until="networkidle")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(300)  # for pictures that load when they come near

    assert page.evaluate("window.shifts") == []


@pytest.mark.parametrize("name", ["home", "directory"])
def test_page_weighs_little(open_page, name):
    page = open_page()
    kinds, sizes = {}, {}
    protocol = page.context.new_cdp_session(page)
    protocol.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    protocol.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    protocol.send("Network.enable")
    page.goto(PUBLIC[name], wait_until="networkidle")

    weighed = {kinds[request]: int(size) for request, size in sizes.items() if kinds.get(request) != "Image"}
    total = sum(size for request, size in sizes.items() if kinds.get(request) != "Image")
    print(f"{name}: {total:.0f} bytes without pictures; {weighed}")
    assert {"Document", "Stylesheet", "Script", "Font"} <= set(weighed)
    assert total <= MAX_BYTES
