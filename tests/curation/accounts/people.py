"""People who sign in as they do in real life: by the form, with a password."""

import re

from annotations.models import User

PASSWORD = "paper ink quill desk"


def make_person(username="ana", **fields):
    return User.objects.create_user(username, password=PASSWORD, **fields)


def sign_in(client, login="ana", password=PASSWORD, **extra):
    return client.post("/login/", {"login": login, "password": password}, **extra)


def make_signed_in(client, username="ana", **fields):
    person = make_person(username, **fields)
    sign_in(client, username)
    return person


def is_signed_in(client):
    return client.get("/account/").status_code == 200


def confirm(client):
    """Type the password once more, as is asked before the ways to sign in are changed."""
    return client.post("/account/confirm/", {"password": PASSWORD})


def told(answer):
    """What a page says, in words alone."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())
