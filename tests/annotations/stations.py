"""What tests of going back and forth share: what a project exports at each station of the way."""

from curation.export import dataset
from tests.factories import State

ACTS = 200
# A claim that was never marked lies in the drawer, and no dataset holds what lies there.
OUT_OF_THE_DRAWER = [state for state in State.values if state != State.DISCARDED]


def exported(project, states=OUT_OF_THE_DRAWER):
    return b"".join(dataset.stream(project, states=states, coders=True))


def go(step, project, *, apart):
    """Take all steps; returns what is exported after every so many."""
    found = []
    for number in range(1, ACTS + 1):
        step()
        if number % apart == 0:
            found.append(exported(project))
    return found
