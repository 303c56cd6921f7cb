"""What people of the double are answered."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from aiohttp import web

from tests.double import payloads
from tests.double.payloads import BOT, Json
from tests.double.replies import DiscordError, body_of, told
from tests.double.waiting import Happenings

COMMAND = 2
SAID, CHANGED, FORM_SHOWN = 4, 7, 9
ONLY_WAIT = (5, 6)
EPHEMERAL = 64
KEPT = ("content", "embeds", "components")


@dataclass
class Answer:
    """What a person got, and where; `under`: the message of the press. Times: perf_counter, s."""

    asked_at: float
    person: int
    place: int
    under: Json | None = None
    first_at: float = 0.0
    kind: int = 0
    messages: list[Json] = field(default_factory=list)
    form: Json = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Everything that can be read."""
        return "\n".join(message["content"] for message in self.messages)

    @property
    def message(self) -> Json:
        """The newest message, to press its buttons."""
        return self.messages[-1]

    @property
    def arrived(self) -> bool:
        """Whether there is a response; one that only asks to wait is none, until more follows."""
        return bool(self.first_at) and (self.kind not in ONLY_WAIT or bool(self.messages))

    @property
    def private(self) -> bool:
        """Whether only the person sees it."""
        return all(message["flags"] & EPHEMERAL for message in self.messages)

    @property
    def milliseconds(self) -> float:
        """From the event to the first response."""
        return (self.first_at - self.asked_at) * 1000


class Answers:
    """Keeps what is answered to each interaction."""

    def __init__(self, happened: Happenings) -> None:
        self._happened = happened
        self._all: dict[str, Answer] = {}

    def routes(self) -> list[web.RouteDef]:
        """Return the routes that answers come by."""
        hook = rf"/api/v10/webhooks/{BOT}/{{token}}"
        return [
            web.post(r"/api/v10/interactions/{id}/{token}/callback", self.first),
            web.post(hook, self.more),
            web.patch(hook + "/messages/@original", self.change),
            web.get(hook + "/messages/@original", self.original),
        ]

    def wait_at(self, token: str, answer: Answer) -> None:
        """Take what is answered to a token."""
        self._all[token] = answer

    def person(self, token: str) -> int:
        """Return whose interaction a token belongs to; 0 when it is nobody's."""
        return self._all[token].person if token in self._all else 0

    async def first(self, request: web.Request) -> web.Response:
        """Take the first response."""
        at, answer = time.perf_counter(), self._answer(request)
        if answer.first_at:
            raise DiscordError(400, 40060)
        body = await body_of(request)
        answer.first_at, answer.kind = at, body["type"]
        about: Json = {"id": request.match_info["id"], "type": COMMAND}
        whole: Json = {"interaction": about}
        if body["type"] == SAID:
            answer.messages.append(_message(answer, body["data"]))
            about["response_message_id"] = answer.messages[0]["id"]
            whole["resource"] = {"type": SAID, "message": answer.messages[0]}
        elif body["type"] == FORM_SHOWN:
            answer.form = body["data"]
        elif body["type"] == CHANGED:
            answer.messages.append(_changed(answer, body["data"]))
        self._happened.note("answered")
        return told(whole)

    async def more(self, request: web.Request) -> web.Response:
        """Take a follow-up."""
        answer = self._answer(request)
        answer.messages.append(_message(answer, await body_of(request)))
        self._happened.note("answered")
        return told(answer.messages[-1])

    async def change(self, request: web.Request) -> web.Response:
        """Take a change of the first response."""
        answer = self._answer(request)
        made = _message(answer, await body_of(request))
        answer.messages[:1] = [made]
        self._happened.note("answered")
        return told(made)

    async def original(self, request: web.Request) -> web.Response:
        """Show the first response."""
        return told(self._answer(request).messages[0])

    def _answer(self, request: web.Request) -> Answer:
        answer = self._all.get(request.match_info["token"])
        if answer is None:
            raise DiscordError(404, 10062)
        return answer


def _message(answer: Answer, body: Json) -> Json:
    return payloads.message(answer.place, BOT, body)


def _changed(answer: Answer, body: Json) -> Json:
    """Change the message that was pressed, where it stands; returns it as it now is."""
    if answer.under is None:
        return _message(answer, body)
    answer.under |= {
        name: body[name] or type(answer.under[name])() for name in KEPT if name in body
    }
    return dict(answer.under)
