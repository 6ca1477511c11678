"""Exercise 8, a news story of one's own, after it was handed in.

story     what the form leaves, read back from its text
deal      each story to two classmates, as a page without verdicts
agreement what came back, and how far the class agrees
command   what `derisking stories` says and does

What classmates say changes no mark, so nothing here writes into the gradebook.
"""
