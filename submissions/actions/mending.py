"""What moderators change in the words of a sender before these go live: written down, and said to the sender."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from submissions.models import Submission
from submissions.public_texts import public_texts


@dataclass(frozen=True)
class Mended:
    """Other words than the sender's.

    Attributes:
        texts: field of the journey → words.
        credits: key of a photo → who took it.
    """

    texts: dict[str, str] = field(default_factory=dict)
    credits: dict[int, str] = field(default_factory=dict)

    def only(self, fields: Collection[str], photos: Collection[int]) -> "Mended":
        """Return what concerns these fields and photos."""
        texts = {name: words for name, words in self.texts.items() if name in fields}
        return Mended(texts, {key: words for key, words in self.credits.items() if key in photos})


UNCHANGED = Mended()


def mended_in_words(submission: Submission, mended: Mended) -> str:
    """Return which texts say something else than what was sent, as a sentence; empty when none does.

    It names the questions only: what was taken out may have been somebody's address.
    """
    words = mended.texts | {f"photo-{key}-credit": words for key, words in mended.credits.items()}
    sent = public_texts(submission)
    changed = [f"“{text.label}”" for text in sent if text.field in words and words[text.field] != text.tidied]
    return _("Texts that the moderators changed: %(fields)s.") % {"fields": ", ".join(changed)} if changed else ""
