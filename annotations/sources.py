"""Adding sources: a source and its first text, and further wordings of it. What was uploaded is kept byte for byte.

Files lie in the media under the SHA-256 of their bytes, so the same file is kept once, and a row never points
to a file that is not there: the file is written first.
"""

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from annotations import finding, versions
from annotations.access import Role, require
from annotations.ingest import plain
from annotations.models import Project, Source, Takedown, Text, User
from annotations.models.fields import normalise_newlines
from annotations.models.source import sha256_of
from annotations.refusal import Refused

TITLE_LENGTH = 200


@transaction.atomic
def add_source(
    project: Project,
    *,
    by: User | None,
    language: str,
    title: str = "",
    body: str = "",
    data: bytes | None = None,
    file_name: str = "",
    text_language: str = "",
    kind: str = Text.Kind.ORIGINAL,
    made_by: str = "",
    rights: str = Source.Rights.FULL,
    **described: str,
) -> Source:
    """Add a source with its first text, given as words (``body``) or as the bytes of a plain text file (``data``).

    ``language`` is the one it was first written in, ``text_language`` that of this wording where it is another.
    ``described``: publisher, byline, published, url, retrieved, event. Without a title, the first line is the
    title, or the file's name. ``by`` None is the command line. Raises ``NotAllowed`` below coder, and
    ``Refused`` with a sentence where something cannot be kept.
    """
    if by:
        require(by, project, Role.CODER)
    body = _words(body, data)
    title = title or title_of(body) or file_name
    source = Source(project=project, title=title, language=language, rights=rights, **described)
    _save(source, by=by)
    text = Text(source=source, body=body, kind=kind, language=text_language or language, made_by=made_by)
    _save_text(text, data, by=by)
    finding.index_sources(Source.objects.filter(pk=source.pk))
    return source


@transaction.atomic
def add_text(
    source: Source,
    *,
    by: User | None,
    seen: int,
    language: str,
    kind: str,
    body: str = "",
    data: bytes | None = None,
    title: str = "",
    of: Text | None = None,
    replaces: Text | None = None,
    made_by: str = "",
) -> Text:
    """Add a wording to a source: a translation ``of`` another, or a correction that ``replaces`` a faulty one.

    ``seen`` is the version of the source that was read. Raises as ``add_source`` does, and
    ``versions.Conflict`` if the source was changed after it was read.
    """
    if by:
        require(by, source.project, Role.CODER)
    if Takedown.objects.filter(source=source).exists():
        raise Refused(_("The words of this source were taken down: no wording of it can be added."))
    versions.bump(source, seen=seen)
    versions.record_change(source, by=by, reason="text added")
    _fits(source, of=of, replaces=replaces)
    text = Text(
        source=source,
        body=_words(body, data),
        kind=kind,
        language=language,
        title=title,
        of=of,
        replaces=replaces,
        made_by=made_by,
    )
    _save_text(text, data, by=by)
    if title:
        finding.index_sources(Source.objects.filter(pk=source.pk))
    return text


def same_text(project: Project, body: str) -> Source | None:
    """Return the source of the project that has these very words already, or None; newlines are normalised."""
    same = Text.objects.filter(project=project, sha256=sha256_of(normalise_newlines(body)))
    found = same.select_related("source").order_by("pk").first()
    return found.source if found else None


def title_of(body: str) -> str:
    """Return the first line with words in it, cut at ``TITLE_LENGTH``."""
    lines = (line.strip() for line in body.split("\n"))
    return next((line[:TITLE_LENGTH] for line in lines if line), "")


def _words(body: str, data: bytes | None) -> str:
    if data is not None and body:
        raise Refused(_("Give either the words or a file, not both."))
    return plain.checked(normalise_newlines(body)) if data is None else plain.read_text(data)


def _fits(source: Source, *, of: Text | None, replaces: Text | None) -> None:
    for other in filter(None, (of, replaces)):
        if other.source_id != source.pk:
            raise Refused(_("“%(other)s” belongs to another source.") % {"other": other})
    if replaces and Text.objects.filter(replaces=replaces).exists():
        raise Refused(
            _("“%(replaces)s” has been corrected already: correct the text that replaced it.")
            % {"replaces": replaces}
        )


def _save_text(text: Text, data: bytes | None, *, by: User | None) -> None:
    if data is not None:
        text.upload_sha256 = hashlib.sha256(data).hexdigest()
        text.upload = _kept(data, text.upload_sha256)
    _save(text, by=by)


def _kept(data: bytes, sha256: str) -> str:
    """Write the bytes where their sum says, unless they lie there whole; return the name of the file."""
    storage = Text._meta.get_field("upload").storage
    name = f"uploads/{sha256[:2]}/{sha256}"
    if storage.exists(name):
        with storage.open(name, "rb") as file:
            if file.read() == data:
                return name
        storage.delete(name)
    return storage.save(name, ContentFile(data))


def _save(row: Source | Text, *, by: User | None) -> None:
    """Save a row that its own fields find sound; else refuse it with their sentences."""
    try:
        row.full_clean(exclude=["project", "sha256"])
    except ValidationError as error:
        raise Refused(_sentences(row, error)) from error
    row._history_user = by
    row.save()


def _sentences(row: Source | Text, error: ValidationError) -> str:
    names = {field.name: f"{str(field.verbose_name).capitalize()}: " for field in row._meta.fields}
    return " ".join(
        names.get(field, "") + " ".join(messages) for field, messages in error.message_dict.items()
    )
