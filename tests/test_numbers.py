"""Numbers are written in each reader's way."""

import pytest
from django.utils import translation

from annotations.admin.columns import opening
from annotations.admin.lists import CappedPaginator


class Many:
    """Rows that are only counted."""

    def __init__(self, count):
        self.number = count

    def order_by(self):
        return self

    def values(self, _field):
        return self

    def __getitem__(self, part):
        return Many(min(self.number, part.stop))

    def count(self):
        return self.number


@pytest.mark.parametrize(
    ("language", "few", "many"),
    [("en", "1,234", "over 10,000"), ("pt-br", "1.234", "mais de 10.000"), ("zh-hans", "1234", "10000以上")],
)
def test_counts_are_written_in_the_reader_s_way(language, few, many):
    with translation.override(language):
        shown = [CappedPaginator(Many(count), 100).shown_count for count in (1234, 20_000)]

    assert shown == [few, many]


@pytest.mark.parametrize(("language", "shown"), [("en", "1,234"), ("pt-br", "1.234"), ("zh-hans", "1234")])
def test_a_count_that_opens_its_rows_is_grouped_and_its_address_is_not(language, shown):
    with translation.override(language):
        link = opening(1234, "claim", source=1234)

    assert link == f'<a href="../claim/?source=1234">{shown}</a>'
