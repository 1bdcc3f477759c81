"""Rules in alerts.toml: what they may say; and a broken file is refused while the rules of before stay live."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.settings import LIVE
from warehouse.predicates import refusal

CHANNEL = '[[channels]]\nname = "desk"\nkind = "console"\n'
RULE = '[[rules]]\nname = "all"\nchannels = ["desk"]\n'
HOOK = '[[channels]]\nname = "hook"\nkind = "webhook"\n'


def test_a_rule_with_everything(world) -> None:
    world.write(
        "alerts.toml",
        CHANNEL
        + RULE
        + "where = \"harm = 'killed' and people > 3\"\nvictims = ['child']\ngrades = ['fair']\nmin_change = 5\n"
        + 'min_change_percent = 10\ngroup_by = ["country"]\nwait_minutes = 10\ninterval_minutes = 60\nrate_limit = 5\n'
        + 'quiet_hours = "22:00-07:00"\ntime_zone = "Europe/Zurich"\nnumbers = "de-CH"\ninhibit = false\n',
    )
    (rule,) = world.load().with_bound_rules(refusal).rules
    assert (rule.where, rule.min_change, rule.time_zone) == ("harm = 'killed' and people > 3", 5, "Europe/Zurich")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('where = ""', '"where" in [[rules]]: must be text that is not empty'),
        ('quiet_hours = "22-7"', 'must be two different times of day, like "22:00-07:00"'),
        ('quiet_hours = "25:00-07:00"', "must be two different times of day"),
        ('quiet_hours = "07:00-07:00"', "must be two different times of day"),
        ('time_zone = "Europe/Zürich"', '"Europe/Zürich" is no time zone; write one like "Europe/Zurich" or "UTC"'),
        ('time_zone = "../../etc/passwd"', "is no time zone"),
        ('numbers = "xx"', 'the numbers of "xx" are not known; write a language like "en"'),
        ('digest = "hourly"', "must be 'daily' or 'weekly'"),
        ('digest_at = "8:00"', 'must be a time of day, like "08:00"'),
        ('digest = "daily"\nwait_minutes = 5', "a digest gathers everything; remove wait_minutes"),
        ('group_by = ["town"]', "must be 'country', 'incident', 'kind' or 'harm'"),
        ('victims = ["kids"]', "must be 'child', 'journalist'"),
        ("rate_limit = -1", "must be greater than or equal to 0"),
        ("wheer = 'x'", 'unknown key "wheer" in [[rules]]; did you mean "where"?'),
    ],
)
def test_a_wrong_wish_is_named_with_its_line(world, line: str, problem: str) -> None:
    world.write("alerts.toml", CHANNEL + RULE + line)
    (said,) = world.problems()
    assert said.startswith("config/alerts.toml line ")
    assert problem in said


def test_a_condition_that_does_not_bind_is_refused_with_line_rule_and_reason(world) -> None:
    world.write(
        "alerts.toml", CHANNEL + RULE + 'where = "peple > 3"\n' + RULE.replace("all", "two") + 'where = "people"'
    )
    with pytest.raises(ConfigError) as caught:
        world.load().with_bound_rules(refusal)
    first, second = str(caught.value).splitlines()
    assert first.startswith('config/alerts.toml line 7: "where" in [[rules]]: of rule "all": Binder Error: ')
    assert 'Candidate bindings: "people"' in first
    assert second.endswith('of rule "two": is BIGINT, neither true nor false; write a comparison')


@pytest.mark.parametrize(
    "broken",
    [
        "[[rules",
        RULE + "wheer = 1",
        RULE.replace("desk", "dsk"),
        RULE + 'where = "peple > 3"',
        RULE + "rate_limit = -1",
    ],
)
def test_the_rules_of_before_stay_live_and_the_problem_is_known(world, broken: str) -> None:
    world.write("alerts.toml", CHANNEL + RULE.replace("all", "before"))
    world.load().with_bound_rules(refusal).remember_alerts()
    world.write("alerts.toml", CHANNEL + broken)
    settings = world.load().with_bound_rules(refusal)
    assert [rule.name for rule in settings.rules] == ["before"]
    assert len(settings.alerts_problems) >= 1
    settings.remember_alerts()  # what is refused is not kept
    world.write("alerts.toml", CHANNEL + RULE.replace("all", "after"))
    mended = world.load().with_bound_rules(refusal)
    assert ([rule.name for rule in mended.rules], mended.alerts_problems) == (["after"], ())


def test_the_variables_of_the_rules_of_before_are_no_unknown_ones(world) -> None:
    secret = {"SITREP_HOOK": "https://x.example/hook"}
    world.write("alerts.toml", HOOK + 'url_env = "SITREP_HOOK"\n' + RULE.replace("desk", "hook"))
    world.load(secret).remember_alerts()
    world.write("alerts.toml", "[[rules")
    assert world.load(secret).channels[0].url.get_secret_value() == "https://x.example/hook"


def test_what_is_kept_of_the_rules_holds_no_secret(world) -> None:
    world.write("alerts.toml", HOOK + 'url_env = "HOOK"\nsecret_env = "KEY"\n' + RULE.replace("desk", "hook"))
    settings = world.load({"HOOK": "https://x.example/hunter2", "KEY": "hunter2"})
    settings.remember_alerts()
    assert "hunter2" not in (settings.data_folder / LIVE).read_text()


def test_problems_elsewhere_are_never_hidden_by_the_rules_of_before(world) -> None:
    world.write("alerts.toml", CHANNEL + RULE)
    world.load().remember_alerts()
    world.write("alerts.toml", "[[rules")
    world.write("settings.toml", "[fetch]\ntimout_seconds = 5\n")
    assert len(world.problems()) == 2


# secrets


def test_a_secret_comes_from_a_file(world, tmp_path: Path) -> None:
    (tmp_path / "hook-url").write_text(" https://x.example/hook/hunter2\n")
    (tmp_path / "hook-key").write_text("whsec_aHVudGVyMg==\n")
    world.write(
        "alerts.toml", HOOK + 'url_file = "hook-url"\nsecret_file = "hook-key"\n' + RULE.replace("desk", "hook")
    )
    settings = world.load()
    settings.require_secrets()
    (channel,) = settings.channels
    assert channel.url.get_secret_value() == "https://x.example/hook/hunter2"
    assert channel.secret.get_secret_value() == "whsec_aHVudGVyMg=="
    assert "hunter2" not in repr(settings) + repr(channel) + channel.model_dump_json()
    assert "whsec" not in repr(settings) + repr(channel) + channel.model_dump_json()


def test_a_secret_that_is_not_there_stops_who_delivers(world) -> None:
    world.write("alerts.toml", HOOK + 'url_file = "nowhere"\nsecret_env = "KEY"\n' + RULE.replace("desk", "hook"))
    with pytest.raises(ConfigError) as caught:
        world.load().require_secrets()
    first, second = str(caught.value).splitlines()
    assert first.endswith('the file nowhere of channel "hook" is not there, or empty; write the address into it')
    assert 'the variable KEY of channel "hook" is not set' in second


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            HOOK + 'url = "https://x.example"\nsecret = "hunter2"',
            "must not stand here; put it into an environment variable",
        ),
        (HOOK + 'url = "https://x.example"\nsecret_env = "hunter 2"', "must be the name of an environment variable"),
        (HOOK + 'url = "https://x.example"\nsecret_env = "A"\nsecret_file = "b"', "a channel has one secret"),
        (CHANNEL + 'secret_env = "A"', 'only a channel of kind "webhook" is signed; remove secret_env'),
        (HOOK + 'url = "https://x.example"\nfallback = "hook"', "a channel is no fallback of its own"),
        (HOOK + 'url = "https://x.example"\nfallback = "hok"', 'unknown channel "hok"; did you mean "hook"?'),
        ('[operators]\nchannels = ["desk"]', '"channels" in [operators]: unknown channel "desk"'),
        ('[operators]\nheartbeat_url = "https://hc-ping.com/3f2a90c1-aaaa-bbbb-cccc-ddddeeeeffff"', "is a secret ("),
        ('[operators]\nheartbeat_url = "ftp://x.example"', "must start with http:// or https://"),
        (HOOK + 'url_file = "."', "must name a file"),
    ],
)
def test_what_is_wrong_with_a_channel_is_said_without_the_secret(world, text: str, problem: str) -> None:
    world.write("alerts.toml", text)
    (said,) = world.problems()
    assert problem in said
    assert "hunter" not in said


def test_operators_have_channels_and_signs_of_life(world, tmp_path: Path) -> None:
    world.write(
        "alerts.toml",
        CHANNEL + '[operators]\nchannels = ["desk"]\ndead_man_file = "{data}/alive"\nheartbeat_url_env = "BEAT"\n',
    )
    operators = world.load({"BEAT": "https://hc.example/hunter2"}).operators
    assert operators.dead_man_file == tmp_path / "data" / "alive"
    assert operators.heartbeat_url.get_secret_value() == "https://hc.example/hunter2"
    (said,) = world.problems({"BEAT": "hunter2"})
    assert "the address in the variable BEAT must be a whole URL" in said
    assert "hunter2" not in said
