"""Who may see what was sent, and who decides about it."""

from connectors.models import DirectoryPage


def may_view(user) -> bool:
    """Editors see what was sent and what became of it, but not who sent it."""
    return user.has_perm("submissions.view_submission") or may_decide(user)


def may_decide(user) -> bool:
    """Moderators decide, and therefore see the sender's name, e-mail address and messages."""
    return user.has_perm("submissions.decide_submission")


def may_publish(user) -> bool:
    directory = DirectoryPage.objects.first()
    return bool(directory) and directory.permissions_for_user(user).can_publish_subpage()
