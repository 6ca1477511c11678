"""Write everything that follows from the sources: bundles of the learner's runtime, data dictionary, links of numbers, the desk's worlds, the students' exercises, lines of proof.

    python3 run.py build            write
    python3 run.py build --check    compare, write nothing; exit code 1 if anything is out of date

Whoever changes a table, a text or a task edits one file and runs this. One process does all of it.
"""

from derisking.authoring import bundle, dictionary, exercise_files, links, part_ids, proof, worlds

# In this order: links take addresses from the tables and rewrite one, the index of what is quoted, which the dictionary then
# describes anew; exercises take their texts from what links wrote.
ORDER = (bundle, part_ids, dictionary, links, dictionary, worlds, exercise_files, proof)
STEPS = tuple(step.main for step in ORDER)


def main(arguments: list[str]) -> int:
    """Run all steps; a step that fails stops the rest, since they build on it. Returns the exit code."""
    for step in STEPS:
        code = step(list(arguments))
        if code:
            return code
    return 0
