"""Forms of the double, filled in by people."""

from __future__ import annotations

from typing import Any

from tests.double.payloads import Json

LABEL = 18


def filled_in(form: Json, values: dict[str, Any]) -> Json:
    """Return what is sent of a form; a field nobody touched is sent as it was shown."""
    fields = [row["component"] for row in form["components"] if "component" in row]
    unknown = values.keys() - {field["custom_id"] for field in fields}
    if unknown:
        raise AssertionError(f"the form has no {sorted(unknown)}")
    parts = [
        {"type": LABEL, "id": 2 * number + 1, "component": _sent(field, number, values)}
        for number, field in enumerate(fields)
    ]
    return {"custom_id": form["custom_id"], "components": parts}


def _sent(field: Json, number: int, values: dict[str, Any]) -> Json:
    name = field["custom_id"]
    value = values.get(name, _as_shown(field))
    return {"type": field["type"], "id": 2 * number + 2, "custom_id": name, "value": value}


def _as_shown(field: Json) -> Any:
    chosen = [option["value"] for option in field.get("options", []) if option.get("default")]
    return chosen[0] if chosen else field.get("value", field.get("default", ""))
