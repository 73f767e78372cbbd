"""Which address a visitor has: never one that the visitor chose."""

import pytest

from curation.accounts.adapter import AccountAdapter

PROXY, VISITOR, LIE = "10.0.0.7", "192.0.2.9", "198.51.100.1"


@pytest.mark.parametrize(
    ("trusted", "remote", "forwarded", "found"),
    [
        ([PROXY], PROXY, VISITOR, VISITOR),
        ([PROXY], PROXY, f"{LIE}, {VISITOR}", VISITOR),
        (["10.0.0.0/8"], PROXY, f"{LIE}, {VISITOR}, 10.1.1.1", VISITOR),
        ([PROXY], VISITOR, LIE, VISITOR),
        ([PROXY], PROXY, "", PROXY),
        ([PROXY], PROXY, "unknown", PROXY),
        ([PROXY], PROXY, f"{VISITOR}, <script>", PROXY),
        (["::1"], "::1", "2001:db8::1", "2001:db8::1"),
        (["*"], PROXY, f"{LIE}, {VISITOR}", LIE),
        ([], PROXY, LIE, PROXY),
        ([PROXY], "", LIE, "0.0.0.0"),
    ],
)
def test_a_visitor_is_counted_by_what_a_trusted_proxy_says(rf, settings, trusted, remote, forwarded, found):
    settings.TRUSTED_PROXIES = trusted
    request = rf.get("/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR=remote)

    assert AccountAdapter().get_client_ip(request) == found
