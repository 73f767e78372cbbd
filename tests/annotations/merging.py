"""What tests of speakers share: merging them as somebody does who sees them as they are."""

from annotations import speakers


def seen(*rows):
    return {row.pk: row.version for row in rows}


def merge(speaker, into, by, **options):
    return speakers.merge(speaker, into=into, by=by, seen=seen(speaker, into), **options)


def unmerge(speaker, by):
    return speakers.unmerge(speaker, by=by, seen=seen(speaker))
