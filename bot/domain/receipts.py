"""Receipt codes of anonymous questions: a number everybody sees, and a key nobody keeps."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.errors import UserError

FIRST_NUMBER, LAST_NUMBER = 100_000, 999_999
SECRET_DIGITS = 16
TRIES, PAUSE_SECONDS = 5, 15 * 60


class CodeRefusedError(UserError):
    """A receipt code that opens nothing; another may be tried at once."""


@dataclass(frozen=True, repr=False)
class Receipt:
    """What the asker is given once: the question's number and sixteen digits."""

    number: int
    secret: str

    def __str__(self) -> str:
        groups = [self.secret[start : start + 4] for start in range(0, SECRET_DIGITS, 4)]
        return "-".join((str(self.number), *groups))

    @property
    def hashed(self) -> str:
        return f"{self.number}:{self.secret}"


def read_receipt(text: str) -> Receipt:
    """However it is spaced. Raises CodeRefusedError when digits are missing or too many."""
    # Words ("Code:") go; of what is left, letters that look like digits were copied for them.
    plain = re.sub(r"\b[^\W\d_]+\b", "", text).translate(str.maketrans("OoIlL", "00111"))
    # `int`: \d takes the digits of every script.
    digits = "".join(str(int(sign)) for sign in re.findall(r"\d", plain))
    wanted = len(str(FIRST_NUMBER)) + SECRET_DIGITS
    if len(digits) != wanted:
        raise CodeRefusedError(_miscounted(len(digits), wanted))
    return Receipt(int(digits[:-SECRET_DIGITS]), digits[-SECRET_DIGITS:])


def code_refused(left: int) -> UserError:
    """For a well-formed code that opens nothing; `left`: tries before the pause."""
    why = (
        "That code opens no question that I still keep: a digit may be wrong, or the question has"
        " been closed."
    )
    minutes = PAUSE_SECONDS // 60
    if not left:
        return UserError(
            f"{why} That was the last of {TRIES} tries. Please wait {minutes} minutes; then you"
            f" have {TRIES} once more."
        )
    tries = "1 try" if left == 1 else f"{left} tries"
    return CodeRefusedError(
        f"{why} You have {tries} left. {minutes} minutes after the last wrong code the count starts"
        f" again, with {TRIES} tries."
    )


def _miscounted(count: int, wanted: int) -> str:
    if count == wanted - 1:
        head = "One digit seems to be missing"
    elif count < wanted:
        head = f"{wanted - count} digits seem to be missing"
    elif count == wanted + 1:
        head = "One digit seems to be too many"
    else:
        head = f"{count - wanted} digits seem to be too many"
    has = f"a receipt code has {wanted} digits and this has {count or 'none'}"
    return f"{head}: {has}. You have not used up a try."
