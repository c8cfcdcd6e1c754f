"""What a submission may already be in the directory as. A hint for sender and moderator, never a reason to refuse."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from connectors.directory import listed_entries
from connectors.models import EntryPage
from places.lookup import find_place
from search import live
from submissions.models import Answer, Submission
from submissions.states import IN_QUEUE, Journey

MOST = 3
NEAREST_TITLES = 12
NEWEST_SUBMISSIONS = 200  # of those that wait; older ones are in the directory or declined before a copy of them comes
SAME, SIMILAR, SIMILAR_AND_NEAR = 0.99, 0.82, 0.6  # share of letters in common, in order
MOST_ON_HOST = 50
COMMON_HOST = 3  # entries; a host of more than these is a council's or a network's
SMALL_WORDS = {"the", "a", "an", "of", "in", "and", "for", "at", "on", "y", "yr"}
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Likeness:
    """An entry, or another submission, that may be the same thing.

    Attributes:
        entry: the published entry; nothing when `submission` is meant.
        reasons: what they have in common, in words, the strongest first.
    """

    entry: EntryPage | None
    reasons: list[str]
    submission: Submission | None = None
    weight: float = field(default=0.0, compare=False)

    @property
    def title(self) -> str:
        return self.entry.title if self.entry else self.submission.name


@dataclass(frozen=True)
class _Likely:
    """What two things are compared by."""

    name: str
    website: str
    places: frozenset[str]

    @property
    def plain_name(self) -> str:
        words = WORD.findall(self.name.casefold().replace("'", "").replace("’", ""))
        return " ".join([word for word in words if word not in SMALL_WORDS] or words)


def duplicates_of(submission: Submission) -> list[Likeness]:
    """Return at most three entries and open submissions that may be the same, the likeliest first. For moderators."""
    if submission.journey in {Journey.CHANGE, Journey.CLAIM}:
        return _about_same_entry(submission)
    found = [*_like_entries(submission), *_like_submissions(submission)]
    return sorted(found, key=lambda likeness: -likeness.weight)[:MOST]


def published_duplicates_of(submission: Submission) -> list[Likeness]:
    """Return at most three published entries that may be the same. For the sender, who must not see what others sent."""
    if submission.journey in {Journey.CHANGE, Journey.CLAIM}:
        return []
    return sorted(_like_entries(submission), key=lambda likeness: -likeness.weight)[:MOST]


def _like_entries(submission: Submission) -> Iterable[Likeness]:
    this = _likely_submission(submission, submission.answers)
    candidates = listed_entries().filter(pk__in=_near_titles(this.name) | _same_site(this.website))
    if submission.page_id:
        candidates = candidates.exclude(pk=submission.page_id)
    for entry in candidates.for_cards():
        places = frozenset(link.place.code for link in entry.entry_places.all())
        reasons, weight = _compare(this, _Likely(entry.title, entry.website, places))
        if reasons:
            yield Likeness(entry, reasons, weight=weight)


def _like_submissions(submission: Submission) -> Iterable[Likeness]:
    this = _likely_submission(submission, submission.answers)
    others = Submission.objects.filter(state__in=IN_QUEUE, journey__in=[Journey.INITIATIVE, Journey.CONNECTOR])
    newest = {other.pk: other for other in others.exclude(pk=submission.pk).order_by("-pk")[:NEWEST_SUBMISSIONS]}
    answers: dict[int, dict] = {}
    for answer in Answer.objects.filter(submission__in=newest, step__in=["about", "where", "who"]):
        answers.setdefault(answer.submission_id, {})[answer.step] = answer.data
    for pk, other in newest.items():
        reasons, weight = _compare(this, _likely_submission(other, answers.get(pk, {})))
        if reasons:
            yield Likeness(None, reasons, other, weight)


def _about_same_entry(submission: Submission) -> list[Likeness]:
    if not submission.target_id:
        return []
    others = Submission.objects.filter(target=submission.target_id, state__in=IN_QUEUE).exclude(pk=submission.pk)
    return [Likeness(None, [_("about the same entry")], other) for other in others.select_related("target")[:MOST]]


def _likely_submission(submission: Submission, answers: dict) -> _Likely:
    def first(step: str, name: str) -> str:
        return (answers.get(step, {}).get(name) or [""])[0]

    codes = (find_place(code) for code in answers.get("where", {}).get("places", []))
    return _Likely(first("about", "title"), first("who", "website"), frozenset(place.code for place in codes if place))


def _near_titles(name: str) -> set[int]:
    try:
        return {found.key for found in live.titles_like(name, NEAREST_TITLES)}
    except live.NotReadyError:  # it is being built: the hint is missing for a minute
        return set()


def _same_site(website: str) -> set[int]:
    """Return the entries with the same address, or on the same host when few entries are."""
    host, path = _host_and_path(website)
    if not host:
        return set()
    on_host = _on_site(host)
    if len(on_host) <= COMMON_HOST:
        return set(on_host)
    # Of a host of thousands only some were looked at: ask for the address itself.
    return {pk for pk, its_path in _on_site(f"{host}/{path}" if path else host).items() if its_path == path}


def _on_site(address: str) -> dict[int, str]:
    """Return entries on the host with which an address begins, and the paths of their websites; of very many only some."""
    sites = listed_entries().filter(website__icontains=address).values_list("pk", "website")[:MOST_ON_HOST]
    found = ((pk, *_host_and_path(site)) for pk, site in sites)
    return {pk: path for pk, host, path in found if host == address.partition("/")[0]}


def _compare(this: _Likely, other: _Likely) -> tuple[list[str], float]:
    """Return what they have in common, in words, and how much that is worth."""
    reasons, weight = [], 0.0
    share = _likeness_of_names(this.plain_name, other.plain_name)
    is_near = bool(this.places & other.places)
    if share >= SAME:
        reasons.append(_("the same name"))
        weight += 2
    elif share >= (SIMILAR_AND_NEAR if is_near else SIMILAR):
        reasons.append(_("a similar name"))
        weight += share
    if _is_same_site(this.website, other.website):
        reasons.append(_("the same website: %(site)s") % {"site": _host_and_path(this.website)[0]})
        weight += 1.5
    if reasons and is_near:
        names = sorted(place.name for code in this.places & other.places if (place := find_place(code)))
        reasons.append(_("the same place: %(places)s") % {"places": ", ".join(names[:3])})
        weight += 1
    return reasons, weight


def _likeness_of_names(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 1. A name that the other one only adds words to is similar."""
    if not one or not other:
        return 0.0
    words, others = sorted((set(one.split()), set(other.split())), key=len)
    if len(words) > 1 and words < others:
        return max(SIMILAR, len(words) / len(others))
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= SIMILAR_AND_NEAR else 0.0


def _is_same_site(one: str, other: str) -> bool:
    (host, path), (other_host, other_path) = _host_and_path(one), _host_and_path(other)
    return bool(host) and host == other_host and (path == other_path or "" in {path, other_path})


def _host_and_path(website: str) -> tuple[str, str]:
    """Return the host of a web address without "www.", and its path without slashes at its ends; empty when it has none."""
    text = website.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", ""
    return (host, parts.path.strip("/").casefold()) if "." in host else ("", "")
