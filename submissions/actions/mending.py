"""What moderators change in what somebody sent before it goes live. Other words are written down, and said to the sender."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from core.focus import Focus
from submissions.models import Submission
from submissions.public_texts import public_texts


@dataclass(frozen=True)
class Mended:
    """Other words than the sender's, and what of photos is seen.

    Attributes:
        texts: field of the journey → words.
        credits: key of a photo → who took it.
        focus: key of a photo → the part that stays in view where it is cut; the usual one of those not named.
    """

    texts: dict[str, str] = field(default_factory=dict)
    credits: dict[int, str] = field(default_factory=dict)
    focus: dict[int, Focus] = field(default_factory=dict)

    def only(self, fields: Collection[str]) -> "Mended":
        """Return the same without texts of other fields than these."""
        return replace(self, texts={name: words for name, words in self.texts.items() if name in fields})


UNCHANGED = Mended()


def mended_in_words(submission: Submission, mended: Mended, photos: Collection[int]) -> str:
    """Return which texts say something else than what was sent, as a sentence; empty when none does.

    It names the questions only: what was taken out may have been somebody's address.

    Args:
        photos: keys of those that are published; of the others nobody needs to know that a word was tried.
    """
    words = mended.texts | {f"photo-{key}-credit": words for key, words in mended.credits.items() if key in photos}
    sent = public_texts(submission)
    changed = [f"“{text.label}”" for text in sent if text.field in words and words[text.field] != text.tidied]
    return _("Texts that the moderators changed: %(fields)s.") % {"fields": ", ".join(changed)} if changed else ""
