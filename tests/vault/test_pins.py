"""pins.json: the groups' public keys, out of the database's reach."""

import json
import os
from pathlib import Path

import pytest

from tracker.vault.keyring import INTAKE, Holder, Recipient
from tracker.vault.pins import PinFile, PinMismatch, Pins

INTAKE_GROUP = Holder(INTAKE, 1, bytes(range(32)))
RIGHT = Recipient(INTAKE, 1, INTAKE_GROUP.public_key)


@pytest.fixture
def pin_file(tmp_path: Path) -> PinFile:
    made = PinFile(tmp_path / "pins.json")
    made.save(Pins({INTAKE: RIGHT}))
    return made


def test_round_trip(pin_file):
    assert pin_file.load() == Pins({INTAKE: RIGHT})
    pin_file.load().check(RIGHT)
    known = json.loads(pin_file.path.read_text("utf-8"))
    assert known == {INTAKE: {"generation": 1, "public_key": INTAKE_GROUP.public_key.hex()}}


WRONG = [
    RIGHT._replace(public_key=Holder(INTAKE, 1, bytes(32)).public_key),
    RIGHT._replace(public_key=b""),
    RIGHT._replace(generation=2),
    RIGHT._replace(generation=0),
    RIGHT._replace(principal="group:staff"),
    RIGHT._replace(principal="GROUP:INTAKE"),
]


@pytest.mark.parametrize("who", WRONG)
def test_another_key_generation_or_group(pin_file, who):
    with pytest.raises(PinMismatch):
        pin_file.load().check(who)


DAMAGED = [
    "",
    "[]",
    "{",
    "null",
    '"x"',
    '{"group:intake": null}',
    '{"group:intake": {}}',
    '{"group:intake": {"generation": 1, "public_key": "zz"}}',
    '{"group:intake": {"generation": 1, "public_key": 5}}',
    '{"group:intake": {"generation": "x", "public_key": ""}}',
    '{"group:intake": {"generation": null, "public_key": ""}}',
]


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_file_pins_nothing(pin_file, text):
    pin_file.path.write_text(text, "utf-8")
    with pytest.raises(PinMismatch):
        pin_file.load()


def test_a_missing_or_unreadable_file(pin_file):
    pin_file.path.write_bytes(b"\xff\xfe")
    with pytest.raises(PinMismatch):
        pin_file.load()
    pin_file.path.unlink()
    with pytest.raises(PinMismatch):
        pin_file.load()


def test_saving_is_whole_or_not_at_all(pin_file, monkeypatch):
    """Stopped at any moment before the rename, the old pins stand."""
    team = Recipient("group:team-ab", 1, INTAKE_GROUP.public_key)

    def stopped(_file: int) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", stopped)
        with pytest.raises(OSError, match="disk full"):
            pin_file.save(pin_file.load().with_group(team))
    assert pin_file.load() == Pins({INTAKE: RIGHT})
    pin_file.save(pin_file.load().with_group(team))
    assert pin_file.load() == Pins({INTAKE: RIGHT, team.principal: team})
    assert [path.name for path in pin_file.path.parent.iterdir()] == ["pins.json"]


def test_pins_reach_the_disk_before_the_name(pin_file, monkeypatch):
    order: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def synced(file: int) -> None:
        order.append("sync")
        fsync(file)

    def renamed(path: Path, to: Path) -> Path:
        order.append("rename")
        return replace(path, to)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    pin_file.save(pin_file.load())
    assert order == ["sync", "rename"]


def test_generations_are_compared_as_numbers(pin_file):
    pin_file.save(Pins({INTAKE: RIGHT._replace(generation=1000)}))
    pin_file.load().check(RIGHT._replace(generation=int("1000")))


def test_a_group_replaces_itself_and_leaves_the_others():
    newer = RIGHT._replace(generation=2)
    staff = Recipient("group:staff", 1, RIGHT.public_key)
    pins = Pins({INTAKE: RIGHT, "group:staff": staff}).with_group(newer)
    assert pins.groups == {INTAKE: newer, "group:staff": staff}
