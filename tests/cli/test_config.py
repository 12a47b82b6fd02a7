"""Settings: the example file tells all of them, and a wrong one is named in one sentence."""

import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, fields
from itertools import pairwise
from pathlib import Path

import click
import pytest

from tracker.cli import main
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
        ("public_url = 'https://x y.org'", "public_url"),
        ("public_url = 'https://example.org/tracker'", "public_url"),
        ("public_url = 'https://example.org?x=1'", "public_url"),
        ("public_url = 'https://example.org#top'", "public_url"),
        ("public_url = 'https://me@example.org'", "public_url"),
        ("public_url = 'https://example.org:99999'", "public_url"),
        ('public_url = "https://example.org\\n"', "public_url"),
        ("host = ''", "host"),
        ("host = 'example.org:8000'", "host"),
        ("host = 'here and there'", "host"),
        ("organization = ''", "organization"),
        ("organization = '  '", "organization"),
        ('organization = "관악\\n마음센터"', "organization"),
        ('organization = "관악\\u202e마음센터"', "organization"),
        ("contact_phone = ''", "contact_phone"),
        ('officer_name = "오\\u0000하나"', "officer_name"),
        ("database_url = 'mysql://x'", "database_url"),
        ("database_url = 'sqlite:///'", "database_url"),
        ("sessions_url = 'redis://x'", "sessions_url"),
        ('"no\\nsuch" = 1', "no\\nsuch"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(tmp_path: Path, text: str, key: str):
    with pytest.raises(WrongSetting) as told:
        load_settings(site(tmp_path, text), {})
    sentence = str(told.value)
    assert f"'{key}'" in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize("key", ["database_url", "sessions_url"])
@pytest.mark.parametrize(
    "rest", ["h:port/d", "h:99999/d", f"h:{'5' * 5000}/d", "h", "h/"], ids=range(5)
)
def test_a_wrong_address_of_a_database_is_named_without_its_password(
    tmp_path: Path, key: str, rest: str
):
    url = f"postgresql+psycopg://u:geheim@{rest}"
    with pytest.raises(WrongSetting, match=f"'{key}' must be like") as told:
        load_settings(site(tmp_path, f"{key} = '{url}'"), {})
    assert "geheim" not in str(told.value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("public_url", "https://example.org/"),
        ("public_url", "https://마음.example.org:8443"),
        ("public_url", "http://[::1]:8000"),
        ("host", "::1"),
        ("host", "[::1]"),
        ("host", "localhost"),
        ("organization", "관악 마음센터 (청년)"),
        ("database_url", "postgresql+psycopg://u:a/b?c%40@h:5432/name?sslmode=require"),
        ("database_url", "postgresql+psycopg://u@/name?host=/run/postgresql"),
        ("sessions_url", "sqlite:////var/lib/tracker/sessions.db"),
    ],
)
def test_what_is_right_is_taken_as_it_is(tmp_path: Path, key: str, value: str):
    assert getattr(load_settings(site(tmp_path, f"{key} = '{value}'"), {}), key) == value


@pytest.mark.parametrize("text", ["half an hour", "5" * 5000, "", "-5", "３０"])
def test_a_wrong_value_in_the_environment_is_named_too(tmp_path: Path, text: str):
    with pytest.raises(WrongSetting, match="'idle_minutes' must be a whole number"):
        load_settings(site(tmp_path), {"TRACKER_IDLE_MINUTES": text})


def test_a_misspelt_name_in_the_environment_is_named(tmp_path: Path):
    with pytest.raises(WrongSetting, match="'TRACKER_IDLE_MINUTE' in the environment is not") as no:
        load_settings(site(tmp_path), {"TRACKER_IDLE_MINUTE": "geheim"})
    assert "geheim" not in str(no.value)


def test_what_commands_ask_for_may_stand_in_the_environment(tmp_path: Path):
    asked = set(answers_of(main))
    assert "TRACKER_FIRST_SHEET" in asked
    assert load_settings(site(tmp_path), dict.fromkeys(asked, "x")).port == 8000


def answers_of(command: click.Command) -> Iterator[str]:
    """The variables from which a command and those below it take answers."""
    yield from (one.envvar for one in command.params if isinstance(one.envvar, str))
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        yield from answers_of(below)


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
    site(tmp_path, f"port = {'9' * 5000}")
    with pytest.raises(WrongSetting, match="a number is too long"):
        load_settings(tmp_path, {})
    (tmp_path / "config.toml").unlink()
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(WrongSetting, match="cannot be read"):
        load_settings(tmp_path, {})


def test_the_pepper_is_not_in_the_words_of_settings(tmp_path: Path):
    assert PEPPER not in repr(load_settings(site(tmp_path), {}))
