"""Check a question or task against schema.json, and say in one sentence what is wrong and how to mend it.

The file is a JSON Schema (2020-12), so that editors complete banks; the remedy is the `description` of the field.
"""

import copy
import functools
import itertools
import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("schema.json")


@functools.cache
def definitions() -> dict[str, Any]:
    """The `$defs` of schema.json."""
    return dict(json.loads(FILE.read_text(encoding="utf-8"))["$defs"])


@functools.cache
def kinds() -> tuple[str, ...]:
    """The names of all kinds, in the order of the schema."""
    return tuple(definitions()["kind"]["enum"])


def _resolve(part: dict[str, Any]) -> dict[str, Any]:
    """A schema with its own reference put in; words beside the reference win."""
    if "$ref" not in part:
        return part
    name = part["$ref"].removeprefix("#/$defs/")
    return {**_resolve(definitions()[name]), **{key: value for key, value in part.items() if key != "$ref"}}


def _applies(condition: dict[str, Any], kind: str) -> bool | None:
    """Whether a condition on the kind holds; None for a condition on something else."""
    wanted = condition.get("properties", {}).get("kind", {})
    if "const" in wanted:
        return bool(wanted["const"] == kind)
    return kind in wanted["enum"] if "enum" in wanted else None


def _merge(flat: dict[str, Any], part: dict[str, Any], kind: str) -> None:
    """Put what a schema asks of one kind into one flat schema: jsonschema then reports plain errors, and is quick."""
    part = _resolve(part)
    for name, schema in part.get("properties", {}).items():
        known = flat["properties"].setdefault(name, {})
        if "items" in known and set(schema) == {"items"}:
            known["items"] = {**known["items"]}
            known["items"]["required"] = [*known["items"]["required"], *schema["items"]["required"]]
        else:
            known.update(copy.deepcopy(_resolve(schema)))
    flat["required"] += part.get("required", [])
    for entry in part.get("allOf", []):
        _merge(flat, entry, kind)
    if "if" in part:
        applies = _applies(part["if"], kind)
        if applies:
            _merge(flat, part["then"], kind)
        elif applies is None:
            flat["allOf"].append({"if": part["if"], "then": part["then"]})


@functools.cache
def _validator(record: str, kind: str) -> Any:
    import jsonschema  # it takes a while, and who asks questions alone does without

    flat: dict[str, Any] = {
        "type": "object",
        "properties": {},
        "required": [],
        "allOf": [],
        "additionalProperties": False,
    }
    _merge(flat, definitions()[record], kind)
    return jsonschema.Draft202012Validator({**flat, "$defs": definitions()})


def problem(raw: object, record: str) -> tuple[str, str] | None:
    """The first thing wrong: (place within the record, sentence), or None. record: "question" or "task"."""
    if not isinstance(raw, dict):
        return "", "this should be a mapping with `id:`, `kind:` and so on."
    if raw.get("kind") not in kinds():
        return "", f"`kind` is {raw.get('kind')!r}. Use one of {', '.join(kinds())}."
    error = next(_validator(record, raw["kind"]).iter_errors(raw), None)
    return None if error is None else (_place(list(error.absolute_path)), _sentence(error))


def primary_problem(raw: object) -> str:
    """The first thing wrong with the block `primary` of a bank, in a sentence; "" for nothing."""
    import jsonschema

    validator = jsonschema.Draft202012Validator({"$ref": "#/$defs/primary", "$defs": definitions()})
    error = next(validator.iter_errors(raw), None)
    return "" if error is None else _sentence(error)


# Lists whose entries a message counts: "option 3".
LISTS = ("options", "items", "pairs", "cards", "misconceptions", "statements", "hints", "rows", "sentences")


def _place(path: list[Any]) -> str:
    """The part of a path that names list entries: "option 3" or "card 1, misconception 2"."""
    steps = itertools.pairwise(path)
    return ", ".join(f"{name[:-1]} {n + 1}" for name, n in steps if isinstance(n, int) and name in LISTS)


def _remedy(schema: dict[str, Any], name: str) -> str:
    return str(_resolve(schema.get("properties", {}).get(name, {})).get("description", ""))


def _sentence(error: Any) -> str:
    """A jsonschema error in the words of our authors."""
    names = [step for step in error.absolute_path if isinstance(step, str)]
    name, remedy = (names[-1] if names else ""), error.schema.get("description", "")
    if error.validator == "required":
        lacking = next(key for key in error.validator_value if key not in error.instance)
        text = _remedy(error.schema, lacking) or _OFTEN.get(lacking, "")
        return f"no {lacking}. {text}".rstrip()
    if error.validator in ("additionalProperties", "unevaluatedProperties"):
        known = error.schema.get("properties", {})
        extra = next(key for key in error.instance if key not in known)
        return f"unknown field `{extra}`. Use {', '.join(f'`{key}`' for key in sorted(known))}."
    if error.validator == "enum" and name == "use":
        return f"`use` holds {error.instance!r}. Use {', '.join(error.validator_value)}."
    if error.validator in ("enum", "const"):
        allowed = error.validator_value if error.validator == "enum" else [error.validator_value]
        return f"`{name}` is {error.instance!r}. Use one of {', '.join(map(str, allowed))}."
    if error.validator == "minItems" or (error.validator == "type" and error.validator_value == "array"):
        return f"`{name}` should be a list of at least {error.schema.get('minItems', 0)}. {remedy}".rstrip()
    if error.validator == "pattern" and not str(error.instance).strip():
        return f"no {name}. {remedy}".rstrip()
    return f"`{name}` should be {_TYPES.get(str(error.validator_value), 'written another way')}. {remedy}".rstrip()


_TYPES = {
    "number": "a number",
    "string": "text in quotes",
    "object": "a mapping with named fields",
    "boolean": "true or false",
}
_OFTEN = {
    "pair": "The two parallel questions of the pre-test and post-test carry the same pair name.",
    "find": "Say for the teacher's key where the primary text answers: `place` and a few of its `words`.",
}
