"""What every picture passes, whoever sends it: checked by its content, rid of what it tells of people, encoded anew."""

import logging
import math
import re
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import BinaryIO

import pillow_heif
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db.models.fields.files import ImageFileDescriptor
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

logger = logging.getLogger(__name__)

# Nothing that hangs on a phone's picture (thumbnail, depth map, gain map) is decoded.
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

REFUSALS = {
    "empty": _("This file is empty. Please choose the picture again."),
    "file_too_large": _("This file is larger than %(limit)s MB. Please send a smaller one, for example a screenshot."),
    "invalid_image": _("This is not a picture we can use. Please send a JPEG, PNG, WebP, AVIF, GIF or HEIC file."),
    "file_too_many_pixels": _(
        "This picture has %(megapixels)s megapixels. Please make it smaller than %(limit)s megapixels, for example by "
        "sending a screenshot, and try again."
    ),
    "extreme_sides": _("This picture is too long and thin to be shown. Please cut it to its main part and try again."),
    "animated": _("This picture moves. Please send a still picture, for example a screenshot of it."),
    "damaged": _("This picture is damaged or incomplete. Please save it again as a JPEG or PNG, and send that."),
}
# How each format is kept; other decoders are never tried. MPO is a phone's JPEG with a second picture behind the first.
STORED_AS = {"JPEG": "JPEG", "MPO": "JPEG", "HEIF": "JPEG", "AVIF": "JPEG", "PNG": "PNG", "GIF": "PNG", "WEBP": "WEBP"}
READ_FORMATS = [name for name in STORED_AS if name != "MPO"]  # Pillow's JPEG reader turns into it by itself
LOWER_LIMITS = {"WEBP": 16_000_000, "AVIF": 24_000_000}  # decoded in several copies: 16 and 9 bytes for each pixel
MAX_SIDE, MAX_RATIO = 20_000, 50  # pixels; of the longer to the shorter side
MAX_SCANS = 500  # of a progressive JPEG; usual are about ten, and 15 MB have room for minutes of them
HALVED_ABOVE = 24_000_000  # pixels; the JPEG decoder gives half the size at a quarter of the memory
STRIP = 64  # rows made at once
# The AVIF decoder believes the size inside the stream, whatever the header says: it is tried where memory is limited.
AVIF_TRIAL = """import resource, sys; from PIL import AvifImagePlugin, Image; AvifImagePlugin.DEFAULT_MAX_THREADS = 1
resource.setrlimit(resource.RLIMIT_AS, (450_000_000, 450_000_000))
Image.open(sys.stdin.buffer, formats=["AVIF"]).load()"""
BEGINNINGS = re.compile(rb"\xff\xd8\xff|\x89PNG|GIF8|RIFF....WEBP|....ftyp(?:avi|hei|hev|mif|msf)", re.DOTALL)
# A GIF that a browser can also run as a script: its width reads "=…", "/*" or "//".
SCRIPT_AS_GIF = re.compile(rb"GIF8[79]a\s*(?:=[\s!-~]|/[*/])")
FLIP_ROWS, FLIP_COLUMNS, LEFT, HALF, RIGHT, TRANSPOSE, TRANSVERSE = Image.Transpose
TURNS = {2: FLIP_ROWS, 3: HALF, 4: FLIP_COLUMNS, 5: TRANSPOSE, 6: RIGHT, 7: TRANSVERSE, 8: LEFT}

# Decoding is what takes memory: pictures that arrive together wait for each other.
one_at_a_time = threading.Lock()


class CleanPicture(ContentFile):
    """A picture that `clean_picture` made; being one is the mark that it needs no second cleaning."""

    def __init__(self, content: bytes, *, name: str, picture_size: tuple[int, int]):
        super().__init__(content, name=name)
        self.picture_size = picture_size


def clean_picture(file: File | BinaryIO) -> CleanPicture:
    """Return the picture in `file` encoded anew: upright, in sRGB, without metadata, under a random name.

    JPEG, HEIC and AVIF are kept as JPEG, PNG and still GIF as PNG, WebP (and a see-through AVIF or HEIC) as WebP. The
    longer side has at most `PICTURE_STORED_SIDE` pixels.

    Args:
        file: an upload or any binary file, of at most `WAGTAILIMAGES_MAX_UPLOAD_SIZE` bytes. Its name is ignored.

    Raises:
        ValidationError: for whatever is no such picture, with a sentence that says what to do; nothing else is raised.
    """
    if isinstance(file, CleanPicture):
        return file
    try:
        content = _content(file)
        with one_at_a_time:
            return _encoded(*_decoded(content))
    except ValidationError:
        raise
    except UnidentifiedImageError:
        raise _refusal("damaged" if BEGINNINGS.match(content) else "invalid_image") from None
    except Image.DecompressionBombError as error:  # Pillow's own limit: "Image size (4294836225 pixels) exceeds …"
        megapixels = int(re.search(r"\d+", str(error))[0]) // 1_000_000
        limit = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
        raise _refusal("file_too_many_pixels", megapixels=megapixels, limit=limit) from None
    except Exception as error:  # decoders answer hostile bytes with a dozen kinds of errors
        logger.info("A picture was refused: %r", error)
        raise _refusal("damaged") from error


def _refusal(code: str, **figures: int) -> ValidationError:
    return ValidationError(REFUSALS[code], code=code, params=figures)


def _content(file: File | BinaryIO) -> bytes:
    """Return what is in the file, unless it is nothing, too much or a script in disguise."""
    limit = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    if isinstance(file, File):
        file.open()  # at its beginning, also when it was closed
    else:
        file.seek(0)
    content = file.read(limit + 1)
    if not content:
        raise _refusal("empty")
    if len(content) > limit:
        raise _refusal("file_too_large", limit=limit // 1024**2)
    if SCRIPT_AS_GIF.match(content):
        raise _refusal("invalid_image")
    return content


def _decoded(content: bytes) -> tuple[Image.Image, str]:
    """Return the picture at the size and in the colours it is kept in, and the name of the format it came in."""
    with Image.open(BytesIO(content), formats=READ_FORMATS) as image:
        _check_header(image, content)
        if STORED_AS[image.format] == "JPEG" and math.prod(image.size) > HALVED_ABOVE:
            image.draft(None, (image.width // 2, image.height // 2))
        image.load()
        turn = TURNS.get(_orientation(image))
        picture = _shrunk(image)
        return (picture if turn is None else picture.transpose(turn)), image.format


def _check_header(image: Image.Image, content: bytes) -> None:
    """Refuse what the header alone shows to be unusable, before any of it is decoded."""
    pixels, longer, shorter = math.prod(image.size), max(image.size), min(image.size)
    limit = LOWER_LIMITS.get(image.format, settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS)
    if pixels > limit:
        megapixels = math.ceil(pixels / 1_000_000)
        raise _refusal("file_too_many_pixels", megapixels=megapixels, limit=limit // 1_000_000)
    if longer > MAX_SIDE or longer > shorter * MAX_RATIO:
        raise _refusal("extreme_sides")
    # The further frames of phone pictures (MPO, HEIF) are no animation.
    if image.format not in {"MPO", "HEIF"} and getattr(image, "is_animated", False):
        raise _refusal("animated")
    if image.format == "AVIF":  # S603: the command is fixed
        subprocess.run([sys.executable, "-Ic", AVIF_TRIAL], input=content, check=True, capture_output=True, timeout=20)  # noqa: S603
    if image.info.get("progressive") and content.count(b"\xff\xda") > MAX_SCANS:
        raise _refusal("damaged")


def _orientation(image: Image.Image) -> int | None:
    """Return how the camera was held (EXIF 1 to 8). Unreadable metadata is no reason to refuse the picture."""
    with suppress(Exception):  # EXIF is parsed from bytes that anybody may have written
        return image.getexif().get(ExifTags.Base.Orientation)
    return None


def _shrunk(image: Image.Image) -> Image.Image:
    """Return nothing but the pixels, at stored size in sRGB. Made in strips, as copies of 40 megapixels are large."""
    scale = max(1, max(image.size) / settings.PICTURE_STORED_SIDE)
    width, height = (max(1, round(side / scale)) for side in image.size)
    mode = _working_mode(image)
    to_srgb, stored_mode = _colour_change(image.info.get("icc_profile"), mode)
    result = Image.new(stored_mode, (width, height))
    row = image.height / height
    margin = math.ceil(4 * row)  # rows that the filter looks at beyond the strip
    for top in range(0, height, STRIP):
        bottom = min(top + STRIP, height)
        first, last = max(0, int(top * row) - margin), min(image.height, math.ceil(bottom * row) + margin)
        strip = image.crop((0, first, image.width, last))
        if strip.mode.startswith("I"):  # Pillow would cut 16 bits off at 255
            strip = strip.point(lambda value: value / 256)
        strip = strip.convert(mode)
        box = (0, top * row - first, image.width, min(bottom * row - first, strip.height))
        result.paste(to_srgb(strip.resize((width, bottom - top), Image.Resampling.LANCZOS, box=box)), (0, top))
    return result


def _working_mode(image: Image.Image) -> str:
    """Return the kind of pixels to resize in: palettes and single bits would come out ragged."""
    if image.mode == "CMYK":
        return "CMYK"
    if image.mode.startswith("I"):
        return "L"
    if image.has_transparency_data:
        return "RGBA"
    return "L" if image.mode in {"1", "L"} else "RGB"


def _colour_change(profile: bytes | None, mode: str) -> tuple[Callable[[Image.Image], Image.Image], str]:
    """Return a function that turns pixels of `mode` into sRGB, and the mode it gives."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile or b""))
        in_srgb = "RGBA" if mode == "RGBA" else "RGB"
        return ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, in_srgb).apply, in_srgb
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):  # no profile, or none of use
        plain = "RGB" if mode == "CMYK" else mode
        return (lambda strip: strip.convert(plain)), plain


def _encoded(picture: Image.Image, came_as: str) -> CleanPicture:
    """Return the file to keep."""
    if picture.mode == "RGBA" and picture.getextrema()[3][0] == 255:  # noqa: PLR2004 - nothing is see-through
        picture = picture.convert("RGB")
    see_through_photo = picture.mode == "RGBA" and STORED_AS[came_as] == "JPEG"
    kept_as, output = "WEBP" if see_through_photo else STORED_AS[came_as], BytesIO()
    picture.save(output, kept_as, **({} if kept_as == "PNG" else {"quality": settings.PICTURE_QUALITY}))
    return CleanPicture(output.getvalue(), name=f"{secrets.token_hex(8)}.{kept_as.lower()}", picture_size=picture.size)


class PictureFieldFile(WagtailImageFieldFile):
    def save(self, name, content, save=True):
        """Store the picture, cleaned, under a name of ours. Raises ValidationError when it is no picture."""
        picture = clean_picture(content)
        super().save(picture.name, picture, save=save)

    save.alters_data = True

    def get_image_dimensions(self):
        # Wagtail would decode the whole picture to know its size.
        file = getattr(self, "_file", None)
        return file.picture_size if isinstance(file, CleanPicture) else super().get_image_dimensions()


class PictureDescriptor(ImageFileDescriptor):
    """Cleans at assignment, so that no code has a picture object with a raw file, not even before it is saved."""

    def __set__(self, instance, value):
        is_raw = isinstance(value, File) and not isinstance(value, PictureFieldFile)
        super().__set__(instance, clean_picture(value) if is_raw else value)


class PictureField(WagtailImageField):
    """The file of a picture; keeps nothing that has not passed `clean_picture`."""

    attr_class = PictureFieldFile
    descriptor_class = PictureDescriptor

    def deconstruct(self):
        # The column is Wagtail's: in a migration both fields are the same.
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.images.models.WagtailImageField", args, kwargs

    def formfield(self, **kwargs):
        from core.forms import PictureFormField  # noqa: PLC0415 - Wagtail's forms need all models to be loaded

        return super().formfield(**{"form_class": PictureFormField, **kwargs})
