"""The form behind a case study in the editors' desk."""

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from casestudies.untold import names_told
from connectors.forms import EntryPageForm


class CaseStudyForm(EntryPageForm):
    def clean(self):
        cleaned = super().clean()
        # A draft may wait for it; what is submitted or published may not.
        if not self.is_deferred_validation and "what_did_not_work" in cleaned:
            if not _has_words(cleaned["what_did_not_work"]):
                # An empty paragraph is a text, as far as the field knows.
                text = _("Say what did not work. If nobody knows, say who was asked: readers trust a story that tells.")
                self.add_error("what_did_not_work", text)
            elif cleaned.get("untold_place"):
                self._names_no_place(cleaned)
        return cleaned

    def _names_no_place(self, cleaned: dict) -> None:
        formset = self.formsets.get("entry_places")
        kept = [form for form in formset.forms if form not in formset.deleted_forms] if formset else []
        told = names_told(
            cleaned["what_did_not_work"],
            organisation=cleaned.get("organisation", ""),
            website=cleaned.get("website", ""),
            places=[form.instance for form in kept if form.instance.place_id],
        )
        if told:
            text = _(
                "This is to be told without naming the place, but it names %(names)s. Take that out, or untick the box below."
            )
            names = ", ".join(f"“{name}”" for name in told)
            self.add_error("what_did_not_work", text % {"names": names})


def _has_words(html: str) -> bool:
    return bool(strip_tags(html).replace("\xa0", " ").strip())
