"""Pages that belong to no app: errors, health and the small files that robots and researchers ask for."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    return render(request, "403.html", {"csrf_failed": bool(reason)}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    # Its own document: whatever broke may break the page frame too.
    return render(None, "500.html", status=500)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready for visitors: database, migrations and storage work. 503 names what does not."""
    state = {"database": _database_works(), "storage": _storage_works()}
    state["migrations"] = state["database"] and _migrations_applied()
    for name, check in settings.READY_CHECKS.items():
        state[name] = import_string(check)()
    ready = all(state.values())
    return JsonResponse({"ready": ready, **state}, status=200 if ready else 503)


def _database_works() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrations_applied() -> bool:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return False
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _storage_works() -> bool:
    import os  # noqa: PLC0415

    # The folder of what is not published yet is made with its first file.
    private = next(folder for folder in (settings.PRIVATE_ROOT, *settings.PRIVATE_ROOT.parents) if folder.exists())
    return os.access(settings.MEDIA_ROOT, os.W_OK) and os.access(private, os.W_OK)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /directory/?*&*&*&", ""]
    lines.append(f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116: how to report a vulnerability. 404 as long as the site has no contact address."""
    from core.models import SiteDetails  # noqa: PLC0415

    email = SiteDetails.for_request(request).contact_email
    if not email:
        return not_found(request)
    expires = (timezone.now() + timezone.timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    # Of en-gb only "en": whoever writes English at all is understood.
    languages = dict.fromkeys(code.partition("-")[0] for code, _name in settings.LANGUAGES)
    text = f"Contact: mailto:{email}\nExpires: {expires}\nPreferred-Languages: {', '.join(languages)}\n"
    return HttpResponse(text, content_type="text/plain")
