"""Make the accounts editor, moderator and manager where they are missing, and show how to sign in with them."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.management.commands.show_sign_ins import write_sign_ins
from accounts.sign_ins import SignInError, create_sign_ins


class Command(BaseCommand):
    """For development, demonstrations and a first look. A production server uses `createsuperuser`.

    Each account gets a fresh password, kept in `DATA_DIR/sign-ins.json` for `show_sign_ins`. The environment variable
    EDITOR_PASSWORD sets one password for all three instead, and a new value of it replaces the former one.

    Run again, it only makes what is missing. A password that a person changed is never touched, not even by a new
    EDITOR_PASSWORD: only passwords that this command gave are replaced.

    On a public server (any settings that require a second factor) it refuses unless EDITOR_PASSWORD is set, and then
    the password must be as strong as any other there.
    """

    help = (
        "Makes the accounts editor, moderator and manager where they are missing, and shows how to sign in with them."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sign_ins = create_sign_ins(chosen_password=os.environ.get("EDITOR_PASSWORD", ""))
        except SignInError as error:
            raise CommandError(str(error)) from error
        write_sign_ins(self.stdout, sign_ins)
