"""The demo: a small project on a real debate, built as people would build it, through the verbs.

``demo.json`` says what is in it, quotes in the place of offsets; ``texts`` holds the texts. Two people who
cannot sign in have coded and reviewed it, so that each state has the decisions that led there.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from annotations import access, anchoring, codebook, drafting, finding, projects, review, sources
from annotations.imports.codebook import require_no_themes
from annotations.models import (
    Affiliation,
    Anchor,
    Claim,
    Membership,
    Name,
    Note,
    Project,
    Scale,
    Source,
    Speaker,
    Text,
    Theme,
    User,
)
from annotations.refusal import Refused

FOLDER = Path(__file__).parent
SLUG = "demo"
State = Claim.State


@dataclass
class Demo:
    """What has been built so far, by the ids that ``demo.json`` uses."""

    project: Project
    coder: User
    reviewer: User
    themes: dict[str, Theme] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    texts: dict[str, Text] = field(default_factory=dict)
    speakers: dict[str, Speaker] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)


@transaction.atomic
def load() -> Project:
    """Build the demo project and return it; raises ``Refused`` if there is one."""
    if Project.objects.filter(slug=SLUG).exists():
        raise Refused(f"There is a project at “{SLUG}” already: the demo is loaded once.")
    written = json.loads((FOLDER / "demo.json").read_text(encoding="utf-8"))
    project = projects.start(SLUG, title=written["project"]["title"], language=written["project"]["language"])
    coder = _person(project, "demo-coder", role=Membership.Role.CODER)
    reviewer = _person(project, "demo-reviewer", role=Membership.Role.REVIEWER)
    demo = Demo(project=project, coder=coder, reviewer=reviewer)
    demo.themes = _themes(project, written["themes"], scale=project.scales.get(code=written["scale"]))
    for source in written["sources"]:
        _source(demo, source)
    _speakers(demo, written["speakers"])
    for claim in written["claims"]:
        demo.claims[claim["id"]] = _claim(demo, claim)
    for note in written["notes"]:
        _note(demo, note)
    return project


def _person(project: Project, username: str, *, role: str) -> User:
    """Return somebody who cannot sign in, a member of the demo alone."""
    person = User.objects.filter(username=username).first()
    if person is None:
        person = User.objects.create_user(username)
    if person.has_usable_password() or person.memberships.exclude(project=project).exists():
        raise Refused(f"“{username}” is somebody else here: the demo needs this name for itself.")
    projects.join(project, person, role=role)
    return person


@transaction.atomic
def lend_codebook(project: Project, *, by: User) -> None:
    """Copy the demo's themes into a project that has none; raises ``Refused`` where it has, or for who does not manage it."""
    access.require(by, project, Membership.Role.MANAGER)
    require_no_themes(project)
    written = json.loads((FOLDER / "demo.json").read_text(encoding="utf-8"))
    _themes(project, written["themes"], scale=project.scales.get(code=written["scale"]))


def _themes(project: Project, themes: list[dict], *, scale: Scale) -> dict[str, Theme]:
    made: dict[str, Theme] = {}
    for order, theme in enumerate(themes):
        parent = made.get(theme.pop("parent"))
        row = Theme(project=project, scale=scale, parent=parent, order=order, **theme)
        row.full_clean()
        row.save()
        made[row.code] = row
    codebook.touch(project)
    return made


def _source(demo: Demo, written: dict) -> None:
    first, *others = written.pop("texts")
    source = sources.add_source(
        demo.project,
        by=demo.coder,
        key=written.pop("id"),
        kind=first["kind"],
        text_language=first["language"],
        made_by=first["made_by"],
        data=_bytes(first),
        **written,
    )
    demo.sources[source.key] = source
    demo.texts[first["id"]] = source.texts.get()
    for text in others:
        described = {key: text[key] for key in ("kind", "language", "title", "made_by")}
        of = demo.texts[text["of"]]
        demo.texts[text["id"]] = sources.add_text(
            source, by=demo.coder, seen=source.version, data=_bytes(text), of=of, **described
        )


def _bytes(text: Mapping) -> bytes:
    return (FOLDER / text["file"]).read_bytes()


def _speakers(demo: Demo, speakers: list[dict]) -> None:
    """All speakers first, because they are affiliated to each other."""
    for written in speakers:
        row = Speaker(
            project=demo.project, key=written["id"], kind=written["kind"], identifiers=written["identifiers"]
        )
        row.full_clean()
        row.save()
        demo.speakers[row.key] = row
    for written in speakers:
        for row in (*_names(demo, written), *_affiliations(demo, written)):
            row.full_clean()
            row.save()
    finding.index_names(Name.objects.filter(speaker__project=demo.project))


def _names(demo: Demo, written: dict) -> Iterator[Name]:
    for name in written["names"]:
        source = demo.sources.get(name.pop("source"))
        yield Name(speaker=demo.speakers[written["id"]], source=source, **name)


def _affiliations(demo: Demo, written: dict) -> Iterator[Affiliation]:
    for affiliation in written["affiliations"]:
        yield Affiliation(
            speaker=demo.speakers[written["id"]],
            organisation=demo.speakers[affiliation["organisation"]],
            role=affiliation["role"],
            since=affiliation["from"] or "",
            until=affiliation["until"] or "",
        )


def _claim(demo: Demo, written: dict) -> Claim:
    """Mark a claim, or correct those it supersedes; find it again in translations; take it to its state."""
    claim = _draft(demo, written)
    for parallel in written.get("parallel", ()):
        _found_again(demo, claim, _place(demo, parallel))
    _to_its_state(demo, claim, written)
    return claim


def _found_again(demo: Demo, claim: Claim, place: drafting.Place) -> None:
    """Confirm a draft's place in a translation; a correction of the same passage has inherited it."""
    if not claim.anchors.filter(text=place.text).exists():
        kind = Anchor.Kind.PARALLEL
        drafting.confirm_anchor(claim, place, kind=kind, by=demo.coder, seen=claim.version)
        claim.refresh_from_db()


def _draft(demo: Demo, written: dict) -> Claim:
    content = _content(demo, written)
    older = [demo.claims[claim] for claim in written["supersedes"]]
    if not older:
        return drafting.mark(content, coder=demo.coder)
    claim = drafting.supersede(*older, by=demo.coder, seen={one.pk: one.version for one in older})
    drafting.rewrite(claim, content, by=demo.coder, seen=claim.version)
    claim.refresh_from_db()
    return claim


def _content(demo: Demo, written: dict) -> drafting.Content:
    return drafting.Content(
        place=_place(demo, written),
        voices=[
            drafting.Voice(
                speaker=demo.speakers[voice["speaker"]],
                named_as=voice["named_as"],
                organisation=demo.speakers.get(voice["organisation"]),
                via=demo.speakers.get(voice["via"]),
            )
            for voice in written["speakers"]
        ],
        codes=[_code(demo, code) for code in written["codings"]],
        reporting=written["reporting"],
        said=written["said"],
        paraphrase=written["paraphrase"],
    )


def _code(demo: Demo, written: dict) -> drafting.Code:
    theme = demo.themes[written["theme"]]
    stance = theme.scale.stances.get(code=written["stance"]) if written["stance"] else None
    return drafting.Code(
        theme=theme, stance=stance, certainty=written["certainty"] or "", note=written["note"]
    )


def _place(demo: Demo, written: dict) -> drafting.Place:
    """Where the quote stands; the demo's quotes stand in one place each."""
    text = demo.texts[written["text"]]
    finding = anchoring.find(text.body, written["quote"])
    if finding.kind != anchoring.Kind.EXACT:
        raise Refused(
            f"The demo's quote “{written['quote']}” does not stand in one place of {written['text']}."
        )
    return drafting.Place(text=text, start=finding.cuts[0].start, end=finding.cuts[0].end)


def _to_its_state(demo: Demo, claim: Claim, written: dict) -> None:
    """What a later claim supersedes was returned where there is a note on it, else accepted."""
    state, note = written["state"], written["note"]
    if state == State.DRAFT:
        return
    if state == State.DISCARDED:
        review.discard(claim, by=demo.coder, seen=claim.version)
        return
    review.submit(claim, by=demo.coder, seen=claim.version)
    if state == State.SUPERSEDED:
        state = State.RETURNED if note else State.ACCEPTED
    if state == State.WITHDRAWN:
        review.accept(claim, by=demo.reviewer, seen=claim.version)
    if state in DECISIONS:
        DECISIONS[state](claim, by=demo.reviewer, seen=claim.version, note=note)


DECISIONS = {
    State.ACCEPTED: review.accept,
    State.RETURNED: review.return_claim,
    State.REJECTED: review.reject,
    State.WITHDRAWN: review.withdraw,
}


def _note(demo: Demo, written: dict) -> None:
    ((kind, about),) = written["on"].items()
    on = {
        "claim": lambda: {"record": demo.claims[about].record},
        "speaker": lambda: {"speaker": demo.speakers[about]},
        "theme": lambda: {"theme": demo.themes[about]},
    }[kind]()
    row = Note(
        project=demo.project,
        kind=written["kind"],
        body=written["body"],
        resolved=written["resolved"],
        by=demo.reviewer,
        **on,
    )
    row.full_clean()
    row.save()
