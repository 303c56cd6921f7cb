"""Every form in which a person could stand in a file, a log or a request."""

from __future__ import annotations

import base64
from dataclasses import dataclass


@dataclass(frozen=True)
class Needles:
    """A person's id, names and avatar hash."""

    person: int
    names: tuple[str, ...]
    avatar: str = ""

    def forms(self) -> dict[str, bytes]:
        """Return every form by its name."""
        decimal = str(self.person).encode()
        big, little = self.person.to_bytes(8, "big"), self.person.to_bytes(8, "little")
        found = {
            "decimal": decimal,
            "hex": f"{self.person:x}".encode(),
            "HEX": f"{self.person:X}".encode(),
            "big-endian": big.lstrip(b"\0"),
            "little-endian": little.rstrip(b"\0"),
        }
        for name, raw in (("decimal", decimal), ("big", big), ("little", little)):
            for shift in range(3):
                found[f"base64 of {name} at {shift}"] = _inside(raw, shift)
        found |= {f"name {name}": name.encode() for name in self.names}
        found |= {f"utf-16 name {name}": name.encode("utf-16-le") for name in self.names}
        if self.avatar:
            found["avatar"] = self.avatar.encode()
        return found

    def found_in(self, hay: bytes) -> list[str]:
        """Return the names of the forms that stand in it."""
        lowered = hay.lower()
        return [
            name
            for name, form in self.forms().items()
            if form in hay or (name.startswith("name") and form.lower() in lowered)
        ]


def _inside(raw: bytes, shift: int) -> bytes:
    """Base64 of bytes somewhere in a longer text: only the part that does not depend on it."""
    coded = base64.b64encode(b"\0" * shift + raw)
    start = -(-shift * 8 // 6)
    return coded[start : (shift + len(raw)) * 8 // 6]
