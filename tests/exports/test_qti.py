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
from lxml import etree
from support import readers, told
from support.moodle_rules import words

from derisking.exports import answers, command, items, qti, qti12, qti21

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pyslet")
SUPPORT = Path(__file__).resolve().parents[1] / "support"
SPACE = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"


@pytest.fixture(scope="module")
def shown(request, everything):
    """Items of all kinds and shapes; with --thorough those of every lesson."""
    some = [item for item in everything if item.lesson in ("03-chip-basics", "07-policy-lab")]
    assert {(item.shape, item.several) for item in some} == {(item.shape, item.several) for item in everything}
    return everything if request.config.getoption("--thorough") else some


@pytest.fixture(scope="module")
def packed(shown):
    return {dialect: qti.package(shown, dialect) for dialect in qti.DIALECTS}


def opened(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("dialect", qti.DIALECTS)
def test_a_package_holds_every_text_and_lists_every_file(packed, shown, dialect):
    content, counts = packed[dialect]
    assert len(counts) == len(shown) and sum(count["lost"] for _, count in counts) == 0
    files = opened(content)
    raw = " ".join(text.decode("utf-8") for text in files.values())
    there = re.sub(r"\s", "", words(words(raw)))
    for item in shown:
        for text in items.texts(item):
            assert re.sub(r"\s", "", words(words(items.markdown.block(text)))) in there, f"{item.stable}: {text}"
    assert not re.search(r"<script|javascript:|\son\w+=", raw)
    manifest = ElementTree.fromstring(files.pop("imsmanifest.xml"))
    assert sorted(node.get("href") for node in manifest.iter(f"{{{qti.PACKAGE}}}file")) == sorted(files)
    idents = [node.get("identifier") for node in manifest.iter(f"{{{qti.PACKAGE}}}resource")]
    assert len(set(idents)) == len(idents)


def test_the_bytes_are_the_same_each_time(packed, shown):
    assert qti.package(shown, "canvas-qti12")[0] == packed["canvas-qti12"][0]


USED_WORDS = """
questestinterop assessment section item itemmetadata qtimetadata qtimetadatafield fieldlabel fieldentry
presentation material mattext response_lid response_str render_choice render_fib response_label resprocessing
outcomes decvar respcondition conditionvar varequal vargte varlte and or not other setvar displayfeedback
itemfeedback flow_mat
"""
USED = USED_WORDS.split()


@pytest.fixture(scope="module")
def content_models():
    """Version -> DTD. 1.2: the standard's own declarations of the elements that we use, as pyslet quotes them; 2.1:
    tests/support/qti21.dtd, what the standard says of them in words of our own."""
    readers.module("pyslet")
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
    return {"12": etree.DTD(io.StringIO(whole)), "21": etree.DTD(str(SUPPORT / "qti21.dtd"))}


def bare(source):
    """A document without namespaces, of which a DTD knows nothing."""
    tree = etree.fromstring(source)
    for name in [name for name in tree.attrib if name.startswith("{")]:
        del tree.attrib[name]
    for node in tree.iter():
        node.tag = etree.QName(node).localname
    etree.cleanup_namespaces(tree)
    return etree.fromstring(re.sub(rb' xmlns(:\w+)?="[^"]*"', b"", etree.tostring(tree)))


@pytest.mark.parametrize("dialect", qti.DIALECTS)
def test_elements_stand_where_the_standard_wants_them(packed, content_models, dialect):
    dtd = content_models[dialect[-2:]]
    for name, text in opened(packed[dialect][0]).items():
        if name != "imsmanifest.xml":
            assert dtd.validate(bare(text)), f"{name}: {dtd.error_log.filter_from_errors()[:3]}"


BROKEN = told.cases(__file__, "broken.yaml")["qti"]


@pytest.mark.parametrize("dialect", BROKEN)
def test_canaries_of_the_content_models(packed, content_models, dialect):
    files = opened(packed[dialect][0])
    texts = [text.decode() for name, text in files.items() if not name.startswith(("imsmanifest", "tests/"))]
    for old, new in BROKEN[dialect].items():
        text = next(text for text in texts if old in text)
        assert not content_models[dialect[-2:]].validate(bare(text.replace(old, new, 1).encode("utf-8"))), old


def marked(item, given):
    """What a QTI 1.2 reader would give: a small walk through the conditions of one item."""
    score, shown, done = 0.0, [], False
    for condition in item.iter(f"{SPACE}respcondition"):
        only_words = condition.find(f"{SPACE}setvar") is None
        if done and not only_words:
            continue
        (asked,) = list(condition.find(f"{SPACE}conditionvar"))
        if holds(asked, given):
            for change in condition.iter(f"{SPACE}setvar"):
                score = float(change.text) + (score if change.get("action") == "Add" else 0)
                done = condition.get("continue") == "No"
            shown += [node.get("linkrefid") for node in condition.iter(f"{SPACE}displayfeedback")]
    return score, shown


def holds(node, given):
    name, value = node.tag.removeprefix(SPACE), given.get(node.get("respident"))
    inside = [holds(child, given) for child in node]
    if name in ("and", "or", "not", "other"):
        return {"and": all(inside), "or": any(inside), "not": not all(inside), "other": True}[name]
    if name in ("vargte", "varlte"):
        return float(value) >= float(node.text) if name == "vargte" else float(value) <= float(node.text)
    if node.get("index"):
        return value[int(node.get("index")) - 1] == node.text
    return node.text in value if isinstance(value, (list, set)) else value == node.text


def right_answer(item, dialect):
    """Place -> what a right answer sends for it."""

    def number(text):
        return qti12.number(item, text)

    if item.kind == "numeric":
        return {"response1": str(item.question.answer)}
    if item.kind in ("single", "multiple"):
        right = [number(option.text) for option in answers.options(item) if option.right]
        return {"response1": set(right) if item.kind == "multiple" else right[0]}
    if item.kind == "order":
        steps = answers.steps(item)
        if dialect == "plain":
            return {"response1": [number(text) for text in steps.values()]}
        chosen = [(steps[key], list(steps).index(key) + 1) for key in answers.mixed(item)]
    else:
        chosen = [(left, next(c.text for c in choices if c.right)) for left, choices in answers.rows(item)]
    return {f"response_row{row}": number(f"{left}|{text}") for row, (left, text) in enumerate(chosen, 1)}


@pytest.mark.parametrize("dialect", ["canvas", "plain"])
def test_right_answers_earn_full_marks_and_each_option_its_words(packed, shown, dialect):
    """And Canvas gets numbers and never a wrong range: it takes every range for a right one, and knows answers by number."""
    sources = map(ElementTree.fromstring, opened(packed[f"{dialect}-qti12"][0]).values())
    nodes = {node.get("ident"): node for source in sources for node in source.iter(f"{SPACE}item")}
    for item in shown:
        node = nodes[qti12.ident(item)]
        given = right_answer(item, dialect)
        assert marked(node, given)[0] == pytest.approx(100, abs=1e-9), item.stable
        labels = [one.get("ident") for one in node.iter(f"{SPACE}response_label")]
        assert len(set(labels)) == len(labels) and (item.kind == "numeric" or all(map(str.isdigit, labels)))
        if item.kind in ("single", "multiple"):
            for option in answers.options(item):
                name = qti12.number(item, option.text)
                score, said = marked(node, {"response1": {name} if item.kind == "multiple" else name})
                assert (f"{name}_fb" in said) == bool(option.said)
                assert item.kind == "multiple" or score == 100 * option.right
        elif item.kind == "numeric":
            assert dialect == "plain" or len(list(node.iter(f"{SPACE}vargte"))) == 1
            for step, score in ((0.99, 100), (-0.99, 100), (1.01, 0)):
                number = item.question.answer + step * item.raw["tolerance"]
                assert marked(node, {"response1": str(number)})[0] == score
        elif dialect == "plain" and item.kind == "order":
            assert marked(node, {"response1": given["response1"][::-1]})[0] == 0


def test_qti_12_read_by_somebody_elses_parser(packed, shown):
    readers.module("pyslet")
    import pyslet.imsqtiv1p2p1 as reader

    wanted = [item for item in shown if item.lesson == "03-chip-basics"]  # the reader is slow
    logging.disable(logging.CRITICAL)
    for dialect in ("canvas-qti12", "plain-qti12"):
        found = []
        for name, text in opened(packed[dialect][0]).items():
            if "03-chip-basics" in name:
                document = reader.QTIDocument()
                document.read(src=io.BytesIO(text))
                for section in document.root.Assessment.SectionMixin:
                    found += [item.ident for item in section.SectionItemMixin]
        assert sorted(found) == sorted(qti12.ident(item) for item in wanted)
    logging.disable(logging.NOTSET)


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
    """A sixth of each kind, at least five, the same each time: another's engine is slow."""
    found = [item for item in everything if item.kind in kinds]
    return random.Random(7).sample(found, max(5, len(found) // 6))


def test_choices_are_marked_as_in_the_course(everything, engine):
    for item in sample(everything, "single", "multiple"):
        question, source = item.question, qti21.item_xml(item)[0]
        keys = [option.key for option in answers.options(item)]
        if item.kind == "single":
            for key, (score, shown) in zip(keys, engine(source, keys), strict=True):
                assert score == question.share({"choice": key})
                assert f"f{key}" in shown or not question.picks({"choice": key})[0].feedback
            continue
        right = [option.key for option in answers.options(item) if option.right]
        chosen = [right, *(list(some) for size in (1, 2, len(keys)) for some in itertools.combinations(keys, size))]
        scores = [score for score, _ in engine(source, chosen)]
        assert scores == pytest.approx([question.share({"choices": some}) for some in chosen], abs=1e-8)
        assert scores[0] == 1


def test_numbers_are_marked_as_in_the_course(everything, engine):
    for item in sample(everything, "numeric"):
        question = item.question
        tries = [question.answer, question.answer + 0.99 * item.raw["tolerance"], 123456.789]
        tries += [float(one.middle) for one in answers.ranges(item)]
        for number, (score, shown) in zip(tries, engine(qti21.item_xml(item)[0], tries), strict=True):
            (part,) = question.picks({"number": number})
            assert score == float(part.right)
            assert shown - {"general"} == {{"other": "otherwise"}.get(part.key, part.key)} or not part.feedback


def test_rows_and_orders_are_marked(everything, engine):
    for item in sample(everything, "match", "classify"):
        found = answers.rows(item)
        good = [next(place for place, c in enumerate(choices, 1) if c.right) for _, choices in found]
        right = [(f"r{row}", f"b{place}") for row, place in enumerate(good, 1)]
        whole, part = list(engine(qti21.item_xml(item)[0], [right, right[:1]]))
        assert whole[0] == 1 and part[0] == pytest.approx(1 / len(found), abs=1e-8)
        replies = {f"f{row}{place}" for row, place in right}
        assert replies <= whole[1] or not all(c.said for _, choices in found for c in choices if c.right)
    for item in sample(everything, "order"):
        keys = list(answers.steps(item))
        mixed = [random.Random(seed).sample(keys, len(keys)) for seed in range(3)]
        tries = [keys, keys[::-1], [keys[1], keys[0], *keys[2:]], *mixed]
        marks = list(engine(qti21.item_xml(item)[0], tries))
        wanted = [item.question.share({"order": given}) for given in tries]
        assert [score for score, _ in marks] == pytest.approx(wanted, abs=1e-8) and wanted[:2] == [1, 0]
        assert {f"m{place}" for place, _ in enumerate(item.raw.get("misconceptions") or (), 1)} <= marks[1][1]


def test_canary_of_the_engine(everything, engine):
    item = next(item for item in everything if item.kind == "single")
    source = qti21.item_xml(item)[0]
    right = next(option.key for option in answers.options(item) if option.right)
    assert next(engine(source, [right]))[0] == 1
    assert next(engine(source.replace('mappedValue="1"', 'mappedValue="0.5"'), [right]))[0] == 0.5


def test_the_command_writes_three_dialects(tmp_path, capsys):
    assert command.main(["package", "qti", "0", "--out", str(tmp_path / "q")]) == 0
    made = {path.relative_to(tmp_path / "q").as_posix() for path in (tmp_path / "q").rglob("*.zip")}
    assert made == {f"{dialect}/00-start-here.zip" for dialect in qti.DIALECTS}
    assert capsys.readouterr().out.count("lost") == 3
