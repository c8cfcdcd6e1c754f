"""“Mail about what arrives” on the account page of whoever decides."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from submissions.desk.rights import may_decide
from submissions.models import ArrivalMails


class ArrivalMailsForm(forms.ModelForm):
    class Meta:
        model = ArrivalMails
        fields = ["how_often"]
        labels = {"how_often": _("Submissions, answers, suggested changes and claims")}
        widgets = {"how_often": forms.RadioSelect}
        help_texts = {
            "how_often": _(
                "The daily mail says what waits, since when and by when it is due; what is late, or due by the next working "
                "day, stands first. "
                "What is probably spam is never mailed at once."
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.user.email:
            self.fields["how_often"].help_text = gettext(
                "Your account has no e-mail address, so you get none of these mails. Add it under Profile."
            )

    def save(self, commit=True) -> ArrivalMails:
        """Keep the choice and nothing else: a digest may be written at the same moment."""
        how_often = self.cleaned_data["how_often"]
        kept, _made = ArrivalMails.objects.update_or_create(user=self.instance.user, defaults={"how_often": how_often})
        return kept


class ArrivalMailsPanel(BaseSettingsPanel):
    name = "arrival_mails"
    title = _("Mail about what arrives")
    tab = notifications_tab
    order = 90  # before the notifications of the CMS, which tell about pages of colleagues
    form_class = ArrivalMailsForm

    def is_active(self) -> bool:
        return may_decide(self.user)

    def get_form(self) -> ArrivalMailsForm:
        chosen = ArrivalMails.objects.filter(user=self.user).first() or ArrivalMails(user=self.user)
        return self.form_class(self.request.POST or None, instance=chosen, prefix=self.name)
