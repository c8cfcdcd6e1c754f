"""What issue 2 promises of a fresh copy, asked of the real server without a browser."""

import re

import pytest

from tests.browser.pages import PAGES, PROMISED, PUBLIC, STATUSES
from tests.browser.server import answer

pytestmark = pytest.mark.long


@pytest.mark.parametrize("path", PROMISED)
def test_promised_address_answers(site, path):
    assert answer(site + path)[0] == 200


@pytest.mark.parametrize("name", PAGES)
def test_page_answers_as_it_should(site, name):
    assert answer(site + PAGES[name])[0] == STATUSES.get(name, 200)


@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_has_strict_policy_and_no_cookie_but_for_the_token_of_a_form(site, name):
    _, headers, body = answer(site + PUBLIC[name])
    policy = headers["Content-Security-Policy"]
    nonces = re.findall(r"'nonce-([^']+)'", policy)

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert len(nonces) == 1
    assert f'nonce="{nonces[0]}"' in body.decode()
    assert headers.get("Set-Cookie", "").startswith("csrftoken=" if b"csrfmiddlewaretoken" in body else "")
    assert "Set-Cookie" not in headers or b"csrfmiddlewaretoken" in body


def test_nonce_is_new_for_each_answer(site):
    first, second = (answer(f"{site}/")[1]["Content-Security-Policy"] for _ in range(2))

    assert first != second


def test_static_file_may_be_kept_for_ever(site):
    _, _, body = answer(f"{site}/")
    path = re.search(r'href="(/static/css/site\.[0-9a-f]+\.css)"', body.decode()).group(1)

    assert "immutable" in answer(site + path)[1]["Cache-Control"]
