"""The form behind a commitment in the editors' desk."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from connectors.forms import EntryPageForm


class CommitmentPageForm(EntryPageForm):
    def clean(self):
        cleaned = super().clean()
        self._no_circle(cleaned.get("parent_commitment"))
        # A draft may wait for the other half, or hold figures that are not checked yet; what is published may not.
        if not self.is_deferred_validation:
            self._amounts(cleaned)
            self._both_halves(cleaned)
        return cleaned

    def _amounts(self, cleaned: dict) -> None:
        for name in ("amount", "new_amount", "replaces_amount"):
            if (cleaned.get(name) or 0) < 0:
                self.add_error(name, _("An amount cannot be below nought."))
        whole, new = cleaned.get("amount"), cleaned.get("new_amount")
        if whole is not None and new is not None and new > whole:
            self.add_error("new_amount", _("No more than the whole amount can be new."))

    def _both_halves(self, cleaned: dict) -> None:
        if cleaned.get("deadline_basis") and not cleaned.get("deadline"):
            self.add_error("deadline", _("Give the deadline, or leave open whether it is stated or inferred."))
        if cleaned.get("reply") and not (cleaned.get("reply_by") and cleaned.get("reply_on")):
            self.add_error("reply_by", _("Say which office replied, and when."))

    def _no_circle(self, parent) -> None:
        """A commitment is no part of itself, nor of one of its own parts."""
        seen = set()
        while parent is not None and parent.pk not in seen:
            if self.instance.pk and parent.pk == self.instance.pk:
                self.add_error("parent_commitment", ValidationError(_("A commitment cannot be a part of itself.")))
                return
            seen.add(parent.pk)
            parent = parent.parent_commitment
