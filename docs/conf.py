"""How Sphinx makes the web edition; `python3 run.py web` puts the sources together and runs it.

Nothing is loaded from another host: formulas are MathML, there are no widget scripts of others, search and fonts are local.
"""

from derisking import data, lessons
from derisking.exports.web import words

project = "De-risking, chips and Japan"
author = "The de-risking module maintainers"
copyright = "the maintainers of the module; texts CC BY 4.0, code BSD-3-Clause"
language = "en"

extensions = ["myst_nb", "derisking.exports.web.sphinx_parts"]
exclude_patterns = ["README.md", "**/README.md", "**/datapackage.json"]
nitpicky = False

# The notebooks come with their outputs: derisking/exports/web/execute.py has run them.
nb_execution_mode = "off"
nb_merge_streams = True
nb_ipywidgets_js = {}
nb_code_prompt_show = "The code (for analysts)"
nb_code_prompt_hide = "Hide the code"
suppress_warnings = ["mystnb.unknown_mime_type"]

myst_enable_extensions = ["dollarmath", "deflist"]
myst_heading_anchors = 3
myst_links_external_new_tab = False
myst_url_schemes = {"http": None, "https": None, "mailto": None, "table": "tables.html#{{path}}"}
html_math_renderer = "mathml_text"

html_theme = (
    "basic"  # nothing of a theme is loaded: the frame is _templates/layout.html, the one sheet is made by scripts.py
)
html_title = "De-risking, chips and Japan"
html_static_path = ["_static", str(data.folder())]  # tables can be downloaded
templates_path = ["_templates"]
html_permalinks = False
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_use_index = False
html_domain_indices = False
html_sidebars = {"**": []}
html_context = {
    "abouts": words.abouts(),
    "questions": [(one.name, one.question, one.heading) for one in lessons.read_all()],
}
