"""The baseline: a discord.py bot that answers `/ping` with pong, and does nothing else."""

from __future__ import annotations

import os
from typing import Any

import discord
from discord import app_commands


class BareBot(discord.Client):
    """The same intents as repbot, and one command."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), max_messages=None)
        self.tree = app_commands.CommandTree(self)
        guild = discord.Object(int(os.environ["GUILD_ID"]))
        self.tree.add_command(ping, guild=guild)


@app_commands.command(description="Answers pong")
async def ping(interaction: discord.Interaction[Any]) -> None:
    """Answer at once."""
    await interaction.response.send_message("pong", ephemeral=True)


if __name__ == "__main__":
    BareBot().run(os.environ["DISCORD_TOKEN"])
