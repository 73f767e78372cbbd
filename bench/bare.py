"""A bare Django site on the same database: no middleware, no sign-in, one view that does one INSERT."""

from curation import settings as site

globals().update({name: getattr(site, name) for name in dir(site) if name.isupper()})
MIDDLEWARE = []
ROOT_URLCONF = "bench.urls"
