"""Saved views on the desk: links above a list, and the pages on which they are saved, renamed and deleted."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.components import Component

from core.text import without_control_characters
from desk.saved_filters import (
    LISTS,
    ViewNotSavedError,
    address_of,
    known,
    label_of,
    queries_of,
    rename_view,
    save_view,
    tidy_view,
    views_of,
)
from desk.saved_models import NAME_LENGTH, SavedView


class NameForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the view"),
        max_length=NAME_LENGTH,
        error_messages={"required": gettext_lazy("Give the view a name, such as “Wales, to confirm”.")},
    )

    def clean_name(self) -> str:
        name = " ".join(without_control_characters(self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return name


class SavedViewsHeader(Component):
    """The views that somebody saved of a list, and a way to save what it shows now."""

    template_name = "desk/saved_views_header.html"

    def __init__(self, request: HttpRequest, list_name: str):
        self.request, self.list_name = request, list_name

    def get_context_data(self, parent_context):
        views = views_of(self.request.user, self.list_name)
        query = tidy_view(self.list_name, self.request.META.get("QUERY_STRING", ""))
        asked = zip(views, queries_of(views), strict=True)
        address = reverse(self.list_name)
        links = [{"name": it.name, "url": f"{address}?{now}", "is_here": now == query} for it, now in asked]
        return {
            "request": self.request,
            # A component is drawn without the request, and so without the context processor that knows the token.
            "csrf_token": get_token(self.request),
            "links": links,
            "list_name": self.list_name,
            "query": query,
            "may_save": query and not any(link["is_here"] for link in links),
            "name_length": NAME_LENGTH,
        }


def header_of(request: HttpRequest, view) -> Component | None:
    """Return what stands above a list; nothing above lists of which no views are saved."""
    return SavedViewsHeader(request, view.index_url_name) if view.index_url_name in LISTS else None


def _page(request: HttpRequest, form: NameForm, title: str, **more) -> HttpResponse:
    return TemplateResponse(request, "desk/saved_view_form.html", {"form": form, "page_title": title, **more})


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Save what a list shows, and go back to it. What is wrong is said on a page that keeps what was typed."""
    list_name, form = request.POST.get("list", ""), NameForm(request.POST)
    if list_name not in LISTS:
        raise Http404
    query = tidy_view(list_name, request.POST.get("query", ""))
    if form.is_valid():
        try:
            view = save_view(user=request.user, list_name=list_name, name=form.cleaned_data["name"], query=query)
        except ViewNotSavedError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Saved as “%(name)s”. The link stands above the list.") % {"name": view.name})
            return redirect(address_of(view))
    back = f"{reverse(list_name)}?{query}"
    return _page(request, form, _("Save this view"), list_name=list_name, query=query, back=back, action=request.path)


def manage(request: HttpRequest) -> HttpResponse:
    """All views of whoever asks, by list, with rename and delete."""
    views = known(SavedView.objects.filter(user=request.user).order_by("list_name", "name"))
    rows = [
        {"view": view, "list": label_of(view.list_name), "url": f"{reverse(view.list_name)}?{query}"}
        for view, query in zip(views, queries_of(views), strict=True)
    ]
    return TemplateResponse(request, "desk/saved_views.html", {"rows": rows, "page_title": _("Your saved views")})


def rename(request: HttpRequest, key: int) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=key, user=request.user)
    form = NameForm(request.POST) if request.method == "POST" else NameForm(initial={"name": view.name})
    if form.is_bound and form.is_valid():
        try:
            rename_view(view, name=form.cleaned_data["name"])
        except ViewNotSavedError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Renamed to “%(name)s”.") % {"name": view.name})
            return redirect("saved_views")
    return _page(request, form, _("Rename a view"), back=reverse("saved_views"), action=request.path)


@require_POST
def delete(request: HttpRequest, key: int) -> HttpResponse:
    """Delete a view. Twice is once."""
    SavedView.objects.filter(pk=key, user=request.user).delete()
    messages.success(request, _("The view is deleted. The list itself is as it was."))
    return redirect("saved_views")


urlpatterns = [
    path("saved-views/", manage, name="saved_views"),
    path("saved-views/save/", save, name="save_view"),
    path("saved-views/<int:key>/", rename, name="rename_view"),
    path("saved-views/<int:key>/delete/", delete, name="delete_view"),
]
