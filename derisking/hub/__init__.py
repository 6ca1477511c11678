"""On a JupyterHub: one shared folder for all, a working copy for each, and a button to hand in.

`command` writes what an administrator loads, and `check` tries it. `spawn` is called by the hub's own process and needs nothing but
Python; it lets `seed` make a student's copy, as that student. `button` runs in each student's server and sends a notebook to
`inbox`, a service of the hub, which keeps it under the name that the hub knows and the time of its own clock.
"""
