"""What is odd about a submission, in sentences with figures, for the moderator who decides. Nothing here refuses anything."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import INVISIBLE
from submissions.forms.you import YouForm
from submissions.journeys import YOU
from submissions.models import Submission
from submissions.models.photo import PeopleShown
from submissions.public_texts import TypedText, exposed_texts, numbers_in_words, typed_texts
from submissions.traps import HIDDEN_FIELD, SECONDS, UNDATED

LIKELY_SPAM = 4  # weight from which a submission comes after all others in the queue
OF_MANNER = {HIDDEN_FIELD, UNDATED, "quick", "network", "network-sent", "email"}
FEW_LINKS, MANY_LINKS = 3, 6
QUICK = 20.0  # seconds for the whole journey; with everything pasted from a note it takes longer
MANY_FROM_NETWORK = 10  # within an hour; a library or a workshop sends fewer
MANY_FROM_EMAIL = 5  # within a day
SHORTEST_FINGERPRINT = 40  # letters: "Community garden" is no copy of another "Community garden"
SHORTEST_SHOUT = 16  # letters
SHOUTED = 0.8  # share of capitals
LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]{2,}")
OTHER_ALPHABETS = {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}
DRESSED_UP = {"MATHEMATICAL", "FULLWIDTH", "SQUARED", "CIRCLED", "NEGATIVE"}  # letters of Latin that are none


@dataclass(frozen=True)
class Flag:
    """One thing that is odd. `weight` tells how much it speaks for spam; 0 speaks for something else to look at."""

    code: str
    text: str
    weight: int = 0


def find_flags(submission: Submission) -> list[dict]:
    """Return what is odd about a submission as it is now, as `Flag`s for a JSON column; the heaviest first."""
    typed = list(_typed(submission))
    found = [*_signs(submission), *_crowds(submission), *_texts(typed), *_copies(submission), *_photos(submission)]
    found += _contacts(submission)
    return [asdict(flag) for flag in sorted(found, key=lambda flag: -flag.weight)]


def is_likely_spam(flags: list[dict]) -> bool:
    """Tell whether it comes after all others in the queue. How it came is never enough: who cannot see the hidden field may fill
    it, who pastes is quick, and a library is one network. Something in what was written must be odd as well."""
    of_manner = sum(flag["weight"] for flag in flags if flag["code"] in OF_MANNER)
    of_words = sum(flag["weight"] for flag in flags if flag["code"] not in OF_MANNER)
    return min(of_manner, LIKELY_SPAM // 2) + of_words >= LIKELY_SPAM


def fingerprint_of(submission: Submission) -> str:
    """Return what two submissions with the same texts share, whatever their blanks and capitals; empty for short ones."""
    long_texts = (typed.text for typed in _typed(submission) if typed.is_long)
    letters = "".join(WORD.findall(INVISIBLE.sub("", " ".join(long_texts)).casefold()))
    return hashlib.sha256(letters.encode()).hexdigest() if len(letters) >= SHORTEST_FINGERPRINT else ""


def _typed(submission: Submission) -> Iterator[TypedText]:
    yield from typed_texts(submission)
    for name in ("contact_name", "contact_role"):
        if text := getattr(submission, name):
            field = YouForm.base_fields[name]
            yield TypedText(YOU, name, str(field.label), text, field)


def _signs(submission: Submission) -> Iterator[Flag]:
    signs = submission.signs
    if signs.get(HIDDEN_FIELD):
        yield Flag(HIDDEN_FIELD, _("The hidden field was filled in, which programs do, and sometimes autofill"), 3)
    if signs.get(UNDATED):
        yield Flag(UNDATED, _("The first page was sent without ever being opened here"), 2)
    if submission.sent_at:
        took = (submission.sent_at - submission.created_at).total_seconds() + signs.get(SECONDS, 0.0)
        if took < QUICK:
            text = ngettext(
                "Sent %(seconds)d second after it was begun", "Sent %(seconds)d seconds after it was begun", round(took)
            )
            yield Flag("quick", text % {"seconds": round(took)}, 2)


def _crowds(submission: Submission) -> Iterator[Flag]:
    begun, sent = submission.signs.get("begun_within_hour", 0), submission.signs.get("sent_within_hour", 0)
    if begun > MANY_FROM_NETWORK:
        text = _("The %(number)dth draft from this network address within an hour")
        yield Flag("network", text % {"number": begun}, 1)
    if sent > MANY_FROM_NETWORK:
        text = _("The %(number)dth submission from this network address within an hour")
        yield Flag("network-sent", text % {"number": sent}, 2)
    if submission.contact_email and submission.sent_at:
        day = Q(sent_at__gt=submission.sent_at - timedelta(days=1), sent_at__lte=submission.sent_at)
        sent = Submission.objects.filter(day, contact_email__iexact=submission.contact_email).count()
        if sent > MANY_FROM_EMAIL:
            text = _("%(number)d submissions with this e-mail address within a day")
            yield Flag("email", text % {"number": sent}, 1)


def _texts(typed: list[TypedText]) -> Iterator[Flag]:
    links = sum(len(LINK.findall(one.text)) for one in typed)
    if links >= FEW_LINKS:
        yield Flag("links", _("%(number)d links in the texts") % {"number": links}, 2 if links >= MANY_LINKS else 1)
    for one in typed:
        if hidden := len(INVISIBLE.findall(one.text)):
            text = ngettext(
                "%(number)d hidden character in “%(where)s”", "%(number)d hidden characters in “%(where)s”", hidden
            )
            yield Flag("hidden-characters", text % {"number": hidden, "where": one.label})
        if word := next((word for word in WORD.findall(one.text) if _is_disguised(word)), ""):
            text = _("“%(word)s” in “%(where)s” mixes letters of different alphabets")
            yield Flag("alphabets", text % {"word": word[:40], "where": one.label}, 2)
        letters = [mark for mark in one.text if mark.isalpha()]
        if len(letters) >= SHORTEST_SHOUT and sum(map(str.isupper, letters)) > SHOUTED * len(letters):
            yield Flag("capitals", _("“%(where)s” is written in capitals") % {"where": one.label}, 1)


def _is_disguised(word: str) -> bool:
    """Tell whether a word only looks like one: Latin letters among Cyrillic or Greek ones, or letters dressed up."""
    alphabets = {unicodedata.name(mark, "").partition(" ")[0] for mark in word}
    return bool(alphabets & DRESSED_UP or ("LATIN" in alphabets and alphabets & OTHER_ALPHABETS))


def _copies(submission: Submission) -> Iterator[Flag]:
    mark = fingerprint_of(submission)
    if mark:
        others = Submission.objects.filter(fingerprint=mark).exclude(pk=submission.pk)
        references = list(others.order_by("-pk").values_list("reference", flat=True)[:3])
        if references:
            yield Flag("copy", _("The same text as %(references)s") % {"references": ", ".join(references)}, 2)


def _photos(submission: Submission) -> Iterator[Flag]:
    unclear = submission.photos.filter(people__in=["", PeopleShown.UNKNOWN]).count()
    if unclear:
        text = ngettext(
            "Of %(number)d photo it is not said whether the people in it agreed; children may be among them",
            "Of %(number)d photos it is not said whether the people in them agreed; children may be among them",
            unclear,
        )
        yield Flag("photo-consent", text % {"number": unclear})


def _contacts(submission: Submission) -> Iterator[Flag]:
    """Say where contact details would become public, by their number only: a flag is no further copy of them."""
    for text in exposed_texts(submission):
        values = {"where": text.label, "numbers": numbers_in_words(text.details)}
        yield Flag("contact-details", _("“%(where)s”, which will be public, holds %(numbers)s") % values)
