"""The addresses of the exports. Parameters are those of the listing."""

from collections.abc import Callable, Iterator
from functools import wraps

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from connectors.models import DirectoryPage
from connectors.whereabouts import all_areas
from core.licences import Licence
from core.models import SiteDetails
from exchange.exporting.feed import NEWEST, as_atom
from exchange.exporting.formats import as_csv, as_json, as_xlsx
from exchange.exporting.geojson import as_geojson
from exchange.exporting.ranking import Ranking, ranked_entries
from exchange.exporting.rows import Addresses, Row, rows_of
from search.live import NotReadyError

RETRY_SECONDS = 60
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "geojson": "application/geo+json",
}


def while_the_index_is_there(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer that it is a matter of minutes, instead of failing, while the index is being built."""

    @wraps(view)
    def answer(request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except NotReadyError:
            sentence = _("The directory is being indexed. Try again in a minute.")
            headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
            return HttpResponse(sentence, status=503, content_type="text/plain; charset=utf-8", headers=headers)

    return answer


@require_safe
@while_the_index_is_there
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The current result as a file, streamed."""
    ranking = ranked_entries(request.GET)
    rows = rows_of(ranking.pairs, addresses_of(request), timezone.localdate())
    headers = {"Content-Disposition": f'attachment; filename="directory-{timezone.localdate():%Y-%m-%d}.{form}"'}
    if request.method == "HEAD":
        return HttpResponse(content_type=TYPES[form], headers=headers)
    # A search engine lists the pages; a copy of them as a file would be noise.
    headers["X-Robots-Tag"] = "noindex"
    return StreamingHttpResponse(_content(request, form, rows, ranking), content_type=TYPES[form], headers=headers)


def _content(request: HttpRequest, form: str, rows: Iterator[Row], ranking: Ranking) -> Iterator[bytes]:
    if form == "csv":
        return as_csv(rows)
    if form == "xlsx":
        return as_xlsx(rows)
    details = SiteDetails.for_request(request)
    licence = Licence(details.licence)
    about = {
        "publisher": details.name,
        "licence": str(licence.label),
        "licence_url": licence.url,
        "licence_note": "The licence of the texts of this site; an entry with another one says so.",
        "exported_on": timezone.localdate().isoformat(),
        "query": ranking.query_string,
        "filters": ranking.title,
    }
    return as_geojson(rows, about, all_areas()) if form == "geojson" else as_json(rows, about)


@require_safe
@while_the_index_is_there
def feed(request: HttpRequest) -> HttpResponse:
    """The newest entries of exactly these filters."""
    ranking = ranked_entries(request.GET, newest=NEWEST)
    tail = f"?{ranking.query_string}" if ranking.query_string else ""
    directory = DirectoryPage.objects.live().first()
    listing = directory.get_full_url(request) if directory else request.build_absolute_uri("/")
    atom = as_atom(
        (key for key, _score in ranking.pairs),
        addresses_of(request),
        site_name=SiteDetails.for_request(request).name,
        filters=ranking.title,
        listing=f"{listing}{tail}",
        feed=request.build_absolute_uri(reverse("exchange:feed") + tail),
    )
    return HttpResponse(atom, content_type="application/atom+xml; charset=utf-8")


def addresses_of(request: HttpRequest) -> Addresses:
    """Return how addresses of entries are made on the site that answers."""
    site = Site.find_for_request(request)
    return Addresses(request.build_absolute_uri("/").rstrip("/"), site.root_page.url_path if site else "/")
