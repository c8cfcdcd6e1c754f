"""Two texts as one, with the words that go and those that come marked for eyes and for ears."""

import re
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

LEAST_IN_COMMON = 0.3
WORD = re.compile(r"\w+|[^\w\s]|\s+")


def word_diff(before: str, after: str) -> SafeString:
    """Return safe HTML with `<del>` and `<ins>`. A screen reader says "removed:" and "added:" before the words.

    Whatever the texts are it takes little time: words that come often are no marks to match by, only carried along.
    """
    old, new = WORD.findall(before), WORD.findall(after)
    steps = SequenceMatcher(None, old, new).get_opcodes()
    same = sum(len(word) for tag, start, end, *_ in steps if tag == "equal" for word in old[start:end] if word.strip())
    # What only grew, or only shrank, is no mixture of two texts.
    one_way = {tag for tag, *_places in steps} - {"equal"} in ({"insert"}, {"delete"})
    if not one_way and same < LEAST_IN_COMMON * max(len(before), len(after)):
        # Shreds of two texts among each other are harder to read than one after the other.
        steps = [("replace", 0, len(old), 0, len(new))]
    pieces = []
    for tag, start, end, first, last in steps:
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
    # The desk and the site call by different names what only screen readers read.
    return format_html('<{0}><span class="w-sr-only visually-hidden">{1} </span>{2}</{0}>', tag, said, text)
