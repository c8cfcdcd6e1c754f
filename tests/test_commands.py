"""What is typed at a shell: preparing a copy, and the settings that refuse to start half-safe."""

import secrets
import stat
from pathlib import Path

import pytest

from tests.browser.server import manage, must, own_environment
from tests.copies import seeded_environment, shared_folder

pytestmark = pytest.mark.long

# Made when somebody looks at a page, searches or signs in; no content.
NOT_CONTENT = (
    *("sessions", "axes", "core.corerendition", "search.askedwords", "search.openedentry"),
    "submissions.submissionsettings",
)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory) -> dict[str, str]:
    return seeded_environment(shared_folder(tmp_path_factory))


@pytest.fixture
def empty(tmp_path, monkeypatch) -> dict[str, str]:
    """The environment of a copy on which nothing was ever run. No command here needs a database."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return own_environment(tmp_path / "data", "unused")


@pytest.fixture
def production(empty) -> dict[str, str]:
    safe = {"SECRET_KEY": secrets.token_urlsafe(60), "ALLOWED_HOSTS": "example.org"}
    return {**empty, **safe, "DJANGO_SETTINGS_MODULE": "config.settings.production"}


def content(environment: dict[str, str]) -> str:
    excluded = [part for name in NOT_CONTENT for part in ("--exclude", name)]
    return must(manage(environment, "dumpdata", *excluded))


def test_prepare_fills_an_empty_copy_and_prints_how_to_sign_in(seeded):
    printed = (Path(seeded["DATA_DIR"]) / "prepare.log").read_text()

    assert "Filling the empty site" in printed
    assert all(name in printed for name in ("editor", "moderator", "manager", "/admin/"))


def test_prepare_and_seeding_run_again_change_no_content(seeded):
    before = content(seeded)
    printed = must(manage(seeded, "prepare")) + must(manage(seeded, "seed_content"))

    assert "Filling" not in printed
    assert "Made" not in printed
    assert content(seeded) == before


def test_secret_key_is_made_once_and_private(empty, tmp_path):
    must(manage(empty, "check"))
    path = tmp_path / "data/secret_key"
    first = path.read_text()
    must(manage(empty, "check"))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(first) >= 50
    assert path.read_text() == first


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_refuses_to_start_without(production, name):
    process = manage({**production, name: " "}, "check")

    assert process.returncode != 0
    assert f"Set the environment variable {name}: " in process.stderr


def test_production_passes_the_deployment_check(production):
    process = manage(production, "check", "--deploy", "--fail-level", "WARNING")

    assert process.returncode == 0, process.stderr
    assert "no issues" in process.stdout
