"""An explorer as its page shows it after a move, without a page."""

import copy


def at(explorer, stage=None, **values):
    """A copy that stands at other settings. stage: number of the goal with whose settings it begins; as many as there are: all is free."""
    moved, goals = copy.copy(explorer), explorer.goals
    begun = explorer.first if stage is None else explorer.start | (goals[stage].start if stage < len(goals) else {})
    moved.goals = goals[:0] if stage is not None and stage >= len(goals) else goals
    moved.first = {**begun, **values}
    moved.view = moved.view_of(moved.first)
    return moved
