"""Whether a word is English. Such a word is what it is: never a typing error for another one."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib.util import find_spec
from pathlib import Path

# The word list of symspellpy: 82,765 words, British spellings and inflected forms among them.
# The package itself is not imported.
PACKAGE, WORDS = "symspellpy", "frequency_dictionary_en_82_765.txt"
# What people type without the apostrophe, and words that are younger than the list.
ALSO = """
    adhd arent couldnt covid didnt doesnt dont hadnt hasnt havent isnt shouldnt theyre wasnt
    werent whats wouldnt youre
"""
_ALSO = frozenset(ALSO.split())
_SPEC = find_spec(PACKAGE)
if _SPEC is None or _SPEC.origin is None:  # at the start, not when somebody needs help
    raise ModuleNotFoundError(f"{PACKAGE} is not installed; `make setup` installs it")
_FILE = Path(_SPEC.origin).parent / WORDS


@cache
def _listed() -> dict[str, str]:
    """Return the words by their first two letters, parted by line breaks: a set of them would
    take ten times the memory, a search through the whole file a hundred times as long."""
    text = _FILE.read_text(encoding="utf-8-sig")
    found: dict[str, list[str]] = defaultdict(list)
    for line in text.splitlines():
        found[line[:2]].append(line.split(" ", 1)[0])
    return {start: "\n" + "\n".join(words) + "\n" for start, words in found.items()}


def is_english(word: str) -> bool:
    """Say whether a word in small letters is English."""
    return word in _ALSO or f"\n{word}\n" in _listed().get(word[:2], "")
