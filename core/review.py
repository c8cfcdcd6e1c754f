"""What an editor reads at a page that moderators are looking at."""

from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock


class ReviewLock(WorkflowLock):
    """The CMS's lock for pages under review, with words that say what to do."""

    def get_message(self, user):
        if not self.for_user(user):
            return super().get_message(user)
        state = self.object.current_workflow_state
        if state and state.user_can_cancel(user):
            return _(
                "The moderators are looking at this page, so it cannot be changed meanwhile. You get a mail when they have "
                "decided. To go on writing now, take it back: choose “Cancel workflow” in the menu at the bottom, and submit "
                "it again later."
            )
        return _(
            "The moderators are looking at this page, so it cannot be changed meanwhile. Ask whoever submitted it to take it "
            "back, or a moderator to change it."
        )
