"""A teaching module on EU de-risking, chip basics and the alliance with Japan."""

import sys

# What jsonschema checks addresses and lengths of time with, where it finds it. No file of ours holds either, and both cost a second.
sys.modules.setdefault("rfc3987_syntax", None)
sys.modules.setdefault("isoduration", None)

__version__ = "0.1.0"
