"""What a teacher needs for a class: hand the course out, take the work in, grade it shut in, learn what was not understood.

    derisking release                    a zip for students
    derisking grade SUBMISSIONS          place, read or run, judge; gradebook, feedback, files of grades
    derisking term                       a page with a button for each of these
    derisking mark                       read the memos and mark them by the rubric
    derisking report                     what the class did and did not understand
    derisking plans                      the lesson plans as pages that print

nbgrader keeps the gradebook; these rooms add what it lacks.

    prepare      release, plans
    collect      archives and careful open what comes; whose and platforms/<name> say whose it is, exercise_of which exercise;
                 which decides, place puts it into the course; class_list, people, groups; sheet for files of grades
    grade        command; keys says what must be graded again; pool and cluster hand out, one_notebook reads or runs: a process
                 of its own, in the walls of sandbox, runs cells
    term         command; a local page: standing reads where the course stands, jobs runs commands, page answers
    mark         command; the desk for memos: a local page, marks into the gradebook, agreement of two readers
    give_back    command; feedback pages, grades as files, changes of marks; marking opens nbgrader's own page
    report       command; evidence, records and course_items read, figures and stats count, tables and page show
    on the side  submission (a hand-in all the way), rules of the course, lateness, gradebook, course (places), options, run, serving,
                 templates, files

TEACHING.md walks a teacher through it.
"""
