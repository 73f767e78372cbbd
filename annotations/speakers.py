"""Who is who: two speakers are the same, or not the same, and either finding can be undone."""
