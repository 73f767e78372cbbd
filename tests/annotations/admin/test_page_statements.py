"""How many statements the pages of every day take: whoever adds one says so here."""

import pytest

from tests.annotations.admin.editing import make_study, sign_in
from tests.factories import Role, make_project

pytestmark = pytest.mark.django_db

# Three of each say who asks and where they stand.
STATEMENTS = {
    "": 24,
    "annotations/claim/": 10,
    "annotations/source/": 8,
    "annotations/text/": 8,
    "annotations/reading/": 7,
    "annotations/speaker/": 10,
    "annotations/theme/": 6,
    "annotations/note/": 7,
    "annotations/decision/": 9,
    "annotations/batch/": 6,
    "annotations/claim/choices/?app_label=annotations&model_name=attribution&field_name=speaker&term=qian": 7,
}


@pytest.mark.parametrize(("address", "count"), STATEMENTS.items())
def test_a_page_takes_so_many_statements(client, address, count, django_assert_num_queries):
    project = make_project()
    make_study(project)
    sign_in(client, project, Role.MANAGER)
    client.get(f"/p/{project.slug}/admin/{address}")

    with django_assert_num_queries(count):
        client.get(f"/p/{project.slug}/admin/{address}")
