"""The people who sign in: editors, moderators and site managers. The public never needs an account."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Django's user as a class of our own, so that it can grow without a hard migration."""
