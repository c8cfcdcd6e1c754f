"""The tests: fast where it does not change what is tested (password hashing, static files, mail)."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="nto-test-"))

from config.settings.base import *  # noqa: F403 - DATA_DIR must be set before base reads it
from config.settings.base import DATA_DIR, STORAGES

SECRET_KEY = "only for tests"  # noqa: S105 - protects nothing
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
REQUIRE_SECOND_FACTOR = False
AXES_ENABLED = False  # the tests of the lock-out switch it on

# Each worker has a database of its own, and so an index of its own.
SEARCH_INDEX_DIR = Path(DATA_DIR) / f"index-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
SEARCH_CATCH_UP = "at-once"  # a thread would see nothing of a test's transaction
SEARCH_LOG_SECONDS = None  # likewise: the tests say when counts are written
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
OUTBOX_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
OUTBOX_THREAD = False  # a thread would see nothing of a test's transaction: the tests say when mail goes
LINK_CHECK = False  # no test asks the world
MEDIA_ROOT = Path(DATA_DIR) / "media"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
(Path(DATA_DIR) / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when it is missing
