"""The coding desk: reading a text and marking claims in it. Read ``urls``, then ``page``, then one question a file.

The page comes from ``page``; everything after it is JSON (``answers``): claims as ``shown``, and acts as they are done.
"""
