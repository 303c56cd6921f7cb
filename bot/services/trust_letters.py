"""Drafts a letter, as a document and as text. Nothing of it is kept."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from bot.domain.trust_letters import (
    GAP,
    Part,
    TrustLetter,
    as_text,
    compose,
    compose_pay,
    mentions_target,
    names_in,
    size_for,
)


class Kind(StrEnum):
    PLAN = "plan"
    PAY = "pay"


TITLES = {
    Kind.PLAN: "Letter to the board level safety champion",
    Kind.PAY: "Letter about pay and expenses of reps",
}


@dataclass(frozen=True)
class Draft:
    """`target`: the rep's own words mention one. `names`: what in those words may name somebody,
    found for this one answer and never kept."""

    text: str
    document: bytes
    target: bool
    names: list[str]


async def draft(kind: Kind, letter: TrustLetter, today: date) -> Draft:
    """The document is made in a thread, because that takes a moment."""
    parts = (compose if kind is Kind.PLAN else compose_pay)(letter, today)
    document = await asyncio.to_thread(as_document, parts, TITLES[kind], today)
    target = kind is Kind.PLAN and mentions_target(letter)
    return Draft(as_text(parts), document, target, names_in(letter))


def as_document(parts: list[Part], title: str, today: date) -> bytes:
    """A .docx file: one A4 page in British English, dated that day."""
    import docx  # heavy, and rarely needed

    document = docx.Document()
    _describe(document.core_properties, title, today)
    _set_page(document)
    _set_styles(document, size_for(parts))
    for part in parts:
        style = {"heading": "Heading 2", "item": "List Paragraph"}.get(part.style, "Normal")
        text = part.text.replace(" ", "\t", 1) if part.style == "item" else part.text
        document.add_paragraph(text, style=style)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _describe(about: Any, title: str, today: date) -> None:
    """The library's template names itself as the author and in the comments, and a day of 2013."""
    about.title, about.language = title, "en-GB"
    about.author = about.comments = about.last_modified_by = ""
    about.created = about.modified = datetime.combine(today, time())
    about.revision = 1


def _set_page(document: Any) -> None:
    from docx.shared import Mm

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(15)
    page.header_distance = page.footer_distance = Mm(8)


def _set_styles(document: Any, size: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for name in ("Normal", "Heading 2", "List Paragraph"):
        style = document.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        # A heading's letters come from the template's theme unless each kind of them is named.
        fonts = style.element.rPr.rFonts
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        shape = style.paragraph_format
        shape.space_before, shape.space_after, shape.line_spacing = Pt(0), Pt(GAP), 1.0
    listed = document.styles["List Paragraph"].paragraph_format
    listed.left_indent, listed.first_line_indent = Mm(6), Mm(-6)
