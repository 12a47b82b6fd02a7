"""Settings: the example file tells all of them, and a wrong one is named in one sentence."""

import tomllib
from dataclasses import MISSING, fields
from itertools import pairwise
from pathlib import Path

import pytest

from tracker.config import Settings, WrongSetting, load_settings

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
PEPPER = "42" * 32


def site(folder: Path, text: str = "", pepper: str = PEPPER) -> Path:
    (folder / "config.toml").write_text(f'pepper = "{pepper}"\n{text}', "utf-8")
    return folder


def test_the_example_names_every_setting_in_order_with_its_default():
    example = tomllib.loads(EXAMPLE.read_text("utf-8"))
    known = {f.name: f.default for f in fields(Settings) if f.name != "site_dir"}
    assert list(example) == list(known)
    for key, default in known.items():
        assert example[key] == ("" if default is MISSING else default), key
        assert type(example[key]) is (str if default is MISSING else type(default)), key


def test_every_setting_of_the_example_has_a_reason_above_it():
    lines = EXAMPLE.read_text("utf-8").splitlines()
    told = {"port", "officer_contact"}  # explained together with the line before
    for above, line in pairwise(lines):
        key = line.split(" = ")[0]
        if " = " in line and not line.startswith("#") and key not in told:
            assert above.startswith("# "), line


def test_the_example_itself_asks_for_a_pepper(tmp_path: Path):
    (tmp_path / "config.toml").write_bytes(EXAMPLE.read_bytes())
    with pytest.raises(WrongSetting, match="'pepper' must be 64 hexadecimal digits"):
        load_settings(tmp_path, {})
    assert load_settings(tmp_path, {"TRACKER_PEPPER": PEPPER}).port == 8000


def test_the_environment_wins_over_the_file(tmp_path: Path):
    site(tmp_path, "port = 9000\napplications_open = true")
    environ = {"TRACKER_PORT": "9001", "TRACKER_APPLICATIONS_OPEN": "no", "TRACKER_SITE": "x"}
    settings = load_settings(tmp_path, environ)
    assert (settings.port, settings.applications_open) == (9001, False)
    assert load_settings(tmp_path, environ, port=9002).port == 9002


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("port = 8000.5", "port"),
        ("port = 0", "port"),
        ("workers = 100", "workers"),
        ("demo = 1", "demo"),
        ("idle_minutes = 4", "idle_minutes"),
        ("absolute_hours = 25", "absolute_hours"),
        ("organization = 5", "organization"),
        ("no_such_thing = 1", "no_such_thing"),
        ("site_dir = '/tmp'", "site_dir"),
        ("log_level = 'LOUD'", "log_level"),
        ("public_url = 'http://example.org'", "public_url"),
        ("public_url = 'http://[::1'", "public_url"),
        ("public_url = 'https://example.org:web'", "public_url"),
        ("database_url = 'mysql://x'", "database_url"),
        ("sessions_url = 'redis://x'", "sessions_url"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(tmp_path: Path, text: str, key: str):
    with pytest.raises(WrongSetting) as told:
        load_settings(site(tmp_path, text), {})
    sentence = str(told.value)
    assert f"'{key}'" in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_wrong_value_in_the_environment_is_named_too(tmp_path: Path):
    with pytest.raises(WrongSetting, match="'idle_minutes' must be a whole number"):
        load_settings(site(tmp_path), {"TRACKER_IDLE_MINUTES": "half an hour"})


def test_what_is_missing_is_named(tmp_path: Path):
    with pytest.raises(WrongSetting, match=r"config\.toml does not exist: 'tracker init'"):
        load_settings(tmp_path, {})
    (tmp_path / "config.toml").write_text("port = 8000", "utf-8")
    with pytest.raises(WrongSetting, match="'pepper' is missing"):
        load_settings(tmp_path, {})


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path):
    (tmp_path / "config.toml").write_text("port = = 1", "utf-8")
    with pytest.raises(WrongSetting, match="cannot be read as TOML"):
        load_settings(tmp_path, {})
    (tmp_path / "config.toml").unlink()
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(WrongSetting, match="cannot be read"):
        load_settings(tmp_path, {})


def test_the_pepper_is_not_in_the_words_of_settings(tmp_path: Path):
    assert PEPPER not in repr(load_settings(site(tmp_path), {}))
