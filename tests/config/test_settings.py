"""settings.toml and its overrides: what is valid is read, what is not is named with its line and what would be."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from config.environment import variables
from config.errors import ConfigError
from config.folder import PACKAGED
from config.sections import Fetch, Sections
from config.settings import load, write_defaults

Say = Callable[..., list[str]]


def test_an_empty_settings_file_means_the_defaults(world) -> None:
    assert world.load().fetch == Fetch()


def test_the_packaged_settings_are_the_defaults_and_every_key_is_explained() -> None:
    text = (PACKAGED / "settings.toml").read_text()
    assert Sections.model_validate(tomllib.loads(text)) == Sections()
    written = {(section, key) for section, keys in tomllib.loads(text).items() for key in keys}
    assert written == set(variables().values())
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if re.match(r"[a-z_]+ = ", line):
            assert lines[number - 1].startswith("# ") or lines[number - 2].startswith("# "), line


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "[data]\n\n[fetch]\n# slow\ntimout_seconds = 5",
            'config/settings.toml line 5: unknown key "timout_seconds" in [fetch]; did you mean "timeout_seconds"?',
        ),
        ("\n[fech]", 'config/settings.toml line 2: unknown section "fech"; did you mean "fetch"?'),
        ('\n"fetch".zzz = 1', 'config/settings.toml line 2: unknown key "zzz" in [fetch]; valid are allow_private'),
        ('[fetch]\nconnections = "10"', 'line 2: "connections" in [fetch]: must be a whole number'),
        ("[fetch]\nconnections = 2.5", 'line 2: "connections" in [fetch]: must be a whole number'),
        ("[fetch]\nconnections = true", 'line 2: "connections" in [fetch]: must be a whole number'),
        ("[fetch]\nconnections = 0", 'line 2: "connections" in [fetch]: must be greater than or equal to 1'),
        ("[fetch]\nconnections = 201", 'line 2: "connections" in [fetch]: must be less than or equal to 200'),
        ("[fetch]\ntimeout_seconds = nan", 'line 2: "timeout_seconds" in [fetch]: must be a finite number'),
        ("[fetch]\ntimeout_seconds = true", 'line 2: "timeout_seconds" in [fetch]: must be a number'),
        ("fetch = 5", 'line 1: "fetch": must be a table'),
        ("[[fetch]]\nconnections = 1", 'line 1: "fetch": must be a table'),
        ("[fetch]\nallow_private_addresses = 1", "must be true or false"),
        ("[fetch]\nrecheck_hours = [1,\n24, 6]", "larger than the one before, like [1, 6, 24]"),
        ("[fetch]\nrecheck_hours = [1,\n0.5]", 'line 3: "recheck_hours" in [fetch]: must be a whole number'),
        ("[fetch]\nrecheck_hours = 24", 'line 2: "recheck_hours" in [fetch]: must be a list'),
        ('[fetch]\nuser_agent = "a\\r\\nX: b"', "must be one line without control characters"),
        ('[fetch]\ncontact = "Zoë"', "goes into the User-Agent header, write it in ASCII"),
        ("[log]\nformat = 'xml'", "line 2: \"format\" in [log]: must be 'console' or 'json'"),
        ("[nlp]\nlanguages = []", 'line 2: "languages" in [nlp]: must be a list with at least one element'),
        ("[nlp]\nlanguages = ['en',\n'english']", 'line 3: "languages" in [nlp]: "english" is no language tag'),
        ("[data]\nfolder = ''", 'line 2: "folder" in [data]: must be text that is not empty'),
        ("[data]\nfolder = 2012-06-14", 'line 2: "folder" in [data]: must be text in quotes'),
        (
            "[data]\n\nfolder = data",
            "config/settings.toml line 3: not TOML: invalid value (column 10); text needs quotes",
        ),
        ("[data", "config/settings.toml line 1: not TOML: "),
        ("[data]\nfolder = '''\n\n", "config/settings.toml line 4: not TOML: "),
        ("a = 1\na = 2", "config/settings.toml line 2: not TOML: cannot overwrite a value"),
        (b"[data]\n# caf\xe9\n", "config/settings.toml line 2: not UTF-8 (byte 0xe9); save the file as UTF-8"),
        ("a = " + "[" * 5000 + "]" * 5000, "nested too deeply"),
    ],
)
def test_one_mistake_is_one_line_that_says_where_and_what_is_valid(settings_say: Say, text: str, problem: str) -> None:
    (said,) = settings_say(text)
    assert problem in said
    assert said.startswith("config/settings.toml")


def test_every_mistake_of_every_file_is_told_at_once_in_the_order_of_lines(world) -> None:
    world.write("settings.toml", "[fetch]\nconnections = 0\n[log]\nlevel = 'loud'\ncolour = true\n")
    world.write("feeds.toml", "[[feeds]]\nurl = 'gopher://x.org'\noutlet = 'X'\n")
    world.write("alerts.toml", "[[rules]]\nname = 'r'\nchannels = ['c']\n")
    said = world.problems({"SITREP_DATA__FOLDR": "x"})
    assert [line.split(":")[0] for line in said] == [
        "config/settings.toml line 2",
        "config/settings.toml line 4",
        "config/settings.toml line 5",
        "SITREP_DATA__FOLDR",
        "config/feeds.toml line 2",
        "config/alerts.toml line 3",
    ]


def test_a_problem_carries_its_parts(world) -> None:
    world.write("settings.toml", "[fetch]\nconnections = 0\n")
    with pytest.raises(ConfigError) as caught:
        world.load()
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.section, problem.key) == (
        "config/settings.toml", 2, "fetch", "connections",
    )  # fmt: skip


def test_a_byte_order_mark_and_windows_line_ends_are_read(settings_say: Say, world) -> None:
    assert "line 3:" in settings_say(b"\xef\xbb\xbf[fetch]\r\n\r\nconnections = 0\r\n")[0]
    world.write("settings.toml", b"\xef\xbb\xbf[fetch]\r\nconnections = 3\r\n")
    assert world.load().fetch.connections == 3


def test_a_file_that_cannot_be_read_is_a_problem(world) -> None:
    (world.cwd / "config" / "feeds.toml").mkdir()
    assert "config/feeds.toml: cannot be read: Is a directory; check the path" in world.problems()[0]


def test_settings_outside_the_current_folder_are_named_in_full(world, tmp_path: Path) -> None:
    world.write("settings.toml", "x = 1")
    with pytest.raises(ConfigError, match=re.escape(f"{tmp_path}/config/settings.toml line 1: ")):
        load(tmp_path / "config", {}, tmp_path / "elsewhere")


# the environment


@pytest.mark.parametrize(
    ("name", "text", "section", "key", "value"),
    [
        ("SITREP_FETCH__TIMEOUT_SECONDS", "5", "fetch", "timeout_seconds", 5.0),
        ("SITREP_FETCH__ALLOW_PRIVATE_ADDRESSES", "true", "fetch", "allow_private_addresses", True),
        ("SITREP_FETCH__RECHECK_HOURS", "[]", "fetch", "recheck_hours", ()),
        ("SITREP_FETCH__CONTACT", "5", "fetch", "contact", "5"),
        ("SITREP_NLP__LANGUAGES", '["en", "fr"]', "nlp", "languages", ("en", "fr")),
        ("SITREP_LOG__FORMAT", "json", "log", "format", "json"),
        ("SITREP_DATA__FOLDER", "null", "data", "folder", "null"),
    ],
)
def test_a_variable_overrides_its_key_and_no_other(
    world, name: str, text: str, section: str, key: str, value: object
) -> None:
    world.write("settings.toml", "[fetch]\ntimeout_seconds = 9\nmax_redirects = 1\n")
    settings = world.load({name: text})
    assert getattr(getattr(settings, section), key) == value
    assert settings.fetch.max_redirects == 1


def test_every_key_has_a_variable_that_takes_its_default() -> None:
    defaults = {name: getattr(getattr(Sections(), section), key) for name, (section, key) in variables().items()}
    environ = {name: value if isinstance(value, str) else json.dumps(value) for name, value in defaults.items()}
    settings = load(None, environ, Path("/nowhere"))
    assert {name: getattr(getattr(settings, section), key) for name, (section, key) in variables().items()} == defaults


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("SITREP_FETCH__TIMEOUT_SECONDS", "soon", '"timeout_seconds" in [fetch]: must be a number'),
        ("SITREP_FETCH__TIMEOUT_SECONDS", "", '"timeout_seconds" in [fetch]: must be a number'),
        ("SITREP_FETCH__TIMEOUT_SECONDS", "-1", '"timeout_seconds" in [fetch]: must be greater than 0'),
        ("SITREP_FETCH__TIMEOUT_SECONDS", "NaN", '"timeout_seconds" in [fetch]: must be a finite number'),
        ("SITREP_FETCH__ALLOW_PRIVATE_ADDRESSES", "yes", "must be true or false"),
        ("SITREP_NLP__LANGUAGES", "en", '"languages" in [nlp]: must be a list, like ["a", "b"]'),
        ("SITREP_NLP__LANGUAGES", "[" * 100_000, "must be a list"),
        ("SITREP_LOG__LEVEL", "LOUD", "must be 'debug', 'info', 'warning' or 'error'"),
        ("SITREP_DATA__FOLDER", "a\udcffb", "must be text in UTF-8"),
        ("SITREP_FETCH_TIMEOUT", "5", 'unknown variable; did you mean "SITREP_FETCH__TIMEOUT_SECONDS"?'),
        ("SITREP_HOME", "x", "unknown variable; a key of settings.toml is SITREP_<SECTION>__<KEY>"),
        ("SITREP_CONFG", "x", 'unknown variable; did you mean "SITREP_CONFIG"?'),
    ],
)
def test_a_variable_that_cannot_be_used_is_a_problem_of_that_variable(
    world, name: str, text: str, problem: str
) -> None:
    (said,) = world.problems({name: text})
    assert said.startswith(f"{name}: ")
    assert problem in said


def test_a_valid_variable_mends_a_wrong_key(world) -> None:
    world.write("settings.toml", "[fetch]\nconnections = 0\n")
    assert world.load({"SITREP_FETCH__CONNECTIONS": "4"}).fetch.connections == 4


def test_variables_of_others_and_of_tests_are_let_be(world) -> None:
    assert world.load({"SITREP_TEST_PIPELINE": "x", "SITREPORT": "1", "PATH": "/bin"}) == world.load()


@given(st.text(max_size=20), st.sampled_from(["fetch", "data", "nlp", "log"]))
def test_any_word_as_a_key_is_refused_or_known_and_never_crashes(word: str, section: str) -> None:
    valid = {key for own, key in variables().values() if own == section}
    if word in valid:
        return
    with pytest.raises(ValidationError):
        Sections.model_validate({section: {word: 1}})


# what becomes of it


def test_settings_cannot_be_changed(world) -> None:
    settings = world.load()
    with pytest.raises(AttributeError):
        settings.root = Path("/")
    with pytest.raises(ValidationError):
        settings.fetch.connections = 5


def test_defaults_are_written_once_and_never_over_what_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "config"
    names = ["settings.toml", "feeds.toml", "alerts.toml"]
    assert [path.name for path in write_defaults(folder)] == names
    assert all((folder / name).read_bytes() == (PACKAGED / name).read_bytes() for name in names)
    (folder / "feeds.toml").write_text("# mine\n")
    (folder / "alerts.toml").unlink()
    assert write_defaults(folder) == [folder / "alerts.toml"]
    assert (folder / "feeds.toml").read_text() == "# mine\n"
    written = load(folder, {}, tmp_path)
    assert (written.root, written.feeds) == (tmp_path / "new", ())
