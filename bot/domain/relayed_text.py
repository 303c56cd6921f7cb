"""Words cleaned before the bot says them for somebody: no pings, no invites, nothing unseen."""

from __future__ import annotations

import re
import unicodedata

# Letters and marks to Unicode, and nothing to see.
_BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_MOST_MARKS = 3  # on one letter: more would climb over the lines around
_INVITE = re.compile(
    r"<?(?:https?://)?(?:www\.|ptb\.|canary\.)?"
    r"(?:discord\.(?:gg|io|me|li)|dsc\.gg|discord(?:app)?\.com/invite)/[^\s>)\]]+>?",
    re.IGNORECASE,
)
_LINK = re.compile(r"<?(https?://[^\s<>]*[^\s<>.,;:?)\]'\"])>?", re.IGNORECASE)
_REPLACED = (
    (re.compile(r"<@&\d+>"), "a role"),
    (re.compile(r"<@!?\d+>"), "somebody"),
    (re.compile(r"<a?(:\w+:)\d+>"), r"\1"),  # a server's own emoji
    (re.compile(r"<(?:id:\w+|/[^<>]+:\d+)>"), ""),
    (re.compile(r"@+(everyone|here)\b", re.IGNORECASE), r"\1"),
    (_INVITE, "(invitation left out)"),
    (re.compile(r"\]\("), "] ("),  # a link whose words hide where it leads
    (_LINK, r"<\1>"),
    (re.compile(r"[^\S\n]+"), " "),
    (re.compile(r" ?\n ?"), "\n"),
    (re.compile(r"\n{3,}"), "\n\n"),
)


def clean(text: str) -> str:
    """Mentions named, links without preview, nothing unseen."""
    seen = _fewer_marks("".join(_visible(sign) for sign in unicodedata.normalize("NFC", text)))
    for pattern, instead in _REPLACED:
        seen = pattern.sub(instead, seen)
    return seen.strip()


def is_seen(text: str) -> bool:
    return any(_visible(sign).strip() for sign in text)


def _visible(sign: str) -> str:
    if sign == "\n":
        return sign
    kind = unicodedata.category(sign)
    if kind in ("Zl", "Zp") or sign in "\r\v\f":
        return "\n"
    if kind == "Zs" or sign == "\t":
        return " "
    return "" if kind in ("Cc", "Cf", "Co", "Cs") or sign in _BLANKS else sign


def _fewer_marks(text: str) -> str:
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            kept.append(sign)
    return "".join(kept)
