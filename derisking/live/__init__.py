"""The room: a class votes, talks and votes again on its phones, over this laptop and without a cloud.

command   what `derisking live` asks, prints and opens; from_home: the same by a button on the home page; moments: what can be asked in a lesson, in the order of its plan
room      the room itself, pure: events in, views out; nothing of time, network or chance
server    tornado: events to the pages down (server-sent), what people press up; src/ and static/ hold the three pages
on_hub    rooms as a service of a JupyterHub, each at a path of its own
photo     what a photograph of printed cards shows, for classes without phones; a process of its own, with OpenCV (an extra)
talks     the negotiation of a lesson with a role play, as pure as the room; outcomes: what the lesson's model says of a plan;
          briefs: its cards, news and rules, from docs/teaching
counts    what *keep the counts* writes, for the report, and a negotiation that the teacher saved
"""
