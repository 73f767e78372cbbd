"""Mail, single sign-on, the proxy before us, Redis: what else the environment decides, read as strictly as settings.py does.

Each function returns what was said, or nothing where nothing was; half a setting stops the program with a sentence.
"""

import ipaddress
import os
import re
from dataclasses import dataclass
from email.utils import parseaddr
from importlib.util import find_spec
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
STARTERS = ("managers", "superusers", "everybody")


@dataclass(frozen=True)
class Mail:
    """The server that takes our mail, and who it is from."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: str


@dataclass(frozen=True)
class SignOn:
    """The OpenID Connect provider by which people may sign in."""

    url: str
    client_id: str
    secret: str
    name: str

    @property
    def origin(self) -> str:
        """Scheme and host, as the content security policy names them."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


def said(name: str) -> str:
    """Return a variable without blanks around it; an empty one is none."""
    return os.environ.get(name, "").strip()


def mail() -> Mail | None:
    """Return EMAIL_URL and EMAIL_FROM; both or neither. Raises ``ImproperlyConfigured``."""
    url, sender = said("EMAIL_URL"), said("EMAIL_FROM")
    if not url and not sender:
        return None
    parts = _split(url)
    if parts is None or parts.scheme not in MAIL_PORTS or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured(
            "EMAIL_URL must be like smtp+tls://user:password@mail.example.org:587 (or smtps://, or smtp://)."
        )
    if "@" not in parseaddr(sender)[1]:
        raise ImproperlyConfigured(
            f"EMAIL_FROM is {sender!r}; with EMAIL_URL write who mail is from, like Standpoint <standpoint@example.org>."
        )
    return Mail(
        scheme=parts.scheme,
        host=parts.hostname or "",
        port=parts.port or MAIL_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=sender,
    )


def sign_on() -> SignOn | None:
    """Return OIDC_URL, OIDC_CLIENT_ID and OIDC_SECRET, all or none, with OIDC_NAME. Raises ``ImproperlyConfigured``."""
    needed = {name: said(name) for name in ("OIDC_URL", "OIDC_CLIENT_ID", "OIDC_SECRET")}
    if not any(needed.values()):
        return None
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise ImproperlyConfigured(f"{missing[0]} is missing: single sign-on needs {', '.join(needed)}.")
    parts = _split(needed["OIDC_URL"])
    secure = parts and (parts.scheme == "https" or parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not secure:
        raise ImproperlyConfigured(
            f"OIDC_URL is {needed['OIDC_URL']!r}; write the https:// address of the provider."
        )
    name = said("OIDC_NAME") or (parts.hostname if parts else None) or "OpenID Connect"
    return SignOn(needed["OIDC_URL"], needed["OIDC_CLIENT_ID"], needed["OIDC_SECRET"], name)


def trusted_proxies() -> list[str]:
    """Return the addresses in FORWARDED_ALLOW_IPS, the proxies that gunicorn trusts too; ``*`` is all of them.

    Raises ``ImproperlyConfigured`` for what is no address.
    """
    given = [part.strip() for part in (said("FORWARDED_ALLOW_IPS") or "127.0.0.1,::1").split(",")]
    for address in given:
        if address != "*" and not _is_network(address):
            raise ImproperlyConfigured(
                f"FORWARDED_ALLOW_IPS holds {address!r}; write addresses such as 10.0.0.7 with commas between them."
            )
    return given


def project_starters() -> str:
    """Return who may start projects, as PROJECTS_BY says. Raises ``ImproperlyConfigured``."""
    who = said("PROJECTS_BY") or STARTERS[0]
    if who not in STARTERS:
        raise ImproperlyConfigured(f"PROJECTS_BY is {who!r}; write managers, superusers or everybody.")
    return who


def redis() -> str:
    """Return REDIS_URL, through which workers on many machines are handed their work; nothing where there is none.

    Raises ``ImproperlyConfigured``, also where Celery is not installed.
    """
    url = said("REDIS_URL")
    if not url:
        return ""
    parts = _split(url)
    known = parts and parts.scheme in ("redis", "rediss") and not parts.query and not parts.fragment
    if not known or not parts or not re.fullmatch("/?[0-9]*", parts.path):
        raise ImproperlyConfigured(
            "REDIS_URL must be like redis://:password@redis.example.org:6379/0 (or rediss://)."
        )
    if find_spec("celery") is None:
        raise ImproperlyConfigured(
            "REDIS_URL needs Celery: .venv/bin/pip install --require-hashes -r requirements-celery.txt"
        )
    return url


def tasks(redis_url: str) -> dict[str, dict[str, str]]:
    """Return where tasks go: to Celery through Redis where there is one, else into the database."""
    return {
        "default": {"BACKEND": "curation.celery.Backend" if redis_url else "django_tasks_db.DatabaseBackend"}
    }


def _split(url: str) -> SplitResult | None:
    """Return the parts of an address with a host and a port that is a number, or None."""
    try:
        parts = urlsplit(url)
        return parts if parts.hostname and (parts.port is None or parts.port) else None
    except ValueError:
        return None


def _is_network(address: str) -> bool:
    try:
        ipaddress.ip_network(address, strict=False)
    except ValueError:
        return False
    return True
