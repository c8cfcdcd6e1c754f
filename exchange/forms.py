"""The form that a file is sent with."""

import math
from pathlib import Path

import yaml
from django import forms
from django.utils.translation import gettext_lazy as _

from connectors.kinds import entry_kinds
from exchange.importing.mappings import BUILT_IN, MAX_MAPPING, parse_mapping
from exchange.importing.report import FileError

MAX_UPLOAD = 20 * 1024 * 1024
LABELS = {"own": _("The columns of our template"), "generic": _("Guess from the headings")}


class FileForm(forms.Form):
    """Takes a table, and says at once when it cannot be one."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=_("CSV or Excel (.xlsx), at most 20 MB. Nothing is changed before you have seen a preview."),
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > MAX_UPLOAD:
            said = _("The file has %(size)s MB, at most 20 MB fit. Part it in several, each with the headings.")
            raise forms.ValidationError(said % {"size": math.ceil(upload.size / 1024 / 1024)})
        if Path(upload.name).suffix.lower() not in {".csv", ".tsv", ".txt", ".xlsx"}:
            raise forms.ValidationError(_("Choose a .csv or .xlsx file."))
        return upload


class UploadForm(FileForm):
    mapping = forms.ChoiceField(
        label=_("Columns"),
        required=False,
        help_text=_("Which heading of the file means what. Leave it to the site unless the preview looks wrong."),
    )
    mapping_file = forms.FileField(
        label=_("Mapping of your own"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
        help_text=_("A small YAML file that says which heading means what. Takes the place of the choice above."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, help_text=_("For rows that do not say what kind of entry they are.")
    )
    publish = forms.BooleanField(
        label=_("Publish at once"), required=False, help_text=_("Otherwise new entries and changes become drafts.")
    )
    placeless_go_live = forms.BooleanField(
        label=_("Publish entries without a place too"),
        required=False,
        initial=True,
        help_text=_("Otherwise an entry whose place nobody can tell stays a draft."),
    )
    all_or_nothing = forms.BooleanField(
        label=_("All or nothing"), required=False, help_text=_("If one row is refused, import none.")
    )

    def __init__(self, *args, may_publish: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mapping"].choices = [("", _("Choose for me")), *((n, LABELS[n]) for n in BUILT_IN)]
        self.fields["kind"].choices = [("", "–"), *((kind.slug, kind.label) for kind in entry_kinds().values())]
        if not may_publish:
            del self.fields["publish"], self.fields["placeless_go_live"]

    def clean_mapping_file(self):
        upload = self.cleaned_data["mapping_file"]
        if not upload:
            return None
        try:
            parse_mapping(yaml.safe_load(upload.read(MAX_MAPPING).decode("utf-8-sig")), "mapping")
        except (FileError, yaml.YAMLError, UnicodeDecodeError) as error:
            raise forms.ValidationError(str(error)) from error
        upload.seek(0)
        return upload
