"""The tracker's list as a file, with the whole history. Parameters are those of the tracker."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from commitments.tracker import Found, found_commitments
from core.licences import Licence
from core.models import SiteDetails
from exchange.export_views import TYPES, addresses_of
from exchange.exporting.commitments import as_csv, as_json, documents


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The current result as a file, streamed."""
    today = timezone.localdate()
    headers = {
        "Content-Disposition": f'attachment; filename="commitments-{today:%Y-%m-%d}.{form}"',
        "X-Robots-Tag": "noindex",
    }
    if request.method == "HEAD":
        return HttpResponse(content_type=TYPES[form], headers=headers)
    found = found_commitments(request.GET)
    rows = documents(found.keys, addresses_of(request))
    content = as_csv(rows) if form == "csv" else as_json(rows, _about(request, found))
    return StreamingHttpResponse(content, content_type=TYPES[form], headers=headers)


def _about(request: HttpRequest, found: Found) -> dict:
    details = SiteDetails.for_request(request)
    licence = Licence(details.licence)
    return {
        "publisher": details.name,
        "licence": str(licence.label),
        "licence_url": licence.url,
        "exported_on": timezone.localdate().isoformat(),
        "query": found.query_string,
        "holds": found.heading,
        "method": request.build_absolute_uri("/commitments/method/"),
        "note": "Amounts are in pounds. An amount of null is not known; it is not nought.",
    }
