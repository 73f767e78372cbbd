"""The site as it is, with two addresses more: one INSERT behind the sign-in, and one claim through the verb."""

from curation import settings as site

globals().update({name: getattr(site, name) for name in dir(site) if name.isupper()})
ROOT_URLCONF = "bench.urls"
