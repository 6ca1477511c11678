"""A photograph of a class that holds up cards with codes: which card shows which side. Better none than a wrong one.

OpenCV is an extra. A process of its own reads (`python -m derisking.live.photo`, the picture at its standard input), so that the
room stays small and goes on whatever somebody sends; the picture is in memory only, and forgotten when it is read.
"""

import importlib.util
import json
import math
import subprocess
import sys
from typing import Any

from derisking.exports import coded_cards

SMALLEST = 24  # pixels of a code's side: below it a smudge could pass for a field
STRAIGHT = 30  # degrees that a card may lean: beyond them it is soon a question which side is on top
LONGEST = 60  # seconds
MISSING = (
    "To read cards this computer needs OpenCV. Type these two lines once in the folder of the course, then send the photograph again: "
    '"{0}" -m ensurepip and "{0}" -m pip install "opencv-python-headless>=4.8". Until then count fingers with the keys 1 to 4.'
)
UNREADABLE = "This is no photograph that can be read: take another one, as JPEG or PNG."


def read(content: bytes) -> dict[str, Any]:
    """What a photograph shows. content: JPEG or PNG.

    cards: number of a card -> its side on top, 1 to 4; small, slanted, double: numbers of cards that are too small, lean, or are seen
    twice, and count for nothing. error: a sentence, where nothing could be read at all.
    """
    if importlib.util.find_spec("cv2") is None:
        return {"error": MISSING.format(sys.executable)}
    command = [sys.executable, "-P", "-m", "derisking.live.photo"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, check=False, timeout=LONGEST)
        found = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return {"error": UNREADABLE}
    return found | {"cards": {int(number): side for number, side in found["cards"].items()}}


def sides(content: bytes) -> dict[str, Any]:
    """As `read`, in this process. Raises ValueError for what is no picture."""
    import cv2
    import numpy as np

    picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_GRAYSCALE)
    if picture is None:
        raise ValueError(UNREADABLE)
    codes = [np.array(coded_cards.fields(code), np.uint8) for code in coded_cards.CODES]
    known = cv2.aruco.Dictionary(
        np.vstack([cv2.aruco.Dictionary.getByteListFromBits(code) for code in codes]), coded_cards.FIELDS, 0
    )
    how = cv2.aruco.DetectorParameters()
    how.errorCorrectionRate, how.maxErroneousBitsInBorderRate = 0.0, 0.1  # exactly, or not at all
    how.minMarkerDistanceRate = 0.05  # a code and the edge of its paper are two squares
    corners, numbers, _ = cv2.aruco.ArucoDetector(known, how).detectMarkers(picture)
    held: dict[int, list[Any]] = {}
    for corner, place in zip(corners, [] if numbers is None else numbers.ravel(), strict=True):
        number = 1 + int(place)
        held.setdefault(number, []).append(corner[0])
    found: dict[str, Any] = {"cards": {}, "small": [], "slanted": [], "double": []}
    for number in sorted(held):
        trouble, side = _side(held[number])
        if trouble:
            found[trouble].append(number)
        else:
            found["cards"][number] = side
    return found


def _side(seen: list[Any]) -> tuple[str, int]:
    """(trouble or "", the side on top). seen: the corners of each place with this code, clockwise from the top left of the print."""
    if len(seen) > 1:
        return "double", 0
    corners = seen[0]
    if min(math.dist(corners[i], corners[(i + 1) % 4]) for i in range(4)) < SMALLEST:
        return "small", 0
    across, down = (corners[0] + corners[1] - corners[2] - corners[3]) / 2  # from the middle to side 1
    turned = math.degrees(math.atan2(across, -down))  # clockwise from straight up
    quarters = round(turned / 90)
    if abs(turned - 90 * quarters) > STRAIGHT:
        return "slanted", 0
    return "", 1 + -quarters % 4


if __name__ == "__main__":
    print(json.dumps(sides(sys.stdin.buffer.read())))
