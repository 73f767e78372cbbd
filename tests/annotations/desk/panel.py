"""A coder at the desk in a real browser: opens a text, selects in it, and presses keys."""

from django.conf import settings

from annotations.models import Claim, Membership, Text
from tests.factories import make_member

READY = "html[data-ready]"
SELECT = """async ([start, end]) => {
  const { select } = await import("/static/annotations/desk/selection.js");
  document.querySelector("[data-text]").focus();
  select(start, end);
}"""

# Every key that was pressed has acted.
ALL_DONE = """async () => {
  const { isHolding } = await import("/static/annotations/desk/held_keys.js");
  while (isHolding()) await new Promise((done) => setTimeout(done, 10));
}"""
# … and the server has answered every act.
ALL_SENT = """async () => {
  const { outbox } = await import("/static/annotations/desk/outbox.js");
  const end = Date.now() + 60000;
  while (outbox.now.waiting) {
    if (Date.now() > end) throw new Error(`Not sent: ${JSON.stringify(outbox.now)}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}"""


class Desk:
    """The page of a text, and how many keys were pressed in it."""

    def __init__(self, page, live_server, text: Text):
        self.page, self.text = page, text
        self.address = f"{live_server.url}/p/{text.project.slug}/desk/{text.pk}/"
        self.keys = 0
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                self.complaints.append(said.text) if "Content Security Policy" in said.text else None
            ),
        )

    def open(self):
        self.page.goto(self.address)
        self.page.locator(READY).wait_for(state="attached")
        return self

    def select(self, words):
        """Have these words of the text selected, as after a mouse or the arrow keys, with nothing opened yet."""
        start = self.text.body.index(words)
        self.page.evaluate(SELECT, [start, start + len(words)])
        return self

    def press(self, *keys):
        """Press keys as fast as the browser takes them; they have acted when this returns."""
        for key in keys:
            self.page.keyboard.press(key)
        self.keys += len(keys)
        self.page.evaluate(ALL_DONE)
        return self

    def type(self, words):
        self.page.keyboard.type(words)
        self.keys += len(words)
        self.page.evaluate(ALL_DONE)
        return self

    def saved_by_itself(self, *keys):
        """Press keys, and wait for what the page sends then without being told to."""
        with self.page.expect_response("**/acts/"):
            self.press(*keys)
        return self.saved()

    def saved(self):
        """Wait until the server has all."""
        self.page.evaluate(ALL_SENT)
        return self

    @property
    def panel(self):
        return self.page.locator("[data-panel]")

    @property
    def status(self):
        return self.page.locator("[data-desk-status]")

    def focused(self):
        """The name of what has the focus, as it is read out."""
        return self.page.evaluate(
            "document.activeElement.ariaLabel ?? document.activeElement.labels?.[0]?.innerText"
            " ?? document.activeElement.innerText"
        )


def sign_in(page, client, live_server, text, role=Membership.Role.CODER, member=None):
    """Sign in as this member of the text's project, or as a new one of that role, and return them."""
    member = member or make_member(text.project, role)
    client.force_login(member)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    return member


def said(claim: Claim):
    """What a claim says now, in words."""
    claim.refresh_from_db()
    return {
        "quote": claim.quote,
        "voices": [(str(row.speaker), row.named_as) for row in claim.attributions.order_by("pk")],
        "codes": [(row.theme.code, row.stance and row.stance.code) for row in claim.codings.order_by("pk")],
        "state": claim.state,
    }
