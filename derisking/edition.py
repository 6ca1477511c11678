"""Where the cells of this process are shown: in a notebook, or as a page of the web edition, whose build says so here."""

page = ""  # the name of the page that is being made, such as "02-de-risking"; "" in a notebook
