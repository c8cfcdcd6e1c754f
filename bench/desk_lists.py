"""The desk's first page, lists and reports as an administrator opens them, with how many queries each takes."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.timing import Line, at_most, median, timed
from connectors.models import EntryPage, Theme
from desk.reports.urls import REPORTS
from linkcheck.collecting import collect_all
from linkcheck.models import Address
from places.models import Place
from submissions.models import Answer, Submission
from submissions.states import Journey, State

LIMIT_MS = 500.0
TIMES = 5
WAITING = 1_000
FOUND = 200


def fill_lists(progress: Callable[[str], None]) -> None:
    """Make links to other sites and submissions that wait, unless a kept folder holds them already."""
    if not Address.objects.exists():
        progress("desk: links of all entries")
        collect_all()
    if not Submission.objects.exists():
        progress(f"desk: {WAITING:,} submissions")
        _make_submissions()


def _make_submissions() -> None:
    waiting = [
        Submission(
            journey=Journey.INITIATIVE,
            state=State.WAITING,
            contact_name="Not a person",
            contact_email=f"sender-{number}@example.org",
            sent_at=moment,
            queued_at=moment,
            due_on=moment.date(),
        )
        for number, moment in enumerate(EntryPage.objects.values_list("first_published_at", flat=True)[:WAITING])
    ]
    Submission.objects.bulk_create(waiting)
    Answer.objects.bulk_create(
        Answer(submission=submission, step="about", data={"title": [f"Suggestion {submission.reference}"]})
        for submission in Submission.objects.all()
    )


def measure_lists(client: Client, progress: Callable[[str], None]) -> list[Line]:
    """Open each of the lists some times, after once for its templates."""
    lines = []
    for name, address in _addresses().items():
        progress(f"desk: {name}")
        queries = []
        with connection.execute_wrapper(lambda run, sql, *more, seen=queries: (seen.append(sql), run(sql, *more))[1]):
            answer = client.get(address)
        if answer.status_code != FOUND:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        times = [timed(lambda a=address: client.get(a)) for _ in range(TIMES)]
        what = f"desk, {name}: slowest of {TIMES} (median {median(times):.0f} ms, {len(queries)} queries)"
        lines.append(at_most(what, max(times), LIMIT_MS, " ms"))
    return lines


def _addresses() -> dict[str, str]:
    entries, place, theme = reverse("entries:index"), _busiest_place(), Theme.objects.first()
    queue = reverse("submission_queue")
    return {
        "first page": reverse("wagtailadmin_home"),
        "entries": entries,
        "entries, last page": f"{entries}?p={-(-EntryPage.objects.count() // 50)}",
        "entries of a place and a theme": f"{entries}?place={place}&theme={theme.pk}&status=live",
        "entries to confirm": f"{entries}?confirmed=due",
        "entries, searched": f"{entries}?q=community+housing",
        "entries by title": f"{entries}?ordering=title",
        "submissions": queue,
        "submissions, searched": f"{queue}?q=suggestion",
        **{f"report “{view.page_title}”": reverse(view.index_url_name) for view in REPORTS.values()},
        **{f"report {name}": reverse(name) for name in ("links_report", "decision_report", "search_report")},
    }


def _busiest_place() -> int:
    """Return the key of a nation: everything that lies in it is counted."""
    return Place.objects.filter(kind="nation").order_by("pk").values_list("pk", flat=True)[0]
