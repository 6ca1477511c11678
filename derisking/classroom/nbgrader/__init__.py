"""Grading with nbgrader, with the asking and the judging in different processes.

nbgrader runs a notebook and reads marks from what the cells show, which a student can shape. So its steps are these, one
a file, in this order:

    restore    known cells get their metadata back, once each; what is missing is put back
    read       in `derisking grade`: the answers as they stand, told from the syntax trees; with all of them nothing is run
    execute    the run, in a process that may die without stopping the batch (`grade.process`), which is asked for answers (`probing`)
    judge      this process judges the plain answers and writes the outputs that nbgrader reads
    feedback   what nbgrader's own feedback shows; harmless: what its formgrader shows

`settings.configure` sets all of it up. Points come from the judge alone: a graded cell that it did not judge gets 0.
"""
