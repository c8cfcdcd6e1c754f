"""Every form that the desk draws can be sent: found by walking through the desk's own pages, and posted with CSRF checks on."""

import logging
import re
from collections import deque
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils.timezone import localdate
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from casestudies.models import CaseStudyPage
from commitments.models import CommitmentIndexPage
from connectors.models import ConnectorPage, GoneAddress
from outbox.actions import post
from outbox.models import OutgoingMail
from search.models import AskedWords, SynonymSet
from tests.connectors.test_desk import make_entry, make_tree
from tests.factories import CommitmentFactory, UserFactory
from tests.submissions.test_queue import sent

pytestmark = pytest.mark.django_db

PAGES = 400
ENDS_THE_SESSION = "/admin/logout/"


@dataclass(frozen=True)
class Form:
    """A form that posts, as a page draws it.

    Attributes:
        page: the address of the page it stands on.
        action: the address that it is sent to.
        fields: what a browser would send of it untouched.
    """

    page: str
    action: str
    fields: tuple[tuple[str, str], ...]


@pytest.fixture
def full_desk(home):
    """A desk on which there is one of everything that has a form of its own."""
    tree = make_tree()
    entry = make_entry(tree, "Allotments", stage="running")
    entry.save_revision()
    make_entry(tree, "Charter", model=ConnectorPage, live=False)
    make_entry(tree, "Baths", model=CaseStudyPage)
    CommitmentFactory(parent=CommitmentIndexPage.objects.get())
    GoneAddress.objects.create(path="/directory/gone/", title="Gone", entry_key=0)
    get_image_model().objects.create(title="Leeks", file=get_test_image_file())
    SynonymSet.objects.create(words="living wage\nfair pay")
    AskedWords.objects.create(day=localdate(), words="zeppelin", times=2, results=0)
    post("new-password", "jo@example.org", {"site": "", "username": "jo", "link": ""})
    OutgoingMail.objects.update(state="failed")
    sent()
    chief = UserFactory(is_superuser=True)
    chief.save()  # the factory sets the password after the first save, which ends sessions
    return chief


def test_every_form_of_the_desk_is_accepted_with_csrf_checks_on(full_desk, caplog):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(full_desk)
    forms = forms_of_the_desk(client)

    with caplog.at_level(logging.WARNING, logger="django.security.csrf"):
        refused = [(form.page, form.action) for form in forms if is_refused(client, form, caplog)]

    assert refused == []
    drawn = {resolve(urlsplit(form.action).path).view_name for form in forms}
    assert len(drawn) > 40
    assert {"save_view", "mail_try_again", "submission_publish", "wagtailadmin_pages:edit"} <= drawn


def is_refused(client: Client, form: Form, caplog) -> bool:
    """Post a form as it stands, and say whether the check of its token refused it. Nothing stays of what it did."""
    sender = Client(enforce_csrf_checks=True, raise_request_exception=False)
    sender.cookies = client.cookies.copy()
    caplog.clear()
    with transaction.atomic():
        sender.post(form.action, urlencode(form.fields), content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return any(record.name == "django.security.csrf" for record in caplog.records)


def forms_of_the_desk(client: Client) -> list[Form]:
    """Walk through the desk by its links and the questions of its lists: one page of each kind."""
    forms, kinds, waiting = {}, set(), deque([reverse("wagtailadmin_home")])
    while waiting and len(kinds) < PAGES:
        address = waiting.popleft()
        kind = kind_of(address)
        if kind is None or kind in kinds:
            continue
        kinds.add(kind)
        response = client.get(address)
        if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
            continue
        page = BeautifulSoup(response.content, "html.parser")
        for form in page.find_all("form"):
            if "w-session" in form.get("data-controller", ""):
                continue  # who else has the page open: Wagtail's script sends it with the token in a header
            if form.get("method", "get").lower() == "post":
                made = Form(address, urljoin(address, form.get("action") or address), fields_of(form))
                forms.setdefault(form_kind(made), made)
            else:
                waiting.append(question(address, form))
        waiting.extend(urljoin(address, link["href"]) for link in page.find_all("a", href=True))
        waiting.extend(menu_of(page))
    return list(forms.values())


def menu_of(page: BeautifulSoup) -> list[str]:
    """Return the addresses in the menu beside a page, which a script draws from data."""
    data = page.find("script", id="wagtail-sidebar-props")
    return re.findall(r'"url": "([^"]+)"', data.string) if data else []


def kind_of(address: str) -> tuple | None:
    """Return what makes a page of the desk another than those seen: its view, what it is of, whether something is asked."""
    parts = urlsplit(address)
    if parts.netloc or not parts.path.startswith(reverse("wagtailadmin_home")) or parts.path == ENDS_THE_SESSION:
        return None
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    words = tuple(str(value) for value in match.kwargs.values() if not str(value).isdigit())
    return (match.view_name, words, bool(parts.query))


def form_kind(form: Form) -> tuple:
    page, action = resolve(urlsplit(form.page).path), resolve(urlsplit(form.action).path)
    return (page.view_name, action.view_name, frozenset(name for name, _value in form.fields))


def question(address: str, form: Tag) -> str:
    """Return the address of a list with the first choice of its first filter made."""
    for field in form.select("select[name], input[type=checkbox][name], input[type=radio][name]"):
        options = [field] if field.name == "input" else field.find_all("option")
        if value := next((option["value"] for option in options if option.get("value")), ""):
            return urljoin(
                address, f"{urlsplit(form.get('action') or address).path}?{urlencode({field['name']: value})}"
            )
    return ""


def fields_of(form: Tag) -> tuple[tuple[str, str], ...]:
    """Return the fields of a form as a browser sends them, without files and ticks."""
    fields = [
        (field["name"], field.get("value", ""))
        for field in form.select("input[name]")
        if field.get("type") not in {"file", "checkbox", "radio", "submit", "button", "image"}
    ]
    fields += [(field["name"], field.text) for field in form.select("textarea[name]")]
    for field in form.select("select[name]"):
        chosen = field.select_one("option[selected]") or field.select_one("option")
        fields.append((field["name"], chosen.get("value", "") if chosen else ""))
    return tuple(fields)
