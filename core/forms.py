"""The form that every picture passes at the desk, and its file field for any other form."""

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from core.pictures import CleanPicture, clean_picture


class PictureFormField(WagtailImageField):
    """A file field whose value is a `CleanPicture`; each refusal is shown at the field."""

    def to_python(self, data) -> CleanPicture | None:
        # Not `super()`: Wagtail's own check decodes the picture first, and some files make it raise.
        if data in self.empty_values:
            return None
        picture = clean_picture(data)
        if isinstance(data, UploadedFile):
            _overwrite(data, picture)
        return picture


def _overwrite(upload: UploadedFile, picture: CleanPicture) -> None:
    """Put the clean picture in the place of the upload.

    When another field of the form is wrong, Wagtail's multiple upload keeps the uploaded file itself for later.
    """
    upload.seek(0)
    upload.truncate()
    upload.write(picture.read())
    upload.flush()  # a large upload is moved by its path, without a look at what is still in memory
    upload.size = picture.size
    upload.seek(0)
    picture.seek(0)


class PictureForm(BaseImageForm):
    """Wagtail's form of a picture with our file field, and with help for its alternative text."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Exchanged rather than declared: a declared field would also show up in Wagtail's forms without a file.
        if file := self.fields.get("file"):
            self.fields["file"] = PictureFormField(label=file.label, required=file.required, widget=file.widget)
        if description := self.fields.get("description"):
            description.help_text = _(
                "What the picture shows, for people who cannot see it, such as “Two women plant leeks beside the police "
                "station”. Every page that shows the picture uses these words, unless it has better ones of its own."
            )
