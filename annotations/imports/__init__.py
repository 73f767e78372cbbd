"""Claims and codings from a file. A dataset: read ``dataset``, then ``file``, ``known``, ``checks``, ``storing``."""
