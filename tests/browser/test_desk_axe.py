"""What we add to the desk, looked at by axe-core: the first page, a report with its table, the calendar, publishing."""

import pytest

from accounts.models import User
from submissions.models import Answer
from tests.browser.accessible import SCHEMES
from tests.browser.test_desk_csp import desk, tree, window  # noqa: F401 - fixtures of the desk in a browser
from tests.submissions.conftest import photo_folder  # noqa: F401 - a fixture
from tests.submissions.test_portraits import add_banded
from tests.submissions.test_queue import sent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The head of a page is Wagtail's own, and so is the number of matches.
RUN = """async (only) => {
  const ours = {include: [["#main"]], exclude: [[".w-slim-header"], ["h2[role=alert]"], ["form[role=search]"]]};
  const results = await axe.run(ours, {runOnly: only, resultTypes: ["violations"]});
  return results.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")} (${n.failureSummary})`));
}"""


def test_our_pages_of_the_desk_have_no_axe_violations(desk, tree, axe, photo_folder):  # noqa: F811 - see above
    late = sent("Late", due_in=-1)
    add_banded(late, 300, 400)
    Answer.objects.create(submission=late, step="lessons", data={"what_to_copy": ["Ask Jo, 0113 496 0000."]})
    found = []
    for name, *args in (
        ("wagtailadmin_home",),
        ("coverage_report",),
        ("editorial_calendar",),
        ("ageing_report",),
        ("saved_views",),
        ("commitment_waiting",),
        ("submission_publish", late.reference),
    ):
        desk.go(name, *args)
        desk.page.evaluate(axe)
        for scheme, only in SCHEMES.items():
            desk.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found += [f"{name}, {scheme}: {violation}" for violation in desk.page.evaluate(RUN, only)]

    home = desk.page.locator("a.sidebar-custom-branding")
    assert home.get_attribute("aria-label").startswith(home.inner_text().strip())
    assert found == [], "\n".join(found)


def test_title_of_a_list_stands_beside_its_buttons_on_a_small_laptop(desk, tree):  # noqa: F811 - see above
    desk.page.set_viewport_size({"width": 1280, "height": 800})
    desk.go("entries:index")
    header = desk.page.locator("header.w-slim-header")

    title = header.get_by_role("link", name="Entries", exact=True).bounding_box()
    buttons = [button.bounding_box() for button in header.locator(".w-header-button").all()]

    assert len(buttons) == 4
    assert title["x"] + title["width"] <= buttons[0]["x"]
    assert max(abs(middle_of(title) - middle_of(button)) for button in buttons) < 5
    search = header.get_by_role("searchbox").or_(header.locator("input[name=q]")).first.bounding_box()
    assert buttons[-1]["x"] + buttons[-1]["width"] <= search["x"]


def test_list_shows_its_last_row_and_a_role_its_name_above_what_it_may(desk, tree):  # noqa: F811 - see above
    desk.go("entries:index")
    frame = desk.page.locator(".desk-wide").first
    assert frame.evaluate("(frame) => frame.scrollHeight - frame.clientHeight") <= 0

    desk.page.set_viewport_size({"width": 360, "height": 800})
    desk.go("wagtailusers_users:edit", User.objects.get(username="editor").pk)
    desk.page.get_by_role("tab", name="Roles").click()
    for role in desk.page.locator("label", has=desk.page.locator(".desk-role")).all():
        name, may = role.locator("strong").bounding_box(), role.locator(".desk-role").bounding_box()
        assert name["y"] + name["height"] <= may["y"]
        assert may["width"] > 200
    assert desk.page.locator(".desk-role").count() == 3


def middle_of(box: dict[str, float]) -> float:
    return box["y"] + box["height"] / 2
