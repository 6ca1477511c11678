"""The defence: for each student a page of questions on what she handed in, and for the teacher what to expect.

questions.py asks: change one thing and the other side's case (from defence.py of the exercise), the slip made first, the figures of the
memo. command.py reads a grading folder and writes the two files.
"""
