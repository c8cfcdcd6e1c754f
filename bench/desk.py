"""The desk's own search of pages and snippets: quick, and no server error whatever is typed."""

from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.test import Client

from bench.timing import Line, at_most, median, timed

LIMIT_MS = 300.0
SERVER_ERROR = 500
TYPED = ["housing", "community pub", '"', "empty shops high street", "zzzz", "' OR 1=1 --", "Hartlepool", "*", "(", "é"]
LISTS = {
    "pages": "/admin/pages/search/",
    "pages below the directory": "/admin/pages/{directory}/",
    "places": "/admin/snippets/places/place/",
    "themes": "/admin/snippets/connectors/theme/",
}


def measure_desk(directory_key: int, progress: Callable[[str], None]) -> list[Line]:
    """Search each of the desk's lists for everything in `TYPED`, signed in as an administrator."""
    users = get_user_model().objects
    user = users.filter(username="bench").first() or users.create_superuser("bench", "bench@example.org", "not used")
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    lines, errors = [], 0
    for name, template in LISTS.items():
        progress(f"desk: {name}")
        address = template.format(directory=directory_key)
        client.get(address, {"q": "a"})  # with rows, so that their templates are read
        times = []
        for typed in TYPED:
            answers = []
            times.append(timed(lambda a=address, t=typed, found=answers: found.append(client.get(a, {"q": t}))))
            errors += answers[0].status_code >= SERVER_ERROR
        lines.append(
            at_most(
                f"desk search, {name}: slowest of {len(TYPED)} (median {median(times):.0f} ms)",
                max(times),
                LIMIT_MS,
                " ms",
            )
        )
    return [*lines, at_most("desk search: server errors", errors, 0)]
