"""What `python3 run.py test` leaves to `python3 run.py test --thorough`: the same promise for further lessons, pages or settings.

Each promise is tested with a few cases each time, and with all before a release, since all of them take a quarter of an hour more.
"""

import pytest


def but(every, *shown):
    """Parameters: those shown are tested each time, the others of `every` when everything is. A name that is not there is an error."""
    assert shown and set(shown) <= set(every), f"{set(shown) - set(every)} are not among the cases"
    return [one if one in shown else pytest.param(one, marks=pytest.mark.thorough) for one in every]
