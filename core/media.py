"""Serving of uploaded pictures by the application itself, so that no web server is needed in front."""

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.static import serve

# Everything else in the media folder (documents, originals of unknown kind) goes through Wagtail's own views.
PUBLIC_FOLDERS = ("images/", "original_images/")
PUBLIC_TYPES = {"image/jpeg", "image/png", "image/webp", "image/avif", "image/gif"}


@require_safe
def serve_media(request: HttpRequest, path: str) -> HttpResponse | FileResponse:
    """Answer with a picture. Names carry a random or content-made part, so browsers may keep them for a year.

    Raises:
        Http404: for anything that is no picture of ours.
    """
    if not path.startswith(PUBLIC_FOLDERS):
        raise Http404
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT)
    except SuspiciousFileOperation as error:
        raise Http404 from error
    if response.status_code == 200 and response.headers.get("Content-Type") not in PUBLIC_TYPES:  # noqa: PLR2004 - OK
        raise Http404
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
