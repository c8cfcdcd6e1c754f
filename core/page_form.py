"""The editor's form of every page. Apart from the other forms, which need the models that this one's pages are."""

from django.utils.crypto import get_random_string
from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminPageForm


class PageForm(WagtailAdminPageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if slug := self.fields.get("slug"):
            slug.required = False  # a page without one gets it from its title

    def clean(self):
        if "slug" in self.cleaned_data and not self.cleaned_data["slug"]:
            self.cleaned_data["slug"] = self.instance.slug or self._slug_without_letters()
        return super().clean()

    def _slug_without_letters(self) -> str:
        """Return a slug for a title such as “?”, of which the CMS makes none; nothing for any other."""
        if slugify(self.cleaned_data.get("title", ""), allow_unicode=True):
            return ""
        return f"{slugify(self.instance._meta.verbose_name)}-{get_random_string(6).lower()}"

    def defer_required_fields(self):
        super().defer_required_fields()
        self._tell_models()

    def restore_required_fields(self):
        super().restore_required_fields()
        self._tell_models()

    def _tell_models(self) -> None:
        """Say to the page and its rows whether what their `clean` asks for can wait."""
        rows = (form.instance for formset in self.formsets.values() for form in formset)
        for instance in (self.instance, *rows):
            instance.may_be_incomplete = self.is_deferred_validation

    def save(self, commit=True):
        # Wagtail's writes each list of rows by itself; the page knows which rows are complete enough to be written.
        page = super().save(commit=False)
        if commit:
            page.save()
        return page
