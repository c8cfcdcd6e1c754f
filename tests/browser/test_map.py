"""The map in a browser: by keyboard, on a phone, without scripts, on paper; and the download in GDAL."""

import json
import re
import shutil
import subprocess

import pytest

from tests.browser.conftest import needed
from tests.browser.server import answer

pytestmark = pytest.mark.browser
MAP = "/directory/map/"


def ready(page, address=MAP):
    page.goto(address, wait_until="networkidle")
    page.locator(".map-leaflet .pin").first.wait_for()
    return page


def in_sight(page) -> int:
    return page.locator("#places li[data-place]:visible").count()


def test_map_is_used_by_keyboard_alone(open_page):
    page = ready(open_page(360))
    before = in_sight(page)
    page.locator(".map-leaflet").focus()
    for _ in range(2):
        page.keyboard.press("+")
    page.wait_for_timeout(300)

    assert 0 < in_sight(page) < before  # the list is in step
    assert page.locator("[data-seen]").inner_text() == f"Places in sight: {in_sight(page)}"
    pin = page.locator(".map-leaflet .pin[aria-label*=': 1 entry']").first
    pin.focus()
    page.keyboard.press("Enter")
    link = page.locator(".leaflet-popup-content a").first
    link.wait_for()
    assert page.evaluate("document.activeElement.closest('.leaflet-popup-content') !== null")
    page.keyboard.press("Escape")
    assert page.locator(".leaflet-popup-content").count() == 0
    assert page.evaluate("document.activeElement.className").startswith("leaflet-marker-icon pin")


def test_search_this_area_narrows_the_result_to_what_is_in_sight(open_page):
    page = ready(open_page(), f"{MAP}?kind=initiative")
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_timeout(300)
    page.get_by_role("button", name="Search this area").click()
    page.wait_for_url(re.compile(r"bbox="))

    assert "kind=initiative" in page.url
    assert "in the chosen part of the map" in page.locator("#result-heading").inner_text()


def test_looking_at_a_place_in_the_list_marks_it_on_the_map(open_page):
    page = ready(open_page())
    page.locator("#places li[data-place] a").first.focus()

    assert page.locator(".pin.here").count() == 1


def test_map_without_scripts_leads_closer_and_to_entries(open_page):
    page = open_page(360, java_script_enabled=False)
    page.goto(MAP)
    dots = page.locator("a.dot")
    sizes = dots.evaluate_all("all => all.map((one) => one.querySelector('circle').getBoundingClientRect().width)")

    assert min(sizes) >= 24
    dots.first.focus()
    page.locator("a.dot[href*=bbox]").first.press("Enter")
    page.wait_for_url(re.compile(r"bbox="))
    assert page.locator("a.dot").count() >= 1
    page.locator("a.dot:not([href*='/map/'])").first.click()
    assert MAP not in page.url


def test_map_on_paper_has_the_drawing_and_the_whole_list(open_page):
    page = ready(open_page())
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_timeout(300)
    page.emulate_media(media="print")

    assert page.locator("svg.map-drawing").bounding_box()["height"] > 300
    assert not page.locator(".map-leaflet").is_visible()
    assert in_sight(page) == page.locator("#places li[data-place]").count()


def test_geojson_opens_in_gdal_with_every_entry(site, tmp_path):
    ogrinfo = needed(shutil.which("ogrinfo"), "GDAL: apt-get install --no-install-recommends gdal-bin")
    path = tmp_path / "out.geojson"
    path.write_bytes(answer(f"{site}/directory/export.geojson?kind=initiative")[2])
    entries = json.loads(answer(f"{site}/directory/export.json?kind=initiative")[2])["entries"]

    told = subprocess.run([ogrinfo, "-ro", "-so", "-al", path], capture_output=True, text=True, check=True).stdout

    assert f"Feature Count: {len(entries)}" in told
    assert "WGS 84" in told
