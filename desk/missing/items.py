"""What a form of the desk finds wrong, as a list: each fault with the field where it is put right."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
from wagtail.blocks import BaseStreamBlock, Block, ListBlock
from wagtail.blocks.base import BlockField

from desk.checks.whereabouts import Whereabouts, whereabouts

# The messages of fields that are empty. They are told by the name of the field alone.
EMPTY = {"required"}


@dataclass(frozen=True)
class Missing:
    """A fault in a form.

    Attributes:
        where: what the field is called, from the outside in, such as ("Story", "Quote", "They agreed to be quoted here").
        message: what is wrong; empty when the field is.
        field: id of the field in the page; tab, part: the heading of its tab and the id of the part of it, where they are known.
    """

    where: tuple[str, ...]
    message: str
    field: str
    tab: str = ""
    part: str = ""

    @property
    def label(self) -> str:
        return ", ".join(self.where)


def faults_in(form: WagtailAdminModelForm) -> list[Missing]:
    """Return what a form that was checked finds wrong, in the order of its fields and lists."""
    labels = _labels(form)
    places = whereabouts(form.instance) if hasattr(form.instance, "get_edit_handler") else {}
    found = [fault for name in form.errors if name in form.fields for fault in _in_field(form, name, labels, places)]
    for name, formset in form.formsets.items():
        found += _in_rows(name, formset, labels, places)
    order = {name: number for number, name in enumerate(labels)}
    found.sort(key=lambda pair: order.get(pair[0], len(order)))
    general = [Missing((), message, "") for message in form.non_field_errors()]
    return [fault for _name, fault in found] or general


def in_one_line(faults: list[Missing]) -> str:
    """Return what is missing as one sentence, for where there is no room for a list."""
    said = (f"{fault.label} ({fault.message.rstrip('.')})" if fault.message else fault.label for fault in faults)
    return _("Missing or not right: %(what)s.") % {"what": "; ".join(said)}


def _labels(form: WagtailAdminModelForm) -> dict[str, str]:
    """Return what fields and lists are called in the form, by name, in its order."""
    if not hasattr(form.instance, "get_edit_handler"):
        return {}
    return dict(_names(form.instance.get_edit_handler()))


def _names(panel: Panel) -> Iterator[tuple[str, str]]:
    match panel:
        case FieldPanel():
            yield panel.field_name, str(panel.heading)
        case InlinePanel():
            yield panel.relation_name, str(panel.heading)
        case _:
            for child in getattr(panel, "children", ()):
                yield from _names(child)


def _in_field(form, name, labels, places: dict[str, Whereabouts], prefix=()) -> Iterator[tuple[str, Missing]]:
    bound = form[name]
    where = (*prefix, capfirst(labels.get(name) or str(bound.label)))
    tab, part = places.get(name, ("", ""))
    for error in form.errors[name].as_data():
        if isinstance(bound.field, BlockField):
            value = bound.initial if bound.field.disabled else bound.data
            faults = _in_block(bound.field.block, error, bound.html_name, value)
            yield from ((name, Missing((*where, *names), said, field, tab, part)) for names, said, field in faults)
        else:
            yield name, Missing(where, _said(error), bound.auto_id, tab, part)


def _in_rows(name, formset: forms.BaseFormSet, labels, places) -> Iterator[tuple[str, Missing]]:
    tab, part = places.get(name, ("", ""))
    heading = capfirst(labels.get(name) or str(formset.model._meta.verbose_name_plural))
    row = capfirst(str(formset.model._meta.verbose_name))
    for number, form in enumerate(formset.forms, 1):
        if formset.can_delete and formset._should_delete_form(form):
            continue
        for field in form.errors:
            if field not in form.fields:
                message = " ".join(form.errors[field])
                yield name, Missing((f"{row} {number}",), message, f"inline_child_{form.prefix}", tab, part)
                continue
            for _field, fault in _in_field(form, field, {}, {}, (f"{row} {number}",)):
                # The place of a place needs no name of its own.
                where = fault.where[:1] if fault.where[1] == row else fault.where
                yield name, Missing(where, fault.message, fault.field, tab, part)
    for error in formset.non_form_errors().as_data():
        message = _("add at least one") if error.code == "too_few_forms" else _said(error)
        yield name, Missing((heading,), message, f"id_{formset.prefix}-ADD", tab, part)


def _in_block(block: Block, error: ValidationError, prefix: str, value=None) -> Iterator[tuple[tuple, str, str]]:
    """Yield the faults in a block and in those inside it: what they are called, what is wrong, and the id of the field.

    Args:
        value: of a stream, whose blocks are of different kinds.
    """
    inner, general = getattr(error, "block_errors", {}), getattr(error, "non_block_errors", ())
    if not inner and not general:
        yield (), _said(error), prefix
    for fault in general.as_data() if general else ():
        yield (), _said(fault), prefix
    for key, fault in inner.items():
        child, name, suffix = _child_of(block, key, value)
        for names, said, field in _in_block(child, fault, f"{prefix}-{suffix}"):
            yield (name, *names), said, field


def _child_of(block: Block, key: int | str, value) -> tuple[Block, str, str]:
    """Return a block inside another with what it is called there, and what its id adds to that of the other."""
    match block:
        case BaseStreamBlock():
            child = value[key].block
            return child, f"{capfirst(str(child.label))} ({key + 1})", f"{key}-value"
        case ListBlock():
            return block.child_block, str(key + 1), f"{key}-value"
    child = block.child_blocks[key]
    return child, capfirst(str(child.label)), key


def _said(error: ValidationError) -> str:
    if getattr(error, "code", None) in EMPTY:
        return ""
    return " ".join(str(message) for message in getattr(error, "messages", [error]))
