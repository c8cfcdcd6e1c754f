"""What a browser would send from a form of the desk: everything that the page holds, with what somebody typed in it."""

from bs4 import BeautifulSoup
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models
from wagtail.test.utils.form_data import nested_form_data, streamfield


def kinds_with_drafts() -> list[type[Page]]:
    """Return the kinds of pages that somebody may add more than one of."""
    return [model for model in get_page_models() if model.is_creatable and model.max_count is None]


def typed(html: str, model: type[Page], **fields) -> dict:
    """Return what the form of the editor sends, once these fields were filled in.

    Args:
        fields: by name, two underscores for a hyphen; a stream as a list of (kind of block, value).
    """
    form = BeautifulSoup(html, "html.parser").select_one("form[data-edit-form], #page-edit-form, #w-editor-form")
    for template in form("template"):
        template.decompose()
    data = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        sent = _sent_by(field)
        if sent is not None:
            data[field["name"]] = sent
    streams = {f.name for f in model._meta.get_fields() if isinstance(f, StreamField)}
    for name in streams:
        data |= nested_form_data({name: streamfield(fields.pop(name, []))})
    return data | {name.replace("__", "-"): value for name, value in fields.items()}


def _sent_by(field):
    if field.name == "select":
        chosen = field.select_one("option[selected]")
        if chosen is None and not field.has_attr("multiple"):
            chosen = field.select_one("option")
        return chosen.get("value", "") if chosen else None
    if field.name == "textarea":
        return field.text.removeprefix("\n")
    if field.get("type") in {"submit", "button"}:
        return None
    if field.get("type") in {"checkbox", "radio"} and not field.has_attr("checked"):
        return None
    return field.get("value", "on" if field.get("type") == "checkbox" else "")
