"""Give the groups Editors, Moderators and Site managers their rights, and set up the moderation workflow."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.roles import SetUpError, set_up_roles


class Command(BaseCommand):
    """Can be run at any time: a second run changes nothing, and rights that drifted are brought back.

    Run it after the home page exists, because rights and workflow hang on the home page of the default site.
    """

    help = "Gives the groups Editors, Moderators and Site managers their rights, and sets up the moderation workflow."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            changes = set_up_roles()
        except SetUpError as error:
            raise CommandError(str(error)) from error
        for change in changes:
            self.stdout.write(change)
        if not changes:
            self.stdout.write(_("The roles are as they should be."))
