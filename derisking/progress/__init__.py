"""The learner's own record: answers, predictions, checks and scores in one small local file.

The file is `progress.sqlite` in the course folder. It never leaves this computer unless the learner exports it.
Every write is one transaction, so two open notebooks or a killed kernel cannot spoil it (`store`).
The record is off while nbgrader runs a notebook, under pytest, and when DERISKING_RECORD=off is set.
"""

from derisking.progress.rescue import copied_at, go_on, put_aside, restore, save_copy
from derisking.progress.sharing import events, export, hand_in
from derisking.progress.store import clear, keep, message, note, record, rows, seed, sentence, sentences
