"""The inbox of the module's own service on a JupyterHub; `derisking/hub/inbox.py` writes the names.

Names   akim_hub_20261201T170000Z_a1b2c3d4e5f6_file.ipynb: the account, the hub's time in UTC, what the notebook's SHA-256 begins with.
Grades  none: they go to the learning platform whose class list is given. Its usernames should be the hub's.
"""

from datetime import datetime

from derisking.classroom import lateness
from derisking.classroom.collect.items import Tag
from derisking.classroom.collect.platforms.base import Platform, joined, time_in
from derisking.hub import inbox


class Hub(Platform):
    name = "hub"
    pattern = inbox.WRITTEN

    def read_name(self, match, inner):
        tag = Tag("hub", usernames=(inbox.account(match["user"]),), rest=joined(match["rest"], inner), exact=True)
        tag.moment = f"{match['when']} {match['digest']}"
        when: datetime | None = time_in(match["when"], inbox.TIME)
        tag.submitted = lateness.local(when) if when else None
        return tag
