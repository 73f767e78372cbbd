"""An editor with a browser that has no scripts: opens pages, fills in their forms, presses their buttons."""

from urllib.parse import urljoin

import httpx
from lxml import html


class Page:
    """What came back: the parsed document, where it stands, and how the server answered."""

    def __init__(self, response):
        self.status = response.status_code
        self.url = str(response.url)
        self.location = response.headers.get("location", "")
        self.text = response.text
        self.document = html.document_fromstring(response.text or "<html></html>")

    def words(self, selector):
        """The text of each element that matches a path such as ``//ul[@class='errorlist']/li``."""
        return [" ".join(found.text_content().split()) for found in self.document.xpath(selector)]

    @property
    def errors(self):
        return self.words("//*[contains(@class, 'errorlist')]/li | //*[contains(@class, 'errornote')]")

    @property
    def messages(self):
        return self.words("//ul[contains(@class, 'messagelist')]/li")

    def form(self, *, having):
        """The form that has a field or a button of this name."""
        found = [form for form in self.document.forms if form.xpath(f".//*[@name='{having}']")]
        if not found:
            raise LookupError(f"No form with “{having}” at {self.url}: {self.status}\n{self.text[:2000]}")
        return found[0]


class Editor:
    """One person's session with the site."""

    def __init__(self, url, username, password):
        self.client = httpx.Client(base_url=url, follow_redirects=True, timeout=60)
        self.url = url
        page = self.open("/login/")
        page = self.send(page.form(having="password"), page, login=username, password=password)
        if "/login/" in page.url:
            raise PermissionError(f"{username} cannot sign in: {page.errors}")

    def close(self):
        self.client.close()

    def open(self, path, **parameters):
        return Page(self.client.get(path, params=parameters or None))

    def send(self, form, page, *, press=None, files=None, **values):
        """Send a form as a browser does: all its fields as they stand, but for the values given; one button pressed."""
        fields = dict_of_lists(form.form_values()) | areas(form) | empty_buttons(form)
        fields |= {name: value if isinstance(value, list) else [value] for name, value in values.items()}
        if press:
            fields[press] = [button_value(form, press)]
        address = urljoin(page.url, form.get("action") or page.url)
        newlines = {name: [as_browser(value) for value in found] for name, found in fields.items()}
        return Page(self.client.post(address, data=newlines, files=files, headers={"Referer": page.url}))


def dict_of_lists(pairs):
    found = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def areas(form):
    """What stands in each text area: a browser drops the line break right after the tag, this parser does not."""
    return {area.name: [(area.value or "").removeprefix("\n")] for area in form.xpath(".//textarea[@name]")}


def empty_buttons(form):
    """The chosen buttons that stand for nothing: this parser would take an empty value for none."""
    chosen = form.xpath(".//input[@type='radio' and @checked and @value='']")
    return {button.name: [""] for button in chosen if button.name}


def button_value(form, name):
    button = form.xpath(f".//*[@name='{name}']")[0]
    return button.get("value") or ""


def as_browser(value):
    """Browsers send every line break of a text field as CR LF."""
    return "\r\n".join(str(value).replace("\r\n", "\n").replace("\r", "\n").split("\n"))
