"""Letting collections and stories lead to another entry, and taking it back."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex, Revision

from casestudies.models import CaseStudyPage
from casestudies.models.collections import CollectionItem

BLOCKS = ("linked_entry", "linked_commitment")
LEADING = Q(*(("text__contains", name) for name in BLOCKS), _connector=Q.OR)
Relinked = dict[str, list]


def relink(*, old: int, new: int) -> Relinked:
    """Put one entry in another's place in collections and in stories, also in versions that may be published later.

    Returns:
        What was changed, for `relink_back`: `items` and `doubles` of collections, `blocks` of stories by their ids.
    """
    items = CollectionItem.objects.filter(entry=old)
    doubles = items.filter(collection__in=CollectionItem.objects.filter(entry=new).values("collection"))
    done: Relinked = {"doubles": list(doubles.values_list("collection", "sort_order", "why"))}
    doubles.delete()
    done["items"] = list(items.values_list("pk", flat=True))
    items.update(entry=new)
    blocks: set[str] = set()

    def put(block: dict) -> None:
        if block["value"] == old:
            block["value"] = new
            blocks.add(block["id"])

    _rewrite(old, put)
    return {**done, "blocks": sorted(blocks)}


def relink_back(done: Relinked, *, old: int, new: int) -> None:
    """Take it back; what was changed since stays."""
    CollectionItem.objects.filter(pk__in=done["items"], entry=new).update(entry=old)
    for collection, order, why in done["doubles"]:
        known = {"sort_order": order, "why": why}
        CollectionItem.objects.get_or_create(collection_id=collection, entry_id=old, defaults=known)
    blocks = set(done["blocks"])

    def put(block: dict) -> None:
        if block["value"] == new and block["id"] in blocks:
            block["value"] = old

    if blocks:
        _rewrite(new, put)


def _rewrite(key: int, put: Callable[[dict], None]) -> None:
    """Pass each block that leads to an entry to `put`, in live stories and in all kept versions."""
    field = CaseStudyPage._meta.get_field("story")
    live = CaseStudyPage.objects.annotate(text=Cast("story", models.TextField())).filter(LEADING)
    for page_key, text in live.values_list("pk", "text"):
        if (after := _changed(text, put)) is not None:
            CaseStudyPage.objects.filter(pk=page_key).update(story=field.to_python(after))
            _index(page_key)
    versions = Revision.page_revisions.annotate(text=Cast("content", models.TextField()))
    for version in versions.filter(LEADING).filter(text__contains=str(key)).iterator(chunk_size=100):
        if (after := _changed(version.content.get("story"), put)) is not None:
            Revision.objects.filter(pk=version.pk).update(content={**version.content, "story": after})


def _changed(story: Any, put: Callable[[dict], None]) -> str | None:
    blocks = json.loads(story) if isinstance(story, str) and story else story
    if not isinstance(blocks, list):
        return None
    before = json.dumps(blocks)
    for block in _leading(blocks):
        put(block)
    after = json.dumps(blocks)
    return None if after == before else after


def _leading(blocks: list) -> Iterator[dict]:
    return (block for block in blocks if isinstance(block, dict) and block.get("type") in BLOCKS and "id" in block)


def _index(key: int) -> None:
    """Keep Wagtail's index of what leads where in step."""
    ReferenceIndex.create_or_update_for_object(Page.objects.get(pk=key).specific)
