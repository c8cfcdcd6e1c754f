"""What the parts of the desk add to the CMS. Each registers its own hooks."""

from desk import bulk_hooks, check_hooks, hooks, merge_hooks, place_hooks  # noqa: F401
from desk.contact_words import hooks as contact_words_hooks  # noqa: F401
from desk.links import hooks as link_hooks  # noqa: F401
from desk.missing import hooks as missing_hooks  # noqa: F401
from desk.statuses import hooks as status_hooks  # noqa: F401
from desk.versions import hooks as version_hooks  # noqa: F401
