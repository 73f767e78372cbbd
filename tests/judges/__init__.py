"""Programs that we did not write, asked whether they can read our files. `make judges` asks them all.

``python -m tests.judges FOLDER`` writes releases into a folder with the project's own environment; the files
``judge_….py`` read them with another one, which knows nothing of the project.
"""
