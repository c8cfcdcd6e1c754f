"""The groups of the palette, in the order in which the chooser shows them."""

from django.utils.translation import gettext_lazy as _

TELLING = _("Telling it")
SEEING = _("Pictures and video")
FACTS = _("Facts and figures")
LESSONS = _("Lessons")
LEADS = _("Leads and notes")
