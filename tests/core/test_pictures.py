"""Every picture passes `core.pictures`: hostile files are refused with a sentence, and what is kept tells of nobody."""

import base64
import contextlib
import io
import random
import struct
import zlib

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin
from wagtail.models import Collection, UploadedFile

from core.models import CoreImage
from core.pictures import CleanPicture, clean_picture

SECRET = "Jo Smith, serial 4711"
NOT_A_PICTURE = "This is not a picture we can use. Please send a JPEG, PNG, WebP, AVIF, GIF or HEIC file."
DAMAGED = "This picture is damaged or incomplete. Please save it again as a JPEG or PNG, and send that."
EMPTY = "This file is empty. Please choose the picture again."
MOVES = "This picture moves. Please send a still picture, for example a screenshot of it."
TOO_THIN = "This picture is too long and thin to be shown. Please cut it to its main part and try again."
# One colour of 16,000 × 16,000 pixels, in a container that says 640 × 640.
LYING_AVIF = (
    r"c-muNU{FXasVqn=%S>Yc0uY^>nP!-qnV9D5Xy^nKdYzkElE?r7iWw<6MNl?FL1uCZ0~+8f$SlbPvlxL`E;A=T8N_h`@fjhajKT~I"
    r"JXS!qMrLMS8eFXukdw*;<t3IG7&_<Y<b&<X$}A`<0Mg!>1<Cn9S|qc$AQfUAQv(Du2oz*iWP(JPIXF0g6i;HAp>v}=4@gKjIX|Z;"
    r"FFB_IXfiJY8%Vi$W<f5@Pe6yUFfui>05v(~rX-dKF>rCqf3K_m`F9bM6fcL-3JC!<<->>Gy<9dcF*$*OA^!X+%|pdiAGA+L{a^a&"
    r"*)e9h$fB9T?_C26mwDFoq<m90%#!>*<9+(}r}ISSt6j10QuE)mMO*P%#HT%1wm%NNeP_<u)zJY7?h;!aj_*`hVSVSW&Vlq|6A4DX"
    r"`pc7?9(-;{IDg6|n)9Oik-FgCP9ZT-7FLUGe~$Ve`k<Rq`bU1>A%pCvzMsU?!wkOFl%KkhzOv2ouu*AugrDJ*{F{!;-MV+~Uovag"
    r"kLG!-En<uNizEe7++|8$^)J!4vK2973RYLv{Y-ls;z_r`SVh%gI>$lTSuE~<jOLoG>HPJ{>9*^QolT!&{_c=tci0-QAJ7#f>>TL3"
    r"V2SXL;Sflp(J&efqtP%L4WrR88V#e-Fd7ZCiH1m8dBNtu&@`Gx0Ume&0GBt-Cj"
)
RED, BLUE = (250, 10, 10), (10, 10, 250)


def too_many(megapixels, limit=40):
    return (
        f"This picture has {megapixels} megapixels. Please make it smaller than {limit} megapixels, for example by "
        "sending a screenshot, and try again."
    )


def red_and_blue(mode="RGB", size=(120, 80)):
    """The left half is red, the right half blue."""
    image = Image.new("RGB", size, BLUE)
    image.paste(RED, (0, 0, size[0] // 2, size[1]))
    return image.convert(mode)


def encoded(image, kind, **options):
    output = io.BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def secret_exif(orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = SECRET  # artist
    exif[0x9286] = SECRET  # comment
    exif.get_ifd(0x8769)[0xA431] = SECRET  # serial number of the camera
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 22.0, 12.0), 3: "W", 4: (4.0, 8.0, 33.0)})
    return exif


def secret_xmp():
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>{SECRET}</creator></x:xmpmeta>'.encode()


def srgb_profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def secret_jpeg(orientation=1, **options):
    return encoded(
        red_and_blue(),
        "JPEG",
        exif=secret_exif(orientation),
        comment=SECRET.encode(),
        xmp=secret_xmp(),
        icc_profile=srgb_profile(),
        quality=95,
        **options,
    )


def secret_png():
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", SECRET)
    texts.add_text("Comment", SECRET * 50, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", secret_xmp().decode())
    return encoded(red_and_blue(), "PNG", pnginfo=texts, exif=secret_exif(), icc_profile=srgb_profile())


def secret_webp():
    return encoded(red_and_blue(), "WEBP", exif=secret_exif(), xmp=secret_xmp(), icc_profile=srgb_profile())


def secret_avif():
    return encoded(red_and_blue(), "AVIF", exif=secret_exif(6), xmp=secret_xmp())


def secret_heic():
    return encoded(red_and_blue(), "HEIF", exif=secret_exif(6).tobytes(), xmp=secret_xmp())


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_with(*chunks):
    """A small PNG with more chunks before its pixels."""
    plain = encoded(red_and_blue(), "PNG")
    return plain[:33] + b"".join(chunks) + plain[33:]


def animated(kind):
    frames = [red_and_blue(), red_and_blue().transpose(Image.Transpose.ROTATE_180)]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:])


def many_scans():
    content = encoded(red_and_blue(), "JPEG", progressive=True)
    scans = [at for at in range(len(content)) if content[at : at + 2] == b"\xff\xda"]
    return content[: scans[2]] + content[scans[1] : scans[2]] * 600 + content[scans[2] :]


HOSTILE = {
    "100 megapixels.png": (lambda: encoded(Image.new("1", (10_000, 10_000)), "PNG"), too_many(100)),
    "40.2 megapixels.jpg": (lambda: encoded(Image.new("L", (6_700, 6_000)), "JPEG"), too_many(41)),
    "100 megapixels.heic": (
        lambda: secret_heic().replace(
            b"ispe" + struct.pack(">III", 0, 120, 80), b"ispe" + struct.pack(">III", 0, 10000, 10000)
        ),
        too_many(100),
    ),
    "100 megapixels.avif": (
        lambda: secret_avif().replace(
            b"ispe" + struct.pack(">III", 0, 120, 80), b"ispe" + struct.pack(">III", 0, 10000, 10000)
        ),
        too_many(100, 24),
    ),
    "20 megapixels.webp": (lambda: encoded(Image.new("L", (5_000, 4_000)), "WEBP", method=0), too_many(20, 16)),
    "65535 by 65535.gif": (
        lambda: b"GIF89a\xff\xff\xff\xff\0\0\0" + encoded(red_and_blue("P"), "GIF")[13:],
        too_many(4294),
    ),
    "only a header.gif": (lambda: b"GIF89a\xff\xff\xff\xff\0\0\0", DAMAGED),
    "truncated.jpg": (lambda: secret_jpeg()[:-300], DAMAGED),
    "truncated.png": (lambda: encoded(Image.effect_noise((90, 90), 80), "PNG")[:3000], DAMAGED),
    "truncated.heic": (lambda: secret_heic()[:-20], DAMAGED),
    "bomb.png": (lambda: png_with(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(30_000_000), 9))), DAMAGED),
    "bomb iTXt.png": (
        lambda: png_with(chunk(b"iTXt", b"Comment\0\1\0\0\0" + zlib.compress(bytes(30_000_000), 9))),
        DAMAGED,
    ),
    "scans.jpg": (many_scans, DAMAGED),
    "script.gif": (lambda: b"GIF89a/*" + encoded(red_and_blue("P"), "GIF")[8:] + b"*/=1;alert(1)//", NOT_A_PICTURE),
    "script as width.gif": (lambda: b"GIF89a=1;alert(document.domain)//;" + bytes(40), NOT_A_PICTURE),
    "drawing.svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', NOT_A_PICTURE),
    "drawing.png": (lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', NOT_A_PICTURE),
    "print.eps": (lambda: encoded(red_and_blue(), "EPS"), NOT_A_PICTURE),
    "print.jpg": (lambda: encoded(red_and_blue(), "EPS"), NOT_A_PICTURE),
    "leaflet.jpg": (lambda: encoded(red_and_blue(), "PDF"), NOT_A_PICTURE),
    "scan.tiff": (lambda: encoded(red_and_blue(), "TIFF"), NOT_A_PICTURE),
    "notes.png": (lambda: b"Our street party was a success. " * 40, NOT_A_PICTURE),
    "nothing.jpg": (lambda: b"", EMPTY),
    "moving.gif": (lambda: animated("GIF"), MOVES),
    "moving.png": (lambda: animated("PNG"), MOVES),
    "moving.webp": (lambda: animated("WEBP"), MOVES),
    "moving.avif": (lambda: animated("AVIF"), MOVES),
    "thread.png": (lambda: encoded(Image.new("L", (3_000, 2)), "PNG"), TOO_THIN),
    "large.jpg": (
        lambda: secret_jpeg() + bytes(15 * 1024 * 1024),
        "This file is larger than 15 MB. Please send a smaller one, for example a screenshot.",
    ),
}

ACCEPTED = {
    "photo.jpg": (secret_jpeg, "jpeg"),
    "progressive.jpg": (lambda: secret_jpeg(progressive=True), "jpeg"),
    "phone.mpo": (lambda: encoded(red_and_blue(), "MPO", save_all=True, append_images=[red_and_blue()]), "jpeg"),
    "print.jpeg": (lambda: encoded(red_and_blue("CMYK"), "JPEG"), "jpeg"),
    "grey.jpg": (lambda: encoded(red_and_blue("L"), "JPEG"), "jpeg"),
    "screenshot.png": (secret_png, "png"),
    "16 bit.png": (lambda: encoded(sixteen_bits(), "PNG"), "png"),
    "palette.png": (lambda: encoded(red_and_blue("P"), "PNG", transparency=0), "png"),
    "bits.png": (lambda: encoded(red_and_blue("1"), "PNG"), "png"),
    "logo.webp": (secret_webp, "webp"),
    "still.gif": (lambda: encoded(red_and_blue("P"), "GIF", comment=SECRET.encode()), "png"),
    "new.avif": (secret_avif, "jpeg"),
    "iphone.heic": (secret_heic, "jpeg"),
    "no extension": (secret_jpeg, "jpeg"),
    "wrong.png": (secret_jpeg, "jpeg"),
}

hostile = pytest.mark.parametrize("name", HOSTILE)
accepted = pytest.mark.parametrize("name", ACCEPTED)


def sixteen_bits():
    return Image.frombytes("I;16", (60, 40), (struct.pack("<H", 0xC000) * 30 + struct.pack("<H", 0x2000) * 30) * 40)


def upload(name, content):
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def refusal_of(content):
    with pytest.raises(ValidationError) as refused:
        clean_picture(io.BytesIO(content))
    return refused.value.messages


def is_near(pixel, colour):
    return all(abs(had - expected) < 40 for had, expected in zip(pixel, colour, strict=False))


def jpeg_segments(content):
    """The markers up to the first scan."""
    at, markers = 2, set()
    while content[at + 1] != 0xDA:
        markers.add(content[at + 1])
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return markers


def chunk_names(content):
    """The names of the parts of a PNG or a WebP."""
    is_png = content.startswith(b"\x89PNG")
    at, names = (8 if is_png else 12), set()
    while at < len(content):
        name, length = content[at : at + 4], content[at + 4 : at + 8]
        if is_png:
            name, length = length, name
        size = int.from_bytes(length, "big" if is_png else "little")
        names.add(name)
        at += size + (12 if is_png else 8 + size % 2)
    return names


def assert_tells_nothing(content):
    """No part of the file may hold anything but pixels and how to read them."""
    assert SECRET.encode() not in content
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        assert dict(image.getexif()) == {}
        assert {"exif", "xmp", "XML:com.adobe.xmp", "icc_profile", "comment", "photoshop"}.isdisjoint(image.info)
        if image.format == "JPEG":  # the tables and JFIF's size mark
            assert jpeg_segments(content) <= {0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDD}
        elif image.format == "PNG":
            assert chunk_names(content) <= {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
        else:
            assert chunk_names(content) <= {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}


def stored(image):
    with image.open_file() as file:
        return file.read()


@hostile
def test_clean_picture_refuses_with_a_sentence(name):
    make, sentence = HOSTILE[name]

    assert refusal_of(make()) == [sentence]


@accepted
def test_clean_picture_keeps_the_picture_and_nothing_else(name):
    make, kind = ACCEPTED[name]

    picture = clean_picture(upload(name, make()))

    assert picture.name.endswith(f".{kind}")
    assert name.split(".")[0] not in picture.name
    with Image.open(picture) as image:
        assert image.format == kind.upper()
        assert image.size == picture.picture_size
    assert_tells_nothing(picture.file.getvalue())


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x20\0\0\0WEBPVP8 "]),
    st.binary(max_size=2_000),
)
def test_clean_picture_refuses_random_bytes(start, rest):
    (sentence,) = refusal_of(start + rest)

    assert sentence in {EMPTY, NOT_A_PICTURE, DAMAGED, TOO_THIN} or sentence.startswith("This picture has ")


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's comments on broken EXIF
@accepted
def test_clean_picture_survives_damaged_files(name):
    content = ACCEPTED[name][0]()
    dice = random.Random(name)

    for _attempt in range(40 if name.endswith("avif") else 300):
        damaged = bytearray(content)
        for _flip in range(dice.choice([0, 1, 3, 20])):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        if dice.random() < 0.3:
            del damaged[dice.randrange(len(damaged)) :]
        if dice.random() < 0.2:
            start = dice.randrange(len(damaged) + 1)
            del damaged[start : start + dice.randrange(50)]
        with contextlib.suppress(ValidationError):
            Image.open(clean_picture(io.BytesIO(bytes(damaged)))).load()


@pytest.mark.parametrize("file", [None, "text", 7, io.StringIO("text"), b"bytes", open])
def test_clean_picture_refuses_what_is_no_file(file):
    with pytest.raises(ValidationError):
        clean_picture(file)


def test_clean_picture_does_not_believe_the_size_in_an_avif_header():
    assert refusal_of(zlib.decompress(base64.b85decode(LYING_AVIF))) == [DAMAGED]


@pytest.mark.parametrize(
    ("orientation", "red_corner"),
    [(1, "left"), (2, "right"), (3, "right"), (4, "left"), (5, "top"), (6, "top"), (7, "bottom"), (8, "bottom")],
)
def test_clean_picture_turns_a_photo_the_right_way_up(orientation, red_corner):
    with Image.open(clean_picture(io.BytesIO(secret_jpeg(orientation)))) as image:
        assert image.size == ((120, 80) if orientation < 5 else (80, 120))
        width, height = image.size
        corners = {"left": (5, 40), "right": (width - 5, 40), "top": (40, 5), "bottom": (40, height - 5)}
        assert is_near(image.getpixel(corners[red_corner]), RED)


@pytest.mark.parametrize("make", [secret_heic, secret_avif])
def test_clean_picture_turns_a_phone_picture_the_right_way_up(make):
    with Image.open(clean_picture(io.BytesIO(make()))) as image:
        assert image.format == "JPEG"
        assert image.size == (80, 120)
        assert is_near(image.getpixel((40, 5)), RED)
        assert is_near(image.getpixel((40, 115)), BLUE)


@pytest.mark.parametrize("mode", ["RGB", "CMYK", "P"])
def test_clean_picture_keeps_the_colours(mode):
    kind = "PNG" if mode == "P" else "JPEG"

    with Image.open(clean_picture(io.BytesIO(encoded(red_and_blue(mode), kind, quality=95)))) as image:
        assert is_near(image.convert("RGB").getpixel((10, 40)), RED)
        assert is_near(image.convert("RGB").getpixel((110, 40)), BLUE)


def test_clean_picture_turns_other_colour_spaces_into_srgb():
    # The primaries of this profile are swapped: what says "red" means blue.
    profile = bytearray(srgb_profile())
    red, blue = (profile.find(tag, 128) for tag in (b"rXYZ", b"bXYZ"))
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"

    picture = clean_picture(io.BytesIO(encoded(red_and_blue(), "PNG", icc_profile=bytes(profile))))

    with Image.open(picture) as image:
        assert is_near(image.getpixel((10, 40)), BLUE)
        assert "icc_profile" not in image.info


def test_clean_picture_passes_over_a_broken_colour_profile():
    picture = clean_picture(io.BytesIO(encoded(red_and_blue(), "JPEG", icc_profile=b"no profile" * 20)))

    with Image.open(picture) as image:
        assert is_near(image.getpixel((10, 40)), RED)


def test_clean_picture_scales_sixteen_bits_instead_of_cutting_them():
    with Image.open(clean_picture(io.BytesIO(encoded(sixteen_bits(), "PNG")))) as image:
        assert image.getpixel((5, 5)) == 0xC0
        assert image.getpixel((55, 5)) == 0x20


@pytest.mark.parametrize(("kind", "kept_as"), [("PNG", "PNG"), ("WEBP", "WEBP"), ("AVIF", "WEBP"), ("HEIF", "WEBP")])
def test_clean_picture_keeps_transparency(kind, kept_as):
    image = red_and_blue("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))

    with Image.open(clean_picture(io.BytesIO(encoded(image, kind)))) as kept:
        assert kept.format == kept_as
        assert kept.getpixel((60, 2))[3] < 30
        assert kept.getpixel((60, 77))[3] > 220


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_clean_picture_keeps_the_see_through_colour_of_a_palette(kind):
    palette = red_and_blue("P")
    blue = palette.getpixel((110, 40))

    with Image.open(clean_picture(io.BytesIO(encoded(palette, kind, transparency=blue)))) as kept:
        assert kept.mode == "RGBA"
        assert kept.getpixel((10, 40))[3] == 255
        assert kept.getpixel((110, 40))[3] == 0


@pytest.mark.parametrize(
    ("size", "kept"), [((4_800, 3_600), (3_200, 2_400)), ((7_000, 5_000), (3_200, 2_286)), ((900, 600), (900, 600))]
)
def test_clean_picture_limits_the_stored_size(size, kept):
    assert clean_picture(io.BytesIO(encoded(Image.new("L", size), "JPEG"))).picture_size == kept


def test_clean_picture_resizes_without_seams():
    original = Image.linear_gradient("L").resize((3_600, 3_600))

    with Image.open(clean_picture(io.BytesIO(encoded(original, "PNG")))) as kept:
        assert kept.tobytes() == original.resize((3_200, 3_200), Image.Resampling.LANCZOS).tobytes()


def test_clean_picture_returns_a_clean_picture_untouched():
    picture = clean_picture(io.BytesIO(secret_jpeg()))

    assert clean_picture(picture) is picture


def test_clean_picture_makes_the_same_file_of_the_same_file():
    first, second = (clean_picture(io.BytesIO(secret_jpeg())) for _copy in range(2))

    assert first.read() == second.read()
    assert first.name != second.name


def test_clean_picture_drops_what_is_hidden_behind_a_picture():
    picture = clean_picture(io.BytesIO(secret_jpeg() + b"PK\x03\x04<script>alert(1)</script>"))

    assert b"script" not in picture.read()


# At the desk


def add(client, name, content):
    return client.post(
        reverse("wagtailimages:add"),
        {"title": "Street party", "collection": Collection.get_first_root_node().pk, "file": upload(name, content)},
    )


def add_multiple(client, name, content, title="Street party"):
    return client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": title, "collection": Collection.get_first_root_node().pk, "files[]": upload(name, content)},
        headers={"x-requested-with": "XMLHttpRequest"},
    )


def add_in_chooser(client, name, content):
    return client.post(
        reverse("wagtailimages_chooser:create"),
        {
            "image-chooser-upload-title": "Street party",
            "image-chooser-upload-collection": Collection.get_first_root_node().pk,
            "image-chooser-upload-file": upload(name, content),
        },
    )


def change(client, name, content):
    image = CoreImage.objects.create(title="Before", file=ContentFile(encoded(red_and_blue(), "PNG"), name="a.png"))
    return client.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {"title": "Street party", "collection": Collection.get_first_root_node().pk, "file": upload(name, content)},
    )


DOORS = {"add": add, "multiple": add_multiple, "chooser": add_in_chooser, "edit": change}
every_door = pytest.mark.parametrize("door", DOORS)


def said(response):
    """The text of an answer, whether HTML or JSON with HTML in it."""
    is_json = response.headers["Content-Type"].startswith("application/json")
    return str(response.json()) if is_json else response.content.decode()


@pytest.mark.django_db
@every_door
@hostile
def test_upload_of_a_hostile_file_is_refused_at_the_field(admin_client, door, name):
    make, sentence = HOSTILE[name]

    response = DOORS[door](admin_client, name, make())

    assert response.status_code == 200
    assert sentence in said(response)
    assert not CoreImage.objects.filter(title="Street party").exists()


@pytest.mark.django_db
@every_door
@accepted
def test_upload_of_a_picture_keeps_nothing_but_the_picture(admin_client, door, name):
    make, kind = ACCEPTED[name]

    response = DOORS[door](admin_client, name, make())

    assert response.status_code in {200, 302}
    image = CoreImage.objects.get()
    content = stored(image)
    assert image.file.name.endswith(f".{kind}")
    assert image.file_size in {len(content), None}
    with Image.open(io.BytesIO(content)) as kept:
        assert (image.width, image.height) == kept.size
    assert_tells_nothing(content)
    assert image.title == "Street party"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["photo.jpg", "screenshot.png", "logo.webp", "iphone.heic", "palette.png", "print.jpeg"]
)
@pytest.mark.parametrize("spec", ["width-40", "format-webp", "original", "fill-30x30|format-jpeg", "format-avif"])
def test_rendition_carries_no_metadata(name, spec):
    make, _kind = ACCEPTED[name]
    image = CoreImage.objects.create(title="Street party", file=upload(name, make()))

    content = stored(image.get_rendition(spec))

    assert SECRET.encode() not in content
    if spec != "format-avif":
        assert_tells_nothing(content)
    else:
        assert {b"Exif", b"colrprof", b"mime"}.isdisjoint(content[at : at + 4] for at in range(400))


@pytest.mark.django_db
def test_upload_of_the_same_photo_is_noticed(admin_client):
    add_multiple(admin_client, "a.jpg", secret_jpeg())

    assert add_multiple(admin_client, "b.jpg", secret_jpeg()).json()["duplicate"] is True


@pytest.mark.django_db
@pytest.mark.parametrize("padding", [0, 3_000_000])  # in memory and as a temporary file
def test_upload_with_another_mistake_waits_without_metadata(admin_client, padding):
    response = add_multiple(admin_client, "photo.jpg", secret_jpeg() + bytes(padding), title="x" * 300)

    waiting = UploadedFile.objects.get()
    assert_tells_nothing(waiting.file.read())

    response = admin_client.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk]),
        {f"uploaded-image-{waiting.pk}-title": "Short", f"uploaded-image-{waiting.pk}-tags": ""},
    )

    assert response.json()["success"] is True
    image = CoreImage.objects.get(title="Short")
    assert "photo" not in image.file.name
    assert image.file_size == len(stored(image))
    assert_tells_nothing(stored(image))


@pytest.mark.django_db
def test_edit_with_a_new_picture_and_another_mistake_shows_the_form_again(admin_client):
    image = CoreImage.objects.create(title="Before", file=upload("a.png", secret_png()))
    edit = reverse("wagtailimages:edit", args=[image.pk])

    response = admin_client.post(edit, {"title": "", "file": upload("b.jpg", secret_jpeg())})

    assert response.status_code == 200
    assert "This field is required." in said(response)


@pytest.mark.django_db
def test_edit_without_a_new_picture_keeps_the_file(admin_client):
    image = CoreImage.objects.create(title="Before", file=upload("a.png", secret_png()))

    admin_client.post(reverse("wagtailimages:edit", args=[image.pk]), {"title": "After"})

    changed = CoreImage.objects.get()
    assert changed.title == "After"
    assert changed.file.name == image.file.name


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["wagtailimages:add", "wagtailimages:add_multiple"])
def test_upload_page_says_what_may_be_sent(admin_client, url):
    assert "Maximum filesize: 15.0\xa0MB" in said(admin_client.get(reverse(url)))


# Without a form


@pytest.mark.django_db
def test_image_given_a_raw_file_by_code_keeps_a_clean_one():
    image = CoreImage.objects.create(title="Seed", file=File(io.BytesIO(secret_jpeg(6)), name="Jo Smith.jpg"))

    again = CoreImage.objects.get()
    assert (again.width, again.height) == (80, 120)
    assert "Jo" not in image.file.name
    assert_tells_nothing(stored(again))


@pytest.mark.django_db
def test_image_saved_through_its_file_keeps_a_clean_one():
    image = CoreImage(title="Import")

    image.file.save("Jo Smith.heic", ContentFile(secret_heic()))

    again = CoreImage.objects.get()
    assert (again.width, again.height) == (80, 120)
    assert "Jo" not in again.file.name
    assert_tells_nothing(stored(again))


@pytest.mark.django_db
def test_images_created_in_bulk_are_clean():
    CoreImage.objects.bulk_create([CoreImage(title="Bulk", file=ContentFile(secret_jpeg(6), name="a.jpg"))])

    image = CoreImage.objects.get()
    assert (image.width, image.height) == (80, 120)
    assert_tells_nothing(stored(image))


@pytest.mark.django_db
def test_image_given_the_file_of_another_model_keeps_a_clean_copy():
    waiting = UploadedFile.objects.create(file=ContentFile(secret_jpeg(), name="raw.jpg"))

    image = CoreImage.objects.create(title="From elsewhere", file=waiting.file)

    assert image.file.name != waiting.file.name
    assert_tells_nothing(stored(CoreImage.objects.get()))


@pytest.mark.django_db
def test_image_saved_again_is_not_encoded_again():
    image = CoreImage.objects.create(title="Before", file=upload("a.jpg", secret_jpeg()))
    name, content = image.file.name, stored(image)

    image.title = "After"
    image.save()

    again = CoreImage.objects.get()
    assert (again.file.name, stored(again)) == (name, content)


@pytest.mark.django_db
def test_image_keeps_a_clean_picture_as_it_is():
    picture = clean_picture(io.BytesIO(secret_jpeg()))

    image = CoreImage.objects.create(title="Clean", file=picture)

    assert stored(image) == picture.file.getvalue()


@pytest.mark.django_db
@hostile
def test_image_given_a_hostile_file_by_code_says_why_not(name):
    make, sentence = HOSTILE[name]

    with pytest.raises(ValidationError) as refused:
        CoreImage(title="Seed", file=ContentFile(make(), name=name))

    assert refused.value.messages == [sentence]


@pytest.mark.django_db
def test_any_other_form_of_a_picture_cleans_it_too():
    form_class = forms.modelform_factory(CoreImage, fields=["file"])

    refused = form_class({}, {"file": upload("script.gif", HOSTILE["script.gif"][0]())})
    accepted = form_class({}, {"file": upload("photo.jpg", secret_jpeg())})

    assert refused.errors["file"] == [NOT_A_PICTURE]
    assert accepted.is_valid(), accepted.errors
    assert isinstance(accepted.cleaned_data["file"], CleanPicture)
