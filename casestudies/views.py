"""What is no page of the CMS: collections, authors, and files for programs that keep literature."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from casestudies.author_pages import author_context
from casestudies.citing import citation_of
from casestudies.models import Author, CaseStudyCollection, CaseStudyIndexPage, CaseStudyPage
from casestudies.sets import collection_context
from core.models import BasePage

TYPES = {"bib": "application/x-bibtex", "ris": "application/x-research-info-systems"}


@require_safe
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    """One collection: why these entries stand together, and each with why it is among them.

    Raises:
        Http404: when there is none, or nothing public in it.
    """
    context = collection_context(get_object_or_404(CaseStudyCollection.objects.select_related("image"), slug=slug))
    if not context["parts"]:
        raise Http404
    context["breadcrumb"] = _way_here()
    return render(request, "casestudies/collection.html", context)


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """One author and what they wrote.

    Raises:
        Http404: when there is none, or nothing public of theirs.
    """
    found = get_object_or_404(Author.objects.select_related("image"), slug=slug)
    context = author_context(found, request.GET.get("page"))
    if not context["page_of_entries"].object_list:
        raise Http404
    context["breadcrumb"] = _way_here()
    return render(request, "casestudies/author.html", context)


def _way_here() -> list[BasePage]:
    shelf = CaseStudyIndexPage.objects.live().first()
    return [*shelf.breadcrumb(), shelf] if shelf else []


@require_safe
def cite(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Answer with how to cite a case study.

    Args:
        kind: "bib" or "ris".

    Raises:
        Http404: when there is no such case study that everybody may see.
    """
    page = get_object_or_404(CaseStudyPage.objects.listed().prefetch_related("bylines__author"), slug=slug)
    citation = citation_of(page, request)
    return HttpResponse(
        citation.bibtex if kind == "bib" else citation.ris,
        content_type=f"{TYPES[kind]}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{citation.key}.{kind}"'},
    )
