"""A public server. Refuses to start, with a sentence, when something that keeps it safe is missing."""

import os

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403 - settings modules build on each other by design


def required(name: str, why: str) -> str:
    """Return an environment variable or stop with a sentence that says what to set.

    Raises:
        ImproperlyConfigured: when it is unset or blank.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name}: {why}")
    return value


SECRET_KEY = required("SECRET_KEY", "a long random text that signs sessions, at least 50 characters.")
ALLOWED_HOSTS = required("ALLOWED_HOSTS", "the host names this site answers to, separated by commas.").split(",")
BASE_URL = os.environ.get("BASE_URL", f"https://{ALLOWED_HOSTS[0]}")
WAGTAILADMIN_BASE_URL = BASE_URL
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "1"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None

DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", f"no-reply@{ALLOWED_HOSTS[0]}")
