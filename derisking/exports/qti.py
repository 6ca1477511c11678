"""QTI packages: zip files with a manifest, in three dialects, one for each lesson and one with all of them."""

from __future__ import annotations

from derisking.exports import folder, qti12, qti21
from derisking.exports.items import CHAPTERS, Count, Item
from derisking.exports.xml import Node, sub, written

PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
DIALECTS = {
    "canvas-qti12": "Canvas: Settings, Import Course Content, QTI .zip file",
    "plain-qti12": "Brightspace and others that read QTI 1.2",
    "qti21": "others: OpenOlat, TAO, Inspera and whatever reads QTI 2.1",
}


def package(items: list[Item], dialect: str) -> tuple[bytes, list[tuple[str, Count]]]:
    """A zip in one of DIALECTS, and what became of the texts of each item as (kind, Count)."""
    return _items(items) if dialect == "qti21" else _assessments(items, dialect.split("-")[0])


def chapters(items: list[Item]) -> dict[tuple[str, str], list[Item]]:
    """Items by lesson and chapter, in the order of the course."""
    by_chapter: dict[tuple[str, str], list[Item]] = {}
    for item in sorted(items, key=lambda item: (item.lesson, CHAPTERS.index(item.chapter))):
        by_chapter.setdefault((item.lesson, item.chapter), []).append(item)
    return by_chapter


def named(lesson: str, chapter: str) -> tuple[str, str]:
    """Title and file name of a chapter."""
    title = f"{lesson[:2]} {lesson[3:].replace('-', ' ')}: {chapter}"
    return title, f"derisking-{lesson}-{chapter.lower().replace(', ', '-').replace(' ', '-')}"


def _assessments(items: list[Item], dialect: str) -> tuple[bytes, list]:
    files, resources, counts = {}, [], []
    for (lesson, chapter), found in chapters(items).items():
        title, name = named(lesson, chapter)
        files[f"{name}/{name}.xml"], more = qti12.document(title, name, found, dialect)
        resources.append(_resource(name, "imsqti_xmlv1p2", f"{name}/{name}.xml"))
        counts += more
    manifest = _manifest("IMS Content", "1.1.3", resources)
    return folder.zipped({"imsmanifest.xml": manifest, **files}), counts


def _items(items: list[Item]) -> tuple[bytes, list]:
    files, resources, counts = {}, [], []
    for (lesson, chapter), found in chapters(items).items():
        title, name = named(lesson, chapter)
        for item in found:
            ident = qti12.ident(item)
            files[f"items/{ident}.xml"], account = qti21.item_xml(item)
            resources.append(_resource(ident, "imsqti_item_xmlv2p1", f"items/{ident}.xml"))
            counts.append((item.kind, account.count()))
        files[f"tests/{name}.xml"] = _test(title, name, found)
        test = _resource(name, "imsqti_test_xmlv2p1", f"tests/{name}.xml")
        for item in found:
            sub(test, "dependency", identifierref=qti12.ident(item))
        resources.append(test)
    manifest = _manifest("QTIv2.1 Package", "1.0.0", resources)
    return folder.zipped({"imsmanifest.xml": manifest, **files}), counts


def _test(title: str, name: str, items: list[Item]) -> str:
    root = Node("assessmentTest", xmlns=qti21.SPACE, identifier=name, title=title)
    part = sub(root, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual")
    section = sub(part, "assessmentSection", identifier="section", title=title, visible="true")
    for item in items:
        ident = qti12.ident(item)
        sub(section, "assessmentItemRef", identifier=ident, href=f"../items/{ident}.xml")
    return written(root)


def _resource(ident: str, kind: str, href: str) -> Node:
    node = Node("resource", identifier=ident, type=kind, href=href)
    sub(node, "file", href=href)
    return node


def _manifest(schema: str, version: str, resources: list[Node]) -> str:
    root = Node("manifest", xmlns=PACKAGE, identifier="derisking-questions")
    metadata = sub(root, "metadata")
    sub(metadata, "schema", schema)
    sub(metadata, "schemaversion", version)
    sub(root, "organizations")
    sub(root, "resources").extend(resources)
    return written(root)
