"""Seals and opens the words of questions, and who is to be told."""

from __future__ import annotations

from bot.domain.questions import Decision, Entry, News, Question
from bot.vault import Vault, VaultError

LOST = "(These words can no longer be opened: the keys that sealed them are gone.)"
_ID_DIGITS = 20


def context(table: str, column: str, row_id: int) -> bytes:
    """What binds a sealed value to its place; db/sealed.py makes the same when keys change."""
    return f"{table}.{column}:{row_id}".encode()


class Words:
    """The vault, by the columns of this feature."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def seal(self, table: str, column: str, row_id: int, text: str) -> bytes:
        """Seal words for one place."""
        return self._vault.seal(text, context(table, column, row_id))

    def seal_address(self, question_id: int, person: int) -> bytes:
        """Seal who is to be told; all addresses have one length."""
        return self.seal("questions", "address", question_id, f"{person:0{_ID_DIGITS}}")

    def question(self, question: Question) -> str:
        """The asker's words."""
        return self._open("questions", "sealed_text", question.id, question.sealed_text)

    def note(self, question: Question) -> str:
        """What a coordinator wrote to the asker."""
        return self._open("questions", "sealed_note", question.id, question.sealed_note)

    def entry(self, entry: Entry) -> str:
        """The words of an answer or a reply."""
        return self._open("question_entries", "sealed_text", entry.id, entry.sealed_text)

    def name(self, entry: Entry) -> str:
        """Who answered, while the answer is not yet posted."""
        return self._open("question_entries", "sealed_name", entry.id, entry.sealed_name)

    def decision(self, decision: Decision) -> str:
        """What was pressed, or "" where its keys are gone."""
        held = self._open("question_decisions", "sealed", decision.id, decision.sealed)
        return "" if held == LOST else held

    def seal_news(self, question_id: int, news: News) -> bytes:
        """Seal where a direct message stands; all have one length."""
        numbers = (news.mark, news.channel, news.message)
        text = "".join(f"{number:0{_ID_DIGITS}}" for number in numbers)
        return self.seal("question_news", "sealed", question_id, text)

    def news(self, question: Question) -> News | None:
        """Where the direct message to the asker stands, if there is one."""
        if question.news is None:
            return None
        try:
            held = self._vault.unseal(
                question.news, context("question_news", "sealed", question.id)
            )
        except VaultError:
            return None
        return News(*(int(held[at : at + _ID_DIGITS]) for at in range(0, len(held), _ID_DIGITS)))

    def address(self, question: Question) -> int:
        """Who is to be told, or 0."""
        if question.address is None:
            return 0
        try:
            held = self._vault.unseal(
                question.address, context("questions", "address", question.id)
            )
        except VaultError:
            return 0
        return int(held)

    def _open(self, table: str, column: str, row_id: int, sealed: bytes | None) -> str:
        if sealed is None:
            return ""
        try:
            return self._vault.unseal(sealed, context(table, column, row_id))
        except VaultError:
            return LOST
