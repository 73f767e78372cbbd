"""Keeping a list as somebody asked for it, and letting it go again."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from annotations.access import Role, require, visible_to
from annotations.models import Project, SavedView, User
from annotations.refusal import Refused

NOT_KEPT = ("p", "all", "more", "_popup", "_to_field", "view")


def kept_query(query: str) -> str:
    """Return the questions of an address by their names, without what is only about the page that was open."""
    asked = QueryDict(query)
    return urlencode([(name, asked[name]) for name in sorted(asked) if asked[name] and name not in NOT_KEPT])


@transaction.atomic
def save(project: Project, *, by: User, of: str, title: str, query: str, shared: bool = False) -> SavedView:
    """Keep a list (``of``: a model's name) with the questions of its address under a title.

    Whoever saves under the same title again replaces their own. Raises ``NotAllowed`` to a stranger and, below coder,
    for a view that is shared; ``Refused`` where nothing was asked or the title cannot be kept.
    """
    require(by, project, Role.CODER if shared else Role.VIEWER)
    asked = kept_query(query)
    if not asked:
        raise Refused(_("Ask the list something first: a view keeps the answer's questions."))
    view = SavedView(project=project, owner=by, list=of, title=title, query=asked, shared=shared)
    if not title.strip():
        raise Refused(_("Give the view a title."))
    try:
        view.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    SavedView.objects.filter(project=project, owner=by, list=of, title=view.title).delete()
    try:
        view.save()
    except IntegrityError as error:
        raise Refused(
            _("You saved another view under this title at the same moment. Look at it first.")
        ) from error
    return view


def forget(view: SavedView, *, by: User) -> None:
    """Let a view go: one's own, or as a manager any that is shared."""
    if view.owner_id != by.pk:
        require(by, view.project, Role.MANAGER)
    view.delete()


def of_list(user: User, project: Project, name: str) -> list[SavedView]:
    """Return the views of a list that a person sees: their own, then those that others share; one query."""
    views = visible_to(user, SavedView.objects.filter(project=project, list=name))
    return sorted(views, key=lambda view: (view.owner_id != user.pk, view.pk))
