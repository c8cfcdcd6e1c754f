"""Which themes it belongs to, and which tiers of government are involved."""

from django import forms
from django.utils.translation import gettext_lazy as _

from connectors.models import Theme, Tier
from connectors.successors import slug_successors
from submissions.forms.base import HintedBoxes, StepForm

UNKNOWN, NONE = "unknown", "none"
MOST_THEMES = 4


class TermBoxes(HintedBoxes):
    """Terms by their slugs. One that was merged or renamed since is read as what it became."""

    former: dict[str, str] = {}

    def value_from_datadict(self, data, files, name):
        chosen = super().value_from_datadict(data, files, name)
        if not isinstance(chosen, list):
            return chosen
        return list(dict.fromkeys(self.former.get(slug, slug) if isinstance(slug, str) else slug for slug in chosen))


class TermsForm(StepForm):
    question = _("What is it about, and who in government is involved?")
    short = _("Themes and tiers of government")

    themes = forms.MultipleChoiceField(
        label=_("What is it about?"),
        help_text=_("Choose up to four: what somebody in another town would look under."),
        widget=TermBoxes,
        error_messages={
            "required": _("Choose what it is about, or “I do not know”"),
            "invalid_choice": _("Choose what it is about from the list"),
        },
    )
    tiers = forms.MultipleChoiceField(
        label=_("Which tiers of government are involved?"),
        help_text=_("Choose all that have a part in it, also if they only pay or allow it."),
        widget=TermBoxes,
        error_messages={
            "required": _("Choose which tiers are involved, or “I do not know”"),
            "invalid_choice": _("Choose the tiers of government from the list"),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        unknown, none = (UNKNOWN, _("I do not know")), (NONE, _("None: residents do it without government"))
        for name, terms, others in (("themes", Theme, [unknown]), ("tiers", Tier, [none, unknown])):
            found = list(terms.objects.values_list("slug", "name", "description"))
            self.fields[name].choices = [*((slug, label) for slug, label, _description in found), *others]
            self.fields[name].widget.hints = {slug: description for slug, _label, description in found}
            today = {slug for slug, _label, _description in found}
            former = slug_successors(terms._meta.model_name)
            self.fields[name].widget.former = {old: new for old, new in former.items() if old not in today}

    def clean_themes(self) -> list[str]:
        chosen = _chosen(self.cleaned_data["themes"])
        if len(chosen) > MOST_THEMES:
            raise forms.ValidationError(_("Choose four themes or fewer: what somebody would look under first"))
        return chosen

    def clean_tiers(self) -> list[str]:
        return [slug for slug in _chosen(self.cleaned_data["tiers"]) if slug != NONE]


def _chosen(slugs: list[str]) -> list[str]:
    """Return the slugs of terms. "I do not know" beside others says nothing more."""
    return [slug for slug in slugs if slug != UNKNOWN]
