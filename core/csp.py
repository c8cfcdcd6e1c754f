"""The content security policy by path: the settings hold the strict one of public pages, here is what differs."""

from csp.constants import HEADER, NONCE, NONE, SELF, UNSAFE_INLINE
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

DESK_DIRECTIVES = {
    # Wagtail's editor writes style attributes: where a pop-up opens, how wide a preview is.
    "style-src-attr": [UNSAFE_INLINE],
    # Draftail adds <style> elements; static/js/desk.js hands them the nonce.
    "style-src": [SELF, NONCE],
    # A picture is shown before it is uploaded.
    "img-src": [SELF, "data:", "blob:"],
    # The preview of a page or a block beside its form.
    "frame-src": [SELF],
}


def apply_policy(request: HttpRequest, response: HttpResponse) -> None:
    """Replace the public policy where the desk or a preview needs another.

    The response of a preview passes the middleware twice: first under the address of the page, whose policy and nonce
    are the right ones, then under the address of the desk. The first one decides.
    """
    if HEADER not in response.headers or getattr(response, "policy_is_decided", False):
        return
    response.policy_is_decided = True
    if getattr(request, "is_preview", False):
        changes = {"frame-ancestors": [SELF]}
    elif request.path_info.startswith(reverse("wagtailadmin_home")):
        # Wagtail marks the few views that its editor frames.
        framed = response.headers.get("X-Frame-Options") == "SAMEORIGIN"
        changes = {**DESK_DIRECTIVES, "frame-ancestors": [SELF if framed else NONE]}
    else:
        return
    response.headers[HEADER] = build_policy(replace=changes, nonce=getattr(request, "_csp_nonce", None))
