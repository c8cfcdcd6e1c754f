"""HTML and CSS that the Nu validator accepts."""

import shutil
import subprocess

import pytest
from django.template.loader import render_to_string

from tests.browser.conftest import needed, npm_file
from tests.browser.pages import PAGES, side_by_side
from tests.browser.server import ROOT, answer

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def validate():
    java = needed(shutil.which("java"), "Java: apt-get install --no-install-recommends default-jre-headless")
    jar = npm_file("VNU_PATH", "vnu-jar/build/dist/vnu.jar", "the Nu validator: npm ci --prefix .ci --ignore-scripts")

    def run(*files) -> str:
        command = [java, "-Xss4m", "-jar", jar, "--errors-only", "--also-check-css", "--format", "gnu", *files]
        return subprocess.run(command, capture_output=True, text=True, check=False).stderr

    return run


def test_pages_are_valid_html(site, validate, tmp_path):
    for name, path in {**PAGES, "side by side": side_by_side(site)}.items():
        (tmp_path / f"{name}.html").write_bytes(answer(site + path)[2])

    assert validate(*tmp_path.glob("*.html")) == ""


def test_emergency_pages_are_valid_html(validate, tmp_path):
    for name in ("500", "503"):
        (tmp_path / f"{name}.html").write_text(render_to_string(f"{name}.html"))

    assert validate(*tmp_path.glob("*.html")) == ""


def test_style_sheets_are_valid(validate):
    assert validate(*(ROOT / "static/css").glob("*.css")) == ""


def test_validator_finds_a_fault(validate, tmp_path):
    """The check itself: a page with two equal ids is not let through."""
    (tmp_path / "bad.html").write_text("<!doctype html><html lang=en><title>x</title><p id=a></p><p id=a></p></html>")

    assert "Duplicate ID" in validate(tmp_path / "bad.html")
