"""Words cleaned before the bot says them for somebody: no pings, no invites, nothing unseen."""

from __future__ import annotations

import re

from bot.domain import typed_text

_INVITE = re.compile(
    r"<?(?:https?://)?(?:www\.|ptb\.|canary\.)?"
    r"(?:discord\.(?:gg|io|me|li)|dsc\.gg|discord(?:app)?\.com/invite)/[^\s>)\]]+>?",
    re.IGNORECASE,
)
_LINK = re.compile(r"<?(https?://[^\s<>]*[^\s<>.,;:?)\]'\"])>?", re.IGNORECASE)
_SCHEME = re.compile(r"<?\b[a-z][a-z0-9+.-]*://([^\s<>]*)>?", re.IGNORECASE)
_REPLACED = (
    (re.compile(r"<@&\d+>"), "a role"),
    (re.compile(r"<@!?\d+>"), "somebody"),
    (re.compile(r"<a?(:\w+:)\d+>"), r"\1"),  # a server's own emoji
    (re.compile(r"<(?:id:\w+|/[^<>]+:\d+)>"), ""),
    (re.compile(r"@+(everyone|here)\b", re.IGNORECASE), r"\1"),
    (_INVITE, "(invitation left out)"),
    (_LINK, r"<\1>"),
    (re.compile(r"[^\S\n]+"), " "),
    (re.compile(r" ?\n ?"), "\n"),
    (re.compile(r"\n{3,}"), "\n\n"),
)


def clean(text: str) -> str:
    """Mentions named, links without preview, nothing unseen."""
    seen = typed_text.clean(text)
    for pattern, instead in _REPLACED:
        seen = pattern.sub(instead, seen)
    return seen.strip()


def untapped(text: str) -> str:
    """Links as text that opens with no tap: Discord takes none for one without its `https://`."""
    return _SCHEME.sub(r"\1", text).replace("://", ": //")
