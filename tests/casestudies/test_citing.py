"""Citing a case study: in words, as BibTeX and as RIS, whatever stands in its title."""

import datetime
import re

import pytest
from django.utils import timezone

from casestudies.models import Author, Byline, CaseStudyPage
from tests.connectors.test_desk import make_entry, make_tree

pytestmark = pytest.mark.django_db
PUBLISHED = datetime.datetime(2026, 5, 3, 12, tzinfo=datetime.UTC)


@pytest.fixture
def study():
    study = make_entry(
        make_tree(),
        "Baths & pools: 100% {saved}\\ #1_~^$ \u202e",
        model=CaseStudyPage,
        slug="baths",
        first_published_at=PUBLISHED,
    )
    for order, name in enumerate(("Jo Smith", "Directory team ")):
        author = Author.objects.create(name=name, slug=f"author-{order}")
        Byline.objects.create(case_study=study, author=author, sort_order=order)
    return study


def test_page_says_how_to_cite_it_and_leads_to_the_files(client, study):
    page = client.get("/case-studies/baths/").content.decode()

    today = timezone.localdate()
    assert "Jo Smith and Directory team (2026). Baths &amp; pools: 100% {saved}\\ #1_~^$. Next Town Over." in page
    assert f"http://localhost/case-studies/baths/ (accessed {today.day} {today:%B %Y})." in page
    assert 'href="/case-studies/baths/cite.bib"' in page
    assert 'href="/case-studies/baths/cite.ris"' in page


def test_bibtex_keeps_every_mark_of_a_title(client, study):
    response = client.get("/case-studies/baths/cite.bib")
    text = response.content.decode()

    assert response.headers["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="baths-2026.bib"'
    assert text.startswith("@misc{baths-2026,\n  author = {{Jo Smith} and {Directory team}},\n")
    title = (
        r"Baths \& pools: 100\% \textbraceleft{}saved\textbraceright{}\textbackslash{} \#1\_\textasciitilde{}"
        r"\textasciicircum{}\$"
    )
    assert f"  title = {{{{{title}}}}},\n" in text
    # BibTeX counts braces and knows no escaped ones.
    assert text.count("{") == text.count("}")


def test_ris_has_a_line_for_each_author_and_no_other_lines(client, study):
    study.title = "One\r\nER  - \r\nTY  - BOOK"
    study.save()
    lines = client.get("/case-studies/baths/cite.ris").content.decode().split("\r\n")

    assert lines[:4] == ["TY  - ELEC", "AU  - Jo Smith", "AU  - Directory team", "TI  - One ER - TY - BOOK"]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    assert [line[:2] for line in lines].count("ER") == 1
    assert "UR  - http://localhost/case-studies/baths/" in lines


def test_draft_cannot_be_cited(client, study):
    study.unpublish()

    assert client.get("/case-studies/baths/cite.bib").status_code == 404
    assert client.get("/case-studies/baths%00/cite.ris").status_code == 400
