"""A coder at the desk who has no mouse: goes through a text, selects, codes and hands in by keys, and counts them."""

import re

from playwright.sync_api import Page

# Where the selection begins and where its active end is, in code points of the text.
SELECTION = """() => {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection();
  const place = (node, offset) => {
    const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const line = element?.closest("p[data-start]");
    if (!line) return null;
    const before = document.createRange();
    before.setStart(line, 0);
    before.setEnd(node, offset);
    return Number(line.dataset.start) + [...before.toString()].length;
  };
  return [place(anchorNode, anchorOffset), place(focusNode, focusOffset)];
}"""
SAVED = """() => !document.querySelector("[data-panel]")
  && document.activeElement.matches("[data-text]")"""
OFFERED = """(wanted) => {
  const list = document.activeElement.getAttribute("aria-controls");
  const items = [...(document.getElementById(list)?.children ?? [])];
  return items.findIndex((item) => item.querySelector("bdi").textContent === wanted);
}"""
STEPS = (("Alt+", 60), ("", 1), ("Control+", 1))
"""By sentence where it is far, then by word, then by letter."""
LEAST_TYPED = 3


class Keyboard:
    """Somebody signed in, at a text of the desk; ``keys`` is how many were pressed so far."""

    def __init__(self, page: Page, address: str):
        self.page = page
        self.keys = 0
        page.goto(address)
        page.locator("html[data-ready]").wait_for(state="attached")
        self.press("Tab", "Enter")  # “Skip to the text”
        self.page.wait_for_function("document.activeElement.matches('[data-text]')")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.keys += len(keys)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.keys += len(words)

    # Going and selecting

    @property
    def places(self) -> tuple[int, int]:
        """Where the selection begins and where its active end is; the beginning of the text where there is none."""
        return tuple(place or 0 for place in self.page.evaluate(SELECTION))

    def select(self, start: int, end: int) -> None:
        self.go(start)
        self.go(end, shift="Shift+")
        assert self.places == (start, end), f"The keys selected {self.places}, not {(start, end)}."

    def go(self, wanted: int, *, shift: str = "") -> None:
        """Move the caret, or the end of the selection, to a place."""
        for unit, far in STEPS:
            self.approach(wanted, unit, far, shift)

    def approach(self, wanted: int, unit: str, far: int, shift: str) -> None:
        """Go on by one unit as long as that brings nearer; past the place, stay on the nearer side."""
        here = self.places[1]
        while abs(wanted - here) >= far:
            forward = wanted > here
            self.press(self.arrow(forward, unit, shift))
            now = self.places[1]
            if abs(wanted - now) >= abs(wanted - here):
                self.press(self.arrow(not forward, unit, shift))
                return
            if (wanted > now) != forward:
                return
            here = now

    def arrow(self, forward: bool, unit: str, shift: str) -> str:
        right = forward != self.is_right_to_left
        return f"{unit}{shift}Arrow{'Right' if right else 'Left'}"

    @property
    def is_right_to_left(self) -> bool:
        """In a text written from right to left, the left arrow goes on."""
        return self.page.evaluate(
            "getComputedStyle(document.querySelector('[data-text] p[data-start]:not(.blank)')).direction === 'rtl'"
        )

    # Coding

    def code(self, claim: dict, names: dict[str, str]) -> tuple[int, int]:
        """Mark a passage and code it; returns how many keys it took to get there and select, and how many to code.

        ``names`` are those of speakers and themes, by their ids and codes.
        """
        begun = self.keys
        self.select(claim["start"], claim["end"])
        selected = self.keys
        self.press("Enter")
        for number, voice in enumerate(claim["speakers"]):
            if number:
                self.press("s")
            self.choose(names[voice["speaker"]])
        for number, coding in enumerate(claim["codings"]):
            if number:
                self.press("t")
            self.choose(names[coding["theme"]])
            self.press(self.key_of(coding["stance"]))
        self.report(claim["reporting"])
        if claim.get("by_hand"):
            self.press("d")
            self.type(claim["by_hand"])
        self.press("Enter")
        self.page.wait_for_function(SAVED)
        return selected - begun, self.keys - selected

    def choose(self, name: str) -> None:
        """Take a speaker or a theme: by its digit where it is offered at once, else by typing until it is offered."""
        self.page.wait_for_function("document.activeElement.getAttribute('role') === 'combobox'")
        at = self.offered(name)
        if 0 <= at < 9:
            self.press("Enter" if at == 0 else str(at + 1))
            return
        self.type(name[: LEAST_TYPED - 1])
        for letter in name[LEAST_TYPED - 1 :]:
            at = self.offered(name, wait=True)
            if at >= 0:
                break
            self.type(letter)
        self.page.wait_for_function(f"(name) => ({OFFERED})(name) >= 0", arg=name)
        self.press(*["ArrowDown"] * self.offered(name), "Enter")

    def offered(self, name: str, *, wait: bool = False) -> int:
        """How far down the list a name stands; −1 where it is not there."""
        if wait:
            self.page.wait_for_timeout(60)
        return self.page.evaluate(OFFERED, name)

    def key_of(self, stance: str) -> str:
        """The key that a stance of the theme at hand shows."""
        row = self.page.locator(".code").last
        label = row.locator("[data-stances] label", has_text=re.compile(stance, re.IGNORECASE))
        return label.locator("kbd").text_content()

    def report(self, mode: str) -> None:
        """Press r until the mode is the one that is wanted: it was guessed from the quotation marks."""
        chosen = self.page.locator("[data-mode] input:checked")
        for _ in range(3):
            if chosen.get_attribute("value") == mode:
                return
            self.press("r")
        raise AssertionError(f"No key leads to {mode}.")

    def wait_until_saved(self) -> None:
        self.page.wait_for_function(
            "document.querySelector('[data-desk-status]').textContent.includes('All saved')"
        )
