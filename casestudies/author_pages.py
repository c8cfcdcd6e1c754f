"""Reads for authors: who has a page, and what stands on it."""

from django.core.paginator import Paginator
from django.db.models import QuerySet

from casestudies.models import Author, Byline, CaseStudyPage
from casestudies.shelf import NEWEST, PAGE_SIZE


def public_authors() -> QuerySet:
    """Return the authors of anything public."""
    bylines = Byline.objects.filter(case_study__in=CaseStudyPage.objects.listed())
    return Author.objects.filter(pk__in=bylines.values("author"))


def author_context(author: Author, asked: str | None) -> dict:
    """What an author's page prints.

    Args:
        asked: the number of the page of their case studies, untrusted.
    """
    written = Byline.objects.filter(author=author).values("case_study")
    studies = CaseStudyPage.objects.listed().filter(pk__in=written).for_cards().order_by(*NEWEST)
    page = Paginator(studies, PAGE_SIZE).get_page(asked)
    return {
        "author": author,
        "page_of_entries": page,
        "page_links": list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
    }
