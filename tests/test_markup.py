"""Templates hold nothing that the content security policy would refuse."""

import re
from html.parser import HTMLParser

from tests.test_layout import APPS, ROOT


def inline_style_and_script(root):
    templates = [path for folder in ("templates", *APPS) for path in (root / folder).rglob("*.html")]
    return [
        f"{path.relative_to(root)}: {fault}"
        for path in sorted(templates)
        for fault in InlineReader(path).faults
    ]


class InlineReader(HTMLParser):
    """Collects what the content security policy would refuse in a template."""

    def __init__(self, path):
        super().__init__()
        self.faults = []
        self.feed(path.read_text())

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        if tag == "style" or (tag == "script" and "src" not in names):
            self.faults.append(f"<{tag}>")
        self.faults += [name for name in names if name == "style" or re.fullmatch(r"on[a-z]+", name)]
        self.faults += [value for value in names.values() if (value or "").strip().startswith("javascript:")]


def test_templates_hold_no_style_and_no_script():
    assert inline_style_and_script(ROOT) == []


def test_inline_style_and_script_are_found(tmp_path):
    page = tmp_path / "templates" / "page.html"
    page.parent.mkdir()
    page.write_text(
        '<script src="a.js"></script><script>b()</script>'
        '<p style="c" onclick="d()">{% if x %}on{% endif %}</p><a href="javascript:e()"></a>'
    )

    assert inline_style_and_script(tmp_path) == [
        "templates/page.html: <script>",
        "templates/page.html: style",
        "templates/page.html: onclick",
        "templates/page.html: javascript:e()",
    ]
