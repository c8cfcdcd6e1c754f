"""Answers about commitments that are no pages of the CMS: the method and feeds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commitments.choices import Status
from commitments.feeds import feed_of_commitment
from commitments.models import CommitmentPage


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """What the ten statuses mean, who decides and how to appeal."""
    return render(request, "commitments/method.html", {"statuses": list(Status)})


@require_safe
def commitment_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the changes of one commitment as an Atom feed.

    Raises:
        Http404: when there is no such commitment that everybody may see.
    """
    page = get_object_or_404(CommitmentPage.objects.listed(), slug=slug)
    return HttpResponse(feed_of_commitment(page, request), content_type="application/atom+xml; charset=utf-8")
