"""How often a test that repeats does so, and the seed of everything random in a run.

ROUNDS is `few` when nothing is said (and in CI), `all` in `make soak`, or a number.
SEED is drawn afresh for each run, printed at its head, and given back to repeat the run.
"""

import os
import random

FEW = 3


def rounds(named, *, few=FEW):
    """Return how many rounds to run of those that the test names: 1 to ``few``, all of them, or what ROUNDS says."""
    said = os.environ.get("ROUNDS") or "few"
    if said == "all":
        return named
    if said == "few":
        return min(named, few)
    if said.isascii() and said.isdigit() and int(said):
        return int(said)
    raise ValueError(f"ROUNDS is {said!r}; write few, all or a number.")


def seed():
    """Return the seed of this run, the same in all its processes."""
    return int(os.environ.setdefault("SEED", str(random.SystemRandom().randrange(10**9))))
