"""What a teacher needs for a class: hand the course out, take the work in, grade it shut in, learn what was not understood.

    derisking release                    a zip for students
    derisking grade SUBMISSIONS          place, run, judge; gradebook, feedback, files of grades
    derisking mark                       read the memos in nbgrader's formgrader
    derisking report                     what the class did and did not understand

nbgrader keeps the gradebook, the marking of memos and the feedback; this room adds what it lacks. `intake` and `roster` find
out whose a file is, `sandbox` and `kernels` shut the students' code in, `grading` runs a class, `gradefiles` writes what
learning platforms import, `analysis` and `page` make the report. TEACHING.md walks a teacher through it.
"""
