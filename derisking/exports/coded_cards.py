"""Cards to vote with that a camera can read: a code of black and white fields, and on each side the number of an answer.

Whoever chooses answer 2 holds the side with the 2 on top. The codes are kept here, not computed: a card once printed stays good.
"""

import base64

from markupsafe import Markup

from derisking import cards

FIELDS = 5  # in a row and in a column, within a black frame of one field
SIDES = 4
# Card 1 first: its fields row by row, 1 for white, as one number to the base 36. Any two, turned or mirrored as one likes, differ in
# seven fields or more, and so does a card from itself turned: a camera takes none for another, nor one side for the next.
KEPT = (
    "7ne53 8x5zb guv2u 7rxju 6ecb6 c7kt8 beoak cnhyh 2h3c7 jj6i1 1ehio rzgo a1mtm bfrvx blrj8 jo0px gbuxk 9hfyr 5vfey 1r4fi "
    "ehsge 4jbl7 2w2k6 3ko8y fylf1 jyomw d4ze1 bzplv jkld2 c1bqd gdgx0 xbua f9o4u 1pmlt 44kxl ds0cp 1drjy f6kwy 6st6h h80cx "
    "bb96u a1ygd 5twx7 c2fvn i7rq8 lm1v 778ti 3dzwc ga7na fm357 iky9l aghf7 ecbsr jeunj 32w4c gav4z 11uq3 xd1r 64y6a 4iiik"
)
CODES = tuple(int(code, 36) for code in KEPT.split())


def fields(code: int) -> list[list[int]]:
    """The rows of a code, 1 for white."""
    bits = [int(bit) for bit in f"{code:0{FIELDS**2}b}"]
    return [bits[start : start + FIELDS] for start in range(0, FIELDS**2, FIELDS)]


def picture(code: int) -> str:
    """A code with its frame, as an address that holds the picture."""
    white = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(fields(code), 1) for x, bit in enumerate(row, 1) if bit)
    whole = FIELDS + 2
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" shape-rendering="crispEdges">'
    svg += f'<path d="M0 0h{whole}v{whole}H0z"/><path fill="#fff" d="{white}"/></svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def sheet() -> Markup:
    """A page for each card, and one before them for the teacher."""
    shown = {"cards": enumerate(map(picture, CODES), 1), "sides": range(1, SIDES + 1)}
    return Markup(cards.render("exports/templates/coded-cards.html.jinja", **shown))
