"""The front page: what repbot is for, the tour, and the ways into the simulation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from simcord import ChannelHandle

from bot.demo import news
from bot.demo.news import Came, label
from bot.demo.tour import TOURS, Presses, Step
from bot.demo.world import DemoWorld, Person
from bot.domain.outbox import Letter
from bot.domain.times import say_when, zone_named

FOLDER = Path(__file__).parent
# What stands above this needs no simulation.
FROM_HERE = "<main>"
TEMPLATE, PICTURE = FOLDER / "page.html", FOLDER / "picture.svg"
NOTHING = "Nothing is planned at the moment."
LOOK_AHEAD = 200
FIRST_PEOPLE = ("chloe", "dana", "imogen", "amina")
NEWS = (
    '<section class="card" id="news" tabindex="-1" aria-labelledby="news-title">'
    '<h2 id="news-title">What the jump brought</h2>{}</section>'
)
NOT_YET, SEEN = "Not pressed yet.", "Done."
ALL_SEEN = "That was the whole tour. Look around as long as you like."
# Where what a letter's own words do not place appears.
WHERE = {
    "meetings.announcement": " in #announcements",
    "meetings.direct": "",
    "meetings.next": " in #review",
    "meetings.ask": " in #review",
    "meetings.lapse": " in #review",
    "meetings.linkcheck": " in #review",
    "questions.release": " in #review",
    "questions.publish": " in #questions",
    "library.suggestion": " in #review",
    "hellos.call": " in #support",
    "hellos.tell_coordinators": " in #review",
    "checkins.prompt": " by direct message",
    "partnerships.": " by direct message",
    "checkins.share": " in #support",
}
UNSEEN = (
    *(".nightly", ".daily", ".look", ".digest", ".running_out", ".event", ".end", ".tidy"),
    *(".copy", ".turn", ".numbers", ".rename", ".unsay", ".unread", "meetings.card"),
)


@dataclass(frozen=True)
class Seat:
    """Who looks, and how far in which tour; `step` counts from 0. `jumped`: a moment ago."""

    person: str
    tour: str
    step: int
    jumped: bool = False

    @classmethod
    def of(cls, query: Any, people: Iterable[str]) -> Seat:
        """Whatever was typed into the address."""
        tour = query.get("tour", "")
        tour = tour if tour in TOURS else next(iter(TOURS))
        written = query.get("step", "")
        step = int(written) - 1 if written.isdecimal() and written.isascii() else 0
        step = step if 0 <= step < len(TOURS[tour]) else 0
        person = query.get("as", "")
        person = person if person in people else TOURS[tour][step].person
        return cls(person, tour, step, "jumped" in query)

    @property
    def here(self) -> Step:
        return TOURS[self.tour][self.step]

    def link(self, path: str = "/", **changes: object) -> str:
        """An address with what is chosen, and what else is to be."""
        chosen = {"as": self.person, "tour": self.tour, "step": self.step + 1}
        return f"{path}?{urlencode(chosen | changes)}"


def beginning() -> str:
    """What repbot is for: the upper part of the page, above all that the simulation fills in."""
    above = TEMPLATE.read_text(encoding="utf-8").partition(FROM_HERE)[0]
    return above.replace("{picture}", PICTURE.read_text(encoding="utf-8"))


async def rest(
    world: DemoWorld, presses: Presses, seat: Seat, came: list[Came], trouble: str
) -> str:
    """`came`: what the last jump brought; `trouble`: a sentence when something did not work."""
    state = await state_of(world, presses, seat)
    filled = {
        "trouble": f'<p role="alert">{escape(trouble)}</p>' if trouble else "",
        "news": NEWS.format(news.shown(world, seat.person, came)) if seat.jumped else "",
        "tour": _tour(seat, str(state["done"])),
        "name": escape(world.people[seat.person].name),
        "people": _people(world, seat, state["people"]),
        "places": _places(world, seat, state["places"]),
        "clock": escape(str(state["clock"])),
        "following": escape(str(state["following"])),
        "move": escape(seat.link("/clock")),
    }
    _, begin, page = TEMPLATE.read_text(encoding="utf-8").partition(FROM_HERE)
    for name, value in filled.items():
        page = page.replace("{" + name + "}", value)
    return begin + page


async def state_of(world: DemoWorld, presses: Presses, seat: Seat) -> dict[str, Any]:
    """What changes by itself."""
    zone = zone_named(world.bot.config.timezone)
    letter = await next_letter(world)
    following = NOTHING
    if letter is not None:
        at = say_when(datetime.fromtimestamp(letter.try_at, UTC), zone, world.clock())
        where = next((where for kind, where in WHERE.items() if letter.kind.startswith(kind)), "")
        what = f"{world.bot.outbox.label(letter.kind)}{where}, {at}"
        following = f"Planned next: {what}. Questions and answers come in between."
    person = world.people[seat.person]
    return {
        "clock": say_when(world.clock(), zone, world.clock()),
        "following": following,
        "done": SEEN if presses.seen(seat.here) else NOT_YET,
        "people": {
            key: unread(world, each, "dm", each.direct_messages)
            for key, each in world.people.items()
        },
        "places": {
            key: unread(world, person, key, place) for key, place in world.places(person).items()
        },
    }


async def next_letter(world: DemoWorld, kind: str = "") -> Letter | None:
    """The next letter that people will see, of a kind or any; the night's upkeep is none."""
    for letter in await world.bot.outbox.coming(LOOK_AHEAD):
        if letter.kind == kind or (not kind and not letter.kind.endswith(UNSEEN)):
            return letter
    return None


def unread(world: DemoWorld, person: Person, key: str, place: ChannelHandle) -> str:
    new = world.unread(person, key, place)
    return f", {new} new" if new else ""


def _tour(seat: Seat, done: str) -> str:
    """One step, the way to it, and the way on."""
    step, steps = seat.here, TOURS[seat.tour]
    tours = "".join(
        f'<a href="{_start(name)}"{_current(name == seat.tour)}>As a {name}</a>' for name in TOURS
    )
    last = seat.step + 1 == len(steps)
    ways = [_way_in(seat), "" if last else _way("Next step", seat, seat.step + 2)]
    ways += [_way("Back", seat, seat.step)] if seat.step else []
    return (
        f'<nav aria-label="Tours">{tours}</nav>'
        f"<p><strong>{seat.step + 1} of {len(steps)}.</strong> {escape(step.why)}</p>"
        f"<p>{_press(step)}, and you see {escape(step.sees)}</p>"
        f'<p role="status" id="done">{done}</p><p class="ways">{"".join(ways)}</p>'
        f"{f'<p>{ALL_SEEN}</p>' if last and done == SEEN else ''}"
    )


def _start(tour: str) -> str:
    return escape(Seat(TOURS[tour][0].person, tour, 0).link())


def _current(is_it: bool) -> str:
    return ' aria-current="true"' if is_it else ""


def _press(step: Step) -> str:
    where = "" if step.jump else f" in #{step.place}"
    return f"Press <b>{escape(step.button)}</b>{where}"


def _way_in(seat: Seat) -> str:
    """The place as that person sees it, or the jump."""
    step = seat.here
    if step.jump:
        return (
            f'<button class="first" form="clock-form" name="to" value="{step.jump}">'
            f"{escape(step.button)}</button>"
        )
    address = escape(seat.link("/open", at=step.place, **{"as": step.person}))
    label = f"Open #{step.place} as {step.person.capitalize()}"
    return f'<a class="first" target="as-{step.person}" href="{address}">{label}</a>'


def _way(label: str, seat: Seat, step: int) -> str:
    person = TOURS[seat.tour][step - 1].person
    address = escape(seat.link(step=step, **{"as": person}))
    return f'<a href="{address}">{label}</a>'


def _people(world: DemoWorld, seat: Seat, new: dict[str, str]) -> str:
    """Those to begin with; everybody else folded away."""
    first = [key for key in FIRST_PEOPLE if key in world.people]
    others = [key for key in world.people if key not in first]
    shown = " open" if seat.person in others else ""
    return (
        f"{_list_of(world, seat, first, new)}<details{shown}><summary>Everybody else</summary>"
        f"{_list_of(world, seat, others, new)}</details>"
    )


def _list_of(world: DemoWorld, seat: Seat, keys: list[str], new: dict[str, str]) -> str:
    still = {"jumped": "1"} if seat.jumped else {}
    ways = {key: escape(seat.link(**{"as": key}, **still)) for key in keys}
    items = [
        f'<li><a href="{ways[key]}#who"{_current(key == seat.person)}>'
        f"{escape(world.people[key].name)} <small>{world.people[key].role}"
        f'<span id="unread-{key}">{new[key]}</span></small></a></li>'
        for key in keys
    ]
    return f"<ul>{''.join(items)}</ul>"


def _places(world: DemoWorld, seat: Seat, new: dict[str, str]) -> str:
    """One tab for each person, so that two can look at a place side by side."""
    person = world.people[seat.person]
    items = [
        f'<li><a target="as-{seat.person}" href="/open?as={seat.person}&amp;at={key}">'
        f'{label(key, place)}<span id="new-{key}">{new[key]}</span></a></li>'
        for key, place in world.places(person).items()
    ]
    return f"<ul>{''.join(items)}</ul>"
