"""Reads for the shelf of case studies."""

from django.core.paginator import Paginator
from django.http import HttpRequest

from casestudies.models import CaseStudyPage

PAGE_SIZE = 12


def latest_case_studies(count: int) -> list[CaseStudyPage]:
    """Return the newest published case studies with what their cards show."""
    return list(CaseStudyPage.objects.listed().for_cards().order_by("-first_published_at", "-pk")[:count])


def shelf_context(request: HttpRequest) -> dict:
    """What the shelf's template prints: one page of case studies, newest first."""
    studies = CaseStudyPage.objects.listed().for_cards().order_by("-first_published_at", "-pk")
    page = Paginator(studies, PAGE_SIZE).get_page(request.GET.get("page"))
    return {"page_of_entries": page}
