"""What happens when the last step of an approval is done."""


def publish_or_ask(workflow_state, user=None) -> None:
    """Publish what was approved; leave it a draft where somebody has to be asked first (`hooks.py` does).

    Args:
        workflow_state: the approval that is done.
    """
    # The CMS reads this file while its own models are not ready.
    from wagtail.models import Page  # noqa: PLC0415
    from wagtail.workflows import publish_workflow_state  # noqa: PLC0415

    from desk.contact_words.question import Question  # noqa: PLC0415

    approved = workflow_state.content_object
    if not isinstance(approved, Page) or Question.about(approved) is None:
        publish_workflow_state(workflow_state, user=user)
