"""The licences that texts and pictures here may have."""

from django.db import models
from django.utils.translation import gettext_lazy as _

ADDRESSES = {
    "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "cc-by-sa-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "cc0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "ogl-3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}


class Licence(models.TextChoices):
    CC_BY = "cc-by-4.0", _("Creative Commons Attribution 4.0 (CC BY 4.0)")
    CC_BY_SA = "cc-by-sa-4.0", _("Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA 4.0)")
    CC0 = "cc0-1.0", _("No rights reserved (CC0 1.0)")
    OGL = "ogl-3.0", _("Open Government Licence 3.0")
    PERMISSION = "permission", _("Used here with permission; ask the owner before using it elsewhere")
    UNKNOWN = "unknown", _("Not known")

    @property
    def url(self) -> str:
        """The address of the licence's text, empty for those without one."""
        return ADDRESSES.get(self.value, "")
