"""Entries side by side as a file. Parameters are those of the page."""

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from connectors.choosing import LEAST, Asked, choose_entries
from connectors.comparison import compare_entries
from core.licences import Licence
from core.models import SiteDetails
from exchange.cells import defused


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """A row for each fact and topic, a column for each entry; a sentence when there are not two to compare."""
    chosen = choose_entries(Asked.parse(request.GET))
    if len(chosen.entries) < LEAST:
        sentence = " ".join([*chosen.left_out, _("Name at least two entries of one kind, such as ?ids=1,2.")])
        return HttpResponse(sentence, status=400, content_type="text/plain; charset=utf-8")
    compared = compare_entries(chosen)
    today = timezone.localdate().isoformat()
    licence = Licence(SiteDetails.for_request(request).licence).value
    about = [_("About"), _("Address"), "", *(entry.get_full_url(request) for entry in compared.entries)]
    rows = [
        ["licence", "exported_on", "part", "what", "difference", *(entry.title for entry in compared.entries)],
        [licence, today, *about],
        *(
            [licence, today, part.heading, row.label, str(row.difference.value), *(cell.text for cell in row.cells)]
            for part in compared.parts
            for row in part.rows
        ),
    ]
    file = io.StringIO()
    csv.writer(file).writerows([defused(cell) for cell in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="comparison-{today}.csv"', "X-Robots-Tag": "noindex"}
    # With its mark, or Excel would take it for Windows text.
    return HttpResponse(f"\ufeff{file.getvalue()}", content_type="text/csv; charset=utf-8", headers=headers)
