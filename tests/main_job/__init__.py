"""The main job on real articles, done as people do it: `python -m tests.main_job FOLDER`.

A manager writes the codebook and the speakers, a coder adds the articles and codes them, a reviewer accepts,
returns and rejects, the coder revises, the dataset goes out and in again: all through the real site's forms.
``plan.json`` says what to code in the articles it knows, by their SHA-256 and by offsets; other articles are coded
by rule. Read in this order: ``__main__``, ``plan``, ``people``.
"""
