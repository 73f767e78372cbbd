"""The codebook's versions: every coding points to the codebook it was made under.

Editing themes and scales marks the codebook as changed; the next coding, or an editor with a reason,
freezes it under the next number. So one version stands for one burst of edits, not for each keystroke.
"""

from django.db import transaction

from annotations import records
from annotations.access import Role, require
from annotations.models import CodebookVersion, Project, Scale, Theme, User


def touch(project: Project) -> None:
    """Mark the codebook as changed since its last version. Call it wherever a theme or a scale is written."""
    Project.objects.filter(pk=project.pk).update(codebook_changed=True)
    project.codebook_changed = True


def number_now(project: Project, *, using: str = "default") -> int:
    """Return the number of the codebook as it stands: the last one, or the next where it has changed since."""
    last = (
        CodebookVersion.objects.using(using).filter(project=project).values_list("number", flat=True).first()
        or 0
    )
    changed = Project.objects.using(using).values_list("codebook_changed", flat=True).get(pk=project.pk)
    return last + 1 if changed or not last else last


def current(project: Project, *, by: User | None) -> CodebookVersion:
    """Return the version a coding made now points to, freezing the codebook first if it has changed."""
    unchanged = CodebookVersion.objects.filter(project=project, project__codebook_changed=False)
    return unchanged.only("project", "number").first() or _freeze(project, by=by, reason="")


def freeze(project: Project, *, by: User, reason: str) -> CodebookVersion:
    """Freeze the codebook as it stands under the next number, with the reason for the change."""
    require(by, project, Role.MANAGER)
    return _freeze(project, by=by, reason=reason)


@transaction.atomic
def _freeze(project: Project, *, by: User | None, reason: str) -> CodebookVersion:
    # The project's row is the queue: of two coders at once, the second finds the version of the first.
    locked = Project.objects.select_for_update().get(pk=project.pk)
    last = CodebookVersion.objects.filter(project=project).first()
    if last and not locked.codebook_changed:
        return last
    version = CodebookVersion.objects.create(
        project=project,
        number=last.number + 1 if last else 1,
        reason=reason,
        frozen=as_it_stands(project),
        by=by,
    )
    Project.objects.filter(pk=project.pk).update(codebook_changed=False)
    project.codebook_changed = False
    return version


def as_it_stands(project: Project, *, using: str = "default") -> dict:
    """Return the codebook as published: its scales and its themes, in the published order."""
    scales = Scale.objects.using(using).filter(project=project).prefetch_related("stances")
    themes = Theme.objects.using(using).filter(project=project).select_related("scale", "parent")
    return {
        "scales": [records.scale_record(scale) for scale in sorted(scales, key=lambda scale: scale.code)],
        "themes": [records.theme_record(theme) for theme in records.in_tree_order(themes)],
    }
