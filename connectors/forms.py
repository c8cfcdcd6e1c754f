"""The form behind an entry in the editors' desk."""

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from core.page_form import PageForm


class TermsField(forms.ModelMultipleChoiceField):
    """A vocabulary as tick boxes: with 18 themes, seeing them all beats remembering and typing."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value):
        # The tag manager hands over the rows that join an entry to its terms, not the terms.
        if hasattr(value, "tag_id"):
            return value.tag_id
        return super().prepare_value(value)


class EntryPageForm(PageForm):
    themes = TermsField(
        queryset=None,
        label=_("Themes"),
        help_text=_("One to four. Choose what somebody in another town would look under."),
    )
    tiers = TermsField(
        queryset=None,
        label=_("Tiers of government"),
        help_text=_("Who is involved, from the neighbourhood to the UK government."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, model in {"themes": "Theme", "tiers": "Tier"}.items():
            if name in self.fields:
                self.fields[name].queryset = apps.get_model("connectors", model).objects.all()

    def clean(self):
        cleaned = super().clean()
        self._only_place_leads()
        self._no_link_to_itself()
        # A draft may wait for all this; what is submitted or published may not.
        if not self.is_deferred_validation:
            self._one_lead_place()
            self._words_for_the_picture(cleaned)
        return cleaned

    def _words_for_the_picture(self, cleaned: dict) -> None:
        picture = cleaned.get("image")
        if picture and not cleaned.get("image_alt") and not picture.description:
            self.add_error("image_alt", _("Say what the picture shows, for people who cannot see it."))

    def _kept(self, name: str) -> list[forms.ModelForm]:
        """Return the forms of the rows of a list that are not taken out."""
        formset = self.formsets.get(name)
        if formset is None:
            return []
        formset.is_valid()  # checks the rows, which would else wait until the page is checked
        return [form for form in formset.forms if not getattr(form, "cleaned_data", {"DELETE": True}).get("DELETE")]

    @property
    def _places(self) -> list[forms.ModelForm]:
        return [form for form in self._kept("entry_places") if form.cleaned_data.get("place")]

    def _only_place_leads(self) -> None:
        if len(places := self._places) == 1:
            places[0].instance.is_lead = True

    def _one_lead_place(self) -> None:
        places = self._places
        leads = [form for form in places if form.cleaned_data.get("is_lead")]
        if len(places) > 1 and len(leads) != 1:
            for form in leads[1:] or places[:1]:
                form.add_error("is_lead", _("Tick exactly one lead place: the one shown on cards."))
            # The formset was already judged valid: its verdict has to be told too.
            self.add_error(None, _("Tick exactly one lead place."))

    def _no_link_to_itself(self) -> None:
        if not self.instance.pk:
            return
        for form in self._kept("links"):
            target = form.cleaned_data.get("target")
            if target and target.pk == self.instance.pk:
                form.add_error("target", _("An entry cannot link to itself."))
                self.add_error(None, _("A link points at this entry itself. Choose another entry."))
