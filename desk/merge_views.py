"""Merging terms and moving other names of places: what would happen, in numbers, and then the doing of it."""

from django import forms
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.permissions import page_permission_policy

from connectors.actions.merging_terms import NotUndoableError, TermGoneError, merge_terms, undo_merge
from connectors.models import TermMerge
from connectors.term_uses import UNDO_DAYS, VOCABULARIES, Term, Vocabulary, count_merge, merges_to_undo, vocabulary_of
from desk.merging_entries import entry_merges_to_undo
from places.actions import AliasGoneError, move_alias
from places.models import Place, PlaceAlias

MOST_MERGES = 200
NOT_UNDOABLE = {
    "over": gettext_lazy("This was taken back already, or is more than %(days)d days ago."),
    "target": gettext_lazy("What it was merged into is not there any more: take that merge back first."),
    "taken": gettext_lazy("Meanwhile there is another term of that name or slug: rename that one first."),
}


def may_merge(user: AbstractUser, vocabulary: Vocabulary) -> bool:
    """Tell whether somebody may merge the terms of a list: who may change and delete them."""
    model = vocabulary.terms._meta
    return all(user.has_perm(f"{model.app_label}.{right}_{model.model_name}") for right in ("change", "delete"))


class IntoForm(forms.Form):
    """Which term it becomes. Keywords are typed: there may be thousands."""

    def __init__(self, data, *, source: Term):
        super().__init__(data)
        vocabulary = vocabulary_of(source)
        typed = vocabulary.name == "keyword"
        self.fields["into"] = forms.ModelChoiceField(
            label=_("Merge into"),
            queryset=vocabulary.terms.objects.exclude(pk=source.pk).order_by("name"),
            to_field_name="name" if typed else None,
            widget=forms.TextInput(attrs={"maxlength": 100}) if typed else forms.Select,
            help_text=_("The keyword as it is spelt in the list.") if typed else "",
            error_messages={
                "required": _("Choose what it is merged into."),
                "invalid_choice": _("There is no other term of that name. Look it up in the list.")
                if typed
                else _("Choose one from the list."),
            },
        )


@require_http_methods(["GET", "HEAD", "POST"])
def merge_term(request: HttpRequest, vocabulary: str, key: int) -> HttpResponse:
    """Choose the target, see the numbers, confirm."""
    known = VOCABULARIES.get(vocabulary)
    if known is None:
        raise Http404
    if not may_merge(request.user, known):
        raise PermissionDenied
    source = known.terms.objects.filter(pk=key).first()
    if source is None:
        return _is_gone(request, known, key)
    given = request.POST if request.method == "POST" else request.GET
    form = IntoForm(given if "into" in given else None, source=source)
    target = form.cleaned_data["into"] if form.is_bound and form.is_valid() else None
    if target and request.method == "POST":
        return _merge(request, known, source, target)
    context = {
        "form": form,
        "source": source,
        "target": target,
        "counts": count_merge(source, target) if target else None,
        "list_url": list_address(known),
        "vocabulary": known,
        "undo_days": UNDO_DAYS,
        "header_title": _("Merge “%(name)s” into another") % {"name": source.name},
    }
    return TemplateResponse(request, "desk/merge_term.html", context)


def _merge(request: HttpRequest, vocabulary: Vocabulary, source: Term, target: Term) -> HttpResponse:
    try:
        merge = merge_terms(source, target, user=request.user)
    except TermGoneError:
        return _is_gone(request, vocabulary, source.pk)
    moved, doubles = len(merge.moved["uses"]), len(merge.moved["doubles"])
    text = ngettext(
        "“%(source)s” is now “%(target)s”: %(all)d entry used it, %(moved)d got the new term, %(doubles)d had it already.",
        "“%(source)s” is now “%(target)s”: %(all)d entries used it, %(moved)d got the new term, %(doubles)d had it already.",
        moved + doubles,
    )
    values = {"source": source.name, "target": target.name, "all": moved + doubles, "moved": moved, "doubles": doubles}
    messages.success(request, text % values, buttons=[messages.button(reverse("desk_merges"), _("Merges"))])
    return redirect(list_address(vocabulary))


def _is_gone(request: HttpRequest, vocabulary: Vocabulary, key: int) -> HttpResponse:
    merge = TermMerge.objects.filter(vocabulary=vocabulary.name, source_key=key, undone_at=None).first()
    if merge is None:
        raise Http404
    who = person(merge.merged_by) or _("Somebody")
    text = _("%(who)s has merged “%(source)s” into “%(target)s” already. Nothing else was changed.")
    messages.info(request, text % {"who": who, "source": merge.source_name, "target": merge.target_name})
    return redirect(list_address(vocabulary))


def list_address(vocabulary: Vocabulary) -> str:
    """Return the address of the list of terms."""
    return reverse(vocabulary.terms.snippet_viewset.get_url_name("list"))


def merges(request: HttpRequest) -> HttpResponse:
    """List what can still be taken back."""
    allowed = [name for name, vocabulary in VOCABULARIES.items() if may_merge(request.user, vocabulary)]
    of_entries = page_permission_policy.user_has_permission(request.user, "publish")
    if not allowed and not of_entries:
        raise PermissionDenied
    found = merges_to_undo().filter(vocabulary__in=allowed).select_related("merged_by")[:MOST_MERGES]
    rows = [
        {
            "kind": merge.get_vocabulary_display(),
            "was": merge.source_name,
            "became": merge.target_name,
            "entries": len(merge.moved["uses"]) + len(merge.moved["doubles"]),
            "at": merge.merged_at,
            "by": person(merge.merged_by),
            "undo_url": reverse("desk_unmerge_term", args=[merge.pk]),
        }
        for merge in found
    ]
    if of_entries:
        merged = entry_merges_to_undo().select_related("survivor", "merged", "merged_by")[:MOST_MERGES]
        rows += [
            {
                "kind": _("Entry"),
                "was": merge.merged.title,
                "became": merge.survivor.title,
                "entries": 1,
                "at": merge.merged_at,
                "by": person(merge.merged_by),
                "undo_url": reverse("desk_part_entry", args=[merge.pk]),
            }
            for merge in merged
        ]
    rows.sort(key=lambda row: row["at"], reverse=True)
    context = {"rows": rows, "undo_days": UNDO_DAYS, "header_title": _("Merges")}
    return TemplateResponse(request, "desk/merges.html", context)


def person(user: AbstractUser | None) -> str:
    """Return how a colleague is called; empty when the account is deleted."""
    return (user.get_full_name() or user.get_username()) if user else ""


@require_POST
def unmerge(request: HttpRequest, key: int) -> HttpResponse:
    """Take a merge of terms back."""
    merge = get_object_or_404(TermMerge, pk=key)
    if not may_merge(request.user, VOCABULARIES[merge.vocabulary]):
        raise PermissionDenied
    try:
        source = undo_merge(key, user=request.user)
    except NotUndoableError as error:
        messages.error(request, NOT_UNDOABLE[str(error)] % {"days": UNDO_DAYS})
    else:
        messages.success(request, _("“%(name)s” is a term of its own again.") % {"name": source.name})
    return redirect("desk_merges")


class MoveForm(forms.Form):
    alias = forms.ModelChoiceField(label=gettext_lazy("Other name"), queryset=PlaceAlias.objects.none())
    place = forms.ModelChoiceField(
        label=gettext_lazy("It belongs to"),
        queryset=Place.objects.all(),
        widget=Place.snippet_viewset.chooser_viewset.widget_class
        if hasattr(Place, "snippet_viewset")
        else forms.Select,
    )

    def __init__(self, data=None, *, source: Place):
        super().__init__(data)
        self.fields["alias"].queryset = source.aliases.all()
        self.fields["place"].queryset = Place.objects.exclude(pk=source.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def move_names(request: HttpRequest, key: int) -> HttpResponse:
    """Give another name of a place to the place that it really means."""
    if not request.user.has_perm("places.change_place"):
        raise PermissionDenied
    place = get_object_or_404(Place, pk=key)
    form = MoveForm(request.POST if request.method == "POST" else None, source=place)
    if form.is_bound and form.is_valid():
        alias, other = form.cleaned_data["alias"], form.cleaned_data["place"]
        try:
            moved = move_alias(alias.pk, from_place=place, to_place=other, user=request.user)
        except AliasGoneError:
            messages.error(request, _("That name is not here any more: somebody was faster."))
        else:
            text = (
                _("“%(name)s” now leads to %(place)s.")
                if moved
                else _("%(place)s had the name “%(name)s” already; it is only there now.")
            )
            messages.success(request, text % {"name": alias.name, "place": other.name})
        return redirect(reverse(Place.snippet_viewset.get_url_name("edit"), args=[place.pk]))
    context = {
        "form": form,
        "place": place,
        "edit_url": reverse(Place.snippet_viewset.get_url_name("edit"), args=[key]),
        "header_title": _("Move another name of %(place)s") % {"place": place.name},
    }
    return TemplateResponse(request, "desk/move_names.html", context)
