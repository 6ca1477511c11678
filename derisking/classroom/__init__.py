"""What a teacher needs for a class: hand the course out, take the work in, grade it shut in, learn what was not understood.

    derisking release                    a zip for students
    derisking grade SUBMISSIONS          place, run, judge; gradebook, feedback, files of grades
    derisking mark                       read the memos in nbgrader's formgrader
    derisking report                     what the class did and did not understand
    derisking plans                      the lesson plans as pages that print

nbgrader keeps the gradebook and the marks of memos; this room adds what it lacks.

    whose is it      archives, naming, roster, intake; taking_in puts it into the course
    grade it         grade, one_run; pool and running, several at once; sandbox and kernels shut the code in; book, lateness
    give it back     handing_back; feedback, gradefiles; mark and showing for the memos
    the class        report; evidence, records, known read, stats and analysis count, drawing and page show
    before class     release, plans

TEACHING.md walks a teacher through it.
"""
