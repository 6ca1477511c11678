"""The questions and texts of the course in the formats of other places: learning platforms, flash cards, paper.

`items` reads banks and tasks and keeps account of every text; `moodle`, `qti12`, `qti21`, `cards` and `paper` write one
format each; `scorm` packs the lessons of a built web edition; `command` is what a teacher types. Nothing here is part of what students get.
"""
