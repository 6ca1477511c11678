"""The desk for marking memos.

command      what `derisking mark` says and opens
server, desk the local page and what stands on it; templates, script and style lie beside them
rubric       the rows and levels, from the exercise
memo, compare the memo as safe HTML, its figures beside the registry
store        levels, comments, phrases and changes, in the gradebook's file; nbgrader's own marks through its interface
agreement    how far two readers agree
"""
