"""The addresses of the site and, for comparison, a bare view: what Django itself costs on this server."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
ROWS = [{"url": f"/entry-{number}/", "title": f"Entry {number}"} for number in range(20)]


def bare(request: HttpRequest) -> HttpResponse:
    context = {
        "title": "Bare",
        "site_name": "Next Town Over",
        "summary": "Twenty lines.",
        "rows": ROWS,
        "licence": "CC BY",
    }
    return render(request, "bench/bare.html", context)


urlpatterns = [path("bare/", bare), *urlpatterns]
