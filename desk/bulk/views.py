"""The pages of a change of many entries: say how many and which, then how far it is, then what it did."""

import hashlib

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.widgets import AdminDateInput
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction

from connectors.choices import Stage
from connectors.models import EntryPage, Theme, Tier
from desk.bulk.changing import CHANGES, Change
from desk.bulk.matching import matching
from desk.bulk.models import BulkChange
from desk.bulk.running import begin, go_on

SAMPLE = 10
ALL = "all"


class ChangeForm(forms.Form):
    """The value of a change, if it has one, and what the person saw that it would change."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, change: Change, **kwargs):
        super().__init__(*args, **kwargs)
        field = {
            "themes": lambda: forms.ModelChoiceField(label=_("Theme"), queryset=Theme.objects.all()),
            "tiers": lambda: forms.ModelChoiceField(label=_("Tier of government"), queryset=Tier.objects.all()),
            "stage": lambda: forms.ChoiceField(label=_("Stage"), choices=[("", "---------"), *Stage.choices]),
            "review_due": lambda: forms.DateField(label=_("Check again by"), widget=AdminDateInput),
        }.get(change.field)
        if field:
            self.fields["value"] = field()

    def stored_value(self):
        """Return the value as JSON can keep it."""
        value = self.cleaned_data.get("value")
        if hasattr(value, "pk"):
            return value.pk
        return value.isoformat() if hasattr(value, "isoformat") else value


class EntryBulkAction(BulkAction):
    """A change of the entries that are ticked, or of all that the list shows under its filters and its search."""

    change: Change
    models = [EntryPage]
    template_name = "desk/bulk/confirm.html"
    form_class = ChangeForm

    def dispatch(self, request, *args, **kwargs):
        if not self.change.is_for(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def entries(self):
        ids = self.request.GET.getlist("id")
        if ALL in ids:
            found = matching(self.request, self.next_url)
            if found is None or found.model is not EntryPage:
                return EntryPage.objects.none()
            return EntryPage.objects.filter(pk__in=found.order_by().values("pk"))
        return EntryPage.objects.filter(pk__in=[int(one) for one in ids if one.isdecimal() and len(one) < 19])  # noqa: PLR2004 - digits of a key

    @cached_property
    def keys(self) -> list[int]:
        return list(self.entries.order_by("title", "pk").values_list("pk", flat=True))

    def mark(self) -> str:
        """Return a digest of the entries, to tell that others match than those that were shown."""
        return hashlib.sha256(",".join(map(str, self.keys)).encode()).hexdigest()[:16]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "change": self.change, "initial": {"seen": self.mark()}}

    def get_context_data(self, **kwargs):
        shown = list(EntryPage.objects.filter(pk__in=self.keys[:SAMPLE]).order_by("title", "pk"))
        return {
            **super(BulkAction, self).get_context_data(**kwargs),
            "change": self.change,
            "total": len(self.keys),
            "is_all": ALL in self.request.GET.getlist("id"),
            "shown": shown,
            "more": len(self.keys) - len(shown),
            "next": self.next_url,
            "submit_url": self.request.get_full_path(),
            "header_title": self.change.label,
            "mark": self.mark(),
        }

    def form_valid(self, form):
        if form.cleaned_data["seen"] != self.mark():
            form.add_error(None, _("Other entries match now than those you saw. Look again, then confirm."))
            return self.form_invalid(form)
        value = form.stored_value()
        bulk = begin(change=self.change.slug, value=value, keys=self.keys, user=self.request.user, back=self.next_url)
        go_on(bulk.pk)
        return redirect("desk_bulk_change", bulk.pk)


def bulk_actions() -> list[type[BulkAction]]:
    """Return a bulk action for each change."""
    return [
        type(
            f"{slug.title().replace('_', '')}BulkAction",
            (EntryBulkAction,),
            {
                "change": change,
                "display_name": change.label,
                "action_type": slug,
                "aria_label": change.label,
                "action_priority": number,
            },
        )
        for number, (slug, change) in enumerate(CHANGES.items())
    ]


class DeleteMatchingAction(DeleteBulkAction):
    """Wagtail's deleting of snippets, but "all" means all that the list shows: it forgets filters and search."""

    def get_all_objects_in_listing_query(self, parent_id):
        found = matching(self.request, self.next_url)
        if found is None or found.model is not self.model:
            return []
        return list(found.order_by().values_list("pk", flat=True))


@require_http_methods(["GET", "HEAD", "POST"])
def bulk_change(request: HttpRequest, key: int) -> HttpResponse:
    """Show how far a change is; with POST go on with it. Only for who began it."""
    bulk = get_object_or_404(BulkChange, pk=key, user=request.user)
    if request.method == "POST":
        if not bulk.is_done:
            go_on(bulk.pk)
        return redirect("desk_bulk_change", bulk.pk)
    names = dict(EntryPage.objects.filter(pk__in=[one for one, _why in bulk.failures]).values_list("pk", "title"))
    context = {
        "bulk": bulk,
        "total": len(bulk.keys),
        "done_text": _done_text(bulk),
        "failures": [{"key": one, "title": names.get(one, ""), "why": why} for one, why in bulk.failures],
        "header_title": CHANGES[bulk.change].label,
    }
    return TemplateResponse(request, "desk/bulk/result.html", context)


def _done_text(bulk: BulkChange) -> str:
    text = ngettext(
        "%(changed)d of %(total)d entry changed.", "%(changed)d of %(total)d entries changed.", bulk.matching
    )
    return text % {"changed": bulk.changed, "total": bulk.matching}
