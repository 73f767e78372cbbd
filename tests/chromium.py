"""Which browser the tests drive."""

import os
import shutil

# Chromium without windows comes first: a page costs it a quarter of the work.
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
