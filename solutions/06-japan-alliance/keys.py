"""What is computed in the tasks of 06-japan-alliance: a key from the ledger, and functions done right and wrong."""

import math
import random

import pandas as pd

from derisking import data
from derisking.exercises.task import drawn, function_fields, number_fields
from derisking.questions.kinds.function import Case


def delivered_share(variant=None) -> dict:
    def share(partners=("EU-JP",), statuses=("delivered",)) -> float:
        ledger = data.load("ledger")
        return float(ledger.loc[ledger["partner"].isin(partners), "status"].isin(statuses).mean())

    found = data.load("ledger").query("partner == 'EU-JP'")["status"].value_counts()
    right, count = share(), int(found.sum())
    fields = number_fields(
        right,
        both_partners=share(("EU-JP", "EU-KR")),
        other_partner=share(("EU-KR",)),
        partly_counted=share(statuses=("delivered", "partly")),
        over_the_rest=right / (1 - right),
        count_for_share=right * count,
    )
    return {**fields, "fill": {"delivered": found["delivered"], "unknown": found["unknown"], "all": count}}
