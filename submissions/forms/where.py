"""Where it happens: places of the official geography, the whole country, and what people call the neighbourhood."""

from django import forms
from django.utils.translation import gettext_lazy as _

from places.gazetteer import KnownPlace
from places.lookup import find_place
from submissions.forms.base import LineField, StepForm

MOST_PLACES = 12


class PlacesField(forms.Field):
    """Official codes of current places; cleaned to the places in the order in which they were added."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value) -> list[KnownPlace]:
        found = (find_place(code) for code in dict.fromkeys(value or []))
        return [place for place in found if place]


class WhereForm(StepForm):
    question = _("Where does it happen?")
    short = _("Where it happens")

    everywhere = forms.BooleanField(label=_("Everywhere in the UK, or online only"), required=False)
    places = PlacesField(label=_("Places"), required=False)
    postcode = LineField(
        label=_("Postcode of where it is based (optional)"),
        help_text=_("Only its first half is kept, such as TS24. It puts a point on the map."),
        called=_("The postcode"),
        longest=10,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "spellcheck": "false"}),
    )
    locality = LineField(
        label=_("Neighbourhood (optional)"),
        help_text=_("As people there call it, such as “Dyke House”."),
        called=_("The neighbourhood"),
        longest=120,
    )

    def clean(self):
        cleaned = super().clean()
        places = cleaned.get("places") or []
        if not places and not cleaned.get("everywhere"):
            self.add_error("places", _("Add the place where it happens, or choose “Everywhere in the UK”"))
        before = self.submission.before.get("where", {}) if self.submission else {}
        if len(places) > max(MOST_PLACES, len(before.get("places", []))):
            self.add_error("places", _("Add 12 places or fewer. If it serves a whole region, add the region instead"))
        return cleaned
