"""Merging two entries: choose the other, read them side by side, choose what stays, confirm."""

from django import forms
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.rich_text import get_text_for_indexing

from connectors.choosing import LARGEST
from connectors.comparison import compare_facts
from connectors.models import EntryPage
from connectors.term_uses import UNDO_DAYS
from desk.entry_merges import EntryMerge
from desk.merging_entries import CannotMergeError, CannotPartError, fillable, merge_entries, part_entries
from submissions.desk.forms import EntryChooser

WHY_NOT = {
    "gone": gettext_lazy("The entry that stays must be on the site, and the other must still be there."),
    "kinds": gettext_lazy("They are of two kinds: an initiative and a connector, for instance, cannot be one."),
    "same": gettext_lazy("Choose another entry: this is the same one."),
    "alias": gettext_lazy("One of them is an alias, a second address of an entry: choose the entry itself."),
    "done": gettext_lazy("One of them was merged already. Look under Reports → Merges."),
}
LONGEST_SHOWN = 300


class EntryField(forms.ModelChoiceField):
    def to_python(self, value):
        try:
            return super().to_python(value)
        except OverflowError as error:  # a number that no database can hold
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


class OtherForm(forms.Form):
    other = EntryField(
        label=gettext_lazy("The other entry"),
        queryset=EntryPage.objects.once(),
        widget=EntryChooser(target_models=[EntryPage]),
        error_messages={
            "required": gettext_lazy("Choose the other entry."),
            "invalid_choice": gettext_lazy("Choose an entry of the directory."),
        },
    )


def may_merge_entry(user: AbstractUser, page) -> bool:
    """Tell whether somebody may merge an entry: who may publish it and take it off the site."""
    return isinstance(page, EntryPage) and page.permissions_for_user(user).can_publish()


@require_http_methods(["GET", "HEAD", "POST"])
def merge_entry(request: HttpRequest, key: int) -> HttpResponse:
    """The entry of the address stays; `other` is merged into it. A link turns them round."""
    if key > LARGEST:
        raise Http404
    kept = get_object_or_404(EntryPage, pk=key).specific
    if not may_merge_entry(request.user, kept):
        raise PermissionDenied
    given = request.POST if request.method == "POST" else request.GET
    form = OtherForm(given if "other" in given else None)
    other = form.cleaned_data["other"].specific if form.is_bound and form.is_valid() else None
    if other and not may_merge_entry(request.user, other):
        raise PermissionDenied
    if other and (why := _why_not(kept, other)):
        form.add_error("other", WHY_NOT[why])
        other = None
    if other and request.method == "POST":
        if request.POST.get("mark") == _mark(kept, other):
            return _merge(request, kept, other)
        messages.warning(request, _("One of them was changed since you looked. Look again, then confirm."))
    context = {
        "form": form,
        "kept": kept,
        "other": other,
        "undo_days": UNDO_DAYS,
        "header_title": _("Merge two entries"),
    }
    if other:
        context |= {
            "rows": compare_facts((kept, other)),
            "fields": [_offered(field, other) for field in fillable(kept, other)],
            "mark": _mark(kept, other),
            "turned": f"{reverse('desk_merge_entry', args=[other.pk])}?other={kept.pk}" if other.live else "",
        }
    return TemplateResponse(request, "desk/merge_entry.html", context)


def _why_not(kept: EntryPage, other: EntryPage) -> str:
    if kept.pk == other.pk:
        return "same"
    if EntryMerge.objects.filter(merged__in=[kept.pk, other.pk], undone_at=None).exists():
        return "done"
    if not kept.live:
        return "gone"
    return "" if kept.content_type_id == other.content_type_id else "kinds"


def _mark(*pages: EntryPage) -> str:
    return "-".join(f"{page.pk}.{page.latest_revision_id or 0}.{page.live_revision_id or 0}" for page in pages)


def _offered(field, other: EntryPage) -> dict:
    value = field.value_from_object(other)
    if field.choices:
        value = getattr(other, f"get_{field.name}_display")()
    elif field.is_relation:
        value = getattr(other, field.name)
    text = get_text_for_indexing(str(value))
    return {"name": field.name, "label": capfirst(field.verbose_name), "text": text[:LONGEST_SHOWN]}


def _merge(request: HttpRequest, kept: EntryPage, other: EntryPage) -> HttpResponse:
    try:
        merge_entries(kept.pk, other.pk, fill=request.POST.getlist("fill"), user=request.user)
    except CannotMergeError as error:
        messages.error(request, WHY_NOT[str(error)])
        return redirect("entries:index")
    text = _("“%(other)s” is now part of “%(kept)s”: its address leads there, and so does all that led to it.")
    buttons = [messages.button(reverse("desk_merges"), _("Merges"))]
    messages.success(request, text % {"other": other.title, "kept": kept.title}, buttons=buttons)
    return redirect("wagtailadmin_pages:edit", kept.pk)


@require_POST
def part_entry(request: HttpRequest, key: int) -> HttpResponse:
    """Take a merge of entries back."""
    found = get_object_or_404(EntryMerge.objects.select_related("survivor", "merged"), pk=key)
    if not all(may_merge_entry(request.user, page) for page in (found.survivor, found.merged)):
        raise PermissionDenied
    try:
        _found, as_before = part_entries(key, user=request.user)
    except CannotPartError:
        messages.error(request, _("This was taken back already, or is too long ago."))
        return redirect("desk_merges")
    text = _("“%(other)s” is an entry of its own again.") % {"other": found.merged.title}
    if not as_before:
        text += " " + _(
            "“%(kept)s” was published since the merge, so it keeps what it got: take off what is not its own."
        ) % {"kept": found.survivor.title}
    messages.success(request, text)
    return redirect("desk_merges")
