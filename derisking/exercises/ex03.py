"""Exercise of lesson 3: kinds of chips, how they are made, what a good die costs, and why so few can make the best."""

from __future__ import annotations

import math
import random

from derisking import data
from derisking.exercises import reading, variants
from derisking.exercises.exercise import Definition, Task
from derisking.exercises.kinds import Case, Choice, Classify, Custom, Function, MultiChoice, Number, Ordering, Slip
from derisking.exercises.results import RIGHT, SLIP, WRONG_SHAPE, WRONG_VALUE, Verdict

LESSON = "03-chip-basics"
DIAMETER, AREA, DENSITY, PRICE = 300, 100, 0.2, 10_000  # mm, mm², defects per cm², dollars: supposed in the tasks
PRICES = range(6000, 14_401, 400)  # for student codes; in these steps no usual slip equals the answer without a code
CENTS = 0.15  # allowed error of a cost

# --- keys: the three sums of the lesson, and one ratio from the facts -----------------------------------------------------


def raw_dies(diameter: float, area: float) -> float:
    """Dies per wafer before rounding; diameter in mm, area in mm². Source: see `derisking.models.chips.dies_per_wafer`."""
    return math.pi * diameter**2 / (4 * area) - math.pi * diameter / math.sqrt(2 * area)


def ref_dies(diameter: float, area: float) -> int:
    """Whole dies on a wafer, never fewer than none."""
    return max(0, math.floor(raw_dies(diameter, area)))


def ref_yield(area: float, density: float) -> float:
    """Share of good dies if defects fall at random; area in mm², density in defects per cm²."""
    return math.exp(-area / 100 * density)


def ref_chip_cost(price: float, diameter: float, area: float, density: float, pieces: int) -> float:
    """Dollars for the good dies of one chip that is cut into equal pieces; nan if no whole piece fits on the wafer."""
    piece = area / pieces
    dies = ref_dies(diameter, piece)
    return pieces * price / (dies * ref_yield(piece, density)) if dies else math.nan


def growth() -> float:
    """Computing power to train GPT-4 over that of GPT-3, from the facts."""
    return float(data.fact("training-compute-gpt4").value) / float(data.fact("training-compute-gpt3").value)


def good_dies() -> float:
    """Dies of the tasks' wafer that work."""
    return ref_dies(DIAMETER, AREA) * ref_yield(AREA, DENSITY)


def die_cost(price: float) -> float:
    """Dollars for a good one of them, if the wafer costs `price`."""
    return price / good_dies()


def wafer(student: str | None) -> variants.Numbers:
    """The price of a wafer for a student code; without one, that which everybody gets."""
    code, options = variants.clean(student), [{"price": price} for price in PRICES]
    asked = variants.choose(code, options, die_cost, 4 * CENTS) if code else {"price": PRICE}
    return variants.Numbers(code, asked, f"A finished wafer costs {asked['price']:,} dollars.")


# --- part A ---------------------------------------------------------------------------------------------------------------

KINDS = {
    "logic": "logic",
    "memory": "memory",
    "micro": "microcontroller",
    "analogue": "analogue",
    "power": "power",
    "sensor": "sensor",
}
AGES = {"mature": "mature", "leading": "leading edge"}
REASONS = {"explains": "explains", "does not": "does not"}


def _kinds() -> list[Task]:
    kinds = Classify(
        "kinds",
        KINDS,
        {
            "a": {"power"},
            "b": {"memory"},
            "c": {"logic"},
            "d": {"micro"},
            "e": {"sensor"},
            "f": {"analogue"},
        },
        (
            Slip("power-is-logic", ("a", "logic"), "it does not calculate, it carries and cuts a strong current."),
            Slip(
                "current-is-analogue",
                ("a", "analogue"),
                "the current itself passes through it; nothing is turned into numbers.",
            ),
            Slip("memory-is-logic", ("b", "logic"), "keeping is not calculating."),
            Slip("ai-is-memory", ("c", "memory"), "memory stands beside it and feeds it. Which chip does the sums?"),
            Slip(
                "small-computer-is-logic",
                ("d", "logic"),
                "a big processor would do it too, but which chip is a whole small computer?",
            ),
            Slip(
                "measuring-is-steering",
                ("e", "micro"),
                "another chip decides about the airbag; this one only feels the crash.",
            ),
            Slip(
                "radio-is-sensor",
                ("f", "sensor"),
                "the antenna catches the wave. This chip turns its voltage into numbers.",
            ),
        ),
        "Yes. Six jobs, six kinds, and a car needs all of them.",
        "Ask of each: does it calculate, store, steer, translate, switch or measure?",
    )
    ages = Classify(
        "ages",
        AGES,
        {"a": {"mature"}, "b": {"leading"}, "c": {"leading"}, "d": {"mature"}},
        (
            Slip(
                "new-machine-new-chip",
                ("a", "leading"),
                "the locomotive may be new; its power chip gains little from small switches.",
            ),
            Slip("phone-is-mature", ("b", "mature"), "a phone that lives on a battery pays for every bit of density."),
            Slip("ai-is-mature", ("c", "mature"), "to train AI one wants as many switches on a die as can be had."),
            Slip(
                "car-wants-newest",
                ("d", "leading"),
                "opening a window asks for a cheap chip that lasts, not for a fast one.",
            ),
        ),
        "Yes. The use decides the generation, not the year on the product.",
    )
    lacking = Choice("answer_2021", dict.fromkeys("ABCD", ""), {
        "A": "Yes. First ask which chips were missing, then which fab makes them.",
    }, (
        Slip("newest-does-all", "B", "A newer fab does not make better power chips: those must carry current, and small switches do not help."),
        Slip("phones-took-all", "C", "Phones did take places in the queue, but a phone's main processor is made on other lines than a window's controller."),
        Slip("one-kind-of-chip", "D", "A chip for a phone cannot be put into a brake. There is no single good called \"chip\"."),
    ))  # fmt: skip
    return [
        Task("kinds", "Six jobs", "A", 1, "C1", kinds, (
            "One kind calculates, one stores, one switches strong currents, one measures. Two are left.",
            "The small computer with its own program is the microcontroller; the translator into numbers is analogue.",
        )),
        Task("generations", "Old or new?", "A", 1, "C1", ages, (
            "Ask what the user pays for: speed and density, or a low price and long life?",
            "Two of the four do millions of sums in a moment. They want the newest switches.",
        )),
        Task("lacking", "What was missing?", "A", 1, "C1", lacking, (
            "Which generation do most chips in a car belong to?",
            "Look for the answer that tells kinds of chips apart.",
        )),
    ]  # fmt: skip


def _making() -> list[Task]:
    steps = Ordering("steps", ("E", "B", "D", "A", "F", "C"), (
        Slip("etch-before-light", ("A", "D"), "Without a printed pattern, etching would not know where to stop. Light comes first."),
        Slip("light-before-resist", ("D", "B"), "Light changes the resist, so the resist must be there first."),
        Slip("saw-before-printing", ("F", "D"), "The whole wafer is printed, with all its dies at once. It is sawn when the patterns are done."),
        Slip("package-before-saw", ("C", "F"), "A package holds a die. The dies must be sawn apart first."),
    ), praise="Yes. And the middle three come back for every layer.")  # fmt: skip
    name = MultiChoice("node_name", dict.fromkeys("ABCDEF", ""), {"A", "C", "E"}, (
        Slip("name-is-a-length", "B", "Nothing on such a chip has to be that long: the link broke in the 1990s."),
        Slip("ruler-across-firms", "D", "Across firms the names measure nothing. Compare transistors per area."),
        Slip("name-is-density", "F", "If the names were lengths, the area would shrink with their square. Lesson 3 tested it: it did not."),
        Slip("names-say-nothing", "A", "Too strict: it is still the name of something. Of what?"),
        Slip("names-say-nothing", "C", "Too strict: within one firm the order of the names does tell you something."),
        Slip("design-forgotten", "E", "You left out that the design counts too: two chips of one generation can differ."),
    ), "Yes. It is a name, useful within one firm and empty between two.")  # fmt: skip
    return [
        Task("steps", "From crystal to chip", "A", 1, "C2", steps, (
            "Start with the crystal, end with the package.",
            "In the middle: cover with resist, print with light, etch what is bare.",
            "Sawing into dies is next to last: E first, then B.",
        )),
        Task("node-name", "Five nanometres of what?", "A", 1, "C2", name, (
            "Three are true. Two of the false ones treat the name as a length.",
            "One is about the same firm, one about the design, one says what the name is.",
        )),
    ]  # fmt: skip


def _dies_task() -> Task:
    answer = Number("dies", lambda: ref_dies(DIAMETER, AREA), 0.05, scales={}, slips=(
        Slip("radius-for-diameter", lambda: ref_dies(DIAMETER / 2, AREA), "You used the radius. The formula wants the diameter, 300."),
        Slip("edge-forgotten", (706, 707.5), "You left out the second term, the dies that the round edge spoils."),
        Slip("root-of-two-only", (699.5, 701), "Your second term has √2 × area. The area belongs under the root: √(2 × area)."),
        Slip("edge-added", (773, 774), "You added what the edge spoils. Take it away."),
        Slip("edge-only", (66, 67), "That is what the edge spoils. It is taken away from the first term."),
        Slip("not-rounded-down", lambda: (ref_dies(DIAMETER, AREA) + 0.06, ref_dies(DIAMETER, AREA) + 1), "Almost: there is no part of a die to sell. Round down."),
    ), right="Yes, and always rounded down: nobody buys a part of a die.", otherwise="Compute the two terms one by one: area over area, then the edge.")  # fmt: skip
    return Task("dies", "Dies on a wafer", "A", 1, "C3", answer, (
        "Two terms: what the area would hold, minus what the round edge spoils.",
        "First term: π × 300² ÷ (4 × 100). Second: π × 300 ÷ √(2 × 100).",
        "The first term is 706.9, the second 66.6. Subtract, and round down.",
    ))  # fmt: skip


def _yield_task() -> Task:
    answer = Number("yield_share", lambda: ref_yield(AREA, DENSITY), 0.005, slips=(
        Slip("mm-for-cm", (0, 1e-6), "Almost no die would work: your area is in square millimetres, the defects are counted per square centimetre."),
        Slip("expected-defects", 0.2, "That is the average number of defects on a die. The share of dies without any is e to the minus that number."),
        Slip("share-that-fails", lambda: 1 - ref_yield(AREA, DENSITY), "That is the share that fails. The yield is the share that works."),
        Slip("one-minus-defects", 0.8, "One minus the average number of defects is close for clean fabs, but some dies catch two. Use the exponential."),
        Slip("sign-forgotten", lambda: 1 / ref_yield(AREA, DENSITY), "More than one die in one cannot work: you lost the minus sign in the exponent."),
    ), right="Yes: the chance that not a single speck falls on a die.", otherwise="Area in square centimetres, times the density, with a minus sign in the exponent.")  # fmt: skip
    return Task("yield", "How many work?", "A", 1, "C3", answer, (
        "How many square centimetres has the die? One square centimetre is 100 square millimetres.",
        "Area times density is the average number of defects on a die.",
        "Take e to the power of minus 0.2: on a calculator, the key eˣ or exp.",
    ))  # fmt: skip


def _cost_task(variant: variants.Numbers) -> Task:
    price = variant.asked["price"]
    forgotten = Slip(
        "student-code-forgotten",
        lambda: die_cost(PRICE),
        "That is for the price in the text. With a student code, use the price in your own line.",
    )
    answer = Number("die_cost", lambda: die_cost(price), CENTS, "dollars",
        {100.0: "That looks like cents. Dollars are asked for.", 0.001: "That is a thousand times too small: the wafer costs thousands of dollars."}, (
        Slip("times-yield", lambda: price / ref_dies(DIAMETER, AREA) * ref_yield(AREA, DENSITY), "You multiplied by the yield. Failing dies make the good ones dearer, so divide by it."),
        Slip("gross-dies", lambda: price / ref_dies(DIAMETER, AREA), "You divided by all dies. Only the good ones can be sold."),
        Slip("edge-forgotten", lambda: price / (706.86 * ref_yield(AREA, DENSITY)), "Your number of dies lacks the loss at the round edge."),
        Slip("cost-of-failing-dies", lambda: price / (ref_dies(DIAMETER, AREA) * (1 - ref_yield(AREA, DENSITY))), "You divided by the dies that fail. Divide by those that work."),
        Slip("good-dies-for-cost", lambda: (good_dies() - 2, good_dies() + 2), "That is the number of good dies. Divide the price of the wafer by it."),
        *((forgotten,) if variant.code else ()),
    ), "Yes. The failing dies have been paid for too.", "Price of the wafer, divided by the number of dies that work.")  # fmt: skip
    return Task("cost", "Cost per good die", "A", 1, "C3", answer, (
        "The fab pays for the wafer and sells only good dies.",
        "Good dies: the dies of the first task times the share of the second.",
        f"{price:,} ÷ (dies × yield).",
    ))  # fmt: skip


def _twice_task() -> Task:
    answer = Choice("twice_as_large", dict.fromkeys("ABCD", ""), {
        "C": "Yes, and three things push the same way: fewer fit, more is lost at the edge, each is a bigger target.",
    }, (
        Slip("cost-follows-area", "A", "It would, if no die failed and wafers were square. Compute it once with the three steps."),
        Slip("fewer-cuts-cheaper", "B", "Sawing costs little. Ask instead how many large dies fit, and how many of them catch a speck."),
        Slip("cost-follows-square", "D", "The cost does grow faster than the area, but not by such a rule. Compute it with the three steps."),
    ))  # fmt: skip
    return Task("twice", "Twice the size", "A", 1, "C3", answer, (
        "What happens to the number of dies, and what to the yield?",
        "Compute both for 200 square millimetres and compare the cost with that of the task before.",
    ))  # fmt: skip


def _pivotal() -> list[Task]:
    few = Classify("reasons", REASONS, {
        "a": {"explains"}, "b": {"does not"}, "c": {"explains"}, "d": {"does not"}, "e": {"explains"}, "f": {"does not"},
    }, (
        Slip("know-how-is-bought", ("a", "does not"), "what took decades and many partners cannot be bought in a year."),
        Slip("silicon-is-rare", ("b", "explains"), "silicon is in every beach. Pure wafers are hard to make, but the element is common."),
        Slip("money-is-no-barrier", ("c", "does not"), "whoever must pay so much before the first sale needs very many customers."),
        Slip("law-explains-monopoly", ("d", "explains"), "no law gives one firm this right. Rivals were free to try, and stopped."),
        Slip("ai-runs-on-anything", ("e", "does not"), "each of those parts has few makers, and all of them are needed at once."),
        Slip("small-is-few", ("f", "explains"), "many small things have many makers. Size is not what keeps rivals out."),
    ), "Yes. Time, money, and parts that are all needed at once: nobody had to forbid anything.", "Ask whether it keeps a second maker out.")  # fmt: skip
    factor = Number("growth_factor", growth, 1.5, "times", {}, (
        Slip("upside-down", (0.014, 0.016), "You divided the earlier by the later. Turn it round."),
        Slip("powers-only", 100, "You compared the powers of ten only. The numbers before them count too."),
        Slip("numbers-only", (0.66, 0.68), "You divided the numbers before the powers of ten. The powers differ as well, by a factor of 100."),
        Slip("power-miscounted", lambda: growth() / 10, "You lost a power of ten: 10²⁵ is a hundred times 10²³."),
        Slip("power-miscounted", lambda: growth() * 10, "You have a power of ten too many: 10²⁵ is a hundred times 10²³."),
        Slip("difference-for-ratio", (1e24, 1e26), "That is the difference. How many times as much is asked, so divide."),
    ), "Yes. And who can pay for that is a short list.", "Divide the later by the earlier, first the numbers, then the powers of ten.")  # fmt: skip
    return [
        Task("few-makers", "Why so few?", "A", 2, "C4", few, (
            "A reason explains it if it stops a second firm from doing the same.",
            "Three of them do: one about time, one about money, one about parts that must come together.",
        )),
        Task("growth", "The hunger of AI", "A", 1, "C4", factor, (
            "How many times as much: divide the later by the earlier.",
            "10²⁵ ÷ 10²³ is 100.",
            "2.1 ÷ 3.14, times 100.",
        )),
    ]  # fmt: skip


# --- part B, route code ---------------------------------------------------------------------------------------------------


def _area(rng: random.Random, diameter: float, low: int, high: int) -> int:
    """A die area in mm² for which rounding down differs clearly from rounding to the nearest."""
    fitting = [area for area in range(low, high) if 0.55 < raw_dies(diameter, area) % 1 < 0.95]
    return rng.choice(fitting)


def _dies_cases(rng: random.Random) -> list[Case]:
    main = [Case((wafer, _area(rng, wafer, low, high))) for wafer, low, high in
            ((300, 60, 200), (200, 60, 200), (300, 400, 800), (150, 60, 150))]  # fmt: skip
    return [*main, Case((150, rng.randint(3500, 4500)), "a die so large that none fits (the answer is 0)")]


def _yield_cases(rng: random.Random) -> list[Case]:
    drawn = [Case((rng.randint(60, 800), round(rng.uniform(0.05, 0.4), 3))) for _ in range(4)]
    return [*drawn, Case((rng.randint(60, 800), 0.0))]


def _cost_cases(rng: random.Random) -> list[Case]:
    def case(wafer: int, pieces: int) -> Case:
        area = pieces * _area(rng, wafer, 80, 200)
        return Case((rng.randint(4000, 20_000), wafer, area, round(rng.uniform(0.05, 0.4), 3), pieces))

    main = [case(300, 1), case(300, 2), case(200, 4), case(300, 3)]
    return [
        *main,
        Case((9000, 150, rng.randint(4000, 5000), 0.1, 1), "a die so large that none fits (the answer is nan)"),
    ]


def _cost(dies, share, cut=True, times=True):
    """The cost of a chip with a mistake: another count of dies, another share, no cut, or one piece only."""

    def wrong(price: float, diameter: float, area: float, density: float, pieces: int) -> float:
        piece = area / pieces if cut else area
        return (pieces if times else 1) * price / (dies(diameter, piece) * share(piece, density))

    return wrong


def _dies_code() -> Task:
    answer = Function("dies_on_wafer", ref_dies, _dies_cases, scales={}, slips=(
        Slip("edge-forgotten", lambda d, a: math.floor(math.pi * d**2 / (4 * a)), "It still leaves out the edge. Subtract the second term."),
        Slip("radius-for-diameter", lambda d, a: math.floor(raw_dies(d / 2, a)), "It works with the radius. Both terms want the diameter."),
        Slip("root-of-two-only", lambda d, a: math.floor(math.pi * d**2 / (4 * a) - math.pi * d / (math.sqrt(2) * a)),
             "The area belongs under the root: `math.sqrt(2 * area)`."),
        Slip("edge-added", lambda d, a: math.floor(math.pi * d**2 / (4 * a) + math.pi * d / math.sqrt(2 * a)), "You add what the edge spoils. Take it away."),
        Slip("rounds-up", lambda d, a: round(raw_dies(d, a)), "`round` goes to the nearest whole number. A part of a die cannot be sold: use `math.floor` or `int`."),
        Slip("not-rounded-down", raw_dies, "It gives parts of dies. Round down with `math.floor` or `int`."),
    ), own=("derisking.models.chips.dies_per_wafer",), otherwise="Compute the two terms by hand for 300 and 100, and compare.")  # fmt: skip
    return Task("dies-code", "Complete a worked example", "B", 2, "C3", answer, (
        "The example has the first term. The second one takes off what the round edge spoils.",
        "Second term: `math.pi * diameter / math.sqrt(2 * area)`. Then round down.",
        "`math.floor(first - second)`, and `max(0, ...)` around it for a die that does not fit at all.",
    ), "code")  # fmt: skip


def _order_code() -> Task:
    answer = Ordering("yield_order", ("B", "C", "A", "D"), (
        Slip("unit-too-late", ("C", "B"), "Defects are counted per square centimetre, so the area must be in that unit before you multiply."),
        Slip("share-before-defects", ("A", "C"), "The share is computed from the number of defects, so that must be there first."),
        Slip("rest-before-share", ("D", "A"), "What fails is one minus what works, so that must be there first."),
    ))  # fmt: skip
    return Task("order-code", "Put the lines in order", "B", 1, "C3", answer, (
        "Which line needs nothing but what is given?",
        "Unit, defects, share, rest.",
    ), "code")  # fmt: skip


def _yield_code() -> Task:
    answer = Function("share_working", ref_yield, _yield_cases, slips=(
        Slip("mm-for-cm", lambda a, d: math.exp(-a * d), "Your area is in square millimetres, the defects are per square centimetre. Divide the area by 100."),
        Slip("share-that-fails", lambda a, d: 1 - ref_yield(a, d), "That is the share that fails. The one that works is asked."),
        Slip("one-minus-defects", lambda a, d: 1 - a / 100 * d, "One minus the defects turns negative for large dies. Use the exponential."),
        Slip("sign-forgotten", lambda a, d: 1 / ref_yield(a, d), "It gives more than 1: the minus sign in the exponent is missing."),
        Slip("density-outside", lambda a, d: math.exp(-a / 100) * d, "The density belongs into the exponent, next to the area."),
        Slip("expected-defects", lambda a, d: a / 100 * d, "It gives the number of defects per die. The share is `math.exp` of minus that."),
    ), own=("derisking.models.chips.yield_poisson",), otherwise="Try a die of 100 square millimetres and compare with part A.")  # fmt: skip
    return Task("yield-code", "Fill the gaps", "B", 2, "C3", answer, (
        "The order of the lines is that of the task before.",
        "Defects per die: the area in square centimetres times the density.",
        "`math.exp(-defects)` is the share that works.",
    ), "code")  # fmt: skip


def _cost_code() -> Task:
    one = lambda area, density: 1.0  # noqa: E731
    answer = Function("chip_cost", ref_chip_cost, _cost_cases, scales={100.0: "That looks like cents. Dollars are asked for."}, slips=(
        Slip("one-piece-only", _cost(ref_dies, ref_yield, times=False), "That is the cost of one piece. A chip needs all of them."),
        Slip("pieces-not-cut", _cost(ref_dies, ref_yield, cut=False), "You pay for several dies of full size. Divide the area by the number of pieces first."),
        Slip("pieces-ignored", _cost(ref_dies, ref_yield, cut=False, times=False), "It does not use `pieces`. Cut the area first, then add up the pieces."),
        Slip("times-yield", _cost(ref_dies, lambda a, d: 1 / ref_yield(a, d)), "You multiply by the yield. Failing dies make the good ones dearer, so divide by it."),
        Slip("gross-dies", _cost(ref_dies, one), "You divide by all dies. Only the good ones can be used."),
        Slip("mm-for-cm", _cost(ref_dies, lambda a, d: math.exp(-a * d)), "Hardly a die works: your area is in square millimetres, the defects are per square centimetre."),
        Slip("not-rounded-down", _cost(raw_dies, ref_yield), "You count parts of dies. Round the number of dies down."),
        Slip("edge-forgotten", _cost(lambda d, a: math.floor(math.pi * d**2 / (4 * a)), ref_yield), "Your number of dies lacks the loss at the round edge."),
    ), own=("derisking.models.chips.cost_per_good_die",))  # fmt: skip
    return Task("cost-code", "A blank page", "B", 3, "C3", answer, (
        "First find the area of one piece; from then on work with that.",
        "A piece costs the price of the wafer over (dies of that size × share that works). A chip needs `pieces` of them.",
        "If the number of dies is 0, return `float(\"nan\")`; else `pieces * price / (dies * share)`.",
    ), "code")  # fmt: skip


# --- part B, route decide -------------------------------------------------------------------------------------------------

PLANTS = {
    "A": "mature chips for cars",
    "B": "leading edge chips",
    "C": "packages for AI chips",
    "D": "the smallest number",
}
SUPPORT = {"A": {"P", "R"}, "B": {"Q", "S"}, "C": {"Q", "R", "S"}, "D": set()}


def judge_plant(found: dict[str, dict]) -> Verdict:
    """A plant, and two statements that are true of it and speak for it."""
    label, labels = reading.as_label(found["plant"]), reading.as_labels(found["plant_evidence"])
    plant = next((key for key, text in PLANTS.items() if label in (reading.fold(key), reading.fold(text))), None)
    if plant is None:
        return Verdict(0, WRONG_VALUE, f"`plant` must be one of the letters {', '.join(PLANTS)}, in quotation marks.")
    chosen = {text.upper() for text in labels or []}
    if len(chosen) != 2 or not chosen <= set("PQRSTU"):
        return Verdict(
            0, WRONG_SHAPE, 'Give two different letters from P to U as `plant_evidence`, such as ["P", "T"].'
        )
    if plant == "D" or "T" in chosen:
        return Verdict(
            0,
            SLIP,
            "A small number is a name, not a reason: say what the plant makes and who buys it.",
            "name-as-quality",
        )
    if "U" in chosen:
        text = "No plant does that: its machines, gases and wafers come from many countries."
        return Verdict(0, SLIP, text, "one-fab-is-autonomy")
    wrong = ", ".join(sorted(chosen - SUPPORT[plant]))
    if not wrong:
        return Verdict(
            1, RIGHT, "Both statements are true of your plant and speak for it. Another plant can be defended too."
        )
    text = f"For a plant for {PLANTS[plant]}, {wrong} is not true or does not speak for it. Whose chips are they?"
    return Verdict(0.5 if chosen & SUPPORT[plant] else 0, SLIP, text, "evidence-for-another-plant")  # fmt: skip


def _decide_route() -> list[Task]:
    euv = Choice("own_euv", dict.fromkeys("ABCDE", ""), {
        "A": "Defensible: time and tied suppliers are what money cannot shorten. Say also what can be done without the machine.",
        "B": "Defensible: it separates the machine from the pattern. Older light gets some of the way, at a price.",
    }, (
        Slip("formula-is-machine", "C", "Everybody knows the formula. The mirrors, the light source and their makers are what is scarce."),
        Slip("any-scanner-is-euv", "D", "Those firms ship machines for older light. Neither sells one for EUV."),
        Slip("law-explains-monopoly", "E", "No patent gives ASML the field alone. Others tried and stopped, because it took too long and cost too much."),
    ))  # fmt: skip
    sentences = MultiChoice("sentences", dict.fromkeys("ABCDEF", ""), {"A", "B", "C"}, (
        Slip("name-is-a-length", "D", "The name of a generation is not the length of a part."),
        Slip("yield-is-the-fab", "E", "In one and the same fab a large die fails more often: it is a bigger target."),
        Slip("share-of-all-chips", "F", "The well-known high shares are for the newest generations in one year, not for all chips."),
        Slip("names-compare-firms", "A", "Names of two firms may differ at the same density, and agree at different ones."),
        Slip("size-does-not-matter", "B", "The chance to catch a speck grows with the area."),
        Slip("cost-is-price", "C", "Design, memory and package are missing from our sum, so it is not a price."),
    ), "Yes. The other three sound just as sure, and are wrong.")  # fmt: skip
    return [
        Task("plant-decide", "Choose, and show why", "B", 3, "C1", Custom(("plant", "plant_evidence"), judge_plant), (
            "Choose first. Then test each statement against your plant alone.",
            "Cross out the statement about a number and the one that promises everything.",
        ), "decide"),
        Task("euv-decide", "A machine of one's own", "B", 2, "C4", euv, (
            "Two answers can be defended. Neither needs a law.",
            "What took ASML two decades, and what can older light still do?",
        ), "decide"),
        Task("sentences-decide", "Print it or strike it", "B", 3, "C2", sentences, (
            "Three of the six may be printed.",
            "Strike those that confuse a name with a length, a fab with a die, or a part of the market with all of it.",
        ), "decide"),
    ]  # fmt: skip


def define(student: str | None = None) -> Definition:
    """The tasks of lesson 3. student: a code for a wafer price of one's own (None: the common one)."""
    variant = wafer(student)
    part_a = [*_kinds(), *_making(), _dies_task(), _yield_task(), _cost_task(variant), _twice_task(), *_pivotal()]
    code = [_dies_code(), _order_code(), _yield_code(), _cost_code()]
    tasks = (*part_a, *code, *_decide_route())
    return Definition(LESSON, "Exercise 3: For whose chips should a state pay?", tasks, None, variant, "cost")
