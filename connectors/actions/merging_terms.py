"""Merging a theme, tier or keyword into another, and taking it back.

`TermMerge.moved` holds keys: `uses` of entries that got the target, `doubles` of those that had it already; `versions` and
`double_versions` likewise of kept versions; `words` that were added to the target's synonyms; `slugs` that led to the source.
"""

from collections.abc import Callable, Iterator
from itertools import islice

from django.db import transaction
from django.db.models import Q
from django.forms.models import model_to_dict
from django.utils import timezone
from taggit.models import Tag
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex, Revision

from connectors.actions.slugs import remember_slug
from connectors.actions.versions import write_versions
from connectors.models import EntryPage, FormerSlug
from connectors.models.merges import TermMerge
from connectors.options import options_changed
from connectors.term_uses import (
    VOCABULARIES,
    Term,
    Vocabulary,
    entries_with,
    merges_to_undo,
    rewritten,
    versions_with,
    vocabulary_of,
)
from search.projection import record_change

AT_ONCE = 500


class TermGoneError(Exception):
    """One of the two terms is not there any more: somebody merged or deleted it meanwhile."""


class NotUndoableError(Exception):
    """It was taken back already, is too long ago, or its target is not there any more. The text says which."""


@transaction.atomic
def merge_terms(source: Term, target: Term, *, user) -> TermMerge:
    """Let one term become another: on all entries, in all their versions, in addresses and in the search.

    Raises:
        TermGoneError: one of them is gone.
        ValueError: both are the same, or of two lists.
    """
    vocabulary = vocabulary_of(source)
    if source.pk == target.pk or not isinstance(target, vocabulary.terms):
        raise ValueError
    source, target = _locked(vocabulary, source.pk, target.pk)
    before, had = entries_with(vocabulary, source.pk), entries_with(vocabulary, target.pk)
    moved = {"uses": sorted(before - had), "doubles": sorted(before & had)}
    uses = vocabulary.uses.objects.filter(tag=source.pk)
    _move_references(source, target, moved["doubles"])
    uses.filter(content_object__in=before & had).delete()
    uses.update(tag=target)
    moved |= _rewrite_versions(vocabulary, source.pk, target.pk)
    moved |= {"words": [], "slugs": []}
    if vocabulary.name != "keyword":
        moved["words"] = _add_words(target, [source.name, *source.synonym_list])
        moved["slugs"] = remember_slug(group=vocabulary.name, former=source.slug, current=target.slug)
    merge = TermMerge.objects.create(
        vocabulary=vocabulary.name,
        source_key=source.pk,
        target_key=target.pk,
        source_name=source.name,
        target_name=target.name,
        source=model_to_dict(source, exclude=["id", "tags"]),
        moved=moved,
        merged_by=user,
    )
    log(
        instance=target, action="connectors.merge_term", user=user, data={"merged": source.name, "entries": len(before)}
    )
    _drop(source)
    options_changed()
    record_change(before)
    return merge


@transaction.atomic
def undo_merge(key: int, *, user) -> Term:
    """Take a merge back. What editors changed since stays: who lost the target meanwhile gets nothing.

    Returns:
        The term that is there again.

    Raises:
        NotUndoableError: it cannot be taken back.
    """
    merge = merges_to_undo().select_for_update().filter(pk=key).first()
    if merge is None:
        raise NotUndoableError("over")
    vocabulary, moved = VOCABULARIES[merge.vocabulary], merge.moved
    target = vocabulary.terms.objects.select_for_update().filter(pk=merge.target_key).first()
    if target is None:
        raise NotUndoableError("target")
    source = _bring_back(vocabulary, merge)
    for some in _by_hundreds(moved["uses"]):
        vocabulary.uses.objects.filter(tag=target, content_object__in=some).update(tag=source)
    for some in _by_hundreds(moved["doubles"]):
        there = EntryPage.objects.filter(pk__in=some).values_list("pk", flat=True)
        vocabulary.uses.objects.bulk_create(vocabulary.uses(tag=source, content_object_id=pk) for pk in there)
    _restore_versions(vocabulary, merge)
    if vocabulary.name != "keyword":
        target.synonyms = "\n".join(word for word in target.synonym_list if word not in moved["words"])
        target.save()
        slugs = FormerSlug.objects.filter(group=vocabulary.name, current=target.slug)
        slugs.filter(slug__in=moved["slugs"]).update(current=source.slug)
        slugs.filter(slug=source.slug).delete()
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    log(instance=source, action="connectors.unmerge_term", user=user, data={"merged": merge.target_name})
    options_changed()
    record_change({*moved["uses"], *moved["doubles"]})
    return source


def _locked(vocabulary: Vocabulary, *keys: int) -> list[Term]:
    # In the order of their keys, so that two people who merge them in both directions wait for each other.
    found = {term.pk: term for term in vocabulary.terms.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    if len(found) < len(keys):
        raise TermGoneError
    return [found[key] for key in keys]


def _move_references(source: Term, target: Term, doubles: list[int]) -> None:
    """Keep Wagtail's index of what is used where in step; it follows single saves only."""
    references = ReferenceIndex.objects.filter(
        to_object_id=str(source.pk), to_content_type=ReferenceIndex._get_base_content_type(source)
    )
    for some in _by_hundreds(doubles):
        references.filter(object_id__in=[str(pk) for pk in some]).delete()
    references.update(to_object_id=str(target.pk))


def _rewrite_versions(vocabulary: Vocabulary, source: int, target: int) -> dict[str, list[int]]:
    """Put the target into every kept version that has the source: one that is published later must not bring it back."""
    changed: dict[str, list[int]] = {"versions": [], "double_versions": []}
    versions = versions_with(vocabulary, source)
    while some := list(islice(versions, AT_ONCE)):
        contents = []
        for version in some:
            items = version.content[vocabulary.relation]
            double = any(item.get("tag") == target for item in items)
            put = (lambda item: None) if double else _with_tag(target)
            contents.append((version.pk, {**version.content, vocabulary.relation: rewritten(items, source, put)}))
            changed["double_versions" if double else "versions"].append(version.pk)
        write_versions(contents)
    return changed


def _restore_versions(vocabulary: Vocabulary, merge: TermMerge) -> None:
    """Give the versions their term back, also those that were made since from what the merge had changed."""
    source, target, relation = merge.source_key, merge.target_key, vocabulary.relation
    for versions in _recorded_and_newer(merge, "versions", "uses"):
        write_versions(
            (version.pk, {**version.content, relation: rewritten(version.content[relation], target, _with_tag(source))})
            for version in list(versions_with(vocabulary, target, versions))
        )
    for versions in _recorded_and_newer(merge, "double_versions", "doubles"):
        found = Revision.page_revisions.filter(versions)
        write_versions(
            (version.pk, {**version.content, relation: _and_tag(version, relation, source)}) for version in found
        )


def _with_tag(key: int) -> Callable[[dict], dict]:
    return lambda item: {**item, "tag": key}


def _and_tag(version: Revision, relation: str, key: int) -> list[dict]:
    return [*version.content.get(relation, []), {"pk": None, "tag": key, "content_object": int(version.object_id)}]


def _recorded_and_newer(merge: TermMerge, versions: str, entries: str) -> Iterator[Q]:
    for some in _by_hundreds(merge.moved[versions]):
        yield Q(pk__in=some)
    for some in _by_hundreds(merge.moved[entries]):
        yield Q(created_at__gt=merge.merged_at, object_id__in=[str(key) for key in some])


def _by_hundreds(keys: list[int]) -> Iterator[list[int]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


def _add_words(target: Term, words: list[str]) -> list[str]:
    known = {word.casefold() for word in (target.name, *target.synonym_list)}
    added = [word for word in dict.fromkeys(words) if word.casefold() not in known]
    target.synonyms = "\n".join([*target.synonym_list, *added])
    target.save()
    return added


def _drop(source: Term) -> None:
    # Pictures and documents have the same tags: then the word stays theirs.
    if not isinstance(source, Tag) or not source.taggit_taggeditem_items.exists():
        source.delete()


def _bring_back(vocabulary: Vocabulary, merge: TermMerge) -> Term:
    known = dict(merge.source)
    if picture := known.pop("picture", None):
        known["picture_id"] = picture
    if there := vocabulary.terms.objects.filter(pk=merge.source_key).first():
        return there
    taken = vocabulary.terms.objects.filter(Q(name__iexact=known["name"]) | Q(slug=known["slug"]))
    if taken.exists():
        raise NotUndoableError("taken")
    return vocabulary.terms.objects.create(pk=merge.source_key, **known)
