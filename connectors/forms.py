"""The form behind an entry in the editors' desk."""

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class TermsField(forms.ModelMultipleChoiceField):
    """A vocabulary as tick boxes: with 18 themes, seeing them all beats remembering and typing."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value):
        # The tag manager hands over the rows that join an entry to its terms, not the terms.
        if hasattr(value, "tag_id"):
            return value.tag_id
        return super().prepare_value(value)


class EntryPageForm(WagtailAdminPageForm):
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
        self._one_lead_place()
        self._no_link_to_itself()
        # A draft may wait for its words; what is submitted or published may not.
        if not self.is_deferred_validation:
            self._words_for_the_picture(cleaned)
        return cleaned

    def _words_for_the_picture(self, cleaned: dict) -> None:
        picture = cleaned.get("image")
        if picture and not cleaned.get("image_alt") and not picture.description:
            self.add_error("image_alt", _("Say what the picture shows, for people who cannot see it."))

    def _one_lead_place(self) -> None:
        formset = self.formsets.get("entry_places")
        if formset is None or not formset.is_valid():
            return
        kept = [form for form in formset.forms if _is_kept(form)]
        leads = [form for form in kept if form.cleaned_data.get("is_lead")]
        if len(kept) == 1 and not leads:
            kept[0].instance.is_lead = True
        elif kept and len(leads) != 1:
            for form in leads[1:] or kept[:1]:
                form.add_error("is_lead", _("Tick exactly one lead place: the one shown on cards."))
            # The formset was already judged valid: its verdict has to be told too.
            self.add_error(None, _("Tick exactly one lead place."))

    def _no_link_to_itself(self) -> None:
        formset = self.formsets.get("links")
        if formset is None or not self.instance.pk:
            return
        for form in formset.forms:
            target = getattr(form, "cleaned_data", {}).get("target")
            if target and target.pk == self.instance.pk:
                form.add_error("target", _("An entry cannot link to itself."))
                self.add_error(None, _("A link points at this entry itself. Choose another entry."))


def _is_kept(form) -> bool:
    data = getattr(form, "cleaned_data", {})
    return bool(data.get("place")) and not data.get("DELETE")
