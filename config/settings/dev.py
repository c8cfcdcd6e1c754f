"""A developer's or newcomer's own machine: `make serve` (as in production, on plain http) and `make dev` (DEBUG=1)."""

import os

from config.settings.base import *  # noqa: F403 - settings modules build on each other by design
from config.settings.base import DATA_DIR, STORAGES
from config.settings.storage import generated_secret_key

DEBUG = os.environ.get("DEBUG") == "1"
SECRET_KEY = generated_secret_key(DATA_DIR)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_HSTS_PRELOAD = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
REQUIRE_SECOND_FACTOR = False

if not os.environ.get("EMAIL_HOST"):
    OUTBOX_BACKEND = "outbox.development.FolderBackend"

if DEBUG:
    STORAGES = {
        **STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
