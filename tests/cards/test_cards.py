"""One card for the whole module: what goes into it is escaped, and its colours are literal."""

import subprocess
import sys

from derisking import cards


def test_a_card_is_light_in_both_themes_unless_it_holds_controls():
    light, open_ = cards.card("<p>x</p>", accent="#123456"), cards.card("<p>x</p>", paper=False, width="670px")
    assert "background:#ffffff" in light and "#123456" in light and "<p>x</p>" in light
    assert "background" not in open_ and "max-width:670px" in open_
    assert "var(" not in light + open_


def test_templates_are_loaded_on_first_display_only():
    code = "import sys; from derisking import cards, data, progress, widgets; assert 'jinja2' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
