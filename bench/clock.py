"""How long a request takes, seen from a client on the same machine: medians of requests sent in turn."""

import http.client
import json
import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit

from tests.editor import Editor


class Visitor:
    """A signed-in client on one connection that stays open."""

    def __init__(self, url: str, editor: Editor | None = None):
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)
        cookies = editor.client.cookies if editor else {}
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        self.token = cookies.get("csrftoken", "")

    def get(self, path: str) -> float:
        """Fetch a page; returns milliseconds. Raises ``RuntimeError`` unless it is there."""
        return self._ask("GET", path, None, {}, expected=(200,))

    def post(self, path: str, fields: Mapping[str, object], *, expected=(201,)) -> float:
        """Send a form; returns milliseconds. Raises ``RuntimeError`` if the answer is another one."""
        body = urlencode({**fields, "csrfmiddlewaretoken": self.token}, doseq=True)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, body, headers, expected=expected)

    def send(self, path: str, told: Mapping[str, object]) -> float:
        """Send JSON as a script of the site does; returns milliseconds. Raises ``RuntimeError`` if it is refused."""
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "X-CSRFToken": self.token,
        }
        return self._ask("POST", path, json.dumps(told), headers, expected=(200,))

    def _ask(self, method, path, body, headers, *, expected) -> float:
        start = time.perf_counter()
        self.connection.request(method, path, body, {**self.headers, **headers})
        response = self.connection.getresponse()
        answer = response.read()
        took = (time.perf_counter() - start) * 1000
        if response.status not in expected:
            raise RuntimeError(
                f"{method} {path}: {response.status}\n{answer[:2000].decode(errors='replace')}"
            )
        return took


def medians(acts: Mapping[str, object], *, times: int) -> dict[str, float]:
    """Do each act in turn, ``times`` times; returns the median milliseconds of each. What the machine does beside
    falls on all of them alike."""
    for act in acts.values():
        act()
    found = {name: [] for name in acts}
    for _ in range(times):
        for name, act in acts.items():
            found[name].append(act())
    return {name: statistics.median(times) for name, times in found.items()}


def slowest_but_five(times: list[float]) -> float:
    """Return the 95th percentile: of a hundred times the fifth longest."""
    return sorted(times)[len(times) * 95 // 100]


@contextmanager
def told(part: str) -> Iterator[None]:
    """Say on standard error how long a part of the bench took: it is long, and nothing is printed before its end."""
    start = time.perf_counter()
    yield
    print(f"  {part}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
