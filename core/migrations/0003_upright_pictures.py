from django.db import migrations
from django.db.models import F

SHARE = 0.2  # as `core.focus.Focus.UPPER` was when this was written


def look_above_the_middle(apps, schema_editor):
    """Cards cut off the heads on upright pictures for which nobody had chosen what stays in view."""
    pictures = apps.get_model("core", "CoreImage").objects.filter(height__gt=F("width"), focal_point_x=None)
    for picture in pictures.only("width", "height").iterator():
        picture.focal_point_x, picture.focal_point_y = picture.width // 2, round(picture.height * SHARE)
        picture.focal_point_width = picture.focal_point_height = 1
        names = ["focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"]
        picture.save(update_fields=names)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_tagline_claims_nothing")]

    operations = [migrations.RunPython(look_above_the_middle, migrations.RunPython.noop, elidable=True)]
