"""What the environment says of mail, single sign-on, proxies and projects; half a setting is refused in a sentence."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from curation import environment
from tests.curation.test_settings import manage

SENDER = "Standpoint <standpoint@example.org>"
SIGN_ON = {"OIDC_URL": "https://id.example.org/realm", "OIDC_CLIENT_ID": "standpoint", "OIDC_SECRET": "hush"}
NAMES = ("EMAIL_URL", "EMAIL_FROM", "FORWARDED_ALLOW_IPS", "PROJECTS_BY", "REDIS_URL", "OIDC_NAME", *SIGN_ON)


@pytest.fixture
def say(monkeypatch):
    """Set these variables, and none of the others."""

    def say(**said):
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        for name, value in said.items():
            monkeypatch.setenv(name, value)

    say()
    return say


def test_nothing_said_is_no_mail_and_no_sign_on(say):
    assert [environment.mail(), environment.sign_on()] == [None, None]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp://mail.example.org", ("smtp", "mail.example.org", 25, "", "")),
        ("smtp+tls://a%40b:s%2Fx@mail.example.org", ("smtp+tls", "mail.example.org", 587, "a@b", "s/x")),
        ("smtps://u:p@mail.example.org:4650", ("smtps", "mail.example.org", 4650, "u", "p")),
    ],
)
def test_mail_goes_to_the_server_named(say, url, found):
    say(EMAIL_URL=url, EMAIL_FROM=SENDER)

    mail = environment.mail()

    assert ((mail.scheme, mail.host, mail.port, mail.user, mail.password), mail.sender) == (found, SENDER)


@pytest.mark.parametrize(
    "url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://h:port", "smtp://h/x", ""]
)
def test_a_mail_server_that_cannot_be_understood_is_refused(say, url):
    say(EMAIL_URL=url, EMAIL_FROM=SENDER)

    with pytest.raises(ImproperlyConfigured, match="^EMAIL_URL must be like smtp"):
        environment.mail()


def test_mail_is_from_somebody(say):
    say(EMAIL_URL="smtp://mail.example.org", EMAIL_FROM="Standpoint")

    with pytest.raises(ImproperlyConfigured, match="^EMAIL_FROM is 'Standpoint'"):
        environment.mail()


def test_a_password_of_the_mail_server_is_not_repeated(say):
    say(EMAIL_URL="smtp://user:hush@mail:port", EMAIL_FROM=SENDER)

    with pytest.raises(ImproperlyConfigured) as refused:
        environment.mail()

    assert "hush" not in str(refused.value)


def test_sign_on_is_named_by_its_host_and_allowed_as_the_way_of_a_form(say):
    say(**SIGN_ON)

    found = environment.sign_on()

    assert [found.name, found.origin] == ["id.example.org", "https://id.example.org"]


@pytest.mark.parametrize("missing", SIGN_ON)
def test_half_a_sign_on_is_refused(say, missing):
    say(**{name: value for name, value in SIGN_ON.items() if name != missing})

    with pytest.raises(ImproperlyConfigured, match=f"^{missing} is missing"):
        environment.sign_on()


@pytest.mark.parametrize("url", ["http://id.example.org", "id.example.org", "ftp://localhost"])
def test_sign_on_in_the_clear_is_refused(say, url):
    say(**SIGN_ON | {"OIDC_URL": url})

    with pytest.raises(ImproperlyConfigured, match="^OIDC_URL is"):
        environment.sign_on()


def test_a_proxy_on_this_machine_is_trusted_when_none_is_named(say):
    assert environment.trusted_proxies() == ["127.0.0.1", "::1"]


def test_a_proxy_that_is_no_address_is_refused(say):
    say(FORWARDED_ALLOW_IPS="10.0.0.7,proxy")

    with pytest.raises(ImproperlyConfigured, match="^FORWARDED_ALLOW_IPS holds 'proxy'"):
        environment.trusted_proxies()


def test_managers_start_projects_when_nothing_is_said(say):
    assert environment.project_starters() == "managers"


def test_who_starts_projects_is_one_of_three(say):
    say(PROJECTS_BY="anybody")

    with pytest.raises(ImproperlyConfigured, match="^PROJECTS_BY is 'anybody'"):
        environment.project_starters()


def test_a_form_may_lead_to_the_sign_on_and_nowhere_else(tmp_path):
    code = (
        "from curation import settings as s; print(*s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    )

    answer = manage("shell", "--no-imports", "-c", code, data_dir=tmp_path, **SIGN_ON)

    assert answer.stdout == "'self' https://id.example.org\n"


def test_a_site_with_mail_and_sign_on_passes_its_checks(tmp_path):
    said = {**SIGN_ON, "EMAIL_URL": "smtp+tls://u:p@mail.example.org", "EMAIL_FROM": SENDER}

    answer = manage("check", "--fail-level", "WARNING", data_dir=tmp_path, **said)

    assert [answer.returncode, answer.stderr] == [0, ""]


@pytest.mark.parametrize(
    "url", ["redis://127.0.0.1", "redis://:hush@redis.example.org:6380/3", "rediss://redis.example.org/"]
)
def test_redis_is_where_it_is_said_to_be(say, url):
    say(REDIS_URL=url)

    assert environment.redis() == url


@pytest.mark.parametrize(
    "url", ["1", "redis.example.org:6379", "http://redis", "redis://h/work", "redis://h?db=1"]
)
def test_a_redis_that_cannot_be_understood_is_refused(say, url):
    say(REDIS_URL=url)

    with pytest.raises(ImproperlyConfigured, match="^REDIS_URL must be like redis://"):
        environment.redis()


def test_redis_without_celery_says_how_to_get_it(say, monkeypatch):
    say(REDIS_URL="redis://127.0.0.1")
    monkeypatch.setattr(environment, "find_spec", lambda name: None)

    with pytest.raises(ImproperlyConfigured, match="pip install --require-hashes -r requirements-celery.txt"):
        environment.redis()


def test_work_goes_to_celery_where_there_is_a_redis():
    backends = [environment.tasks(url)["default"]["BACKEND"] for url in ("", "redis://127.0.0.1")]

    assert backends == ["django_tasks_db.DatabaseBackend", "curation.celery.Backend"]
