"""A person at the desk with a mouse and a keyboard: selects in a text, and sees what is highlighted."""

from annotations.models import Claim, Text
from tests.annotations.desk.panel import READY
from tests.test_house import session_cookie

MODULES = "/static/annotations/desk"
# Where the pointer must go down and up to select a stretch, once its start is in sight.
SPOTS = f"""async ([start, end]) => {{
  const {{ page }} = await import("{MODULES}/page.js");
  scrollBy({{ top: page.rectOf(start).top - 200, behavior: "instant" }});
  await new Promise((seen) => requestAnimationFrame(() => setTimeout(seen)));
  return [page.rectOf(start), page.rectOf(end)].map((rect) => [rect.x, rect.y + rect.height / 2]);
}}"""
# A moment later: a pointer that went up is settled after the browser's own work.
OPENED = f"""async () => {{
  await new Promise((done) => setTimeout(done, 20));
  const {{ store }} = await import("{MODULES}/store.js");
  return store.opened;
}}"""
CLOSE = f"""async () => {{
  const {{ store }} = await import("{MODULES}/store.js");
  store.close();
}}"""
SAVE = f"""async ({{ start, end }}) => {{
  const {{ page }} = await import("{MODULES}/page.js");
  const {{ store }} = await import("{MODULES}/store.js");
  const key = crypto.randomUUID();
  const content = {{
    start, end, quote: page.text.words(start, end), reporting: "indirect", said: "", paraphrase: "", voices: [], codes: [],
  }};
  const answer = await fetch(store.data.addresses.acts, {{
    method: "POST",
    headers: {{
      "Accept": "application/json", "Content-Type": "application/json", "X-CSRFToken": document.body.dataset.csrf,
    }},
    body: JSON.stringify({{ act: crypto.randomUUID(), kind: "mark", claim: key, seen: 0, sitting: key, content, seconds: 0 }}),
  }});
  if (!answer.ok) throw new Error(await answer.text());
  return key;
}}"""
# Claim key → its words by its place, and the words that are coloured for it (breaks between paragraphs are not).
SEEN = f"""async () => {{
  const {{ page }} = await import("{MODULES}/page.js");
  const {{ store }} = await import("{MODULES}/store.js");
  const ranges = [...CSS.highlights].filter(([name]) => name.startsWith("claims-")).flatMap(([, all]) => [...all]);
  const coloured = ranges.map((one) => {{
    const range = new Range();
    range.setStart(one.startContainer, one.startOffset);
    range.setEnd(one.endContainer, one.endOffset);
    const place = page.placeOf(range);
    return [`${{place.start}}-${{place.end}}`, range.toString()];
  }});
  const words = Object.fromEntries(coloured);
  return store.claims().map((claim) => ({{
    key: claim.key,
    words: page.text.words(claim.start, claim.end),
    coloured: words[`${{claim.start}}-${{claim.end}}`],
  }}));
}}"""


class Reader:
    """The page of one text, as a member of its project."""

    def __init__(self, page, live_server, text: Text, member):
        self.page, self.text = page, text
        self.address = f"{live_server.url}/p/{text.project.slug}/desk/{text.pk}/"
        page.context.add_cookies([session_cookie(member, live_server.url)])
        self.open()

    def open(self):
        self.page.goto(self.address)
        self.page.locator(READY).wait_for(state="attached")

    def drag(self, start: int, end: int):
        """Select with the mouse from one place to another; returns the passage that opens, or None."""
        down, up = self.page.evaluate(SPOTS, [start, end])
        mouse = self.page.mouse
        mouse.move(*down)
        mouse.down()
        mouse.move((down[0] + up[0]) / 2, (down[1] + up[1]) / 2)
        mouse.move(*up)
        mouse.up()
        return self.opened()

    def go_by_words(self, words: int, more: int):
        """Select by keyboard: so many words on from the start, then so many more with Shift; Enter opens."""
        self.page.locator("[data-text]").focus()
        for key in ["Control+Home", *["ArrowRight"] * words, *["Shift+ArrowRight"] * more, "Enter"]:
            self.page.keyboard.press(key)
        return self.opened()

    def opened(self):
        return self.page.evaluate(OPENED)

    def save(self, passage) -> Claim:
        key = self.page.evaluate(SAVE, passage)
        self.page.evaluate(CLOSE)
        return Claim.objects.get(key=key)

    def seen(self) -> dict[str, dict]:
        return {told["key"]: told for told in self.page.evaluate(SEEN)}
