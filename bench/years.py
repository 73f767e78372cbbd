"""What years of work leave in a study besides claims: coders, decisions, readings, notes, and claims in all states.

A list that is quick without them may take minutes with them.
"""

import sqlite3
from pathlib import Path

# Of each hundred claims, the newest: so many are in this state, the rest stays accepted.
STATES = {"submitted": 3, "returned": 2, "draft": 2, "rejected": 2, "superseded": 5}
COLLEAGUE = """
INSERT INTO annotations_user (username, password, is_superuser, first_name, last_name, email, is_staff, is_active,
    date_joined, must_change_password, language)
SELECT 'colleague', '', 0, '', '', '', 0, 1, date_joined, 0, '' FROM annotations_user WHERE username = 'bench'
"""
WORK = """
UPDATE annotations_claim SET coder_id = (SELECT max(id) FROM annotations_user) WHERE id % 5 > 0;
UPDATE annotations_claim SET coder_id = (SELECT min(id) FROM annotations_user) WHERE id % 5 = 0;
INSERT INTO annotations_decision (before, after, note, by_id, claim_id)
    SELECT 'draft', 'submitted', '', coder_id, id FROM annotations_claim;
INSERT INTO annotations_decision (before, after, note, by_id, claim_id)
    SELECT 'submitted', state, '', coder_id, id FROM annotations_claim WHERE state NOT IN ('draft', 'submitted');
INSERT INTO annotations_note (version, key, kind, body, resolved, record, by_id, project_id)
    SELECT 1, 'note-' || id, CASE id % 3 WHEN 0 THEN 'question' ELSE 'comment' END, 'Is this right?', id % 4 > 0, record,
    coder_id, project_id FROM annotations_claim WHERE id % 20 = 1;
INSERT INTO annotations_reading (round, blind, opened, submitted, nothing_here, active_seconds, coder_id, project_id, text_id)
    SELECT 1, 0, '2026-01-01', '2026-01-02', 0, 60, (SELECT max(id) FROM annotations_user), project_id, id
    FROM annotations_text WHERE id % 2 = 0;
"""


def go_by(database: Path) -> None:
    """Let years of work go by in a study that was just imported and in which one person has signed up."""
    with sqlite3.connect(database) as connection:
        connection.execute(COLLEAGUE)
        place, last = 0, connection.execute("SELECT max(id) FROM annotations_claim").fetchone()[0]
        for state, share in STATES.items():
            connection.execute(
                "UPDATE annotations_claim SET state = ? WHERE id > ? AND id <= ?",
                [state, last - last * (place + share) // 100, last - last * place // 100],
            )
            place += share
        connection.executescript(WORK)
    connection.close()
