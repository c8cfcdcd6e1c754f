"""Photos of a draft: what a phone sends is taken, one bad file harms no other, and no file stays without its row."""

import io
import os
import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image

from core.models import CoreImage
from submissions.actions.drafts import NotFinishedError, delete_draft, send
from submissions.actions.photos import add_photo, describe_photos, publish_photos, remove_photo
from submissions.models import Submission, SubmissionPhoto
from submissions.models.photo import PeopleShown, small_name
from submissions.states import ClosedError, State
from tests.core.test_pictures import HOSTILE, SECRET, encoded, secret_heic, secret_jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_folder")]
STORAGE = SubmissionPhoto._meta.get_field("file").storage
TOO_MANY = "You have 6 photos already, which is as many as an entry shows. Remove one to make room for this one."


def upload(name="bath.jpg", content=None, colour="red"):
    content = content if content is not None else encoded(Image.new("RGB", (60, 40), colour), "JPEG")
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def described(photo, **said):
    words = {"alt": "A pool", "people": "nobody", "credit": "Jo Smith", **said}
    return {f"photo-{photo.pk}-{name}": [text] for name, text in words.items()}


def post(client, draft, data, **extra):
    return client.post(reverse("submit_photos", args=[draft.reference]), data, **extra)


def test_photo_of_a_phone_is_upright_and_tells_nothing_of_its_owner(draft):
    photo = add_photo(draft, upload("IMG_1.HEIC", secret_heic()))

    with photo.file.open() as file, Image.open(file) as image:
        assert (image.format, image.size) == ("JPEG", (80, 120))
        assert not image.getexif()
    content = STORAGE.open(photo.file.name).read() + STORAGE.open(small_name(photo.file.name)).read()
    assert SECRET.encode() not in content


def test_photo_of_twelve_megabytes_is_taken_and_shown_small(draft, owner):
    large = upload(content=secret_jpeg() + bytes(12 * 1024 * 1024))

    post(owner, draft, {"photos": [large], "do": "upload"})

    response = owner.get(reverse("submit_photo", args=[draft.reference, draft.photos.get().pk]))
    content = b"".join(response.streaming_content)
    assert Image.open(io.BytesIO(content)).format == "JPEG"
    assert len(content) < 60_000
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_one_bad_file_loses_none_of_the_others(draft, owner):
    bad = ["truncated.jpg", "script.gif", "nothing.jpg", "large.jpg"]
    sent = [upload("first.jpg"), *(upload(name, HOSTILE[name][0]()) for name in bad), upload("last.png", colour="blue")]

    response = post(owner, draft, {"photos": sent})

    assert [photo.original_name for photo in draft.photos.all()] == ["first.jpg", "last.png"]
    page = response.content.decode()
    assert page.count("<title>Error: ") == 1
    for name in bad:
        assert page.count(f"{name}: {HOSTILE[name][1]}") == 2  # in the summary and at the field


def test_seventh_photo_is_refused_and_the_six_stay(draft, owner):
    colours = ["red", "blue", "green", "white", "black", "pink", "grey"]

    response = post(owner, draft, {"photos": [upload(f"{colour}.png", colour=colour) for colour in colours]})

    assert draft.photos.count() == 6
    assert f"grey.png: {TOO_MANY}" in response.content.decode()
    remove_photo(draft, draft.photos.first().pk)
    add_photo(draft, upload(colour="grey"))


def test_same_picture_sent_again_is_one_photo(draft, photo_folder):
    first = add_photo(draft, upload())

    assert add_photo(draft, upload("again.jpg")) == first
    assert len(files(photo_folder)) == 2


class Overtaken(SimpleUploadedFile):
    """A file during whose reading another request does something."""

    def open(self, mode=None):
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            meanwhile()
        return super().open(mode)


def overtaken(meanwhile):
    file = Overtaken("slow.jpg", encoded(Image.new("RGB", (60, 40), "gold"), "JPEG"))
    file.meanwhile = meanwhile
    return file


def test_same_picture_that_arrives_twice_at_once_is_one_photo(draft, photo_folder):
    photo = add_photo(draft, overtaken(lambda: add_photo(draft, overtaken(None))))

    assert draft.photos.get() == photo
    assert files(photo_folder) == sorted([photo.file.name, small_name(photo.file.name)])


def test_last_place_that_two_photos_want_at_once_goes_to_one(draft, photo_folder):
    for colour in ("red", "blue", "green", "white", "black"):
        add_photo(draft, upload(colour=colour))

    with pytest.raises(ValidationError, match="6 photos already"):
        add_photo(draft, overtaken(lambda: add_photo(draft, upload(colour="pink"))))
    assert draft.photos.count() == 6
    assert len(files(photo_folder)) == 12


def test_draft_that_is_deleted_while_its_photo_arrives_leaves_no_file(draft, photo_folder):
    with pytest.raises(Submission.DoesNotExist):
        add_photo(draft, overtaken(lambda: delete_draft(draft)))

    assert files(photo_folder) == []


def test_page_keeps_what_was_typed_whatever_is_pressed_and_asks_for_the_rest(draft, owner):
    first, second = add_photo(draft, upload()), add_photo(draft, upload(colour="blue"))
    long = "A pool " * 50
    typed = {f"photo-{first.pk}-alt": long, f"photo-{first.pk}-credit": "Jo", f"photo-{second.pk}-people": "nobody"}

    post(owner, draft, typed | {"do": "upload"})
    page = owner.get(reverse("submit_photos", args=[draft.reference])).content.decode()
    assert long in page
    assert "There is a problem" not in page

    page = post(owner, draft, typed).content.decode()
    assert "<title>Error: " in page
    assert page.count("The description must be 255 characters or fewer") == 2
    assert page.count("Say whether people can be recognised in photo 1") == 2
    assert page.count("Say what photo 2 shows") == 2
    with pytest.raises(NotFinishedError):
        send(draft)

    right = described(first) | described(second, alt="  A slide ")
    response = post(owner, draft, right)

    assert response.status_code == 303
    assert response.url == reverse("submit_step", args=[draft.reference, "you"])
    assert list(draft.photos.values_list("alt", "credit", "people")) == [
        ("A pool", "Jo Smith", "nobody"),
        ("A slide", "Jo Smith", "nobody"),
    ]
    assert send(draft).state == State.UNCONFIRMED


def test_script_sends_one_file_and_gets_its_fields_or_the_reason(draft, owner):
    as_json = {"HTTP_ACCEPT": "application/json"}
    first = add_photo(draft, upload(colour="green"))
    describe_photos(draft, described(first))

    added = post(owner, draft, {"photos": upload(), "do": "upload"}, **as_json).json()
    refused = post(owner, draft, {"photos": upload("a.gif", b"GIF89a"), "do": "upload"}, **as_json).json()
    kept = post(owner, draft, {f"photo-{added['id']}-alt": "Half a sen", "do": "keep"}, **as_json).json()

    assert f'name="photo-{added["id"]}-alt"' in added["html"]
    assert "damaged or incomplete" in refused["error"]
    assert kept == {"kept": True}
    assert draft.photos.get(pk=added["id"]).alt == "Half a sen"
    assert draft.photos.get(pk=first.pk).alt == "A pool"


def test_photo_of_another_is_not_shown(draft, owner, client, right_answers):
    photo = add_photo(draft, upload())
    client.cookies.clear()

    assert client.get(reverse("submit_photo", args=[draft.reference, photo.pk])).status_code == 403
    assert post(client, draft, {"remove": str(photo.pk)}).status_code == 403
    assert draft.photos.exists()


def test_deleted_draft_takes_its_files_along(draft, photo_folder, django_capture_on_commit_callbacks):
    add_photo(draft, upload())
    with django_capture_on_commit_callbacks(execute=True):
        delete_draft(draft)

    assert files(photo_folder) == []


def test_what_was_decided_takes_no_more_photos(draft, photo_folder):
    Submission.objects.update(state=State.PUBLISHED)

    with pytest.raises(ClosedError):
        add_photo(draft, upload())
    assert files(photo_folder) == []


def test_full_disk_is_told_and_harms_nothing(draft, photo_folder):
    photo_folder.mkdir(parents=True)
    (photo_folder / "photos").write_text("in the way")

    with pytest.raises(ValidationError, match="could not keep this file"):
        add_photo(draft, upload())
    assert not draft.photos.exists()


def test_sweep_deletes_only_old_files_without_a_row(draft, photo_folder, settings):
    photo = add_photo(draft, upload())
    (image,) = publish_photos(draft, [photo])
    for folder in (photo_folder / "photos/LOST-LOST", settings.MEDIA_ROOT / "original_images"):
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("sent-old.jpeg", "sent-new.jpeg", "somebody-elses.jpeg"):
            (folder / name).write_bytes(b"x")
    two_days_ago = time.time() - 2 * 24 * 3600
    for folder in (photo_folder, settings.MEDIA_ROOT):
        for name in files(folder):
            if "new" not in name:
                os.utime(folder / name, (two_days_ago, two_days_ago))

    call_command("sweep_photos", verbosity=0)

    assert files(photo_folder) == sorted(
        ["photos/LOST-LOST/sent-new.jpeg", photo.file.name, small_name(photo.file.name)]
    )
    assert files(settings.MEDIA_ROOT) == sorted(
        ["original_images/sent-new.jpeg", "original_images/somebody-elses.jpeg", image.file.name]
    )


def test_published_photo_keeps_its_pixels_words_and_licence_and_is_made_once(draft):
    photo = add_photo(draft, upload())
    add_photo(draft, upload(colour="blue"))
    describe_photos(draft, described(photo, people=PeopleShown.CHILDREN_AGREED))

    (image,) = publish_photos(draft, [photo])
    (again,) = publish_photos(draft, [photo])

    assert image == again
    assert CoreImage.objects.count() == 1
    assert (image.description, image.credit, image.licence) == ("A pool", "Jo Smith", "cc-by-4.0")
    assert (image.width, image.height) == (60, 40)
    assert image.file.open().read() == SubmissionPhoto.objects.get(pk=photo.pk).file.open().read()


def test_correcting_while_it_waits_is_one_line_for_the_moderators(draft):
    photo = add_photo(draft, upload())
    describe_photos(draft, described(photo))
    Submission.objects.update(state=State.WAITING)
    draft.refresh_from_db()

    describe_photos(draft, described(photo, alt="A deep pool"))
    remove_photo(draft, photo.pk)

    assert list(draft.log.values_list("done", flat=True)).count("changed") == 1
