"""An editor builds a case study of a dozen kinds of blocks by keyboard alone, from signing in to the public page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Hands
from tests.browser.server import manage, must, running_server
from tests.copies import own_seeded_environment, shared_folder

pytestmark = [pytest.mark.browser, pytest.mark.long]

MOST_STOPS = 400  # a form of many blocks, from the one end to the other
# The focus goes into the new block; where that holds only a chooser, the CMS leaves it where the palette was.
BLOCK_IS_READY = """(name) => {
  const block = document.querySelector(`[name='${name}']`)?.closest("[data-streamfield-child]");
  return block?.contains(document.activeElement) || block?.querySelector(".chooser") && document.activeElement === document.body;
}"""
TITLE = "How neighbours kept the baths"
SHOWN = [
    "In 2013 the baths closed.",
    "One house then does two jobs.",
    "Who mends the roof?",
    "We kept going.",
    "people share a pool",
    "The group is founded.",
    "More members every year",
    "Mending the roof",
    "Children who learned to swim",
    "The first lease fell through.",
    "A council that will wait.",
    "Start with the lease.",
    "The Wharton Trust",
    "Board papers of March 2015.",
]
FIGURES = "Year,Members\n2021,12\n2022,30\n2023,45"


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The environment of a seeded copy of its own: other tests must not meet the new story."""
    return own_seeded_environment(shared_folder(tmp_path_factory), tmp_path_factory.mktemp("keyboard"))


@pytest.fixture(scope="module")
def desk(copy):
    """The address of a running copy, and the passwords of its people."""
    printed = must(manage(copy, "show_sign_ins"))
    with running_server(copy) as url:
        yield url, dict(re.findall(r"^ +(\w+) +(\S+) +\(", printed, re.MULTILINE))


class Editor(Hands):
    """Knows where things are in the form of a page."""

    blocks = 0

    def sign_in(self, desk: tuple[str, dict[str, str]], name: str) -> None:
        url, passwords = desk
        self.page.goto(f"{url}/admin/login/")
        self.fill("username", name)
        self.fill("password", passwords[name])
        self.follow(self.page.get_by_role("button", name="Sign in"))

    def fill(self, name: str, text: str) -> None:
        self.reach(self.page.locator(f"[name='{name}']"))
        self.page.keyboard.insert_text(text)

    def tell(self, name: str, *paragraphs: str) -> None:
        """Type into a text with formatting."""
        field = self.page.locator(f"[name='{name}']").locator("xpath=ancestor::div[contains(@class, 'w-field')][1]")
        self.reach(field.locator("[contenteditable=true]"))
        for number, paragraph in enumerate(paragraphs):
            if number:
                self.page.keyboard.press("Enter")
            self.page.keyboard.type(paragraph)

    def pick(self, name: str, first_letters: str) -> None:
        self.reach(self.page.locator(f"select[name='{name}']"))
        self.page.keyboard.type(first_letters)

    def press(self, locator, key: str = "Enter") -> None:
        self.reach(locator)
        self.page.keyboard.press(key)

    def follow(self, locator) -> None:
        self.reach(locator)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def open_tab(self, name: str) -> None:
        """Go back to the top of the form; of the tabs, the keyboard reaches the open one, and the arrows the others."""
        self.reach(self.page.get_by_role("tab", selected=True).first, key="Shift+Tab")
        while self.page.get_by_role("tab", name=name).get_attribute("aria-selected") != "true":
            self.page.keyboard.press("ArrowRight")

    def choose_from_menu(self, name: str) -> None:
        """Take one of the actions beside "Save draft"."""
        self.press(self.page.get_by_role("button", name="More actions"))
        self.follow(self.page.get_by_role("button", name=name))

    def add_block(self, name: str) -> str:
        """Choose a block from the palette; the focus then stands in its first field. Returns how its fields' names begin."""
        self.press(self.page.locator("#panel-child-story-story-section .c-sf-add-button:visible").last)
        self.reach(self.page.get_by_role("combobox", name="Search options…"))
        self.page.keyboard.type(name)
        self.page.keyboard.press("Enter")
        prefix = f"story-{self.blocks}"
        self.page.wait_for_function(BLOCK_IS_READY, arg=f"{prefix}-type")
        self.blocks += 1
        return f"{prefix}-value"

    def choose_in_window(self, opener, words: str) -> None:
        """Open a chooser, search in it and take what is found."""
        self.press(opener)
        box = self.page.locator(".modal input[name=q]")
        box.wait_for()
        self.reach(box)
        self.page.keyboard.type(words)
        found = self.page.locator(".modal").get_by_role("link", name=words).first
        found.wait_for()
        self.press(found)
        self.page.locator(".modal").wait_for(state="detached")


def write_the_story(editor: Editor) -> None:
    editor.tell(editor.add_block("Text"), "In 2013 the baths closed.[1]", "Neighbours met in a kitchen.")
    editor.page.keyboard.press("Tab")
    editor.fill(editor.add_block("Pull-out"), "One house then does two jobs.")
    question = editor.add_block("Question")
    editor.fill(f"{question}-question", "Who mends the roof?")
    editor.tell(f"{question}-answer", "The trust does.")
    quote = editor.add_block("Quote")
    editor.fill(f"{quote}-quote", "We kept going.")
    editor.fill(f"{quote}-who", "A swimmer")
    editor.press(editor.page.locator(f"[name='{quote}-consent']"), "Space")
    fact = editor.add_block("Key fact")
    editor.fill(f"{fact}-number", "42")
    editor.fill(f"{fact}-label", "people share a pool")
    steps = editor.add_block("Steps with dates")
    editor.fill(f"{steps}-steps-0-value-when", "2013")
    editor.tell(f"{steps}-steps-0-value-what", "The group is founded.")
    chart = editor.add_block("Chart")
    editor.fill(f"{chart}-title", "More members every year")
    editor.fill(f"{chart}-description", "From 12 to 45 members.")
    editor.fill(f"{chart}-figures", FIGURES)
    editor.fill(f"{chart}-source_title", "Yearly report")
    costs = editor.add_block("Costs")
    editor.fill(f"{costs}-title", "What the first year cost")
    editor.fill(f"{costs}-costs-0-value-item", "Mending the roof")
    editor.fill(f"{costs}-costs-0-value-amount", "40000")
    result = editor.add_block("Result")
    editor.fill(f"{result}-indicator", "Children who learned to swim")
    editor.fill(f"{result}-result", "120")
    editor.pick(f"{result}-how_sure", "Mon")
    editor.fill(f"{result}-source_title", "Yearly report")
    editor.tell(editor.add_block("What did not work"), "The first lease fell through.")
    editor.tell(editor.add_block("What it needs"), "A council that will wait.")
    copied = editor.add_block("Copy this")
    editor.tell(f"{copied}-copy", "Ask residents first.")
    editor.tell(f"{copied}-change", "Start with the lease.")
    linked = editor.add_block("Entry of the directory")
    editor.choose_in_window(
        editor.page.locator(f"#{linked}-chooser [data-chooser-action-choose]").first, "The Wharton Trust"
    )
    editor.tell(f"{editor.add_block('Notes')}-0-value", "Board papers of March 2015.")


def fill_in_the_rest(editor: Editor) -> None:
    editor.open_tab("Evidence")
    editor.pick("evidence_level", "Mon")
    editor.tell("what_did_not_work", "The first lease fell through.")
    editor.open_tab("Places and themes")
    chooser = editor.page.locator("#id_entry_places-0-place-chooser [data-chooser-action-choose]")
    editor.choose_in_window(chooser, "Hartlepool")
    editor.press(editor.page.locator("[name='entry_places-0-is_lead']"), "Space")
    editor.press(editor.page.locator("[name='themes']").first, "Space")
    editor.press(editor.page.locator("[name='tiers']").first, "Space")


def test_case_study_is_built_and_published_by_keyboard_alone(chromium, desk):
    editor, moderator = (Editor(a_window(chromium, desk[0]), MOST_STOPS) for _person in range(2))
    editor.sign_in(desk, "editor")

    editor.follow(editor.page.get_by_role("link", name="Add case study"))
    editor.fill("title", TITLE)
    editor.fill("question", "How can residents keep a pool?")
    editor.fill("summary", "Residents run the baths their council could no longer keep open.")
    write_the_story(editor)
    fill_in_the_rest(editor)
    editor.choose_from_menu("Submit to Moderation")
    expect(editor.page.locator(".messages")).to_contain_text("submitted for moderation")
    moderator.sign_in(desk, "moderator")
    moderator.follow(moderator.page.locator("#main").get_by_role("link", name=TITLE).first)
    moderator.choose_from_menu("Approve and Publish")

    page = moderator.page
    expect(page.locator(".messages .success")).to_contain_text(TITLE)  # whoever goes on before takes it back
    page.goto("/case-studies/how-neighbours-kept-the-baths/")
    assert page.get_by_role("heading", level=1).inner_text() == TITLE
    shown = page.locator(".story").inner_text()
    assert [text for text in SHOWN if text not in shown] == []
    for person in (editor, moderator):
        person.page.context.close()


def a_window(chromium, url: str):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=url, reduced_motion="reduce")
    context.set_default_timeout(30_000)
    return context.new_page()
