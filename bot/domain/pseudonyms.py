"""A name of its own for each question, so that nobody is known by their last one."""

from __future__ import annotations

from collections.abc import Collection
from random import Random

_FIRST = (
    "Amber Autumn Blue Brave Bright Calm Cheerful Clear Coastal Copper Curious Dapper Early Easy"
    " Evening Fair Friendly Frosty Gentle Golden Green Happy Hazel Honest Ivory Jolly Kind Lively"
    " Lucky Mellow Merry Misty Moonlit Morning Neat Noble Olive Patient Plucky Proud Quiet Ready"
    " Rosy Ruby Russet Sandy Silver Snowy Spring Steady Still Summer Sunny Tidy Violet Warm Wise"
    " Wandering Winter Young"
)
_SECOND = (
    "Acorn Alder Ash Badger Beech Birch Blackbird Bramble Brook Chestnut Clover Cricket Curlew"
    " Daisy Dove Fern Finch Foxglove Goldfinch Harbour Hare Hawthorn Heather Hedgehog Heron Holly"
    " Ivy Jay Juniper Kestrel Kingfisher Lark Lavender Linnet Magpie Maple Marigold Meadow Moss"
    " Nightingale Oak Otter Owl Pebble Poppy Primrose Puffin River Robin Rowan Snowdrop Sparrow"
    " Squirrel Starling Swallow Swan Swift Thistle Thrush Willow Woodpecker Wren Yarrow"
)
FIRST, SECOND = tuple(_FIRST.split()), tuple(_SECOND.split())


def pseudonym(taken: Collection[str], chance: Random) -> str:
    """A name that no other question kept now bears, drawn by chance."""
    while True:
        name = f"{chance.choice(FIRST)} {chance.choice(SECOND)}"
        if name not in taken:
            return name
