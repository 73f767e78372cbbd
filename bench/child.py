"""Run one management command and say how long it took and how much memory it added: `python -m bench.child …`."""

import os
import resource
import sys
import time

import django
from django.core.management import call_command


def megabytes() -> float:
    """The most memory this process has ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(words: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "curation.settings")
    django.setup()
    idle = megabytes()
    start = time.perf_counter()
    call_command(*words)
    sys.stdout.flush()
    print(f"{time.perf_counter() - start:.3f} {megabytes() - idle:.1f}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
