"""The blocks of a story belong to the whole process: what a draft may lack must not reach what is published meanwhile."""

import threading

import pytest
from django.core.exceptions import ValidationError
from wagtail import blocks

import core.blocks  # noqa: F401 - as on the site
from core.blocks import LineBlock

PATIENCE = 10  # seconds


class PausingBlock(LineBlock):
    """Waits, when it is first checked, until somebody else has had time to check the same block."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.reached, self.others_had_time = threading.Event(), threading.Event()

    def clean(self, value):
        if not self.reached.is_set():
            self.reached.set()
            self.others_had_time.wait(1)
        return super().clean(value)


def test_story_is_not_published_incomplete_while_another_is_saved_as_a_draft():
    line = PausingBlock()
    field = blocks.BlockField(block=blocks.StreamBlock([("line", line)]))
    draft_field = blocks.BlockField(block=field.block)
    draft_field.is_deferred_validation = True
    empty = field.block.to_python([{"type": "line", "value": ""}])
    saving = threading.Thread(target=draft_field.clean, args=[empty])

    saving.start()
    assert line.reached.wait(PATIENCE)
    with pytest.raises(ValidationError):
        field.clean(empty)
    line.others_had_time.set()
    saving.join(PATIENCE)

    with pytest.raises(ValidationError):
        field.clean(empty)
