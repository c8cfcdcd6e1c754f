"""What is seen of a picture where it is cut: heads on upright ones, and whatever somebody chose."""

import importlib

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from PIL import Image

from core.focus import Focus
from core.models import CoreImage

pytestmark = pytest.mark.django_db

COLOURS = ["red", "blue", "lime", "yellow"]  # of four bands, from the top down


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def banded(width: int, height: int) -> ContentFile:
    """A picture of four bands of the same height."""
    picture, content = Image.new("RGB", (width, height)), ContentFile(b"", name="bands.png")
    for number, colour in enumerate(COLOURS):
        picture.paste(colour, (0, number * height // 4, width, (number + 1) * height // 4))
    picture.save(content, "PNG")
    content.seek(0)
    return content


def seen(picture: CoreImage, spec: str = "fill-64x28|format-png") -> set[str]:
    """The bands of which something is left at the middle of the picture as it is cut."""
    with picture.get_rendition(spec).file.open() as file, Image.open(file) as cut:
        column = [cut.convert("RGB").getpixel((cut.width // 2, y)) for y in range(2, cut.height - 2)]
    names = {(1, 0, 0): "red", (0, 0, 1): "blue", (0, 1, 0): "lime", (1, 1, 0): "yellow"}
    return {names[tuple(channel // 128 for channel in colour)] for colour in column}


def test_card_of_an_upright_picture_shows_heads_and_not_knees():
    picture = CoreImage.objects.create(title="Jo", file=banded(300, 400))

    assert seen(picture) == {"red", "blue"}


def test_picture_that_lies_is_cut_in_the_middle_as_before():
    picture = CoreImage.objects.create(title="Leeks", file=banded(400, 400))

    assert picture.get_focal_point() is None
    assert seen(picture) == {"blue", "lime"}


@pytest.mark.parametrize(
    ("focus", "bands"),
    [(Focus.TOP, {"red", "blue"}), (Focus.MIDDLE, {"blue", "lime"}), (Focus.BOTTOM, {"lime", "yellow"})],
)
def test_chosen_part_stays_in_view(focus, bands):
    picture = CoreImage.objects.create(title="Jo", file=banded(300, 400))

    picture.keep_in_view(focus)
    picture.save()

    assert seen(picture) == bands


def test_choice_of_an_editor_is_kept():
    picture = CoreImage(title="Jo", file=banded(300, 400))
    picture.keep_in_view(Focus.BOTTOM)
    picture.save()
    assert seen(picture) == {"lime", "yellow"}

    picture.set_focal_point(None)
    picture.save()

    assert CoreImage.objects.get().get_focal_point() is None


def test_upright_pictures_from_before_show_heads_after_the_upgrade():
    picture = CoreImage.objects.create(title="Jo", file=banded(300, 400))
    lying = CoreImage.objects.create(title="Leeks", file=banded(400, 300))
    CoreImage.objects.update(focal_point_x=None, focal_point_y=None, focal_point_width=None, focal_point_height=None)
    picture.refresh_from_db()
    assert seen(picture) == {"blue", "lime"}

    importlib.import_module("core.migrations.0003_upright_pictures").look_above_the_middle(apps, None)

    picture.refresh_from_db()
    lying.refresh_from_db()
    assert seen(picture) == {"red", "blue"}
    assert lying.get_focal_point() is None
