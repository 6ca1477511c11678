"""The web edition: the course as one folder of pages that opens in any browser, with nothing installed.

`build` copies notebooks and the Sphinx project of docs/ together and runs Sphinx; `stage` says, in the kernel of each page,
what questions, predictions and explorers show there; `exercise` makes a page of an exercise; `scripts` puts the browser's
part into one file; `checks` looks at what came out.
"""
