"""The coding desk: reading a text and marking claims in it."""
