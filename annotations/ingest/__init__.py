"""A file in, the words of a text out: one reader a file. ``annotations.sources`` keeps what comes out."""
