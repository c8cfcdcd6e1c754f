"""Where a suggested change and “this is ours” begin: a page that says what happens, and the first question."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from connectors.models import EntryPage
from submissions.models import Submission
from submissions.states import Journey
from submissions.views.first_mail import mail_link_for
from submissions.views.steps import first_page


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a suggested change to an entry that anybody may see."""
    return first_page(request, Submission(journey=Journey.CHANGE, target=_public_entry(pk)))


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a claim. The page is the same whether the entry has a contact or not."""
    entry = _public_entry(pk)
    if not entry.specific_class.is_claimable:
        raise Http404
    return first_page(request, Submission(journey=Journey.CLAIM, target=entry))


@require_http_methods(["GET", "HEAD", "POST"])
def by_mail(request: HttpRequest, journey: str, pk: int) -> HttpResponse:
    """Mail the link that begins the draft, where very many come from one network."""
    return mail_link_for(request, Submission(journey=journey, target=_public_entry(pk)))


def _public_entry(pk: int) -> EntryPage:
    entry = EntryPage.objects.listed().select_related("content_type").filter(pk=pk).first()
    if entry is None:
        raise Http404
    return entry
