"""QTI 1.2 and 2.1: the content models, another's reader and another's marking engine, nothing lost."""

import inspect
import io
import itertools
import logging
import random
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from support import readers
from support.moodle_rules import words

from derisking.exports import command, items, moodle, qti, qti12, qti21

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pyslet")
SUPPORT = Path(__file__).resolve().parents[1] / "support"
SPACE = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"


@pytest.fixture(scope="module")
def packed(everything):
    return {dialect: qti.package(everything, dialect) for dialect in qti.DIALECTS}


def opened(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("dialect", qti.DIALECTS)
def test_nothing_is_lost_and_every_file_is_in_the_manifest(packed, everything, dialect):
    content, counts = packed[dialect]
    assert len(counts) == len(everything)
    assert sum(count.lost for _, count in counts) == 0
    files = opened(content)
    manifest = ElementTree.fromstring(files.pop("imsmanifest.xml"))
    listed = [node.get("href") for node in manifest.iter(f"{{{qti.PACKAGE}}}file")]
    assert sorted(listed) == sorted(files)
    idents = [node.get("identifier") for node in manifest.iter(f"{{{qti.PACKAGE}}}resource")]
    assert len(set(idents)) == len(idents)
    for text in files.values():
        assert not re.search(rb"<script|javascript:|\son\w+=", text)


@pytest.mark.parametrize("dialect", qti.DIALECTS)
def test_every_text_is_in_the_package_and_the_bytes_are_the_same_each_time(packed, everything, dialect):
    raw = " ".join(text.decode("utf-8") for text in opened(packed[dialect][0]).values())
    shown = re.sub(r"\s", "", words(words(raw)))
    for item in everything:
        for text in items.texts(item):
            wanted = re.sub(r"\s", "", words(words(items.markdown.block(text))))
            assert wanted in shown, f"{item.stable}: {text}"
    assert dialect != "canvas-qti12" or qti.package(everything, dialect)[0] == packed[dialect][0]


# --- QTI 1.2: the content models of the standard ----------------------------------------------------------------------------


USED_WORDS = """
questestinterop assessment section item itemmetadata qtimetadata qtimetadatafield fieldlabel fieldentry
presentation material mattext response_lid response_str render_choice render_fib response_label resprocessing
outcomes decvar respcondition conditionvar varequal vargte varlte and or not other setvar displayfeedback
itemfeedback flow_mat
"""
USED = USED_WORDS.split()


@pytest.fixture(scope="module")
def content_models():
    """The standard's own declarations of the elements that we use, as pyslet quotes them."""
    readers.module("pyslet")
    lxml = pytest.importorskip("lxml.etree")
    from pyslet.qtiv1 import assessment, common, core, item, outcomes, section, xml

    found, attributes = {}, {}
    for module in (assessment, common, core, item, outcomes, section, xml):
        for _, one in inspect.getmembers(module, inspect.isclass):
            for name, model in re.findall(r"<!ELEMENT\s+(\S+)\s+(.*?)>", one.__doc__ or "", re.DOTALL):
                found.setdefault(name, " ".join(model.split()))
            for name, model in re.findall(r"<!ATTLIST\s+(\S+)\s+(.*?)>", one.__doc__ or "", re.DOTALL):
                # Slips of the quotation: a stray quotation mark, two colons, and an entity instead of what it stands for.
                whole = model.replace('"', "").replace("::", "").replace("%I_Title;", "title CDATA #IMPLIED")
                attributes.setdefault(name, " ".join(whole.split()))
    for name in ("item", "itemmetadata"):  # quoted there without the commas between their parts
        found[name] = re.sub(r"(?<=[?*])\s+(?=[(a-z])", " , ", found[name])
    whole = "\n".join(f"<!ELEMENT {name} {found[name]}>" for name in USED)
    whole += "\n".join(f"<!ATTLIST {name} {attributes[name]}>" for name in USED if name in attributes)
    return lxml.DTD(io.StringIO(whole)), lxml


def bare(lxml, source):
    """A document without namespaces, of which a DTD knows nothing."""
    tree = lxml.fromstring(source)
    for name in [name for name in tree.attrib if name.startswith("{")]:
        del tree.attrib[name]
    for node in tree.iter():
        node.tag = lxml.QName(node).localname
    lxml.cleanup_namespaces(tree)
    return lxml.fromstring(re.sub(rb' xmlns(:\w+)?="[^"]*"', b"", lxml.tostring(tree)))


@pytest.mark.parametrize("dialect", ["canvas-qti12", "plain-qti12"])
def test_elements_stand_where_the_standard_wants_them(packed, content_models, dialect):
    dtd, lxml = content_models
    for name, text in opened(packed[dialect][0]).items():
        if name != "imsmanifest.xml":
            assert dtd.validate(bare(lxml, text)), f"{name}: {dtd.error_log.filter_from_errors()[:3]}"


def spoilt(texts, changes):
    """A text for each change, which must be found in one of them."""
    for old, new in changes.items():
        text = next(text for text in map(bytes.decode, texts) if old in text)
        yield text.replace(old, new, 1).encode("utf-8")


BROKEN_12 = {
    "<presentation>": "<presentation><presentation/>",
    "<outcomes>": "<hello/><outcomes>",
    "<conditionvar>": "<setvar/><conditionvar>",
    "<mattext ": '<mattext colour="red" ',
    'action="Set"': 'action="set"',
    "rcardinality": "cardinality",
}
BROKEN_21 = {
    "<itemBody>": "<hello/><itemBody>",
    "<choiceInteraction ": '<choiceInteraction colour="red" ',
    "responseIdentifier": "responceIdentifier",
    'cardinality="single"': 'cardinality="one"',
    "<a href": '<a title="x" href',
}


def test_canaries_of_the_content_models(packed, content_models):
    dtd, lxml = content_models
    texts = [text for name, text in opened(packed["plain-qti12"][0]).items() if name != "imsmanifest.xml"]
    assert not any(dtd.validate(bare(lxml, text)) for text in spoilt(texts, BROKEN_12))


def marked(item, given):
    """What a QTI 1.2 reader would give: a small walk through the conditions of one item."""
    score, shown, done = 0.0, [], False
    for condition in item.iter(f"{SPACE}respcondition"):
        only_words = condition.find(f"{SPACE}setvar") is None
        if done and not only_words:
            continue
        (asked,) = list(condition.find(f"{SPACE}conditionvar"))
        if holds(asked, given, done):
            for change in condition.iter(f"{SPACE}setvar"):
                score = float(change.text) + (score if change.get("action") == "Add" else 0)
                done = condition.get("continue") == "No"
            shown += [node.get("linkrefid") for node in condition.iter(f"{SPACE}displayfeedback")]
    return score, shown


def holds(node, given, done):
    name, value = node.tag.removeprefix(SPACE), given.get(node.get("respident"))
    if name in ("and", "or", "not"):
        inside = [holds(child, given, done) for child in node]
        return {"and": all(inside), "or": any(inside), "not": not all(inside)}[name]
    if name == "other":
        return True
    if name in ("vargte", "varlte"):
        return float(value) >= float(node.text) if name == "vargte" else float(value) <= float(node.text)
    if node.get("index"):
        return value[int(node.get("index")) - 1] == node.text
    return node.text in value if isinstance(value, (list, set)) else value == node.text


@pytest.mark.parametrize("dialect", ["canvas", "plain"])
def test_right_answers_earn_full_marks_and_each_option_its_words(everything, dialect):
    for item in everything:
        source, _ = qti12.document("t", "t", [item], dialect)
        (node,) = ElementTree.fromstring(source.encode("utf-8")).iter(f"{SPACE}item")
        replies = {one.get("ident"): one for one in node.iter(f"{SPACE}itemfeedback")}
        if item.kind in ("single", "multiple"):
            options = item.question.rules.options(item.question)
            right = [qti12.number(item, option["text"]) for option in options if option.get("correct")]
            given = set(right) if item.kind == "multiple" else right[0]
            assert marked(node, {"response1": given})[0] == 100
            for option in options:
                name = qti12.number(item, option["text"])
                score, shown = marked(node, {"response1": {name} if item.kind == "multiple" else name})
                assert (f"{name}_fb" in shown) == (f"{name}_fb" in replies)
                assert item.kind == "multiple" or score == 100 * bool(option.get("correct"))
        elif item.kind == "numeric":
            tolerance = item.raw["tolerance"]
            for step, score in ((0, 100), (0.99, 100), (-0.99, 100), (1.01, 0)):
                assert marked(node, {"response1": str(item.question.answer + step * tolerance)})[0] == score
        elif dialect == "plain" and item.kind == "order":
            steps = [qti12.number(item, step["text"]) for step in item.raw["items"]]
            assert marked(node, {"response1": steps})[0] == 100
            assert marked(node, {"response1": steps[::-1]})[0] == 0
        else:
            places = {one.get("ident"): one for one in node.iter(f"{SPACE}response_lid")}
            given = {}
            for place in places:
                worth = [c for c in node.iter(f"{SPACE}respcondition") if c.find(f"{SPACE}setvar") is not None]
                asked = [c.find(f".//{SPACE}varequal") for c in worth]
                given[place] = next(one.text for one in asked if one.get("respident") == place)
            assert marked(node, given)[0] == pytest.approx(100, abs=1e-9)


@pytest.mark.parametrize("dialect", ["canvas-qti12", "plain-qti12"])
def test_qti_12_read_by_somebody_elses_parser(packed, everything, dialect):
    readers.module("pyslet")
    import pyslet.imsqtiv1p2p1 as reader

    logging.disable(logging.CRITICAL)
    found = []
    for name, text in opened(packed[dialect][0]).items():
        if "03-chip-basics" not in name:  # it has every kind, and another's reader is slow
            continue
        document = reader.QTIDocument()
        document.read(src=io.BytesIO(text))
        for section in document.root.Assessment.SectionMixin:
            found += [item.ident for item in section.SectionItemMixin]
    logging.disable(logging.NOTSET)
    wanted = [item for item in everything if item.lesson == "03-chip-basics"]
    assert sorted(found) == sorted(qti12.ident(item) for item in wanted)
    assert {item.kind for item in wanted} == set(qti12.TYPES)


def test_canvas_gets_numbers_and_never_a_wrong_range(everything):
    """Its importer takes every range for a right one, and knows answers by number."""
    for item in everything:
        source, _ = qti12.document("t", "t", [item], "canvas")
        root = ElementTree.fromstring(source.encode("utf-8"))
        labels = [one.get("ident") for one in root.iter(f"{SPACE}response_label")]
        assert len(set(labels)) == len(labels)
        if item.kind == "numeric":
            assert len(list(root.iter(f"{SPACE}vargte"))) == 1
        else:
            assert all(label.isdigit() for label in labels)


# --- QTI 2.1: the content models ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def information_model():
    """tests/support/qti21.dtd: what the standard says of the elements that we use, in words of our own."""
    lxml = pytest.importorskip("lxml.etree")
    return lxml.DTD(str(SUPPORT / "qti21.dtd")), lxml


def test_items_and_tests_follow_the_information_model(packed, information_model):
    dtd, lxml = information_model
    for name, text in opened(packed["qti21"][0]).items():
        if name != "imsmanifest.xml":
            assert dtd.validate(bare(lxml, text)), f"{name}: {dtd.error_log.filter_from_errors()[:3]}"


def test_canaries_of_the_information_model(packed, information_model):
    dtd, lxml = information_model
    texts = [text for name, text in opened(packed["qti21"][0]).items() if name.startswith("items/")]
    assert not any(dtd.validate(bare(lxml, text)) for text in spoilt(texts, BROKEN_21))


# --- QTI 2.1: another's engine marks ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def engine():
    """pyslet reads an item and runs its response processing; it passes over what it does not know."""
    readers.module("pyslet")
    import pyslet.qtiv2.xml as reader
    from pyslet.qtiv2 import variables

    def mark(source, values):
        document = reader.QTIDocument()
        document.read(src=io.BytesIO(source.encode("utf-8")))
        for value in values:
            state = variables.ItemSessionState(document.root)
            state.begin_session()
            state.map["RESPONSE"].set_value(value)
            document.root.ResponseProcessing.run(state)
            yield state.map["SCORE"].value or 0.0, set(state.map["FEEDBACK"].value or ())

    return mark


def sample(everything, *kinds):
    """A third of each kind, at least five, the same each time: another's engine is slow."""
    found = [item for item in everything if item.kind in kinds]
    return random.Random(7).sample(found, max(5, len(found) // 3))


def test_choices_are_marked_as_in_the_course(everything, engine):
    for item in sample(everything, "single", "multiple"):
        question, source = item.question, qti21.item_xml(item)[0]
        keys = [question.key(option["text"]) for option in question.rules.options(question)]
        if item.kind == "single":
            for key, (score, shown) in zip(keys, engine(source, keys), strict=True):
                assert score == question.share({"choice": key})
                assert f"f{key}" in shown or not question.picks({"choice": key})[0].feedback
            continue
        chosen = [list(some) for size in (1, 2, len(keys)) for some in itertools.combinations(keys, size)]
        right = [question.key(o["text"]) for o in question.rules.options(question) if o.get("correct")]
        for some, (score, _) in zip([right, *chosen], engine(source, [right, *chosen]), strict=True):
            assert score == pytest.approx(question.share({"choices": some}), abs=1e-8)
        assert next(engine(source, [right]))[0] == 1


def test_numbers_are_marked_as_in_the_course(everything, engine):
    for item in sample(everything, "numeric"):
        question, tolerance = item.question, item.raw["tolerance"]
        ranges = question.rules.page(question, None)["ranges"]
        tries = [question.answer, question.answer + 0.99 * tolerance, 123456.789]
        tries += [float(moodle.middle_and_reach(entry, tolerance)[0]) for entry in ranges]
        for number, (score, shown) in zip(tries, engine(qti21.item_xml(item)[0], tries), strict=True):
            (part,) = question.picks({"number": number})
            assert score == float(part.right)
            assert shown - {"general"} == {{"other": "otherwise"}.get(part.key, part.key)} or not part.feedback


def test_rows_and_orders_are_marked(everything, engine):
    for item in sample(everything, "match", "classify"):
        found = moodle.rows(item)
        bins = {text: f"b{place}" for place, (text, _, _) in enumerate(found[0][1], 1)}
        right = [
            next((f"r{row}", bins[text]) for text, good, _ in choices if good)
            for row, (_, choices) in enumerate(found, 1)
        ]
        whole, part = list(engine(qti21.item_xml(item)[0], [right, right[:1]]))
        assert whole[0] == 1
        assert part[0] == pytest.approx(1 / len(found), abs=1e-8)
        replies = {f"f{row}{place}" for row, place in right}
        assert replies <= whole[1] or not all(feedback for _, choices in found for _, good, feedback in choices if good)
    for item in sample(everything, "order"):
        key, ids = item.question.key, [step["id"] for step in item.raw["items"]]
        mixed = [random.Random(seed).sample(ids, len(ids)) for seed in range(3)]
        tries = [[key(id) for id in order] for order in (ids, ids[::-1], [ids[1], ids[0], *ids[2:]], *mixed)]
        right, turned, *others = list(engine(qti21.item_xml(item)[0], tries))
        assert (right[0], turned[0]) == (1, 0)
        assert {f"m{place}" for place, _ in enumerate(item.raw.get("misconceptions") or (), 1)} <= turned[1]
        for given, (score, _) in zip(tries[2:], others, strict=True):
            assert score == pytest.approx(item.question.share({"order": given}), abs=1e-8)


def test_canary_of_the_engine(everything, engine):
    item = next(item for item in everything if item.kind == "single")
    source = qti21.item_xml(item)[0]
    right = next(item.question.key(o["text"]) for o in item.raw["options"] if o.get("correct"))
    assert next(engine(source, [right]))[0] == 1
    assert next(engine(source.replace('mappedValue="1"', 'mappedValue="0.5"'), [right]))[0] == 0.5


def test_the_command_writes_three_dialects(tmp_path, capsys):
    assert command.package(["qti", "0", "--out", str(tmp_path / "q")]) == 0
    assert sorted(path.relative_to(tmp_path / "q").as_posix() for path in (tmp_path / "q").rglob("*.zip")) == [
        f"{dialect}/00-start-here.zip" for dialect in sorted(qti.DIALECTS)
    ]
    assert capsys.readouterr().out.count("lost") == 3
