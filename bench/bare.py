"""A bare Django site on the same database: no middleware but one that an app asks for, no sign-in, one INSERT."""

from curation import settings as site

globals().update({name: getattr(site, name) for name in dir(site) if name.isupper()})
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
ROOT_URLCONF = "bench.urls"
