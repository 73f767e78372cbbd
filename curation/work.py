"""Work that takes longer than a request: asked for, taken by a worker, kept alive by its heartbeat, taken again.

``ask`` writes it down, ``take`` is the worker's side, ``reap`` lets go of what no living worker holds, ``forgotten`` finds
what nobody was told of. Each step is a conditional UPDATE: of two workers one has it, and one that was given up can finish
nothing any more. What came of it is told in the language of who asked. Times are the database's: workers stand on many
machines, whose clocks differ.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from annotations.models import Project, User
from annotations.refusal import Refused
from curation.models import Work

State = Work.State
EVERY = 1.0  # seconds between two heartbeats
GIVEN_UP_AFTER = timedelta(seconds=15)  # without a heartbeat
MOST_ATTEMPTS = 5
HANDED_AGAIN_AFTER = timedelta(seconds=30)
TAKEN_WITHIN = timedelta(seconds=10)  # by a worker that has nothing else to do

Progress = Callable[[str, int, int], None]


class Lost(Exception):
    """This attempt was given up, and another one has the work or had it: stop, and keep nothing."""


def quiet(step: str, done: int, total: int) -> None:
    """Report to nobody."""


def ask(kind: str, *, project: Project, about: str, given: dict, by: User | None, refusal: str) -> Work:
    """Write down what is to be done; raises ``Refused`` with ``refusal`` while the same is under way.

    With it stands the language of who asks, in which a worker will tell what came of it.
    """
    given = given | {"language": _language_of(by)}
    try:
        with transaction.atomic():
            return Work.objects.create(project=project, kind=kind, about=about, given=given, by=by)
    except IntegrityError:
        raise Refused(refusal) from None


def _language_of(person: User | None) -> str:
    """The person's own; of who has chosen none, the one in which the page that asks is read."""
    return (person.language if person else "") or translation.get_language() or settings.LANGUAGE_CODE


def _spoken_to_who_asked(asked: Work):
    """Let what is told of a piece of work be in the language of who asked for it: a worker has none of its own."""
    return translation.override(asked.given.get("language", settings.LANGUAGE_CODE))


def under_way(kind: str, about: str) -> Work | None:
    """Return the work about a thing that is waiting or being done, if there is any."""
    return Work.objects.filter(kind=kind, about=about, state__in=Work.OPEN).first()


def waits_in_vain(work: Work) -> bool:
    """Say whether it waits although no worker has anything else to do: none is running, as far as one can tell."""
    if work.state != State.WAITING or timezone.now() - work.asked < TAKEN_WITHIN:
        return False
    busy = Work.objects.filter(state=State.WORKING, beat__gt=timezone.now() - GIVEN_UP_AFTER)
    return not busy.exists()


def told(asked: Work, *, at_work: str) -> str:
    """Return how it stands, as a sentence; ``at_work`` is the one while somebody is at it."""
    if waits_in_vain(asked):
        return _(
            "It waits, and no worker has taken it. Whoever runs the site starts one with “make run” or “manage.py work”."
        )
    if asked.state == State.WAITING:
        return _("It waits for a worker.")
    return at_work if asked.state == State.WORKING else asked.told


# The worker's side


class Attempt:
    """One worker's hold on a piece of work: it tells how far it is, and whether it still has it."""

    def __init__(self, work: Work):
        self.work = work
        self.lost = False
        self.now = ("", 0, 0)
        self._over = threading.Event()

    def progress(self, step: str, done: int, total: int) -> None:
        """Say how far it is; the next heartbeat writes it. Raises ``Lost`` where somebody else has it by now."""
        self.now = (step, done, total)
        if self.lost:
            raise Lost

    def beat(self) -> None:
        """Write the heartbeat and how far it is."""
        step, done, total = self.now
        held = self._held().update(beat=Now(), step=step, done=done, total=total)
        self.lost = self.lost or not held

    def end(self, state: str, told: str = "") -> None:
        """Write how it ended, in the caller's transaction; raises ``Lost`` where another attempt has it."""
        if not self._held().update(state=state, told=told, beat=Now()):
            raise Lost

    def _held(self):
        return Work.objects.filter(pk=self.work.pk, state=State.WORKING, attempt=self.work.attempt)

    def keep_beating(self) -> None:
        """Beat until the attempt is over; runs in a thread, on a connection of its own."""
        while not self._over.wait(EVERY):
            try:
                self.beat()
            except DatabaseError:
                continue  # busy; the next one tells
        connection.close()

    @contextmanager
    def alive(self) -> Iterator[None]:
        """Beat beside whatever is done inside."""
        thread = threading.Thread(target=self.keep_beating, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()


def take(pk: int) -> Attempt | None:
    """Take a piece of work that waits; None where somebody else has it, or it is done."""
    taken = Work.objects.filter(pk=pk, state=State.WAITING).update(
        state=State.WORKING, attempt=F("attempt") + 1, beat=Now()
    )
    return Attempt(Work.objects.select_related("project", "by").get(pk=pk)) if taken else None


def carry_out(pk: int, act: Callable[[Attempt], object]) -> Work | None:
    """Do a piece of work that waits and return it as it ended; None where somebody else has it.

    ``act`` ends it in the transaction of what it writes. What it refuses, and what breaks it, is kept as a sentence.
    """
    attempt = take(pk)
    if attempt is None:
        return None
    with _spoken_to_who_asked(attempt.work):
        return _try(attempt, act)


def _try(attempt: Attempt, act: Callable[[Attempt], object]) -> Work | None:
    try:
        with attempt.alive():
            act(attempt)
    except Lost:
        return None
    except Refused as refusal:
        _ended(attempt, State.REFUSED, str(refusal))
    except BaseException as error:
        told = _("It broke off: %(error)s") % {"error": str(error) or type(error).__name__}
        if _ended(attempt, State.FAILED, told):
            raise
    attempt.work.refresh_from_db()
    return attempt.work


def _ended(attempt: Attempt, state: str, told: str) -> bool:
    """Write how it ended, unless another attempt has it; say whether it was ours to write."""
    try:
        attempt.end(state, told)
    except Lost:
        return False
    return True


def reap() -> list[Work]:
    """Let go of what no living worker holds, and return it: it waits for a worker again.

    What has been begun ``MOST_ATTEMPTS`` times kills its workers, it seems: it is given up for good.
    """
    dead = _silent()
    for one in dead.filter(attempt__gte=MOST_ATTEMPTS):
        with _spoken_to_who_asked(one):
            told = _("It was begun %(count)d times and never ended.") % {"count": MOST_ATTEMPTS}
        dead.filter(pk=one.pk, attempt=one.attempt).update(state=State.FAILED, told=told)
    return [one for one in dead if _let_go(one)]


def _silent():
    return Work.objects.filter(state=State.WORKING, beat__lt=Now() - GIVEN_UP_AFTER)


def _let_go(one: Work) -> int:
    """Give up one attempt, unless its heartbeat has come meanwhile."""
    held = _silent().filter(pk=one.pk, attempt=one.attempt)
    return held.update(state=State.WAITING, asked=Now(), handed=Now())


def forgotten() -> list[Work]:
    """Return what waits although no worker was told of it lately, and count it as told of now."""
    waiting = _unheard_of()
    return [one for one in waiting if waiting.filter(pk=one.pk).update(handed=Now())]


def _unheard_of():
    before = Now() - HANDED_AGAIN_AFTER
    lately = Q(handed__gte=before) | Q(asked__gte=before)
    return Work.objects.filter(state=State.WAITING).exclude(lately)


def is_neglected() -> bool:
    """Say whether ``reap`` or ``forgotten`` would find anything."""
    return _silent().exists() or _unheard_of().exists()
