"""Rows for tests, made plainly: what is not named gets a value that holds, and nothing else happens.

``make_claim`` goes through the verbs, so that a claim in any state has the decisions that led there.
"""

from itertools import count

from annotations import codebook, drafting, finding, projects, review
from annotations.models import Claim, Membership, Name, Project, Source, Speaker, Stance, Text, Theme, User

State = Claim.State
Role = Membership.Role
numbers = count(1)

BODY = "Qian Depei said that one general model cannot serve every field. Others spoke for small models."
QUOTE = "one general model cannot serve every field"


def make_user(username=None, **fields):
    return User.objects.create(username=username or f"person-{next(numbers)}", **fields)


def make_project(slug=None, title="A study", **fields):
    project = projects.start(slug or f"study-{next(numbers)}", title=title)
    Project.objects.filter(pk=project.pk).update(**fields)
    project.refresh_from_db()
    return project


def make_member(project, role=Role.CODER, username=None):
    """Return a person who holds the role in the project."""
    user = make_user(username)
    projects.join(project, user, role=role)
    return user


def make_source(project=None, title="A report", language="en", **fields):
    source = Source.objects.create(
        project=project or make_project(), title=title, language=language, **fields
    )
    finding.index_sources(Source.objects.filter(pk=source.pk))
    return source


def make_text(source=None, *, project=None, body=BODY, language="en", **fields):
    source = source or make_source(project)
    return Text.objects.create(source=source, body=body, language=language, **fields)


def make_speaker(project, name="Qian Depei", kind=Speaker.Kind.PERSON, **fields):
    speaker = Speaker.objects.create(project=project, kind=kind, **fields)
    make_name(speaker, name, kind=Name.Kind.MAIN)
    return speaker


def make_organisation(project, name="Academy of Sciences", **fields):
    return make_speaker(project, name, kind=Speaker.Kind.ORGANISATION, **fields)


def make_name(speaker, text, kind=Name.Kind.ALIAS, **fields):
    name = Name.objects.create(speaker=speaker, text=text, kind=kind, **fields)
    finding.index_names(Name.objects.filter(pk=name.pk))
    return name


def make_theme(project, code=None, proposition="One general model should serve every field", **fields):
    code = code or f"theme-{next(numbers)}"
    scale = fields.pop("scale", None) or project.scales.get(code="stance")
    labels = fields.pop("labels", {"en": code})
    theme = Theme.objects.create(
        project=project, code=code, proposition=proposition, scale=scale, labels=labels, **fields
    )
    codebook.touch(project)
    return theme


def make_stance(theme, code="oppose"):
    """Return that stance of the theme's scale."""
    return Stance.objects.get(scale=theme.scale, code=code)


def make_content(text, *, start=None, end=None, speakers=None, themes=None, **fields):
    """Return what a coder says of a passage (``QUOTE`` unless told): a speaker, and a theme opposed.

    No list of speakers or themes makes one of them; an empty list makes none.
    """
    if start is None and end is None:
        start, end = _place_of_quote(text.body)
    speakers = [make_speaker(text.project)] if speakers is None else speakers
    themes = [make_theme(text.project)] if themes is None else themes
    return drafting.Content(
        place=drafting.Place(text=text, start=start or 0, end=len(text.body) if end is None else end),
        voices=[drafting.Voice(speaker=speaker, named_as=speaker.name) for speaker in speakers],
        codes=[drafting.Code(theme=theme, stance=make_stance(theme)) for theme in themes],
        **fields,
    )


def _place_of_quote(body):
    start = body.find(QUOTE)
    return (0, len(body)) if start < 0 else (start, start + len(QUOTE))


def make_claim(text=None, *, content=None, coder=None, reviewer=None, state=State.DRAFT, **fields):
    """Return a claim that went through the verbs to its state; a superseded one is made by superseding it."""
    text = content.place.text if content else text or make_text()
    content = content or make_content(text, **fields)
    claim = drafting.mark(content, coder=coder or make_member(text.project))
    move_claim(claim, state, reviewer=reviewer)
    return claim


def move_claim(claim, state, reviewer=None):
    """Take a draft to a state, deciding as a reviewer of its project."""
    if state == State.DRAFT:
        return
    if state == State.DISCARDED:
        review.discard(claim, by=claim.coder, seen=claim.version)
        return
    review.submit(claim, by=claim.coder, seen=claim.version)
    reviewer = reviewer or make_member(claim.project, Role.REVIEWER)
    for decide in DECISIONS[state]:
        decide(claim, by=reviewer, seen=claim.version, note="as decided")


DECISIONS = {
    State.SUBMITTED: [],
    State.ACCEPTED: [review.accept],
    State.RETURNED: [review.return_claim],
    State.REJECTED: [review.reject],
    State.WITHDRAWN: [review.accept, review.withdraw],
}
