"""Class lists of four students as platforms write them, and a list as it is read."""

from derisking.classroom.collect.class_list import read
from support import told

_LINES = told.cases(__file__, "class_lists.yaml")
LISTS = {platform: "".join(lines) for platform, lines in _LINES.items()}
BLACKBOARD = LISTS.pop("blackboard without grades")
MOODLE_SHEET, CANVAS, BLACKBOARD_GRADES = (LISTS[platform] for platform in ("moodle", "canvas", "blackboard"))


def listed(tmp_path, content, name="class.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(content.encode(encoding))
    return read(path)
