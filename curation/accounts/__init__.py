"""People: signing in, their own accounts, invitations they follow, and the projects they start.

allauth does the work of signing in; here stand its words, its addresses and what it lacks. Read ``urls.py`` first,
then ``adapter.py`` (what we decide differently) and ``forms.py`` (what is asked, in our words).
"""
