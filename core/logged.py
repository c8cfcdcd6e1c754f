"""Lines of the history whose words depend on what happened."""

from django.utils.functional import Promise
from wagtail.log_actions import LogFormatter


def told(label: str | Promise, text: str | Promise, *names: str) -> type[LogFormatter]:
    """Return how a line is shown: `text` with what the line's data hold under these names."""

    class Told(LogFormatter):
        def format_message(self, log_entry):
            return text % {name: log_entry.data.get(name, "") for name in names}

    Told.label = label
    return Told
