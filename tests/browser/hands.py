"""Somebody who has a keyboard and nothing else."""

MOST_STOPS = 90


class Hands:
    def __init__(self, page, most_stops: int = MOST_STOPS):
        self.page, self.most_stops = page, most_stops

    def reach(self, locator, key: str = "Tab") -> None:
        """Press Tab until the focus is there."""
        for _ in range(self.most_stops):
            if locator.evaluate("(element) => element === document.activeElement"):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"The keyboard does not reach {locator} on {self.page.title()}")

    def type(self, label: str, text: str) -> None:
        self.reach(self.page.get_by_label(label).first)
        self.page.keyboard.insert_text(text)

    def tick(self, label: str) -> None:
        self.reach(self.page.get_by_label(label).first)
        self.page.keyboard.press("Space")

    def choose(self, group: str, label: str) -> None:
        """Choose one of some radio buttons: Tab reaches the first, the arrows the others."""
        options = self.page.get_by_role("group", name=group).get_by_role("radio")
        self.reach(options.first)
        wanted = self.page.get_by_role("group", name=group).get_by_label(label, exact=True)
        if options.first.evaluate("(element) => element.value") == wanted.evaluate("(element) => element.value"):
            self.page.keyboard.press("Space")
        while not wanted.is_checked():
            self.page.keyboard.press("ArrowDown")
