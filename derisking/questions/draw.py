"""By which secret is drawn what is asked: of this process, the same on every machine."""

import os
import random

EXAMPLE = "example"  # in place of a secret, in the repository and wherever nothing was released
_secret = [os.environ.get("DERISKING_DRAW") or EXAMPLE]


def use(secret: str) -> None:
    """Draw by this secret from now on, in this process."""
    _secret[0] = secret


def secret() -> str:
    """The secret of this process; that of the example draw where nobody named another."""
    return _secret[0]


def dice(drawn_by: str, lesson: str, question: str, number: int) -> random.Random:
    """What draws a task or question for a sheet; 0 is the class's."""
    return random.Random(f"{drawn_by}|{lesson}|{question}|{number}")
