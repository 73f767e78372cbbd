"""What the installation decides: read from the environment once, strictly, and safe when it says nothing.

Read in this order: the readers of the environment, where the data lies, production or not, the
database, then what Django needs to know. README.md has the table of the variables. A value that
cannot be understood stops the program with one sentence.
"""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from curation import environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


# Reading the environment


def yes_or_no(name):
    """A switch, off when it is not set."""
    words = {"": False, "0": False, "false": False, "no": False, "off": False}
    words |= {"1": True, "true": True, "yes": True, "on": True}
    value = env.str(name, default="").strip()
    if value.lower() not in words:
        raise ImproperlyConfigured(f"{name} is {value!r}; write 1 or 0.")
    return words[value.lower()]


def site_address():
    """SITE_URL without its last slash, or nothing; only scheme and host, as a browser shows them."""
    value = env.str("SITE_URL", default="").strip().rstrip("/")
    if value and not re.fullmatch(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?", value, re.IGNORECASE):
        raise ImproperlyConfigured(
            f"SITE_URL is {value!r}; write an address like https://standpoint.example.org."
        )
    return value


def hosts(site_url):
    """The names the site answers to: those given, else the one of SITE_URL, and always this machine."""
    given = [host.strip() for host in env.str("ALLOWED_HOSTS", default="").split(",") if host.strip()]
    wrong = [host for host in given if "/" in host or host == "*"]
    if wrong:
        raise ImproperlyConfigured(
            f"ALLOWED_HOSTS holds {wrong[0]!r}; write host names with commas between them."
        )
    if not given and site_url:
        given = [urlsplit(site_url).hostname]
    return [*given, *(host for host in LOOPBACK if host not in given)]


def port():
    value = env.str("PORT", default="") or "8000"
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65536:
        raise ImproperlyConfigured(f"PORT is {value!r}; write a number from 1 to 65535.")
    return int(value)


def data_folder():
    """DATA_DIR: database, media, key. If it is missing it is made, for its owner only."""
    folder = Path(env.str("DATA_DIR", default="") or BASE_DIR / "data").expanduser().absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"The data folder {folder} cannot be made: {error.strerror}.") from error
    return folder


def secret_key(folder):
    """SECRET_KEY, or the key kept in the data folder, or a new one put there for its owner's eyes only."""
    given = env.str("SECRET_KEY", default="")
    if given:
        if len(given) < 50 or len(set(given)) < 5:
            raise ImproperlyConfigured("SECRET_KEY is too short; give 50 random characters or more, or none.")
        return given
    path = folder / "secret_key"
    try:
        return kept_key(path) or new_key(path)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The key in {path} cannot be read or written: {error.strerror}."
        ) from error


def kept_key(path):
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def new_key(path):
    """Write a key and read it back: of two processes that start at once, both use the first one's."""
    draft = path.with_name(f"secret_key.{os.getpid()}")
    try:
        with open(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            if not kept_key(path):
                os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return kept_key(path)


def databases(folder):
    """One database under two names: "default" to work in, "snapshot" for long reads of one moment."""
    work = database_named() or {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "standpoint.sqlite3"),
    }
    for_work, for_snapshot = sqlite_options() if "sqlite3" in work["ENGINE"] else postgresql_options()
    given = work.pop("OPTIONS", {})
    snapshot = {**work, "OPTIONS": given | for_snapshot, "TEST": {"MIRROR": "default"}}
    work = {**work, "OPTIONS": given | for_work, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return {"default": work, "snapshot": snapshot}


def database_named():
    """What DATABASE_URL says, or nothing."""
    given = env.str("DATABASE_URL", default="")
    if not given:
        return {}
    known = given.startswith(("sqlite:///", "postgres://", "postgresql://"))
    try:
        found = env.db_url("DATABASE_URL") if known else {}
    except ValueError:
        found = {}
    if not found.get("NAME"):
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with postgres:// or sqlite:/// and name a database."
        )
    return found


def sqlite_options():
    """Writers queue instead of failing, and what was acknowledged survives a power cut. Each connection keeps up to
    16 MB of the file at hand: with SQLite's own 2 MB a front page would read the same pages again and again."""
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;"
    always = {"timeout": 20, "init_command": pragmas}
    return always | {"transaction_mode": "IMMEDIATE"}, always | {"transaction_mode": "DEFERRED"}


def postgresql_options():
    """The same promises; a statement of daily work that takes half a minute is stopped."""
    always = "-c synchronous_commit=on -c lock_timeout=20s"
    for_work = {"options": f"{always} -c statement_timeout=30s"}
    return for_work, {"options": always, "isolation_level": REPEATABLE_READ}


LOOPBACK = ("localhost", "127.0.0.1", "::1", "[::1]")
REPEATABLE_READ = 3  # psycopg.IsolationLevel.REPEATABLE_READ, unimported so that SQLite needs no driver


# Where the data lies, and who may come in

PRODUCTION = yes_or_no("PRODUCTION")
DEBUG = yes_or_no("DEBUG")
SITE_URL = site_address()
if PRODUCTION and not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("PRODUCTION needs SITE_URL, the https:// address that people will use.")
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("PRODUCTION and DEBUG exclude each other: DEBUG shows the inside of the site.")

DATA_DIR = data_folder()
SECRET_KEY = secret_key(DATA_DIR)
HOST = env.str("HOST", default="") or "127.0.0.1"
PORT = port()
ALLOWED_HOSTS = hosts(SITE_URL)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []
DATABASES = databases(DATA_DIR)
MAIL = environment.mail()
SIGN_ON = environment.sign_on()
TRUSTED_PROXIES = environment.trusted_proxies()
PROJECTS_BY = environment.project_starters()

# Django

INSTALLED_APPS = [
    "annotations.apps.EditorsAdminConfig",
    "django.contrib.auth",
    "django.contrib.humanize",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "annotations",
    "curation",
]
# The first two stand outside all others, so that every answer, errors and static files too, has their headers.
MIDDLEWARE = [
    "curation.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "curation.middleware.ProjectGZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "curation.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "annotations.middleware.ProjectMiddleware",
    "annotations.middleware.FirstPasswordMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "curation.errors.RefusalMiddleware",
]
ROOT_URLCONF = "curation.urls"
WSGI_APPLICATION = "curation.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("pt-br", "Português"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "annotations" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = ["curation.formats"]

# Who signs in

AUTH_USER_MODEL = "annotations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

ACCOUNT_ADAPTER = "curation.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional" if MAIL else "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGOUT_REDIRECT_URL
ACCOUNT_FORMS = {
    "login": "curation.accounts.forms.SignIn",
    "reauthenticate": "curation.accounts.forms.ConfirmByPassword",
    "change_password": "curation.accounts.forms.ChangePassword",
    "set_password": "curation.accounts.forms.ChoosePassword",
    "reset_password": "curation.accounts.forms.AskForReset",
    "reset_password_from_key": "curation.accounts.forms.ResetPassword",
}
# Failures are counted before a password is looked at, so that guessing costs us nothing; a newsroom behind one
# address that signs in at nine o'clock is no attack.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "30/m/ip,5/300s/key"}
SOCIALACCOUNT_ADAPTER = "curation.accounts.adapter.SignOnAdapter"
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if SIGN_ON:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "oidc",
            "name": SIGN_ON.name,
            "client_id": SIGN_ON.client_id,
            "secret": SIGN_ON.secret,
            "settings": {"server_url": SIGN_ON.url},
        }
    ]
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "curation.accounts.adapter.SecondFactorAdapter"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = (
    not PRODUCTION
)  # http://localhost; browsers refuse all other http addresses
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a site without mail verifies no address
MFA_TOTP_ISSUER = "Standpoint"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "curation.accounts.forms.ConfirmByCode",
    "reauthenticate": "curation.accounts.forms.ConfirmAgainByCode",
    "activate_totp": "curation.accounts.forms.AddApp",
    "add_webauthn": "curation.accounts.forms.AddKey",
    "edit_webauthn": "curation.accounts.forms.RenameKey",
}

# Mail, where there is a server for it; without one nothing pretends to send

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL else 'dummy'}.EmailBackend"
if MAIL:
    EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.scheme == "smtp+tls", MAIL.scheme == "smtps"
    EMAIL_TIMEOUT = 15
    DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL.sender

# What is counted (who tried to sign in how often) is counted in the database, which both processes see

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "site_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# Work that takes longer than a request waits in the database, or in Redis, for a worker (manage.py work)

REDIS_URL = environment.redis()
TASKS = environment.tasks(REDIS_URL)

# Files: static names carry the hash of what they hold, uploads are never served by their address

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_ROOT = BASE_DIR / "curation" / "root"  # what browsers and robots ask for by name
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "curation.storage.StaticFiles"},
}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = DEBUG

# What a browser may do with our pages

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, SIGN_ON.origin] if SIGN_ON else [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "curation.errors.form_too_old"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A page that is not there is no event, nor a stranger's guess at our name; a failure with its traceback is.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django_tasks_db": {"level": "ERROR"},
    },
}
