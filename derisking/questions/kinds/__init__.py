"""The kinds of question, one file each: a kind that has a file here is known, and no other list names it."""

import importlib
import inspect
import pkgutil

from derisking.questions.kinds.base import Kind


def _kinds() -> list[Kind]:
    modules = [importlib.import_module(f"{__name__}.{file.name}") for file in pkgutil.iter_modules(__path__)]
    found = dict.fromkeys(one for module in modules for one in vars(module).values() if inspect.isclass(one))
    return [one() for one in found if issubclass(one, Kind) and "name" in vars(one)]


KINDS: dict[str, Kind] = {kind.name: kind for kind in _kinds()}


def get(name: str) -> Kind:
    """The kind of this name. Raises KeyError for an unknown one."""
    return KINDS[name]
