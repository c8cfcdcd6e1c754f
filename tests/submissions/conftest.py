"""What tests of submissions share: answers that are right, a finished draft, and moderators who are told by mail."""

import pytest
from django.utils import timezone

from submissions.access import cookie_name
from submissions.actions.drafts import begin, keep_answer
from submissions.actions.links import new_device, remember_device
from submissions.models import HowOften, Message, Submission, SubmissionPhoto
from submissions.models.thread import MessageKind
from submissions.states import State
from tests.factories import PlaceFactory, ThemeFactory, TierFactory
from tests.submissions.moderators import person


@pytest.fixture
def right_answers(directory):
    """Return page → answers of an initiative that can be sent."""
    place, theme, tier = PlaceFactory(name="Leeds"), ThemeFactory(), TierFactory()
    return {
        "about": {
            "title": ["Bramley Baths"],
            "summary": ["Residents run the baths."],
            "what_it_does": ["One.\n\nTwo."],
        },
        "where": {"places": [place.code], "locality": ["Bramley"]},
        "themes": {"themes": [theme.slug], "tiers": [tier.slug]},
        "who": {"organisation": ["Bramley Baths Ltd"], "website": ["bramleybaths.example"]},
        "stage": {"stage": ["running"], "started": ["2013"]},
        "you": {
            "contact_name": ["Jo Smith"],
            "contact_role": ["volunteer"],
            "contact_email": ["jo@example.org"],
            "agree": ["on"],
        },
    }


@pytest.fixture
def device():
    return new_device()[0]


@pytest.fixture
def draft(right_answers, device):
    """A draft with all answers."""
    submission = begin("initiative", once="page 1", device=device, step="about", raw=right_answers["about"])
    for step, raw in right_answers.items():
        keep_answer(submission, step, raw, is_done=True)
    return submission


@pytest.fixture
def owner(client, draft):
    """A browser that holds the key to the draft."""
    device, secret = new_device()
    remember_device(draft, device)
    client.cookies[cookie_name()] = secret
    return client


@pytest.fixture
def photo_folder(settings, monkeypatch, tmp_path):
    """The folder of photos that are not published, of this test alone; that of pictures is its own too."""
    settings.MEDIA_ROOT = tmp_path / "media"
    storage = SubmissionPhoto._meta.get_field("file").storage
    monkeypatch.setitem(vars(storage), "location", str(tmp_path / "private"))
    return tmp_path / "private"


@pytest.fixture
def at_once(home):
    """A moderator who wants mail at once."""
    return person("ann@council.example", HowOften.AT_ONCE)


@pytest.fixture
def daily(home):
    """A moderator who never chose."""
    return person("dora@council.example")


@pytest.fixture
def asked(at_once):
    """A submission whose sender was asked something."""
    submission = Submission.objects.create(
        journey="initiative", state=State.ASKED, queued_at=timezone.now(), due_on=timezone.localdate()
    )
    Message.objects.create(submission=submission, kind=MessageKind.QUESTION, author=at_once, text="Where?")
    return submission
