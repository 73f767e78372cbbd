"""How fast the site is, as ratios in one run: `make bench`.

Machines are noisy, so each figure stands beside what the same machine does at the same moment with less: a
bare Django view with one INSERT, one INSERT behind the same sign-in, raw sqlite3 with orjson. Read in this
order: ``__main__`` (what is measured), ``study`` and ``data`` (on what), ``raw`` (against what), ``clock`` (how).
`python -m bench.releases --claims 1000000 --lines` is a separate run: a million claims take long to come in.
"""
