"""The pages of a change of many entries: say how many and which, then how far it is, then what it did."""

import hashlib

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.widgets import AdminDateInput
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction

from connectors.choices import Stage
from connectors.models import EntryPage, Theme, Tier
from desk.bulk.changing import CHANGES, Change
from desk.bulk.matching import matching
from desk.bulk.models import BulkChange
from desk.bulk.running import KNOWN, begin, go_on
from desk.statuses.decisions import Decision

SAMPLE = 10
ALL = "all"


class SeenForm(forms.Form):
    """What the person saw that would be changed, and in forms that extend it the value of the change."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def stored_value(self):
        """Return the value as JSON can keep it."""
        value = self.cleaned_data.get("value")
        if hasattr(value, "pk"):
            return value.pk
        return value.isoformat() if hasattr(value, "isoformat") else value


class ChangeForm(SeenForm):
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


class ManyAction(BulkAction):
    """A change of the rows that are ticked, or of all that a list shows under its filters and its search.

    Classes that extend it say `rows`, most often by `chosen`, and the `order` in which they are changed.
    """

    change: Change | Decision
    order: tuple[str, ...]

    @classmethod
    def of(cls, change: Change | Decision, number: int) -> type["ManyAction"]:
        """Return the bulk action of a change. `number`: its place among the buttons."""
        named = {"display_name": change.label, "aria_label": change.label, "action_type": change.slug}
        name = f"{change.slug.title().replace('_', '')}BulkAction"
        return type(name, (cls,), {**named, "change": change, "action_priority": number})

    def dispatch(self, request, *args, **kwargs):
        if not self.change.is_for(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def chosen(self, model: type[Model]) -> QuerySet:
        """Return the rows of a model that are ticked, or all that the list shows."""
        ids = self.request.GET.getlist("id")
        if ALL in ids:
            found = matching(self.request, self.next_url)
            if found is None or found.model is not model:
                return model.objects.none()
            return model.objects.filter(pk__in=found.order_by().values("pk"))
        return model.objects.filter(pk__in=[int(one) for one in ids if one.isdecimal() and len(one) < 19])  # noqa: PLR2004 - digits of a key

    @cached_property
    def keys(self) -> list[int]:
        return list(self.rows.order_by(*self.order).values_list("pk", flat=True))

    def mark(self) -> str:
        """Return a digest of the rows, to tell that others match than those that were shown."""
        return hashlib.sha256(",".join(map(str, self.keys)).encode()).hexdigest()[:16]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "change": self.change, "initial": {"seen": self.mark()}}

    def get_context_data(self, *, shown: list, **kwargs):
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


class EntryBulkAction(ManyAction):
    models = [EntryPage]
    template_name = "desk/bulk/confirm.html"
    form_class = ChangeForm
    order = ("title", "pk")

    @cached_property
    def rows(self):
        return self.chosen(EntryPage)

    def get_context_data(self, **kwargs):
        shown = list(EntryPage.objects.filter(pk__in=self.keys[:SAMPLE]).order_by(*self.order))
        return super().get_context_data(shown=shown, **kwargs)


def bulk_actions() -> list[type[BulkAction]]:
    """Return a bulk action for each change."""
    return [EntryBulkAction.of(change, number) for number, change in enumerate(CHANGES.values())]


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
    change = KNOWN[bulk.change]
    named = change.names_of([one for one, _why in bulk.failures])
    failures = []
    for one, why in bulk.failures:
        name, url = named.get(one, ("", ""))
        failures.append({"title": name, "url": url, "why": why})
    context = {
        "bulk": bulk,
        "total": len(bulk.keys),
        "done_text": change.done_text(bulk.changed, bulk.matching),
        "failures": failures,
        "header_title": change.label,
    }
    return TemplateResponse(request, "desk/bulk/result.html", context)
