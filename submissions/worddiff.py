"""Two texts as one, with the words that go and those that come marked for eyes and for ears."""

import re
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WORD = re.compile(r"\w+|[^\w\s]|\s+")


def word_diff(before: str, after: str) -> SafeString:
    """Return safe HTML with `<del>` and `<ins>`. A screen reader says "removed:" and "added:" before the words.

    Whatever the texts are it takes little time: words that come often are no marks to match by, only carried along.
    """
    old, new = WORD.findall(before), WORD.findall(after)
    pieces = []
    for tag, start, end, first, last in SequenceMatcher(None, old, new).get_opcodes():
        gone, come = "".join(old[start:end]), "".join(new[first:last])
        if tag == "equal":
            pieces.append(format_html("{}", gone))
            continue
        if gone:
            pieces.append(_marked("del", _("removed:"), gone))
        if come:
            pieces.append(_marked("ins", _("added:"), come))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _marked(tag: str, said: str, text: str) -> SafeString:
    return format_html('<{0}><span class="w-sr-only">{1} </span>{2}</{0}>', tag, said, text)
