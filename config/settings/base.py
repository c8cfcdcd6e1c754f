"""Settings that every environment shares. They are safe for production; `dev` and `test` loosen them."""

import os
from pathlib import Path

from config.settings.logs import *  # noqa: F403 - one settings namespace in readable files
from config.settings.mail import *  # noqa: F403 - one settings namespace in readable files
from config.settings.pictures import *  # noqa: F403 - one settings namespace in readable files
from config.settings.security import *  # noqa: F403 - one settings namespace in readable files
from config.settings.storage import database_from_url

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()

DEBUG = False

INSTALLED_APPS = [
    "home",
    "desk",
    "submissions",
    "atlas",
    "exchange",
    "accounts",
    # Before the directory, which corrects the redirects that are made when a page gets another address.
    "wagtail.contrib.redirects",
    "linkcheck",
    "commitments",
    "casestudies",
    "connectors",
    "places",
    "search",
    "outbox",
    "core",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.forms",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.maintenance.MaintenanceMiddleware",
    "core.middleware.ResponseHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    # Behind the three above, so that its refusals carry their headers too.
    "core.middleware.HostileInputMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Around the redirects: only what leads nowhere else is gone.
    "connectors.middleware.GoneMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
    "core.middleware.KnownSiteMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "csp.context_processors.nonce",
            ],
        },
    },
]
# Templates in templates/ may replace those of Django's form widgets (docs/architecture.md, "Security").
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database_from_url(os.environ.get("DATABASE_URL"), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"

LANGUAGE_CODE = "en-gb"
# Every string goes through gettext. Welsh joins here together with LocaleMiddleware and its translation: before that, a
# visitor who prefers Welsh would be sent English pages marked as Welsh.
LANGUAGES = [("en-gb", "English")]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT") or BASE_DIR / "media").resolve()
# Photos of what is not published yet: no address leads there. Hosts that share the work share this folder too.
PRIVATE_ROOT = Path(os.environ.get("PRIVATE_ROOT") or DATA_DIR / "private").resolve()
# Who was erased, kept beside the database so that a restore brings nobody back (submissions/tombstones.py). Hosts share it too.
ERASED_ROOT = Path(os.environ.get("ERASED_ROOT") or DATA_DIR).resolve()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": PRIVATE_ROOT,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Beneath the map lies our own coastline. A tile server is asked by visitors' browsers: it joins the policy of the pages with a
# map, and the privacy page names it (docs/deployment.md, "Tiles").
MAP_TILES_URL = os.environ.get("MAP_TILES_URL", "").strip()
MAP_TILES_ATTRIBUTION = os.environ.get("MAP_TILES_ATTRIBUTION", "").strip()

# What /readyz/ asks beside the database: a name and a function that tells whether it works.
READY_CHECKS = {"index": "search.live.is_ready"}

DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long StreamField posts thousands of fields
FILE_UPLOAD_PERMISSIONS = 0o644

TAGGIT_CASE_INSENSITIVE = True

# Whether this server asks other sites if the links of entries still work (docs/deployment.md, "Links").
LINK_CHECK = os.environ.get("LINK_CHECK") == "1"

WAGTAIL_SITE_NAME = "Next Town Over"
WAGTAILADMIN_BASE_URL = os.environ.get("BASE_URL") or f"http://localhost:{os.environ.get('PORT') or 8000}"
WAGTAILIMAGES_IMAGE_MODEL = "core.CoreImage"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "jfif", "png", "webp", "avif", "heic", "heif"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_FINISH_WORKFLOW_ACTION = "desk.contact_words.approval.publish_or_ask"
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "core.rich_text.Editor"}}
WAGTAILEMBEDS_FINDERS = []  # an embed would make the reader's browser call a third party
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English")]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_USER_TIME_ZONES = ["Europe/London"]
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "accounts.password_reset.PasswordResetForm"  # noqa: S105 - a form
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_MODERATION_ENABLED = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "core.search_backend"}}

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "default"},
    # Which sizes of a picture exist: the key holds the picture's content, so an entry is never wrong, only unused.
    "renditions": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renditions",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    },
}
