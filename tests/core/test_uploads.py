"""Documents hold what they say, reach the public only with a page, and what is published is changed by moderators only."""

import io
import zipfile

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents.models import Document
from wagtail.models import PageViewRestriction, Site

from accounts.roles import EDITORS, MODERATORS
from connectors.models import Theme
from core.models import CoreImage, SiteDetails
from home.models import StandardPage

pytestmark = pytest.mark.reference_index

HTML = b"<!doctype html><html><script>alert(1)</script></html>"
PDF = b"%PDF-1.7\n1 0 obj\n"
IN_USE = "is on the site already. Please ask a moderator to change or delete it."


def archive(**files):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return output.getvalue()


def office(folder):
    return archive(**{"[Content_Types].xml": "<Types/>", f"{folder}/document.xml": "<w/>"})


def open_document(kind):
    return archive(mimetype=f"application/vnd.oasis.opendocument.{kind}", **{"content.xml": "<office/>"})


def picture(colour="red"):
    output = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(output, "PNG")
    return output.getvalue()


@pytest.fixture
def people(home):
    """An editor and a moderator, by name."""
    found = {}
    for name, group in {"editor": EDITORS, "moderator": MODERATORS}.items():
        found[name] = get_user_model().objects.create_user(name, password="correct horse battery")
        found[name].groups.add(Group.objects.get(name=group))
    return found


@pytest.fixture
def at_desk(client, people):
    client.force_login(people["editor"])
    return client


@pytest.fixture
def document(people):
    return Document.objects.create(
        title="Charter", file=ContentFile(PDF, name="charter.pdf"), uploaded_by_user=people["editor"]
    )


@pytest.fixture
def image(people):
    return CoreImage.objects.create(
        title="Leeks", file=ContentFile(picture(), name="a.png"), uploaded_by_user=people["editor"]
    )


@pytest.fixture
def page(home, document, image):
    """A page with the document in its text, and, for a theme of its own, the picture."""
    text = f'<p><a linktype="document" id="{document.pk}">Charter</a></p>'
    return home.add_child(instance=StandardPage(title="About", body=[("text", text), ("picture", {"image": image})]))


# What a document may hold

RIGHT = {
    "a.pdf": PDF,
    "a.docx": office("word"),
    "a.xlsx": office("xl"),
    "a.pptx": office("ppt"),
    "a.odt": open_document("text"),
    "a.ods": open_document("spreadsheet"),
    "a.txt": "\ufeffJo <jo@example.org> said: it’s good".encode(),
    "a.csv": "name,place\nWharton Trust,Hartlepool – Dyke House".encode() * 400,
}
WRONG = {
    "html.pdf": HTML,
    "picture.pdf": picture(),
    "late.pdf": b"\n" * 2000 + PDF,
    "html.docx": HTML,
    "page before.docx": HTML + office("word"),
    "sheet.docx": office("xl"),
    "plain.xlsx": archive(a="b"),
    "broken.xlsx": b"PK\x03\x04 and no more",
    "text.ods": open_document("text"),
    "no mark.odt": archive(a="b"),
    "html.txt": b"\xef\xbb\xbf \n " + HTML,
    "script.csv": b"<SCRIPT>alert(1)</SCRIPT>",
    "latin.csv": "Caffè".encode("latin-1"),
    "binary.txt": b"abc\0def",
    "late.txt": b"a" * 100_000 + b"\xff",
}


@pytest.mark.parametrize("name", RIGHT)
def test_document_that_is_what_it_says_is_kept(at_desk, name):
    at_desk.post(reverse("wagtaildocs:add"), {"title": "Minutes", "file": SimpleUploadedFile(name, RIGHT[name])})

    with Document.objects.get().open_file() as kept:
        assert kept.read() == RIGHT[name]


@pytest.mark.parametrize("name", WRONG)
def test_document_that_is_something_else_is_refused_at_the_field(at_desk, name):
    answer = at_desk.post(
        reverse("wagtaildocs:add"), {"title": "Minutes", "file": SimpleUploadedFile(name, WRONG[name])}
    )

    (sentence,) = answer.context["form"].errors["file"]
    assert sentence.startswith("This file is not ")
    assert not Document.objects.exists()


def test_document_is_checked_by_the_other_forms_too(at_desk, document):
    many = at_desk.post(
        reverse("wagtaildocs:add_multiple"), {"title": "M", "files[]": SimpleUploadedFile("html.pdf", HTML)}
    ).json()
    chooser = at_desk.post(
        reverse("wagtaildocs_chooser:create"),
        {
            "document-chooser-upload-title": "M",
            "document-chooser-upload-file": SimpleUploadedFile("html.pdf", HTML),
        },
    )
    at_desk.post(
        reverse("wagtaildocs:edit", args=[document.pk]),
        {"title": "M", "file": SimpleUploadedFile("html.pdf", HTML)},
    )

    assert many["success"] is False
    assert "not what its name says (PDF)" in many["error_message"]
    assert "not what its name says (PDF)" in chooser.content.decode()
    assert Document.objects.get().title == "Charter"


def test_title_of_an_old_document_is_changed_without_a_look_at_its_file(at_desk, document):
    at_desk.post(reverse("wagtaildocs:edit", args=[document.pk]), {"title": "Rules"})

    assert Document.objects.get().title == "Rules"


# Who may fetch it


def test_document_of_nobody_is_for_the_desk_only(client, people, document):
    assert client.get(document.url).status_code == 404

    client.force_login(get_user_model().objects.create_user("reader"))
    assert client.get(document.url).status_code == 404

    client.force_login(people["editor"])
    assert client.get(document.url).status_code == 200


def test_document_of_a_live_page_is_for_everybody_and_a_download(client, document, page):
    answer = client.get(document.url)

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == PDF


def test_document_of_a_draft_is_for_the_desk_only(client, document, page):
    page.unpublish()

    assert client.get(document.url).status_code == 404


def test_document_that_only_the_draft_of_a_live_page_has_is_for_the_desk_only(client, home, document):
    live = home.add_child(instance=StandardPage(title="About"))
    live.body = [("text", f'<p><a linktype="document" id="{document.pk}">Charter</a></p>')]
    live.save_revision()

    assert client.get(document.url).status_code == 404


def test_document_of_a_restricted_page_is_for_the_desk_only(client, document, page):
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="leeks")

    assert client.get(document.url).status_code == 404


def test_document_of_the_footer_is_for_everybody(client, document):
    details = SiteDetails.for_site(Site.objects.get())
    details.footer_text = f'<p><a id="{document.pk}" linktype="document">Charter</a></p>'
    details.save()

    assert client.get(document.url).status_code == 200


# Who may change one that the public sees

DOCUMENT_CHANGES = {
    "edit": lambda c, d: c.post(
        reverse("wagtaildocs:edit", args=[d.pk]), {"title": "New", "file": SimpleUploadedFile("new.pdf", PDF + b"x")}
    ),
    "edit title": lambda c, d: c.post(reverse("wagtaildocs:edit", args=[d.pk]), {"title": "New"}),
    "edit among many": lambda c, d: c.post(
        reverse("wagtaildocs:edit_multiple", args=[d.pk]), {f"doc-{d.pk}-title": "New"}
    ),
    "delete": lambda c, d: c.post(reverse("wagtaildocs:delete", args=[d.pk])),
    "delete among many": lambda c, d: c.post(reverse("wagtaildocs:delete_multiple", args=[d.pk])),
    "bulk delete": lambda c, d: c.post(
        reverse("wagtail_bulk_action", args=["wagtaildocs", "document", "delete"]) + f"?id={d.pk}"
    ),
    "bulk tags": lambda c, d: c.post(
        reverse("wagtail_bulk_action", args=["wagtaildocs", "document", "add_tags"]) + f"?id={d.pk}", {"tags": "new"}
    ),
}
IMAGE_CHANGES = {
    "edit": lambda c, i: c.post(
        reverse("wagtailimages:edit", args=[i.pk]),
        {"title": "New", "file": SimpleUploadedFile("new.png", picture("blue"))},
    ),
    "edit title": lambda c, i: c.post(reverse("wagtailimages:edit", args=[i.pk]), {"title": "New"}),
    "edit among many": lambda c, i: c.post(
        reverse("wagtailimages:edit_multiple", args=[i.pk]), {f"image-{i.pk}-title": "New"}
    ),
    "delete": lambda c, i: c.post(reverse("wagtailimages:delete", args=[i.pk])),
    "delete among many": lambda c, i: c.post(reverse("wagtailimages:delete_multiple", args=[i.pk])),
    "bulk delete": lambda c, i: c.post(
        reverse("wagtail_bulk_action", args=["core", "coreimage", "delete"]) + f"?id={i.pk}"
    ),
    "bulk tags": lambda c, i: c.post(
        reverse("wagtail_bulk_action", args=["core", "coreimage", "add_tags"]) + f"?id={i.pk}", {"tags": "new"}
    ),
}
CHANGES = [(Document, name, change) for name, change in DOCUMENT_CHANGES.items()]
CHANGES += [(CoreImage, name, change) for name, change in IMAGE_CHANGES.items()]
changes = pytest.mark.parametrize(("model", "name", "change"), CHANGES)


def state(model):
    return [(file.title, file.file.name, set(file.tags.names())) for file in model.objects.all()]


@changes
def test_editor_cannot_change_a_file_that_is_on_the_site(at_desk, page, model, name, change):
    before = state(model)

    change(at_desk, model.objects.get())

    assert state(model) == before


@changes
def test_editor_changes_a_file_of_a_draft(at_desk, page, model, name, change):
    page.unpublish()
    before = state(model)

    change(at_desk, model.objects.get())

    assert state(model) != before


@changes
def test_moderator_changes_a_file_that_is_on_the_site(client, people, page, model, name, change):
    client.force_login(people["moderator"])
    before = state(model)

    change(client, model.objects.get())

    assert state(model) != before


@pytest.mark.parametrize(
    "name", ["wagtailimages:edit", "wagtailimages:delete", "wagtaildocs:edit", "wagtaildocs:delete"]
)
def test_editor_is_told_who_can_change_it(at_desk, page, document, image, name):
    file = image if "images" in name else document

    answer = at_desk.get(reverse(name, args=[file.pk]), follow=True)

    assert f"“{file.title}” {IN_USE}" in "".join(str(message) for message in answer.context["messages"])


def test_editor_cannot_change_the_picture_of_a_theme(at_desk, image):
    Theme.objects.create(name="Food", slug="food", picture=image)

    IMAGE_CHANGES["edit title"](at_desk, image)

    assert CoreImage.objects.get().title == "Leeks"


def test_draft_that_drops_the_picture_does_not_free_it(at_desk, page, image):
    page.body = []
    page.save_revision()

    IMAGE_CHANGES["edit title"](at_desk, image)

    assert CoreImage.objects.get().title == "Leeks"
