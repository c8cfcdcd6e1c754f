"""How mail leaves: everything is written to the outbox first, and delivered from there."""

import os

EMAIL_BACKEND = "outbox.backend.OutboxBackend"
OUTBOX_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # what delivers

EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT") or 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS") == "1"
EMAIL_TIMEOUT = 10  # seconds that a mail server may take for each answer
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "no-reply@localhost")
