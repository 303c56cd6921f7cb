"""Every sentence about privacy."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from bot.domain.personal_data import PersonalData
from bot.domain.personal_data_text import Row
from bot.domain.retention import DEPARTED_DAYS, ERASURE_DAYS, LETTER_DAYS
from bot.services.privacy import Held

ABOUT = (
    "I read no messages, only what you type into my forms and commands, and which of my buttons you"
    " press. Old things go by themselves, each night; if you leave, everything goes"
    f" {DEPARTED_DAYS} days later.\n\n"
    "**Anonymous questions are not in here:** I cannot tell which are yours. Only your receipt code"
    " opens them.\n"
    "-# Backups are kept for seven days, and one that is restored repeats every erasure. What"
    " Discord keeps, outside the United Kingdom, I cannot delete."
)
NOTHING = "I hold nothing about you."
REMAINS = (
    "What remains, and why:\n"
    "- Messages that stand in Discord, such as a reminder that mentions you, or the thread in which"
    " you met a listener: they belong to the channel. A coordinator can delete them.\n"
    "- Anonymous questions: I cannot tell which ones are yours. Your receipt code opens them, and"
    " there you can withdraw them.\n"
    "- What a listener wrote to the safeguarding lead, for seven days at most: it may be about"
    " somebody else.\n"
    "- Backups, for seven days: if one is restored, you are erased from it at once.\n"
    "- Where `Not again, please` was pressed in a pairing of yours: a hash of the two together, so"
    " that it holds if you come back. It does not say who pressed. Whoever holds the bot's keys"
    " folder can test two ids against it.\n"
    f"- A hash of your Discord id and the day, for {ERASURE_DAYS} days: so that a restored backup"
    " erases you again. Whoever holds the bot's keys folder can test an id against it.\n"
    "- What Discord keeps itself."
)
ASK_FIRST = (
    "This erases everything I hold about you: your answers to calls, your choices, your check-ins."
    " A check-in that stands in the listeners' thread is taken down at once. It cannot be undone."
    " You can stay in the server and start afresh at any time.\n\n" + REMAINS
)
ERASED = (
    "Everything I held about you is erased. If a check-in of yours stood in the listeners' thread,"
    " I am taking it down now.\n\n" + REMAINS
)
EXPORTED = "Here is everything I hold about you, as a file. Only you can see this message."
LEAST_INSTANT = 10**9  # seconds since 1970; a smaller number is no moment, but a count or "never"


def notice(held: list[Held], letters: int) -> str:
    count = letters + sum(len(rows) for _, rows in _together(held))
    things = "1 thing" if count == 1 else f"{count} things"
    holds = f"I hold **{things}** about you." if count else NOTHING
    return f"## What I know about you\n{holds}\n\n{ABOUT}"


def shown(held: list[Held], letters: int) -> str:
    if not held and not letters:
        return NOTHING
    lines = []
    for data, rows in _together(held):
        lines.append(f"**{data.what[:1].upper()}{data.what[1:]}**")
        lines += [f"- {data.say(row) if data.say else _row(row, data.person)}" for row in rows]
        lines.append(f"-# Why: {data.why}. Kept: {data.kept}. Seen by: {data.seen_by}.")
    if letters:
        lines.append(
            f"**Letters to you** that are planned or were sent: {letters}. Kept for {LETTER_DAYS}"
            " days."
        )
    return "\n".join(lines)


def _together(held: list[Held]) -> list[tuple[PersonalData, list[Row]]]:
    """Put what was sealed in a row, and is opened for this person, back into its row."""
    found: dict[tuple[str, str | None], tuple[PersonalData, list[Row]]] = {}
    for each in held:
        data = each.data
        _, rows = found.setdefault((data.table, data.person), (data, []))
        known = {row["id"]: row for row in rows if "id" in row}
        for facts in each.rows:
            row = dict(facts)
            if row.get("id") in known:
                known[row["id"]].update(row)
            else:
                rows.append(row)
    return list(found.values())


def _row(row: Row, person: str | None) -> str:
    """For a feature that has no words for it yet."""
    facts = [
        f"{name.replace('_', ' ')} {_value(name, value)}"
        for name, value in row.items()
        if name not in ("id", person) and value not in (None, "") and not isinstance(value, bytes)
    ]
    return ", ".join(facts) or "one row"


def _value(name: str, value: Any) -> str:
    instant = name.endswith(("_at", "since")) and isinstance(value, int)
    return f"<t:{value}:f>" if instant and value > LEAST_INSTANT else str(value)


def exported(held: list[Held], letters: int, user_id: int, now: datetime) -> str:
    """Sealed values appear opened, or not at all."""
    whole = {
        "made_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "discord_id": str(user_id),
        "held": [
            {
                "what": each.data.what,
                "why": each.data.why,
                "kept": each.data.kept,
                "seen_by": each.data.seen_by,
                "rows": [
                    {name: value for name, value in row if not isinstance(value, bytes)}
                    for row in each.rows
                ],
            }
            for each in held
        ],
        "letters_planned_or_sent": letters,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)
