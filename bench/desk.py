"""The desk: searches of pages and snippets (no server error whatever is typed), its lists and reports, and a large merge."""

from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.test import Client

from bench.desk_lists import fill_lists, measure_lists
from bench.merging import measure_merging
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
    """Measure all of it, signed in as an administrator. The merge comes last, because it writes."""
    users = get_user_model().objects
    user = users.filter(username="bench").first() or users.create_superuser("bench", "bench@example.org", "not used")
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    lines = _searches(client, directory_key, progress)
    fill_lists(progress)
    return [*lines, *measure_lists(client, progress), *measure_merging(progress)]


def _searches(client: Client, directory_key: int, progress: Callable[[str], None]) -> list[Line]:
    """Search each of the desk's lists for everything in `TYPED`."""
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
