"""Settings for nbgrader: run its commands in this folder, for instance `nbgrader generate_assignment 02-de-risking`.

Solutions are in `solutions/`, what students get in `exercises/`. Marks are judged outside the student's kernel; how, and
which of nbgrader's steps are replaced, stands in `derisking/classroom/nbgrader/`.
"""

from derisking.classroom.nbgrader import settings

c = get_config()  # noqa: F821  nbgrader defines it
settings.configure(c)

# Seconds after which a cell of a student's notebook is interrupted.
# c.Execute.timeout = 20

# A variant per student where an exercise has some (lessons 2, 3 and 4: one number task each). The code is
# nbgrader's student id; tell your students to open the exercise with the same one. Off unless you remove the "#".
# c.Variants.on = True
