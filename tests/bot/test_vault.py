"""Sealing, tags and slow hashes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.clock import utcnow
from bot.vault import Vault, VaultError, slow_hash, slow_match

TODAY = date(2026, 11, 21)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault.open(tmp_path / "keys" / "repbot.keys")


def test_the_keys_file_is_made_once_and_only_its_owner_reads_it(vault: Vault) -> None:
    assert vault.path.stat().st_mode & 0o777 == 0o600
    sealed = vault.seal("hello", b"here")
    assert Vault.open(vault.path).unseal(sealed, b"here") == "hello"


def test_a_sealed_value_opens_in_its_own_place_only(vault: Vault) -> None:
    sealed = vault.seal("hello", b"questions.text:1")
    with pytest.raises(VaultError):
        vault.unseal(sealed, b"questions.text:2")


@pytest.mark.parametrize("token", [b"", b"\x01", b"\x02" + bytes(40), bytes(40)])
def test_what_was_never_sealed_is_refused(vault: Vault, token: bytes) -> None:
    with pytest.raises(VaultError):
        vault.unseal(token, b"here")


@pytest.mark.calendar
def test_a_sealed_value_holds_no_time(vault: Vault) -> None:
    now = int(utcnow().timestamp())
    sealed = vault.seal("", b"here")
    assert len(sealed) == 1 + 12 + 16
    for seconds in range(now - 5, now + 5):
        assert seconds.to_bytes(4, "big") not in sealed
        assert seconds.to_bytes(4, "little") not in sealed


def test_keys_are_changed_without_losing_what_was_sealed(vault: Vault) -> None:
    before = vault.seal("hello", b"here")
    vault.add_key()
    assert vault.unseal(before, b"here") == "hello"
    after = vault.reseal(before, b"here")
    vault.keep_newest()
    opened = Vault.open(vault.path)
    assert opened.unseal(after, b"here") == "hello"
    with pytest.raises(VaultError):
        opened.unseal(before, b"here")


@pytest.mark.parametrize("content", ["", "not a key", "YWJj\n"])
def test_a_damaged_keys_file_is_named_and_not_replaced(tmp_path: Path, content: str) -> None:
    path = tmp_path / "repbot.keys"
    path.write_text(content)
    with pytest.raises(VaultError, match="KEYS_FILE"):
        Vault.open(path)
    assert path.read_text() == content


def test_a_tag_fits_for_fourteen_days_and_never_again(vault: Vault) -> None:
    keys = vault.day_keys
    keys.renew(TODAY)
    tag = keys.tag(TODAY, 1, 2, 3)
    assert keys.path.stat().st_mode & 0o777 == 0o600
    assert keys.fits(tag, TODAY + timedelta(days=13), 1, 2, 3)
    assert not keys.fits(tag, TODAY, 1, 2, 4)
    assert not keys.fits(tag, TODAY, 1, 3, 3)
    assert not keys.fits(tag, TODAY + timedelta(days=14), 1, 2, 3)
    keys.renew(TODAY + timedelta(days=13))
    assert keys.fits(tag, TODAY, 1, 2, 3)
    keys.renew(TODAY + timedelta(days=14))
    assert not keys.fits(tag, TODAY, 1, 2, 3)


def test_the_keys_of_today_and_tomorrow_stand_there_before_anybody_asks(vault: Vault) -> None:
    vault.day_keys.renew(TODAY)
    file = vault.day_keys.path
    before = file.read_bytes(), file.stat().st_mtime_ns
    for day in (TODAY, TODAY + timedelta(days=1)):
        vault.day_keys.tag(day, 1)
        vault.day_keys.renew(TODAY)
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before
    assert (TODAY + timedelta(days=1)).isoformat() in file.read_text()


def test_asking_reads_no_file_so_that_no_date_of_reading_tells_when(vault: Vault) -> None:
    keys = vault.day_keys
    keys.renew(TODAY)
    keys.path.unlink()
    tag = keys.tag(TODAY, 1)
    assert keys.fits(tag, TODAY, 1)
    assert not keys.path.exists()


def test_a_key_that_is_missing_all_the_same_waits_in_memory(vault: Vault) -> None:
    keys = vault.day_keys
    tag = keys.tag(TODAY, 1, 2, 3)
    assert not keys.path.exists()
    assert keys.fits(tag, TODAY, 1, 2, 3)
    keys.renew(TODAY)
    assert Vault.open(vault.path).day_keys.fits(tag, TODAY, 1, 2, 3)


def test_a_clock_set_back_ends_no_block_unless_the_key_was_of_a_wrong_day(vault: Vault) -> None:
    keys = vault.day_keys
    keys.renew(TODAY)
    tag = keys.tag(TODAY, 1)
    for back in (1, 2, 13):
        keys.renew(TODAY - timedelta(days=back))
        assert keys.fits(tag, TODAY - timedelta(days=back), 1)
    keys.renew(TODAY - timedelta(days=14))
    assert not keys.fits(tag, TODAY, 1)


def test_a_destroyed_key_is_written_over_before_it_goes(vault: Vault, tmp_path: Path) -> None:
    keys = vault.day_keys
    keys.renew(TODAY)
    second_name = tmp_path / "same-file"
    second_name.hardlink_to(keys.path)
    assert TODAY.isoformat().encode() in second_name.read_bytes()
    keys.renew(TODAY + timedelta(days=20))
    assert set(second_name.read_bytes()) == {0}


def test_a_slow_hash_is_slow_salted_and_fits(vault: Vault) -> None:
    hashed = slow_hash("482913:0123456789012345")
    assert "m=19456" in hashed
    assert "0123456789012345" not in hashed
    assert slow_match(hashed, "482913:0123456789012345")
    assert not slow_match(hashed, "482913:0123456789012346")
    assert not slow_match("nonsense", "482913:0123456789012345")
