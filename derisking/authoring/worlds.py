"""The desk's worlds: results of lesson 7's model over the ranges of its rows, kept in a file beside the explorers."""

import importlib

NAME = "derisking.explore.policy_worlds"


def main(arguments: list[str]) -> int:
    """Draw them anew if a range, the desk or the model has changed, or with --check say so. Returns the exit code."""
    worlds = importlib.import_module(NAME)
    if worlds.fresh():
        return 0
    if "--check" in arguments:
        print("The desk's worlds are older than its ranges or its model: run python3 run.py build.")
        return 1
    print("The desk's worlds are drawn anew; this takes some minutes.")
    worlds.make()
    return 0
