#!/usr/bin/env python3
"""The command line: `manage.py start` runs the site, `manage.py help` lists the rest."""

import os
import sys

if sys.hexversion < 0x030B0000:
    sys.exit("Standpoint needs Python 3.11 or newer, and this is Python " + sys.version.split()[0] + ".")

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "curation.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
