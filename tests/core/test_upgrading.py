"""docs/upgrading.md lists what we use of Wagtail and its like beyond their documentation: all of it, and nothing else."""

import ast
import re
import tomllib
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
PACKAGES = ("axes", "csp", "django", "django_otp", "modelcluster", "modelsearch", "taggit", "treebeard", "wagtail")
# Of named tuples and of Django's documentation: public in spite of their underscore.
DOCUMENTED = {"_asdict", "_base_manager", "_default_manager", "_fields", "_make", "_meta", "_replace"}
UNDOCUMENTED_MODULES = (
    "axes.helpers",
    "csp.utils",
    "modelsearch.backends",
    "wagtail.actions.publish_page_revision",
    "wagtail.admin.ui.sidebar",
    "wagtail.admin.ui.tables.pages",
    "wagtail.admin.utils",
    "wagtail.admin.views.account",
    "wagtail.admin.views.generic",
    "wagtail.admin.views.home",
    "wagtail.admin.views.mixins",
    "wagtail.admin.views.pages",
    "wagtail.admin.widgets.workflows",
    "wagtail.documents.views.documents",
    "wagtail.images.views.images",
    "wagtail.locks",
    "wagtail.signal_handlers",
    "wagtail.snippets.bulk_actions",
    "wagtail.snippets.views.chooser",
    "wagtail.users.views",
    "wagtail.utils.urlpatterns",
    "wagtail.views",
)
SCRIPT_HOOKS = re.compile(
    r"w-[a-z]+:[a-z]+|\.w-[a-z_-]+|hidden\.bs\.modal|\.modal\b|\.chooser\b|jQuery\.Jcrop\b|a\.sidebar-[a-z-]+"
)
STARTED = re.compile(r'desk/start\.html" with (?:new|call)="(\w+)"')


def test_private_names_in_use_are_those_the_upgrade_guide_lists():
    trees = parsed()
    ours = {name for tree in trees for name in own_names(tree)}

    assert {name for tree in trees for name in private_names(tree)} - ours == listed("Private names")


def test_patched_classes_are_those_the_upgrade_guide_lists():
    assert {name for tree in parsed() for name in patched_names(tree)} == listed("Patched classes")


def test_undocumented_modules_in_use_are_those_the_upgrade_guide_lists():
    used = {module for tree in parsed() for name in imported(tree).values() if (module := undocumented(name))}

    assert used == listed("Modules that are not in the documentation")


def test_templates_in_the_place_of_wagtails_are_those_the_upgrade_guide_lists():
    installed = Path(find_spec("wagtail").origin).parent
    names = [path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.html")]
    # Wagtail also ships a template of a whole project, which is not installed.
    replaced = {name for name in names if any(installed.glob(f"[!p]*/**/templates/{name}"))}

    assert replaced - {"home/home_page.html"} == listed("Templates in the place of Wagtail's")


def test_script_hooks_in_use_are_those_the_upgrade_guide_lists():
    scripts = [path.read_text() for path in (ROOT / "static/js").glob("desk*.js")]
    templates = [path.read_text() for path in (ROOT / "templates/wagtailadmin").rglob("*.html")]
    used = {hook for text in scripts for hook in SCRIPT_HOOKS.findall(text)}
    started = {name for text in templates for name in STARTED.findall(text)}

    assert used | started == listed("Scripts that lean on Wagtail's")


def test_every_test_that_guards_a_line_of_the_upgrade_guide_exists():
    guards = set(re.findall(r"tests/[\w/]+\.py", (ROOT / "docs/upgrading.md").read_text()))

    assert len(guards) > 10
    assert {guard for guard in guards if not (ROOT / guard).exists()} == set()


def listed(heading: str) -> set[str]:
    """Return the names in the first column of a section of docs/upgrading.md."""
    sections = (ROOT / "docs/upgrading.md").read_text().split("\n## ")
    section = next(one for one in sections if one.startswith(heading))
    first_cells = re.findall(r"^\| (`[^|]+`) \|", section, re.MULTILINE)
    return {name for cell in first_cells for name in re.findall(r"`([^`]+)`", cell)}


def parsed() -> list[ast.Module]:
    paths = (path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
    return [ast.parse(path.read_text()) for path in paths]


def own_names(tree: ast.Module) -> set[str]:
    """Return what a file defines itself: functions, classes, variables and attributes of its own objects."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and is_own(node.value):
            names.add(node.attr)
    return names


def private_names(tree: ast.Module) -> set[str]:
    """Return the private names that a file reads or sets on an object, by a dot or by `getattr` and its like."""
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"getattr", "hasattr", "setattr"}
        ):
            names |= {
                part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)
            }
    return {name for name in names if re.match(r"_[a-z]", name)} - DOCUMENTED


def imported(tree: ast.Module) -> dict[str, str]:
    """Return the full names of what a file imports from the packages, by the name it has there."""
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in PACKAGES
        for alias in node.names
    }


def patched_names(tree: ast.Module) -> set[str]:
    names = imported(tree)
    targets = (target for node in ast.walk(tree) if isinstance(node, ast.Assign) for target in node.targets)
    return {
        ast.unparse(target)
        for target in targets
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id in names
    }


def undocumented(name: str) -> str | None:
    return next((module for module in UNDOCUMENTED_MODULES if f"{name}.".startswith(f"{module}.")), None)


def is_own(value: ast.expr) -> bool:
    return isinstance(value, ast.Name) and value.id == "self"
