"""What may only be read later: after a prediction, after the goals of an explorer, or on a click.

Its parts are Markdown texts, charts, and questions (`quiz.later`), in order. The page gets them when their time has come, and the
record remembers that it has, so that a page that is opened again shows all of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import traitlets

from derisking import cards, markdown, progress
from derisking.widgets.live import HERE, Live, script, style


def html(parts: Sequence[object], *, alive: bool = True) -> str:
    """The parts as safe HTML. alive: questions can be answered; False where nothing comes alive, for a printed or a sleeping page."""
    return "".join(_part(one, alive) for one in parts)


def _part(one: object, alive: bool) -> str:
    if isinstance(one, str):
        return markdown.block(one)
    return one._repr_html_() if alive or not hasattr(one, "still") else one.still()


class Later(Live):
    """The widget. html: the parts, as soon as they may be seen; invite: what to do for that; words: of the button that shows them."""

    _esm = script(HERE / "later.js")
    _css = style(HERE / "later.css")
    html = traitlets.Unicode().tag(sync=True)
    invite = traitlets.Unicode().tag(sync=True)
    words = traitlets.Unicode().tag(sync=True)

    def __init__(self, key: str, parts: Sequence[object], invite: str, words: str):
        """key: under which the record remembers that the parts were shown."""
        self.key, self.parts = f"later {key}", tuple(parts)
        super().__init__(invite=invite, words=words)
        self.listen(lambda content: self.reveal() if content.get("type") == "show" else None)
        if progress.note(self.key):
            self.reveal()

    def reveal(self) -> None:
        """Show the parts, from now on."""
        if not self.html:
            self.html = html(self.parts)
            progress.keep(self.key, "shown")

    def display(self) -> None:
        """Display the place; without a kernel the parts are folded."""
        words = "\n\n".join(markdown.plain(one) for one in self.parts if isinstance(one, str))
        self.show(cards.render("widgets/later.html.jinja", parts=cards.safe(html(self.parts, alive=False))), words)


def later(lesson: str, id: str, words: str, after: Sequence[object]) -> None:
    """A button that shows what comes after something that is done without the page. words: of the button; after: the parts."""
    Later(f"{lesson} {id}", after, "", words).display()
