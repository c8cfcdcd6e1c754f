"""`make lighthouse`: what Lighthouse says of the seeded site on a phone, and of a story of forty blocks and ten pictures.

Needs Chromium and npm. Touches no data of yours. Writes docs/lighthouse.md.
"""

import json
import os
import subprocess
import sys
import tempfile
from http import HTTPStatus
from pathlib import Path

from bench.long_story import SLUG
from tests.browser.conftest import CHROMIUM, CHROMIUM_OPTIONS
from tests.browser.pages import PAGES
from tests.browser.server import ROOT, answer, must, running_server
from tests.copies import seeded_environment

NOTE = ROOT / "docs/lighthouse.md"
PROGRAM = ROOT / ".ci/lighthouse/node_modules/lighthouse/cli/index.js"
CATEGORIES = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
LOOKED_AT = {
    "A case study of 40 blocks and 10 pictures": f"/case-studies/{SLUG}/",
    "A case study of the seed": PAGES["case study"],
    "Home": PAGES["home"],
    "The directory": PAGES["directory"],
    "An entry": PAGES["connector"],
    "The shelf of case studies": PAGES["shelf"],
}
KILOBYTE = 1_000
INTRODUCTION = """# What Lighthouse says

Written by `make lighthouse` (Lighthouse {version}, its settings for a phone on a slow line) from a copy of the site with the seed
content, and with one case study of forty blocks and ten pictures made for this. The site is served by its own server, without a
proxy in front. Bytes are what the first visit transfers, compressed, without scrolling.

| page | performance | accessibility | best practices | SEO | largest picture or text | KB without pictures | KB of pictures |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""


def main() -> None:
    if not CHROMIUM or not PROGRAM.exists():
        sys.exit("Needs Chromium and Lighthouse: make lighthouse installs the second (npm).")
    with tempfile.TemporaryDirectory(prefix="nto-lighthouse-") as folder:
        environment = seeded_environment(Path(folder))
        command = [sys.executable, "-m", "bench.long_story"]
        must(subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False))
        with running_server(environment) as url:
            for (
                path
            ) in LOOKED_AT.values():  # the sizes of pictures are made when somebody first looks, mostly an editor
                _must_answer(url + path)
            reports = {name: _report(url + path, Path(folder)) for name, path in LOOKED_AT.items()}
    version = next(iter(reports.values()))["lighthouseVersion"]
    text = INTRODUCTION.format(version=version) + "".join(_row(name, report) for name, report in reports.items())
    NOTE.write_text(text, encoding="utf-8")
    print(text)
    for name, report in reports.items():
        for line in _complaints(report):
            print(f"{name}: {line}")
    sys.exit(any(_missed(report) for report in reports.values()))


def _must_answer(address: str) -> None:
    status, _headers, _body = answer(address)
    if status != HTTPStatus.OK:
        sys.exit(f"{address} answered {status}")


def _report(url: str, folder: Path) -> dict:
    output = folder / "report.json"
    options = ["--headless=new", "--disable-dev-shm-usage", *CHROMIUM_OPTIONS]
    command = ["node", str(PROGRAM), url, "--quiet", f"--chrome-flags={' '.join(options)}"]
    command += [f"--only-categories={','.join(CATEGORIES)}", "--output=json", f"--output-path={output}"]
    environment = {**os.environ, "CHROME_PATH": CHROMIUM}
    must(subprocess.run(command, env=environment, capture_output=True, text=True, check=False))
    return json.loads(output.read_text(encoding="utf-8"))


def _scores(report: dict) -> dict[str, int]:
    return {name: round((report["categories"][name]["score"] or 0) * 100) for name in CATEGORIES}


def _missed(report: dict) -> list[str]:
    return [name for name, score in _scores(report).items() if score < CATEGORIES[name]]


def _row(name: str, report: dict) -> str:
    items = report["audits"]["network-requests"]["details"]["items"]
    pictures = sum(item["transferSize"] for item in items if item.get("resourceType") == "Image")
    rest = sum(item["transferSize"] for item in items) - pictures
    largest = report["audits"]["largest-contentful-paint"]["displayValue"].replace("\xa0", " ")
    cells = [name, *_scores(report).values(), largest, round(rest / KILOBYTE), round(pictures / KILOBYTE)]
    return f"| {' | '.join(str(cell) for cell in cells)} |\n"


def _complaints(report: dict) -> list[str]:
    """Return what a category that missed its limit is marked down for."""
    lines = []
    for name in _missed(report):
        for reference in report["categories"][name]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                lines.append(f"{name}: {audit['title']} ({audit.get('displayValue', audit['score'])})")
    return lines


if __name__ == "__main__":
    main()
