"""`derisking term`: a local page that shows where the course stands and has a button for each command.

standing reads the grading folder, jobs runs the very commands that a teacher would type, page answers what the page asks; the walls
are those of the desk for memos (`classroom.serving`).
"""
