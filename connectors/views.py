"""What is no page of the CMS: suggestions for the search box."""

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from connectors.suggestions import suggestion_groups
from search import live


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """What to offer under the search box, and how many there are in words; nothing while the index is built."""
    try:
        groups = suggestion_groups(request.GET.get("q", ""))
    except live.NotReadyError:
        return JsonResponse({"count": "", "groups": []}, headers={"Cache-Control": "no-store"})
    number = sum(len(group.items) for group in groups)
    said = ngettext("%(count)s suggestion", "%(count)s suggestions", number) % {"count": number} if number else ""
    # The same for everybody, signed in or not.
    headers = {"Cache-Control": "public, max-age=60"}
    return JsonResponse({"count": said, "groups": [asdict(group) for group in groups]}, headers=headers)
