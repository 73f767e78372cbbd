"""Who may do what, and who sees what: the one place that decides.

``require`` stands at the top of every verb. ``visible_to`` is the only way from a person to rows:
viewers see what is accepted; coders also their own, and others' once submitted unless the reading is
blind; reviewers all from submitted on; managers everything. Outside their projects nobody sees anything.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from annotations import models
from annotations.models import Claim, Membership, Note, Project, Reading, User
from annotations.refusal import Refused

Role = Membership.Role
RANKS: list[str] = [Role.VIEWER, Role.CODER, Role.REVIEWER, Role.MANAGER]


class NotAllowed(Refused):
    """The person's role in the project does not go so far."""


@dataclass(frozen=True)
class Standing:
    """A person and the roles they hold now, by project."""

    user: User
    roles: dict[int, str]

    def at_least(self, role: str) -> list[int]:
        """Return the ids of the projects in which the person holds this role or a higher one."""
        return [project for project, held in self.roles.items() if RANKS.index(held) >= RANKS.index(role)]


def standing(user: User) -> Standing:
    """Return where a person stands: in the project of this request, else everywhere, read afresh."""
    return vars(user).get("standing") or _read_standing(user)


def keep_to(membership: Membership, *, user: User) -> None:
    """Let a person stand in this one project only, as this membership says, for as long as ``user`` lives: a request."""
    roles = {membership.project_id: membership.role} if user.is_active else {}
    vars(user)["standing"] = Standing(user, roles)


def _read_standing(user: User) -> Standing:
    if not user.is_active:
        return Standing(user, {})
    active = Membership.objects.active().filter(user_id=user.pk)
    return Standing(user, dict(active.values_list("project_id", "role")))


def role_in(user: User, project: Project) -> str | None:
    """Return the person's role in a project, or None."""
    return standing(user).roles.get(project.pk)


def may(user: User, project: Project, role: str) -> bool:
    """Say whether a person holds a role, or a higher one, in a project."""
    return project.pk in standing(user).at_least(role)


def require(user: User, project: Project, role: str) -> None:
    """Raise ``NotAllowed`` unless the person holds the role, or a higher one, in the project."""
    if not may(user, project, role):
        raise NotAllowed(
            _("Only a %(role)s of “%(project)s” or somebody above may do this.")
            % {"role": _named(role), "project": project}
        )


def _named(role: str) -> str:
    names = {"viewer": _("viewer"), "coder": _("coder"), "reviewer": _("reviewer"), "manager": _("manager")}
    return names[role]


def visible_to(user: User, rows: QuerySet) -> QuerySet:
    """Narrow rows of any model of the evidence, or of its history, to what a person may see.

    Raises ``KeyError`` for a model without a rule: nothing is visible by forgetting.
    """
    if rows.model in RULES:
        return RULES[rows.model](rows, standing(user))
    return _history(rows, standing(user))


def _claims(rows: QuerySet, who: Standing) -> QuerySet:
    return rows.filter(_visible_claim(who))


def _visible_claim(who: Standing) -> Q:
    """What each role sees, cheapest condition first: most claims are told by their state alone."""
    accepted = Q(state=Claim.State.ACCEPTED)
    out_of_the_drawer = ~Q(state__in=Claim.PRIVATE_STATES)
    own = Q(coder_id=who.user.pk)
    rules = {
        Role.VIEWER: accepted,
        Role.CODER: accepted | own | out_of_the_drawer & _read_openly(),
        Role.REVIEWER: out_of_the_drawer | own,
        Role.MANAGER: Q(),
    }
    return _by_role(who, rules)


def _by_role(who: Standing, rules: dict[Role, Q]) -> Q:
    """Each rule where the person holds its role: what no role of theirs needs, the database is not asked."""
    seen = Q(pk__in=[])
    for role, rule in rules.items():
        projects = [project for project, held in who.roles.items() if held == role]
        if projects:
            seen |= Q(project_id__in=projects) & rule
    return seen


def _read_openly() -> Q:
    """By look-ups of their own, not by joins: they are made only for claims that no other rule lets through."""
    openly = Exists(Reading.objects.filter(pk=OuterRef("reading_id"), blind=False))
    # A correction of somebody else's claim has no reading, and begins with every word of what it corrects.
    in_the_open = Exists(Project.objects.filter(pk=OuterRef("project_id"), blind=False))
    return Q(openly) | Q(reading=None) & (Q(coder=None) | Q(in_the_open))


def _parts_of_claims(rows: QuerySet, who: Standing) -> QuerySet:
    """Each claim is looked up by itself: the few rows of a page must not wait for all claims of a project."""
    return rows.filter(Exists(Claim.objects.filter(_visible_claim(who), pk=OuterRef("claim_id"))))


def _decisions(rows: QuerySet, who: Standing) -> QuerySet:
    claims = Claim.objects.filter(_visible_claim(who), project_id__in=who.at_least(Role.CODER))
    return rows.filter(Exists(claims.filter(pk=OuterRef("claim_id"))))


def _notes(rows: QuerySet, who: Standing) -> QuerySet:
    """Notes on what a person sees; viewers only doubts about translations. Where coding is blind, viewers and coders
    see of others' notes only the doubts about claims that they see."""
    # Records are told apart within a project only: two projects may hold imported claims of one record.
    claims = Claim.objects.filter(project=OuterRef("project"), record=OuterRef("record"))
    about = Q(record="") | Exists(claims.filter(_visible_claim(who)))
    own = Q(by_id=who.user.pk) | Q(by=None) | Exists(claims.filter(coder_id=who.user.pk))
    doubts = Q(kind=Note.Kind.TRANSLATION_SUSPECT) & about & (Q(project__blind=False) | ~Q(record=""))
    rules = {
        Role.VIEWER: doubts,
        Role.CODER: doubts | about & (own | Q(project__blind=False)),
        Role.REVIEWER: about | own,
        Role.MANAGER: Q(),
    }
    return rows.filter(_by_role(who, rules))


def _readings(rows: QuerySet, who: Standing) -> QuerySet:
    return rows.filter(
        Q(project_id__in=who.at_least(Role.REVIEWER))
        | Q(project_id__in=who.at_least(Role.CODER), coder_id=who.user.pk)
    )


def _memberships(rows: QuerySet, who: Standing) -> QuerySet:
    mine = Q(project_id__in=who.at_least(Role.VIEWER), user_id=who.user.pk)
    return rows.filter(mine | Q(project_id__in=who.at_least(Role.MANAGER)))


def _saved_views(rows: QuerySet, who: Standing) -> QuerySet:
    mine = Q(owner_id=who.user.pk) | Q(shared=True)
    return rows.filter(mine, project_id__in=who.at_least(Role.VIEWER))


def _acts(rows: QuerySet, who: Standing) -> QuerySet:
    """What somebody did step by step is theirs alone; what came of it is in the history."""
    return rows.filter(project_id__in=who.at_least(Role.CODER), by_id=who.user.pk)


def of_project(role: str, path: str = "project_id") -> Callable[[QuerySet, Standing], QuerySet]:
    """Return a rule: all rows whose project, found along ``path``, is one in which the person holds the role."""

    def narrow(rows: QuerySet, who: Standing) -> QuerySet:
        return rows.filter(**{f"{path}__in": who.at_least(role)})

    return narrow


# The publishing side adds the rules of its own rows (curation/apps.py).
RULES: dict[type[Model], Callable[[QuerySet, Standing], QuerySet]] = {
    models.Project: of_project(Role.VIEWER, "pk"),
    models.Membership: _memberships,
    models.Invitation: of_project(Role.MANAGER),
    models.Source: of_project(Role.VIEWER),
    models.Text: of_project(Role.VIEWER),
    models.Takedown: of_project(Role.CODER),
    models.Reading: _readings,
    models.Speaker: of_project(Role.VIEWER),
    models.Name: of_project(Role.VIEWER, "speaker__project_id"),
    models.Affiliation: of_project(Role.VIEWER, "speaker__project_id"),
    models.SpeakerDecision: of_project(Role.CODER),
    models.Scale: of_project(Role.VIEWER),
    models.Stance: of_project(Role.VIEWER, "scale__project_id"),
    models.Theme: of_project(Role.VIEWER),
    models.CodebookVersion: of_project(Role.VIEWER),
    models.Claim: _claims,
    models.Anchor: _parts_of_claims,
    models.Attribution: _parts_of_claims,
    models.Coding: _parts_of_claims,
    models.Decision: _decisions,
    models.Note: _notes,
    models.Batch: of_project(Role.MANAGER),
    models.SavedView: _saved_views,
    models.Act: _acts,
}


def _history(rows: QuerySet, who: Standing) -> QuerySet:
    """The history of what a coder or somebody above may see; viewers see no history."""
    tracked = {model.history.model: model for model in RULES if hasattr(model, "history")}
    model = tracked[rows.model]
    seen = RULES[model](model._default_manager.all(), Standing(who.user, _without_viewing(who)))
    return rows.filter(id__in=seen.values("pk"))


def _without_viewing(who: Standing) -> dict[int, str]:
    return {project: who.roles[project] for project in who.at_least(Role.CODER)}
