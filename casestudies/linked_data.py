"""What search engines and other programs read of a case study: schema.org in JSON-LD."""

import json
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from casestudies.models import Author, AuthorKind, CaseStudyPage
from core.licences import Licence
from core.models import SiteDetails

KINDS = {AuthorKind.PERSON: "Person", AuthorKind.TEAM: "Organization"}
# What could end the element, or begin a comment in it.
ESCAPES = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def linked_data_of(page: CaseStudyPage, request: HttpRequest) -> SafeString:
    """Return a public case study as the text of a script element. What is not known is left out."""
    address = page.get_full_url(request)
    publisher = {"@type": "Organization", "name": SiteDetails.for_request(request).name}
    facts = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": page.title,
        "description": page.summary,
        "url": address,
        "mainEntityOfPage": address,
        "inLanguage": "en-GB",
        "datePublished": _moment(page.first_published_at),
        "dateModified": _moment(page.last_published_at),
        "author": [_author(author, request) for author in page.authors] or publisher,
        "publisher": publisher,
        "license": Licence(page.licence).url,
        "about": [
            *({"@type": "Place", "name": link.label} for link in page.entry_places.all()),
            *({"@type": "Thing", "name": item.tag.name} for item in page.theme_items.all()),
        ],
        "keywords": [item.tag.name for item in page.theme_items.all()],
        "isBasedOn": [_source(source) for source in page.sources.all() if source.url],
    }
    text = json.dumps({name: value for name, value in facts.items() if value}, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308 - JSON without a mark that means anything to HTML


def _moment(moment) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _author(author: Author, request: HttpRequest) -> dict[str, Any]:
    kind = KINDS.get(author.kind)
    known = {"@type": kind} if kind else {}
    return {**known, "name": author.name, "url": request.build_absolute_uri(author.get_absolute_url())}


def _source(source) -> dict[str, Any]:
    return {"@type": "CreativeWork", "name": source.title, "url": source.url}
