"""Answers about a case study that are no pages: files for programs that keep literature."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from casestudies.citing import citation_of
from casestudies.models import CaseStudyPage

TYPES = {"bib": "application/x-bibtex", "ris": "application/x-research-info-systems"}


@require_safe
def cite(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Answer with how to cite a case study.

    Args:
        kind: "bib" or "ris".

    Raises:
        Http404: when there is no such case study that everybody may see.
    """
    page = get_object_or_404(CaseStudyPage.objects.listed(), slug=slug)
    citation = citation_of(page, request)
    return HttpResponse(
        citation.bibtex if kind == "bib" else citation.ris,
        content_type=f"{TYPES[kind]}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{citation.key}.{kind}"'},
    )
