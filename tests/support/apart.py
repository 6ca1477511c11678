"""Run a coroutine in a thread of its own: the tests of a browser leave an event loop in theirs, beside which none other may run."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor


def run(coroutine: Coroutine):
    """What the coroutine returns."""
    with ThreadPoolExecutor() as apart:
        return apart.submit(asyncio.run, coroutine).result()
