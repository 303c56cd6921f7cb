"""The topics by which people browse, each made of tags."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.library import Entry, Kept, Label, parts

OTHER = "Everything else"
TOPICS: dict[str, str] = {
    "Being a rep": "role-of-the-rep, mnvp, mvp, induction, find-local, peer-support, network",
    "Pay and expenses": "remuneration, expenses, budget, funding, benefits-and-tax",
    "Leading and meetings": "chairing, meetings, governance, terms-of-reference, independence,"
    " workload, membership, recruitment, board",
    "Working together": "co-production, involvement, values, staff-engagement, research",
    "Gathering feedback": "feedback, 15-steps, walkround, listening, evaluation",
    "Continuity of carer": "continuity-of-carer",
    "National plans": "policy, vision, commissioning, legal-duty, structure",
    "Safety and the incentive scheme": "safety, mis, cnst, safety-action-7, escalation,"
    " clinical-standards, staffing, workforce, data",
    "Inquiries": "inquiry",
    "Fair care": "inequalities",
    "Trauma": "trauma",
    "Neonatal": "neonatal",
    "Rights and consent": "rights, consent",
    "Care guidelines": "nice",
    "Data and confidentiality": "data-protection, confidentiality, messaging",
    "Looking after a group": "moderation, crisis, safeguarding, conduct, complaints,"
    " online-safety-act",
    "What AIMS thinks": "aims-position, aims-site, template-letter, letter",
}


def topics_of(entry: Entry) -> list[str]:
    """Return the topics an entry belongs to; at least one."""
    tags = set(parts(entry.tags))
    found = [topic for topic, named in TOPICS.items() if tags & set(parts(named))]
    return found or [OTHER]


def topic_named(text: str) -> str | None:
    """Return the topic a person wrote, whole or in part, or None."""
    words = text.strip().lower()
    every = [*TOPICS, OTHER]
    exact = [topic for topic in every if topic.lower() == words]
    near = [topic for topic in every if words and words in topic.lower()]
    tagged = [topic for topic, tags in TOPICS.items() if words in parts(tags.lower())]
    return next(iter([*exact, *near, *tagged]), None)


def in_reading_order(found: Iterable[Kept]) -> list[Kept]:
    """Return entries as one would read them: what is in force first, then by title."""
    order = [Label.IN_FORCE, Label.BACKGROUND, Label.AIMS_POSITION, Label.PAST_POLICY, None]
    return sorted(found, key=lambda kept: (order.index(kept.entry.label), kept.entry.title))
