"""Project rules as system checks: a page type that forgets one fails at start-up, with a hint."""

from django.core import checks
from wagtail.models import Page, get_page_models

from core.models import BasePage


@checks.register
def page_types_follow_the_house_rules(app_configs, **kwargs) -> list[checks.Error]:
    """Every page type says what it is for and where it may stand."""
    errors = []
    for model in get_page_models():
        if model is Page:
            continue
        missing = [
            rule for rule in ("parent_page_types", "subpage_types", "page_description") if not _is_own(model, rule)
        ]
        if not issubclass(model, BasePage):
            errors.append(checks.Error(f"{model.__name__} does not extend BasePage.", obj=model, id="core.E001"))
        if missing:
            errors.append(
                checks.Error(
                    f"{model.__name__} does not set {', '.join(missing)}.",
                    hint="Every page type sets its parents, its children and a description for the editor.",
                    obj=model,
                    id="core.E002",
                )
            )
    return errors


def _is_own(model, rule: str) -> bool:
    return any(rule in vars(base) for base in model.__mro__ if base is not Page and base not in Page.__mro__)
