"""Answers about commitments that are no pages of the CMS: the method and feeds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commitments.choices import Status
from commitments.feeds import feed_of_changes, feed_of_commitment
from commitments.models import CommitmentPage
from commitments.tracker import found_commitments


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


@require_safe
def tracker_feed(request: HttpRequest) -> HttpResponse:
    """Answer with what changed lately among the commitments of exactly these filters, as an Atom feed."""
    found = found_commitments(request.GET)
    listing = request.build_absolute_uri(f"/commitments/?{found.query_string}".rstrip("?"))
    feed = feed_of_changes(found.updates, request, about=found.heading, listing=listing)
    return HttpResponse(feed, content_type="application/atom+xml; charset=utf-8")
