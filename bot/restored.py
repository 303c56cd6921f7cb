"""What a restore has done, in words for whoever gave the word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.erasures import Remembered
from db.carrying import Rows

RESTORED = "Restored the backup of {at:%d %B %Y, %H:%M} UTC. {ahead}{people}. {questions}. {kept}"
AHEAD = (
    "By its clock it is of the future, so whoever was erased at any time counts as erased since"
    " then. "
)
NOBODY = "Nobody was erased since then"
NO_LIST = "There is no {file}, so whoever was erased since then is back"
BEGUN_ANEW = (
    "{file} was lost and begun anew on {since:%d %B %Y}, so whoever was erased between the backup"
    " and that day may be back"
)
NOR_OF_QUESTIONS = ", and so is every question that was withdrawn"
ENDED = "Questions that ended since then, and are gone: {}"
NO_QUESTION = "No question ended since then"
KEPT = "What was there is kept as {aside}, and removed within seven days of running. "
OWN = "check-ins, own meetings, plans, the pairing, being shown or counted"
TAKEN_BACK = (
    f"What people took back since then stays taken back ({OWN}); suggestions for the library are"
    " those of the backup. "
)
ANOTHER = (
    "It is not known to be a later state of this backup, so what people took back since then may be"
    f" back ({OWN}); the vetoes of the pairing and the names left off that it knows hold. "
)
LOST = (
    "so every block and return address is lost: they are in no backup. Vetoes of the pairing and"
    " names left off since the backup was made are lost, what people took back since then is back"
    f" ({OWN}), and whoever was erased and what was withdrawn in its last quarter of an hour may be"
    " back"
)
NONE_THERE = f"There was no database to ask, {LOST}. "
UNREADABLE = f"It could not be read, {LOST}. It is kept as it is, with all that a copy leaves out. "
STAND = (
    "Anonymous questions stand as they stood in it, and so do calls, with answers, topics and"
    " actions, who waits for a hello, and what was written to the safeguarding lead. "
)
FROM_BACKUP = (
    "Anonymous questions are those of the backup, so what coordinators ended or took down since"
    " then may be back. So are calls, with answers, topics and actions: one that was moved or"
    " cancelled since then is as it was before, and one announced since then is not known. Look"
    " through them as soon as the bot runs. Who has asked for a hello since then is not known, and"
    " what was written to the safeguarding lead and not read yet is lost: tell the listeners. "
)
ELSE = (
    "Everything else is as it was in the backup: the library, what is chosen in `/setup`, and what"
    " people have begun since then. "
)
START = "Now start the bot."


@dataclass(frozen=True, repr=False, kw_only=True)
class Restored:
    """`remembered` and `known` are what the list of erasures and the database that was there know;
    `aside` is empty where there was none."""

    made_at: datetime
    remembered: Remembered | None
    known: dict[str, Rows] | None
    file: str
    aside: str
    erased: int
    ended: int
    later: bool
    stand: bool
    ahead: bool

    def in_words(self) -> str:
        return RESTORED.format(
            at=self.made_at,
            ahead=AHEAD if self.ahead else "",
            people=self._people(),
            questions=self._questions(),
            kept=(KEPT.format(aside=self.aside) if self.aside else "")
            + self._own()
            + (STAND if self.stand else FROM_BACKUP)
            + ELSE
            + START,
        )

    @property
    def _begun(self) -> date | None:
        """Since when the list remembers, where that is too late."""
        day = date.min if self.ahead else self.made_at.date()
        held = self.remembered
        return None if held is None or held.is_complete(day) else held.since

    def _people(self) -> str:
        lost = "" if self.stand else NOR_OF_QUESTIONS
        if self.remembered is None:
            return NO_LIST.format(file=self.file) + lost
        again = f"Erased again since then: {self.erased}" if self.erased else ""
        if self._begun is None:
            return again or NOBODY
        anew = BEGUN_ANEW.format(file=self.file, since=self._begun) + lost
        return f"{again}. {anew}" if again else anew

    def _questions(self) -> str:
        if self.remembered is None or self._begun or self.known is None:
            return f"Questions of which it is known that they ended since then: {self.ended}"
        return ENDED.format(self.ended) if self.ended else NO_QUESTION

    def _own(self) -> str:
        if self.known is None:
            return UNREADABLE
        if not self.known:
            return NONE_THERE
        return TAKEN_BACK if self.later else ANOTHER
