"""The kinds of mail that the site sends. The apps above register theirs; site managers may change the words."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REPLY = "reply"
OTHER = "other"  # mail of the CMS and of Django, which brings its own words


@dataclass(frozen=True)
class MailKind:
    """One kind of mail with its own words.

    Attributes:
        code: by which it is posted and its changed words are kept; never changes.
        label: what people in the desk call it.
        subject: one line, with {placeholder}s.
        text: paragraphs with an empty line between them. An address of this site on a line of its own becomes a button, named by
            the line before it when that ends with a colon.
        placeholders: what each stands for, in the words of whoever edits the mail. Every posting gives a value for each.
        reply: what the placeholder {reply} says where replies reach somebody; elsewhere it is empty. Nothing else in the
            words may promise that. Callers give no value for it.
        examples: made-up values for the preview, where the placeholder's own description is none.
    """

    code: str
    label: str | Promise
    subject: str | Promise
    text: str | Promise
    placeholders: dict[str, str | Promise]
    reply: str | Promise = ""
    examples: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        if self.reply:
            about = _("how to reply; nothing as long as there is no address for replies")
            object.__setattr__(self, "placeholders", {**self.placeholders, REPLY: about})
            object.__setattr__(self, "examples", {**self.examples, REPLY: str(self.reply)})


_registered: dict[str, MailKind] = {}


def register(kind: MailKind) -> None:
    """Make a kind known, in `AppConfig.ready()`.

    Raises:
        ValueError: another kind has this code.
    """
    if _registered.setdefault(kind.code, kind) is not kind or kind.code == OTHER:
        raise ValueError(f"There is another kind of mail with the code {kind.code!r}")


def mail_kinds() -> dict[str, MailKind]:
    """Return the registered kinds by code, in the order of registration."""
    return dict(_registered)


def label_of(code: str) -> str:
    """Return what a kind is called; the code itself when the kind is gone."""
    if code == OTHER:
        return str(_("From the desk"))
    return str(_registered[code].label) if code in _registered else code
