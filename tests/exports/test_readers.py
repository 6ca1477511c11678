"""Other people's readers check what leaves here; where tests run by themselves, none of them may be missing."""

import importlib.util
import os

import pytest

READERS = ("anki", "genanki", "lxml", "moodle_xml_parser", "pypdf", "weasyprint")


@pytest.mark.skipif(not os.environ.get("CI"), reason="a maintainer may leave some readers out")
@pytest.mark.parametrize("name", READERS)
def test_the_reader_is_there(name):
    assert importlib.util.find_spec(name), f"install the extra `dev`: {name} is missing, and tests would be skipped"
