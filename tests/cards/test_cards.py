"""One card for the whole module: what goes into it is escaped, and its colours are literal."""

from derisking import cards


def test_a_card_is_light_in_both_themes():
    light, open_ = cards.card("<p>x</p>", accent="#123456"), cards.card("<p>x</p>", paper=False, width="670px")
    assert "background:#ffffff" in light and "#123456" in light and "<p>x</p>" in light
    assert "background" not in open_ and "max-width:670px" in open_
    assert "var(" not in light + open_


def test_no_line_ends_between_a_number_and_its_unit():
    tied = "71\u00a0% of 10\u00a0000\u00a0kg in 27 states, 3\u00a0million"
    assert cards.tied(tied.replace("\u00a0", " ")) == tied
    safe = cards.tied(cards.safe("<b>71 %</b>"))
    assert safe == "<b>71\u00a0%</b>" and isinstance(safe, type(cards.safe("")))
    untouched = "## A 98 % rule\n\n`80 %` [x](https://x.y/98 %25 \"71 % · Z\") <b title='5 %'>\n\n```\nx = 5 % 2\n```"
    assert cards.tied_markdown(untouched) == untouched
    assert cards.tied_markdown("[7 %](x 'y') isn't \"*'it'*\"") == "[7\u00a0%](x 'y') isn’t “*‘it’*”"
