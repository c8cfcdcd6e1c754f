"""The import page of the desk: who may, what is seen, and that nothing happens twice."""

import json
import os
import stat
import time

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from connectors.models import EntryPage
from exchange import jobs
from exchange.jobs import Job, find_job, imports_folder
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
GOOD = (
    b"external_id,kind,title,summary,place,themes\n1,initiative,Pub,A pub.,Hartlepool,food; magic\n2,initiative,,x,,\n"
)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def sign_in(site, client):
    def sign_in(group):
        user = UserFactory()
        user.save()  # the factory sets the password after the first save
        if group:
            user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return user

    return sign_in


def send(client, content=GOOD, name="rows.csv", **fields):
    data = {"file": SimpleUploadedFile(name, content), **fields}
    return client.post(reverse("exchange_upload"), data)


@pytest.mark.parametrize(
    ("group", "status"), [("Site managers", 200), ("Moderators", 302), ("Editors", 302), (None, 302)]
)
def test_page_is_for_site_managers(sign_in, client, group, status):
    sign_in("Site managers")
    address = send(client).url
    sign_in(group)

    assert client.get(reverse("exchange_upload")).status_code == status
    assert client.get(address).status_code in {302, 404}
    assert client.post(address).status_code in {302, 404}
    assert EntryPage.objects.count() == 0


def test_menu_shows_it_to_site_managers_only(sign_in, client):
    address = reverse("exchange_upload")
    shown = []
    for group in ("Site managers", "Moderators"):
        sign_in(group)
        shown.append(address in client.get(reverse("wagtailadmin_home")).content.decode())

    assert shown == [True, False]


def test_preview_shows_what_would_happen_and_writes_nothing(sign_in, client):
    sign_in("Site managers")

    page = client.get(send(client, publish="on").url).content.decode()

    assert all(
        text in page for text in ("<strong>1</strong> new", "<strong>1</strong> refused", "No title", "magic (1)")
    )
    assert all(text in page for text in ("Hartlepool", "Food", "new, live", "Import and publish"))
    assert EntryPage.objects.count() == 0


def test_confirming_imports_once_however_often_it_is_sent(sign_in, client):
    user = sign_in("Site managers")
    address = send(client, publish="on").url

    client.post(address)
    again = client.post(address, follow=True).content.decode()

    entry = EntryPage.objects.get()
    assert (entry.title, entry.live, entry.owner, entry.latest_revision.user) == ("Pub", True, user, user)
    assert "<strong>1</strong> new" in again
    assert not list(imports_folder().glob("*/file"))


def test_two_people_do_not_meet(sign_in, client):
    sign_in("Site managers")
    first = send(client).url
    sign_in("Site managers")
    second = send(client, GOOD.replace(b"1,init", b"9,init")).url

    assert client.get(first).status_code == 404
    client.post(second)
    assert EntryPage.objects.get().external_ids.get().value == "9"


def test_files_are_private_and_forgotten_after_a_day(sign_in, client):
    sign_in("Site managers")
    folder = imports_folder() / send(client).url.strip("/").split("/")[-1]
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder.parent, folder, folder / "file")]
    yesterday = time.time() - 25 * 3_600
    os.utime(folder, (yesterday, yesterday))
    client.get(reverse("exchange_upload"))

    assert modes == [0o700, 0o700, 0o600]
    assert not folder.exists()


@pytest.mark.parametrize("token", ["x", "../../../../etc/passwd", "a" * 32])
def test_made_up_tokens_find_nothing(site, token):
    assert find_job(token, 1) is None


@pytest.mark.parametrize(
    ("name", "content", "fields", "words"),
    [
        ("rows.exe", GOOD, {}, "Choose a .csv or .xlsx file."),
        ("rows.csv", GOOD, {"mapping_file": SimpleUploadedFile("m.yaml", b"nothing")}, "A mapping needs"),
        ("rows.csv", GOOD, {"mapping": "../etc"}, "Select a valid choice"),
    ],
)
def test_upload_that_cannot_work_is_explained_at_its_field(sign_in, client, name, content, fields, words):
    sign_in("Site managers")

    assert words in send(client, content, name, **fields).content.decode()


@pytest.mark.parametrize("content", [b"colour\nred\n", b"PK\x03\x04", b"\n\n"])
def test_file_that_is_no_table_is_explained(sign_in, client, content):
    sign_in("Site managers")

    response = client.get(send(client, content).url)

    assert 'role="alert"' in response.content.decode()


def test_mapping_of_ones_own_is_used(sign_in, client):
    sign_in("Site managers")
    mapping = SimpleUploadedFile("m.yaml", b"columns: {external_id: Nr, title: Was, summary: Was}\nkind: initiative\n")
    client.post(send(client, b"Nr,Was\n1,Netz\n", mapping_file=mapping).url)

    assert EntryPage.objects.get().title == "Netz"


def test_all_or_nothing_cannot_be_confirmed_with_refused_rows(sign_in, client):
    sign_in("Site managers")
    address = send(client, all_or_nothing="on").url

    assert "nothing would be written" in client.get(address).content.decode()
    client.post(address)
    assert EntryPage.objects.count() == 0


def test_import_at_work_says_so_and_is_not_started_again(sign_in, client):
    sign_in("Site managers")
    address = send(client).url
    folder = imports_folder() / address.strip("/").split("/")[-1]
    with Job(folder, {})._lock():
        client.post(address)
        response = client.get(address)

    assert response["Refresh"] == "2"
    assert EntryPage.objects.count() == 0


def test_import_that_was_interrupted_can_go_on(sign_in, client):
    sign_in("Site managers")
    address = send(client).url
    (imports_folder() / address.strip("/").split("/")[-1] / "confirmed").touch()

    assert "Go on" in client.get(address).content.decode()
    client.post(address)
    assert EntryPage.objects.count() == 1


def test_failure_is_told_without_details(sign_in, client, monkeypatch):
    sign_in("Site managers")
    monkeypatch.setattr(jobs, "import_file", lambda *args, **kwargs: 1 / 0)

    page = client.get(send(client).url).content.decode()

    assert "Something went wrong on the server." in page
    assert "ZeroDivision" not in page


def test_large_file_goes_on_behind_the_request(sign_in, client, monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE", 10)
    monkeypatch.setattr(Job, "_check", lambda job: job._write("preview", {"report": {}, "rows": []}))
    sign_in("Site managers")
    address = send(client).url
    folder = imports_folder() / address.strip("/").split("/")[-1]
    for _try in range(50):
        if (folder / "preview.json").exists():
            break
        time.sleep(0.1)

    assert json.loads((folder / "preview.json").read_text()) == {"report": {}, "rows": []}


def test_page_has_no_inline_script_or_style(sign_in, client):
    sign_in("Site managers")
    main = client.get(send(client).url).content.decode().split("<main", 1)[1].split("</main>", 1)[0]

    assert not any(mark in main for mark in ("<script", "<style", " style=", " onclick="))
