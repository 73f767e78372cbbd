"""Plain makers for tests: one row each, with what a test does not care about filled in.

What a row belongs to is made where it is not given. ``make_claim`` goes through the verbs, so that a claim in
any state has the history and the decisions that lead there.
"""

import itertools

from annotations import drafting, projects, review
from annotations.models import Claim, Membership, Name, Project, Source, Speaker, Text, Theme, User

State = Claim.State
Role = Membership.Role
BODY = "Ana Reis said that small models are enough. “One model will do,” said Bo Lind; others doubted it."

number = itertools.count(1)


def make_user(username="", **fields):
    return User.objects.create_user(username or f"user-{next(number)}", **fields)


def make_project(slug="", **fields):
    slug = slug or f"project-{next(number)}"
    return projects.start(slug, title=fields.pop("title", f"Study {slug}"), **fields)


def make_member(project, role=Role.CODER, username=""):
    user = make_user(username)
    projects.join(project, user, role=role)
    return user


def make_source(project=None, **fields):
    fields = {"title": "Two models or one", "language": "zh", "published": "2023"} | fields
    return Source.objects.create(project=project or make_project(), **fields)


def make_text(source=None, *, project=None, body=BODY, **fields):
    return Text.objects.create(
        source=source or make_source(project), body=body, **{"language": "en", "kind": "machine-translation"} | fields
    )


def make_speaker(project=None, name="", *, kind=Speaker.Kind.PERSON, **fields):
    speaker = Speaker.objects.create(project=project or make_project(), kind=kind, **fields)
    Name.objects.create(speaker=speaker, text=name or f"Speaker {next(number)}", kind=Name.Kind.MAIN)
    return speaker


def make_theme(project=None, code="", **fields):
    project = project or make_project()
    code = code or f"theme-{next(number)}"
    fields = {"labels": {"en": code}, "proposition": f"{code} is right", "scale": project.scales.first()} | fields
    return Theme.objects.create(project=project, code=code, **fields)


def make_content(text, *, start=0, end=8, speakers=None, themes=None, stance="support", **fields):
    """What a coder says of a passage of ``text``: by default one speaker, one theme and a stance on it."""
    project = text.project
    voices = [drafting.Voice(speaker=who) for who in ([make_speaker(project)] if speakers is None else speakers)]
    codes = [
        drafting.Code(theme=theme, stance=theme.scale.stances.get(code=stance) if stance else None)
        for theme in ([make_theme(project)] if themes is None else themes)
    ]
    place = drafting.Place(text=text, start=start, end=end)
    return drafting.Content(place=place, voices=voices, codes=codes, **fields)


def make_claim(*, text=None, coder=None, reviewer=None, state=State.DRAFT, content=None, **content_fields):
    """A claim taken to ``state`` by its coder and a reviewer, both made members where they are not given."""
    text = text or make_text()
    coder = coder or make_member(text.project)
    claim = drafting.mark(content or make_content(text, **content_fields), coder=coder)
    for step in PATHS[state]:
        step(claim, coder, reviewer or make_member(text.project, Role.REVIEWER))
    return claim


def _submit(claim, coder, reviewer):
    review.submit(claim, by=coder, seen=claim.version)


def _discard(claim, coder, reviewer):
    review.discard(claim, by=coder, seen=claim.version)


def _accept(claim, coder, reviewer):
    review.accept(claim, by=reviewer, seen=claim.version)


def _return(claim, coder, reviewer):
    review.return_claim(claim, by=reviewer, seen=claim.version, note="Mark the whole sentence.")


def _reject(claim, coder, reviewer):
    review.reject(claim, by=reviewer, seen=claim.version, note="Nobody says this.")


def _withdraw(claim, coder, reviewer):
    review.withdraw(claim, by=reviewer, seen=claim.version, note="The paper retracted it.")


def _supersede(claim, coder, reviewer):
    newer = drafting.supersede(claim, by=coder, seen={claim.pk: claim.version})
    review.submit(newer, by=coder, seen=newer.version)
    claim.refresh_from_db()


PATHS = {
    State.DRAFT: [],
    State.DISCARDED: [_discard],
    State.SUBMITTED: [_submit],
    State.ACCEPTED: [_submit, _accept],
    State.RETURNED: [_submit, _return],
    State.REJECTED: [_submit, _reject],
    State.WITHDRAWN: [_submit, _accept, _withdraw],
    State.SUPERSEDED: [_submit, _supersede],
}
