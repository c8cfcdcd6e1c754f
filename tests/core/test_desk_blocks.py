"""Every block that editors may choose explains itself and can be previewed."""

import pytest
from django.urls import reverse

from accounts.models import User
from casestudies.blocks import StoryBlock
from core.blocks import BodyBlock
from tests.connectors.test_desk import make_entry, make_tree

pytestmark = pytest.mark.django_db

BLOCKS = [
    pytest.param(block, id=f"{palette.__name__}.{name}")
    for palette in (StoryBlock, BodyBlock)
    for name, block in palette().child_blocks.items()
]


@pytest.mark.parametrize("block", BLOCKS)
def test_block_has_icon_label_and_description(block):
    assert block.meta.icon not in {"", "placeholder"}
    assert str(block.label)
    assert str(block.get_description())


@pytest.mark.parametrize("block", BLOCKS)
def test_block_preview_shows_it_in_the_style_of_the_site(client, block):
    make_entry(make_tree(), "Allotments")
    client.force_login(User.objects.create_superuser("editor", "editor@example.org", "a long password"))

    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})

    assert block.is_previewable
    assert response.status_code == 200
    assert "css/site.css" in response.content.decode()
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
