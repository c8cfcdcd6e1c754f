"""What every page of the journey shares: typed values kept as they are, and errors in words that say what to do."""

import re
import unicodedata
from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.text import INVISIBLE, without_control_characters

Raw = dict[str, list[str]]
MOST_VALUES = 500  # of one field
MOST_KEPT = 50_000  # letters of one field; more is no answer any more
LINE_BREAKS = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
BLANK_LINES = re.compile(r"\n{3,}")


def tidy_line(text: str) -> str:
    """Return one line: single-spaced, without control characters, invisible marks and marks that turn its direction."""
    return " ".join(without_control_characters(text).split())


def tidy_text(text: str) -> str:
    """Return text of several lines as it is kept: what Word and WhatsApp put between the letters is gone, paragraphs stay."""
    lines = LINE_BREAKS.sub("\n", text).replace("\t", " ").split("\n")
    kept = ("".join(mark for mark in line if unicodedata.category(mark) not in {"Cc", "Cs"}) for line in lines)
    tidied = "\n".join(INVISIBLE.sub("", line).rstrip() for line in kept)
    return BLANK_LINES.sub("\n\n", tidied).strip()


def storable(text: str) -> str:
    """Return what was typed as it can be stored: PostgreSQL keeps neither NUL nor halves of letters."""
    return "".join(mark for mark in text if mark != "\x00" and not "\ud800" <= mark <= "\udfff")


class LineField(forms.CharField):
    """One line of text.

    Args:
        too_long: what to call it in "… must be 120 characters or fewer", such as "The name".
    """

    widget = forms.TextInput
    tidy = staticmethod(tidy_line)

    def __init__(self, *, called: str, longest: int, missing: str = "", **kwargs):
        super().__init__(**{"required": bool(missing), "strip": False, **kwargs})
        self.called, self.longest = called, longest
        self.error_messages["required"] = missing

    def to_python(self, value):
        return self.tidy(super().to_python(value))

    def validate(self, value):
        super().validate(value)
        if (over := len(value) - self.longest) > 0:
            text = ngettext(
                "%(called)s must be %(most)s characters or fewer: it is %(over)d too long",
                "%(called)s must be %(most)s characters or fewer: it is %(over)d too long",
                over,
            )
            raise ValidationError(text % {"called": self.called, "most": f"{self.longest:,}", "over": over})


class TextField(LineField):
    """Several lines of text."""

    widget = forms.Textarea
    tidy = staticmethod(tidy_text)


class AddressField(LineField):
    """A web address, with or without "https://"."""

    default_error_messages = {"invalid": _("Enter a web address in the correct format, like example.org.uk")}

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return forms.URLField(assume_scheme="https", max_length=self.longest).clean(text)
        except ValidationError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class HintedChoices:
    """A group of options, each with a sentence that says what belongs there. For a widget of radios or boxes."""

    hints: Mapping[str, str] = {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        hint = self.hints.get(value)
        if hint:
            option["hint"] = hint
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option


class HintedBoxes(HintedChoices, forms.CheckboxSelectMultiple):
    pass


class HintedRadios(HintedChoices, forms.RadioSelect):
    pass


class StepForm(forms.Form):
    """One page of the journey. Bound to what was typed, whether it comes from the browser or from the database.

    Attributes:
        question: the heading of the page.
        lead: a sentence or two beneath it; may be empty.
        short: what the page is called in lists.
        not_answers: fields that only help to fill in others.
    """

    question = ""
    lead = ""
    short = ""
    not_answers: tuple[str, ...] = ()
    use_required_attribute = False

    def __init__(self, raw: Mapping[str, list[str]] | None = None, *, submission=None):
        self.submission = submission
        super().__init__(None if raw is None else MultiValueDict(raw), auto_id="%s")

    def show_errors_of(self, *names: str) -> None:
        """Keep the errors of these fields, and be silent about the others: nobody has sent the page yet."""
        self._errors = ErrorDict({name: errors for name, errors in self.errors.items() if name in names})

    @property
    def open_questions(self) -> tuple[str, ...]:
        """The fields that ask something back, also while the page is not finished."""
        return ()

    @classmethod
    def kept_names(cls) -> tuple[str, ...]:
        """Return the fields whose values are kept."""
        return tuple(cls.base_fields)

    @classmethod
    def raw_from(cls, posted: QueryDict) -> Raw:
        """Return what was typed, and nothing else that a browser may send; shortened where no answer is so long."""
        raw: Raw = {}
        for name in cls.kept_names():
            if name not in posted:
                continue
            # Each field for itself: one that is far too long must not take the room of the others.
            raw[name], room = [], MOST_KEPT
            for value in posted.getlist(name)[:MOST_VALUES]:
                raw[name].append(storable(value[:room]))
                room -= len(raw[name][-1])
        return raw
