"""The site as `make serve` runs it, with the bare view of comparison beside it (`bench.addresses`)."""

import os

from config.settings.dev import *  # noqa: F403 - settings modules build on each other by design
from config.settings.dev import BASE_DIR, TEMPLATES

ROOT_URLCONF = "bench.addresses"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [*TEMPLATES[0]["DIRS"], BASE_DIR / "bench" / "templates"]}]
# The server applies changes as it always does; what builds and measures must not do so behind its own back.
SEARCH_CATCH_UP = os.environ.get("BENCH_CATCH_UP", "never")
