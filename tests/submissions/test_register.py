"""The register of personal data knows every field."""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings

from submissions.actions.pruning import DRAFTS_KEPT, LINKS_KEPT
from submissions.retention import EMPTIED, SPAM_DAYS, TYPED_DAYS, YEAR
from submissions.states import DECIDED

REGISTER = (Path(settings.BASE_DIR) / "docs" / "privacy.md").read_text(encoding="utf-8")


def registered() -> set[str]:
    personal, plain = REGISTER.split("## Fields without personal data")
    rows = [line.split("|")[1] for line in personal.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([A-Z]\w+\.\w+)`", row)}
    return named | {
        f"{model}.{field}"
        for model, fields in re.findall(r"`(\w+)`: ([\w, ]+)\.", plain)
        for field in fields.split(", ")
    }


def present() -> set[str]:
    models = [model for app in ("submissions", "outbox") for model in apps.get_app_config(app).get_models(True)]
    return {f"{model._meta.object_name}.{field.name}" for model in models for field in model._meta.concrete_fields}


def test_every_field_is_in_the_register_and_nothing_else_is():
    assert present() - registered() == set(), "say in docs/privacy.md what it is, or that it holds nothing personal"
    assert {name for name in registered() - present() if not name.startswith("connectors.")} == set()


def test_every_decision_has_an_end_and_the_register_says_it():
    states = [state for rule in EMPTIED for state in rule.states]

    assert sorted(states) == sorted(DECIDED)
    assert (DRAFTS_KEPT.days, LINKS_KEPT.days, SPAM_DAYS, YEAR, TYPED_DAYS) == (30, 30, 30, 365, 2)
    assert "draft: 30 days after the last answer; spam: 30 days; else a year after the decision" in REGISTER
