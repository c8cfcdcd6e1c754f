"""What a picture may be when it arrives and how it is kept (see core/pictures.py)."""

WAGTAILIMAGES_IMAGE_FORM_BASE = "core.forms.PictureForm"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000

PICTURE_STORED_SIDE = 3_200  # pixels of the longer side: twice the widest place a page has for a picture
PICTURE_QUALITY = 88  # of JPEG and WebP originals; renditions are encoded once more
