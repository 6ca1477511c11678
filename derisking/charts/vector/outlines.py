"""A map of the chip chain in three pieces, drawn by hand for this course: a coast is a few corners that one recognises.

The corners are in outlines.json, in degrees of longitude and latitude; each piece has a scale of its own.
"""

import json
from pathlib import Path

_MAP = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
# name -> [west, south, east, north, how much narrower a degree of longitude is than one of latitude there]
PIECES: dict[str, list[float]] = _MAP["pieces"]
# place -> name, piece, where its words stand (longitude, latitude of the first line, anchor), and the land to which a line leads from words beside it
PLACES: dict[str, list] = _MAP["places"]
# place, or "" for land that holds no step, and corners; the mainland of the EU first, as far as it is shown
LANDS: list[list] = _MAP["lands"]
