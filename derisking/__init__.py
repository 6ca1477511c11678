"""A teaching module on EU de-risking, chip basics and the alliance with Japan."""

__version__ = "0.1.0"
