"""Where it happens: places of the official geography, the whole country, and what people call the neighbourhood."""

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from places.gazetteer import KnownPlace
from places.lookup import find_place
from submissions.forms.base import LineField, Raw, StepForm
from submissions.placing import LONGEST, Meaning, Trouble, meanings_of, without_inward_halves

MOST_PLACES = 12
_WORDS = {
    Trouble.SEVERAL: _("Choose which “%(typed)s” you mean"),
    Trouble.UNKNOWN: _(
        "We do not know a place called “%(typed)s”. Enter a council, county, region, nation or postcode"
    ),
    Trouble.POSTCODE: _("We do not know the postcode “%(typed)s”. Check it, or enter the name of the council"),
}


class PlacesField(forms.Field):
    """Official codes of current places; cleaned to the places in the order in which they were added."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value) -> list[KnownPlace]:
        found = (find_place(code) for code in dict.fromkeys(value or []))
        return [place for place in found if place]


class WhereForm(StepForm):
    question = _("Where does it happen?")
    short = _("Where it happens")
    not_answers = ("find",)

    find = LineField(
        label=_("Place or postcode"),
        help_text=_(
            "A council, county, region or nation, such as Hartlepool or Sir Gâr, or a postcode. Of a postcode we keep only the "
            "first half, such as TS24. Add as many as it serves, the most important first."
        ),
        called=_("The name of the place"),
        longest=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "enterkeyhint": "go"}),
    )
    places = PlacesField(label=_("Places"), required=False)
    everywhere = forms.BooleanField(label=_("Everywhere in the UK, or online only"), required=False)
    locality = LineField(
        label=_("Neighbourhood (optional)"),
        help_text=_("As people there call it, such as “Dyke House”. It is shown with the first place."),
        called=_("The neighbourhood"),
        longest=120,
    )
    postcode = LineField(
        label=_("Postcode"), called=_("The postcode"), longest=10, required=False, widget=forms.HiddenInput
    )

    @classmethod
    def raw_from(cls, posted: QueryDict) -> Raw:
        raw = super().raw_from(posted)
        for name in {"find", "postcode"} & raw.keys():
            raw[name] = [without_inward_halves(text) for text in raw[name]]
        return raw

    @cached_property
    def chosen(self) -> list[KnownPlace]:
        """The places added so far, the most important first."""
        return self.fields["places"].to_python(self["places"].value())

    @cached_property
    def unclear(self) -> list[Meaning]:
        """What stands in the box and is not one known place."""
        typed = self.fields["find"].to_python(self["find"].value() or "")
        return [meaning for meaning in meanings_of(typed) if not meaning.is_clear] if typed else []

    @property
    def open_questions(self) -> tuple[str, ...]:
        return ("find",) if self.unclear else ()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("find"):
            self._clean_find(cleaned["find"])
        places = cleaned.get("places") or []
        if not places and not cleaned.get("everywhere") and "find" not in self.errors:
            missing = _("Add the place where it happens, or choose “Everywhere in the UK, or online only”")
            self.add_error("find", missing)
        before = self.submission.before.get("where", {}) if self.submission else {}
        if len(places) > max(MOST_PLACES, len(before.get("places", []))):
            many = _("Remove places until 12 are left. If it serves a whole region, add the region instead")
            self.add_error("find", many)
        return cleaned

    def _clean_find(self, typed: str) -> None:
        for meaning in self.unclear:
            self.add_error("find", _WORDS[meaning.trouble] % {"typed": meaning.typed})
        if not self.unclear and len(typed) <= LONGEST:
            self.add_error("find", _("Press “Add” to add “%(typed)s”, or empty the box") % {"typed": typed})
