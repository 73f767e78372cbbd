"""Keeping it safe: everything that is ours as one archive, and back again.

Read archive.py (what an archive holds), database.py (what is asked of any database), sqlite.py and postgresql.py (the
same five functions, once for each), lock.py (who uses the data now), making.py and restoring.py.

The secret key is no data: it signs sessions and links, a new one costs everybody one sign-in, and an archive that held
it would let whoever finds a copy sign in as anybody.
"""
