"""Who may do what: every address of submissions and mails, for everybody, with every method.

One row for each address; an address without a row fails. `HEAD` answers as `GET`. A method that a view does not know is refused
to all alike.
"""

import io
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from PIL import Image

from accounts.roles import EDITORS, MODERATORS, SITE_MANAGERS
from outbox.actions import post_words
from submissions.access import cookie_name
from submissions.actions.drafts import begin
from submissions.actions.links import make_link, new_device, remember_device
from submissions.actions.photos import add_photo
from submissions.models import LogEntry, Message, Submission
from submissions.models.keys import Purpose
from tests.factories import InitiativeFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_folder")]
ROLES = {"editor": EDITORS, "moderator": MODERATORS, "manager": SITE_MANAGERS}
PEOPLE = ("anonymous", "owner", "other", *ROLES)
OURS = ("submissions.", "outbox.")  # modules of whose views every address must be here
NO = "no"  # not shown to them, or they are sent away; 403 on public pages
# What GET and POST answer. An empty POST shows the page with its errors (200), goes on (302, 303) or is not known (405).
Answers = tuple[int | str, int | str]


def everybody(get: int, post: int) -> dict[str, Answers]:
    return dict.fromkeys(PEOPLE, (get, post))


def owner(get: int, post: int) -> dict[str, Answers]:
    """Only the browser that holds the key. Who is signed in to the desk is no exception: the desk has pages of its own."""
    return {**everybody(get if get == 405 else NO, post if post == 405 else NO), "owner": (get, post)}


def desk(editor: Answers, moderator: Answers, manager: Answers) -> dict[str, Answers]:
    return {**everybody(NO, NO), "editor": editor, "moderator": moderator, "manager": manager}


def readers(get: int = 200) -> dict[str, Answers]:
    return desk(*[(get, 405)] * 3)


def deciders(get: int, post: int) -> dict[str, Answers]:
    return desk((get if get == 405 else NO, NO), (get, post), (get, post))


TABLE = {
    "submit": everybody(200, 405),
    "submit_questions": everybody(200, 405),
    "submit_new": everybody(200, 200),
    "submit_begin_by_mail": everybody(302, 200),
    "submit_begin": everybody(404, 404),  # guessed
    "submit_change": everybody(200, 200),
    "submit_claim": everybody(200, 200),
    "submit_entry_by_mail": everybody(302, 200),
    "submit_find": everybody(200, 200),
    "submit_deleted": everybody(200, 405),
    # Who has a mailed link may use it, whoever that is.
    "submit_confirm": everybody(200, 303),
    "submit_return": everybody(200, 303),
    "still_right": everybody(410, 410),  # guessed
    "my_data": everybody(200, 200),
    "my_data_link": everybody(200, 303),
    "my_data_mine": everybody(NO, NO),
    "submit_status": owner(200, 405),
    "submit_answer": owner(405, 200),
    "submit_step": owner(200, 303),
    "submit_photos": owner(200, 200),
    "submit_photo": owner(200, 405),
    "submit_delete": owner(200, 303),
    "submit_check": owner(200, 303),
    "submit_preview": owner(200, 405),
    "submit_sent": owner(200, 405),
    # It was sent: these go on to its status.
    "submit_later": owner(303, 303),
    "submit_later_sent": owner(200, 405),
    "submit_resend": owner(303, 303),
    "submission_queue": readers(),
    "submission_queue_results": readers(),
    "submission_screen": readers(),
    "submission_preview": readers(),
    "submission_photo": readers(),
    "submission_publish": deciders(200, 200),
    "submission_ask": deciders(200, 200),
    "submission_decline": deciders(200, 200),
    "submission_merge": deciders(200, 200),
    "submission_take_over": deciders(200, 200),
    "submission_accept_claim": deciders(200, 200),
    "submission_spam": deciders(405, 302),
    "submission_undo": deciders(405, 302),
    "submission_note": deciders(405, 302),
    "submission_all_spam": deciders(200, 302),
    "decision_report": readers(),
    "decision_report_results": readers(),
    "mail_report": desk((NO, NO), (200, 405), (200, 405)),
    "mail_report_results": desk((NO, NO), (200, 405), (200, 405)),
    "mail_try_again": deciders(405, 302),
    "mail_texts": desk((NO, 405), (NO, 405), (200, 405)),
    "mail_text": desk((NO, NO), (NO, NO), (200, 200)),
}


def addresses(patterns, inside: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield name and module of every address of the site."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, (*inside, pattern.namespace) if pattern.namespace else inside)
        elif isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", pattern.callback)
            yield ":".join((*inside, pattern.name or str(pattern.pattern))), view.__module__


def own_addresses() -> set[str]:
    return {name for name, module in addresses(get_resolver().url_patterns) if module.startswith(OURS)}


@pytest.fixture
def people(draft):
    """A browser for each: with the key to the submission, with the key to another one, signed in with each role."""
    browsers = {name: Client() for name in PEOPLE}
    for name, submission in (("owner", draft), ("other", Submission.objects.create(journey="initiative"))):
        device, secret = new_device()
        remember_device(submission, device)
        browsers[name].cookies[cookie_name()] = secret
    for name, role in ROLES.items():
        user = UserFactory(username=name)
        user.save()  # the factory sets the password after it saved
        user.groups.add(Group.objects.get(name=role))
        browsers[name].force_login(user)
    return browsers


@pytest.fixture
def arguments(draft, directory, device):
    """What each address needs."""
    Submission.objects.filter(pk=draft.pk).update(state="waiting", queued_at=draft.created_at)
    entry = InitiativeFactory(parent=directory)
    content = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(content, "JPEG")
    photo = add_photo(draft, SimpleUploadedFile("pool.jpg", content.getvalue()))
    about_entry = {kind: begin(kind, once=kind, device=device, target=entry) for kind in ("change", "claim")}
    Submission.objects.filter(journey__in=about_entry).update(state="waiting", queued_at=draft.created_at)
    return {
        "reference": draft.reference,
        "submission_take_over": about_entry["change"].reference,
        "submission_accept_claim": about_entry["claim"].reference,
        "slug": "about",
        "journey": "initiative",
        "mode": "card",
        "code": "submission-confirm",
        "pk": entry.pk,
        "photo": photo.pk,
        "key": post_words("other", "jo@example.org", "Hello", "Text").pk,
        "submit_confirm": make_link(Purpose.CONFIRM, "jo@example.org", draft),
        "submit_return": make_link(Purpose.RETURN, "jo@example.org", draft),
        "my_data_link": make_link(Purpose.MY_DATA, "jo@example.org"),
    }


def path_of(name: str, arguments: dict) -> str:
    known = {**arguments, "secret": arguments.get(name, "guessed")}
    known["reference"] = arguments.get(name, arguments["reference"])
    if name == "submit_entry_by_mail":
        known["journey"] = "change"
    if "photo" in name:
        known["pk"] = known["photo"]
    _pattern, names = get_resolver().reverse_dict.getlist(name)[0][0][0]
    return reverse(name, kwargs={part: known[part] for part in names})


def answer(browser: Client, method: str, path: str) -> int | str:
    """Return what a method is answered with; what it did is taken back."""
    visitor = Client(raise_request_exception=False)
    visitor.cookies.update(browser.cookies)
    with transaction.atomic():
        before = state()
        response = visitor.generic(method, path)
        went_to = response.headers.get("Location", "").partition("?")[0]
        is_refused = response.status_code == 403 or went_to in {reverse("wagtailadmin_home"), "/admin/login/"}
        unchanged = state() == before
        transaction.set_rollback(True)
    assert unchanged or not is_refused, f"{method} {path} is refused and does something all the same"
    return NO if is_refused else response.status_code


def state() -> list:
    submissions = Submission.objects.order_by("pk").values_list("state", "updated_at", "contact_email")
    return [*submissions, Message.objects.count(), LogEntry.objects.count()]


def test_every_address_has_a_row():
    assert own_addresses() == set(TABLE)


def test_everybody_gets_what_the_table_says(people, arguments):
    wrong = {}
    for name, row in TABLE.items():
        path = path_of(name, arguments)
        for person, (get, post) in row.items():
            said = [answer(people[person], method, path) for method in ("GET", "POST")]
            if said != [get, post]:
                wrong[name, person] = said
    assert wrong == {}


def test_other_methods_do_nothing_and_head_shows_no_more_than_get(people, arguments):
    wrong = {}
    for name, row in TABLE.items():
        path = path_of(name, arguments)
        for person in ("anonymous", "owner", "manager"):
            head, *others = (answer(people[person], method, path) for method in ("HEAD", "PUT", "DELETE"))
            if head != row[person][0] or not {*others} <= {405, NO}:
                wrong[name, person] = head, others
    assert wrong == {}


def test_nothing_is_posted_without_the_forms_own_token(people, arguments):
    for name in TABLE:
        path = path_of(name, arguments)
        for person in ("owner", "manager"):
            strict = Client(enforce_csrf_checks=True)
            strict.cookies.update(people[person].cookies)
            assert strict.post(path).status_code in {302, 403, 405}, name
    assert not LogEntry.objects.exclude(done="begun").exclude(done="changed").exists()
