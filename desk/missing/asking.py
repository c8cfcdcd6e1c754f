"""What a stored version still needs, where there is no form: the editor's form is asked about what is stored."""

from wagtail.models import Page

from desk.missing.items import Missing, faults_in


def what_is_missing(page: Page) -> list[Missing]:
    """Return what the editor would ask for if somebody published this version of a page.

    Args:
        page: the specific page as a version holds it, such as `get_latest_revision_as_object()`.
    """
    form = _form_of(type(page).get_edit_handler().get_form_class(), page)
    return [] if form.is_valid() else faults_in(form)


def _form_of(form_class, page: Page):
    """Return the form as if it were sent with just what is stored. A disabled field takes that for what was typed."""
    stored = form_class(instance=page)
    form = form_class(_heads(stored), instance=page, parent_page=page.get_parent())
    for name, formset in form.formsets.items():
        for row, given in zip(formset.forms, stored.formsets[name].initial_forms, strict=True):
            row.instance, row.initial = (
                given.instance,
                given.initial,
            )  # a row that only the version has is found by no key
    for one in (form, *(row for formset in form.formsets.values() for row in formset.forms)):
        for name, field in one.fields.items():
            field.disabled = name not in {"id", "DELETE", "ORDER"}
    return form


def _heads(form) -> dict[str, str]:
    """Return what the browser sends of lists beside the fields: how many rows, and which."""
    data = {}
    for formset in form.formsets.values():
        count = str(formset.initial_form_count())
        data |= {f"{formset.prefix}-TOTAL_FORMS": count, f"{formset.prefix}-INITIAL_FORMS": count}
        for number, row in enumerate(formset.initial_forms, 1):
            data |= {f"{row.prefix}-id": str(row.instance.pk or ""), f"{row.prefix}-ORDER": str(number)}
    return data
