"""Blocks of a story that are not finished: a draft keeps and shows them, publishing says in which block what is missing."""

import pytest
from django.core.exceptions import ValidationError

from casestudies.blocks import StoryBlock

pytestmark = pytest.mark.django_db

STORY = StoryBlock()
STORY.set_name("story")
BLOCKS = [pytest.param(name, id=name) for name in STORY.child_blocks]


def just_added(name):
    """A story with one block as the palette adds it, with nothing typed into it."""
    block = STORY.child_blocks[name]
    return STORY.normalize([(name, block.get_default())])


@pytest.mark.parametrize("name", BLOCKS)
def test_empty_block_is_kept_in_a_draft_and_can_be_looked_at(name):
    kept = STORY.clean_deferred(just_added(name))
    again = STORY.to_python(STORY.get_prep_value(kept))

    assert [child.block_type for child in again] == [name]
    assert STORY.get_prep_value(again) == STORY.get_prep_value(kept)
    assert isinstance(again.render_as_block(), str)
    assert isinstance(STORY.get_searchable_content(again), list)


@pytest.mark.parametrize("name", BLOCKS)
def test_empty_block_is_not_published(name):
    with pytest.raises(ValidationError):
        STORY.clean(just_added(name))
