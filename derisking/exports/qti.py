"""QTI packages: zip files with a manifest, in three dialects, one for each lesson and one with all of them."""

from derisking.exports import folder, qti12, qti21, xml
from derisking.exports.items import Count, Item, by_chapter

PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
DIALECTS = {
    "canvas-qti12": "Canvas: Settings, Import Course Content, QTI .zip file",
    "plain-qti12": "Brightspace and others that read QTI 1.2",
    "qti21": "others: OpenOlat, TAO, Inspera and whatever reads QTI 2.1",
}


def package(items: list[Item], dialect: str) -> tuple[bytes, list[tuple[str, Count]]]:
    """A zip in one of DIALECTS, and what became of the texts of each item as (kind, Count)."""
    files, resources, counts = {}, [], []
    for (lesson, chapter), found in by_chapter(items).items():
        title = f"{lesson[:2]} {lesson[3:].replace('-', ' ')}: {chapter}"
        name = f"derisking-{lesson}-{chapter.lower().replace(', ', '-').replace(' ', '-')}"
        if dialect == "qti21":
            more = _items(title, name, found, files, resources)
        else:
            files[f"{name}/{name}.xml"], more = qti12.document(title, name, found, dialect.split("-")[0])
            resources.append((name, "imsqti_xmlv1p2", f"{name}/{name}.xml", []))
        counts += more
    schema = ("QTIv2.1 Package", "1.0.0") if dialect == "qti21" else ("IMS Content", "1.1.3")
    manifest = xml.document("qti-manifest", {"xmlns": PACKAGE}, schema=schema, resources=resources)
    return folder.zipped({"imsmanifest.xml": manifest, **files}), counts


def _items(title: str, name: str, items: list[Item], files: dict, resources: list) -> list[tuple[str, Count]]:
    """Add a file for each item and the test that asks them to files and resources; returns the counts."""
    counts, idents = [], [qti12.ident(item) for item in items]
    for ident, item in zip(idents, items, strict=True):
        files[f"items/{ident}.xml"], account = qti21.item_xml(item)
        resources.append((ident, "imsqti_item_xmlv2p1", f"items/{ident}.xml", []))
        counts.append((item.kind, account.count()))
    spaces = {"xmlns": qti21.SPACE}
    files[f"tests/{name}.xml"] = xml.document("qti21-test", spaces, title=title, name=name, idents=idents)
    resources.append((name, "imsqti_test_xmlv2p1", f"tests/{name}.xml", idents))
    return counts
