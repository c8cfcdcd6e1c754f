"""Where a text stands in the database, whatever the table: for what people wrote into places that were not made for it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

# Accounts and what belongs to them are not erased with a person who sent something; search's tables are written anew.
KEPT_APPS = {"accounts", "auth", "axes", "contenttypes", "otp_static", "otp_totp", "sessions", "wagtailsearch"}
# The site's own words and addresses, which editors wrote.
KEPT_MODELS = {"core.SiteDetails", "outbox.MailWords", "submissions.SubmissionSettings"}
REMOVED = "[erased]"
Field = models.CharField | models.TextField | models.JSONField


@dataclass(frozen=True)
class Trace:
    """One value that holds the text."""

    model: type[models.Model]
    field: str
    key: Any
    value: Any


def traces_of(text: str) -> Iterator[Trace]:
    """Yield every value of the database that holds a text, whatever its capitals, but not as a part of longer words."""
    pattern = _pattern(text)
    for model in apps.get_models(include_auto_created=True):
        if (
            model._meta.app_label in KEPT_APPS
            or model._meta.label in KEPT_MODELS
            or model._meta.proxy
            or not model._meta.managed
        ):
            continue
        for field in model._meta.local_concrete_fields:
            if isinstance(field, Field) and not field.choices and not field.primary_key:
                yield from _in_column(model, field, text, pattern)


def without(value: Any, text: str) -> Any:
    """Return a value of a text or JSON column without the text: empty where it was all, else with a mark in its place."""
    return _replaced(value, _pattern(text))


def _in_column(model: type[models.Model], field: Field, text: str, pattern: re.Pattern) -> Iterator[Trace]:
    # What the database finds may be more than is meant: the pattern decides.
    written = {text, json.dumps(text)[1:-1]} if isinstance(field, models.JSONField) else {text}
    holds = Q(pk__in=[])
    for form in written:
        holds |= Q(as_text__icontains=form)
    rows = model._base_manager.annotate(as_text=Cast(field.name, models.TextField())).filter(holds)
    for key, value in rows.values_list("pk", field.name):
        if _replaced(value, pattern) != value:
            yield Trace(model, field.name, key, value)


def _pattern(text: str) -> re.Pattern:
    return re.compile(rf"(?<![\w.+-]){re.escape(text)}(?![\w-]|\.\w)", re.IGNORECASE)


def _replaced(value: Any, pattern: re.Pattern) -> Any:
    match value:
        case str():
            return "" if pattern.fullmatch(value.strip()) else pattern.sub(REMOVED, value)
        case list():
            return [_replaced(part, pattern) for part in value]
        case dict():
            return {name: _replaced(part, pattern) for name, part in value.items()}
    return value
