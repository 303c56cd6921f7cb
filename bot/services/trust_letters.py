"""Drafts the letter to the trust, as a document and as text. Nothing of it is kept."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from datetime import date

from bot.domain.trust_letters import (
    Part,
    TrustLetter,
    as_text,
    compose,
    mentions_target,
    names_in,
)


@dataclass(frozen=True)
class Draft:
    """`target`: the rep's own words mention one. `names`: what in those words may name somebody,
    found for this one answer and never kept."""

    text: str
    document: bytes
    target: bool
    names: list[str]


async def draft(letter: TrustLetter, today: date) -> Draft:
    """The document is made in a thread, because that takes a moment."""
    parts = compose(letter, today)
    document = await asyncio.to_thread(as_document, parts)
    return Draft(as_text(parts), document, mentions_target(letter), names_in(letter))


def as_document(parts: list[Part]) -> bytes:
    """A .docx file."""
    import docx  # heavy, and rarely needed

    document = docx.Document()
    # The library's template names itself as the author, and in the comments.
    document.core_properties.author = ""
    document.core_properties.title = "Letter to the board level safety champion"
    document.core_properties.comments = ""
    for part in parts:
        if part.style == "heading":
            document.add_heading(part.text, level=2)
        else:
            document.add_paragraph(part.text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
