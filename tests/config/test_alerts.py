"""alerts.toml: rules and channels, and no secret in a file or a message."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.alerting import HARMS, KINDS
from config.errors import ConfigError
from config.secrets import kept_in
from config.settings import load

CHANNEL = '[[channels]]\nname = "desk"\nkind = "console"\n'
RULE = '[[rules]]\nname = "all"\nchannels = ["desk"]\n'


def hook(rest: str, kind: str = "webhook") -> str:
    return f'[[channels]]\nname = "hook"\nkind = "{kind}"\n{rest}\n'


def test_the_packaged_rule_sends_every_change_to_the_terminal_and_to_a_file_below_the_data_folder(
    tmp_path: Path,
) -> None:
    settings = load(None, {"SITREP_DATA__FOLDER": "/srv/sitrep"}, tmp_path)
    (rule,) = settings.rules
    assert rule.kinds == KINDS
    assert rule.harms == HARMS
    kinds = {channel.name: channel.kind for channel in settings.channels}
    assert [kinds[name] for name in rule.channels] == ["console", "file"]
    assert [channel.path for channel in settings.channels] == [None, Path("/srv/sitrep/alerts.jsonl")]


def test_what_a_rule_leaves_out_means_everything(world) -> None:
    world.write("alerts.toml", RULE + CHANNEL)
    (rule,) = world.load().rules
    assert (rule.kinds, rule.harms, rule.countries) == (KINDS, HARMS, ())
    assert (rule.min_count, rule.severity, rule.channels) == (1, "notice", ("desk",))


def test_an_empty_file_means_no_alerts(world) -> None:
    world.write("alerts.toml", "")
    assert (world.load().rules, world.load().channels) == ((), ())


def test_a_relative_file_starts_from_the_folder_that_holds_the_configuration(world) -> None:
    world.write("alerts.toml", hook('path = "out/a.jsonl"', "file"))
    assert world.load().channels[0].path == world.cwd / "out" / "a.jsonl"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            CHANNEL + RULE.replace("desk", "dsk"),
            'line 6: "channels" in [[rules]]: unknown channel "dsk"; did you mean "desk"?',
        ),
        (RULE, 'line 3: "channels" in [[rules]]: unknown channel "desk"; there is none: add a [[channels]] table'),
        (CHANNEL + RULE + "kind = ['toll_up']", 'line 7: unknown key "kind" in [[rules]]; did you mean "kinds"?'),
        (
            CHANNEL + RULE + "kinds = ['toll_up',\n'tol_down']",
            "line 8: \"kinds\" in [[rules]]: must be 'new_incident', ",
        ),
        (CHANNEL + RULE + "harms = []", 'line 7: "harms" in [[rules]]: must be a list with at least one element'),
        (CHANNEL + RULE + "countries = ['SYR', 'IQ']", 'unknown country "IQ"; did you mean "IRQ" (Iraq)?'),
        (CHANNEL + RULE + "min_count = -1", 'line 7: "min_count" in [[rules]]: must be greater than or equal to 0'),
        (CHANNEL + RULE + "severity = 'high'", "must be 'info', 'notice' or 'urgent'"),
        (CHANNEL + RULE + RULE, 'line 8: "name" in [[rules]]: "all" stands on line 5 already'),
        (CHANNEL + CHANNEL, 'line 5: "name" in [[channels]]: "desk" stands on line 2 already'),
        (CHANNEL + "[[rules]]\nname = 'x'", 'line 4: missing key "channels" in [[rules]]; add it'),
        (CHANNEL.replace("console", "email"), "must be 'console', 'file', 'rss', 'webhook' or 'apprise'"),
        (
            CHANNEL + 'url = "https://x.example"',
            'line 1: "channels": a channel of kind "console" has no url; remove it',
        ),
        (hook(""), 'line 1: "channels": a channel of kind "webhook" needs url or url_env or url_file or url_block'),
        (hook("", "file"), 'a channel of kind "file" needs path'),
        (hook('path = ""', "file"), 'line 4: "path" in [[channels]]: must name a file'),
        (
            hook('url = "https://x.example"\nurl_env = "X"'),
            "needs url or url_env or url_file or url_block, and only one of them",
        ),
        (
            hook('url = "mailto://x.example"'),
            "must start with http:// or https://; other services are channels of kind",
        ),
        (hook('url = "https://x.exa mple"'), "must be a whole URL without blanks"),
        (hook('url = "https://[x"'), "is no URL; check the host and port"),
        (hook('url_env = "https://x.example"'), "must be the name of an environment variable, not the secret itself"),
        (hook('url = "https://x.example"\ntimeout_seconds = 0'), "must be greater than 0"),
    ],
)
def test_a_wrong_rule_or_channel_is_named_with_its_line(world, text: str, problem: str) -> None:
    world.write("alerts.toml", text)
    (said,) = world.problems()
    assert said.startswith("config/alerts.toml line ")
    assert problem in said


# secrets


@pytest.mark.parametrize(
    "url",
    [
        "https://zoltan:hunter2@x.example/hook",
        "https://zoltan@x.example/hook",
        "https://x.example/hook?token=hunter2",
        "https://x.example/hook?api_key=hunter2",
        "https://x.example/hook?sig=hunter2",
        "https://hooks.slack.com/services/hunter2",
        "https://discord.com/api/webhooks/1/hunter2",
        "https://x.example/hook/hunter2hunter2hunter2hunter2",
        "slack://hunter2/b/c",
        "tgram://hunter2/1",
        "mailtos://zoltan:hunter2@x.example",
        "ntfy://hunter2",
    ],
)
def test_an_address_that_is_a_secret_is_refused_in_the_file_and_not_repeated(world, url: str) -> None:
    kind = "webhook" if url.startswith("http") else "apprise"
    world.write("alerts.toml", hook(f'url = "{url}"', kind))
    (said,) = world.problems()
    assert 'config/alerts.toml line 4: "url" in [[channels]]: is a secret (' in said
    assert said.endswith("put it into an environment variable and name that in url_env")
    assert "hunter2" not in said
    assert "zoltan" not in said


@pytest.mark.parametrize(
    "url",
    [
        "https://alerts.example.org/sitrep/2012-06-14?format=json",
        "http://127.0.0.1:8080/hook",
        "jsons://alerts.example.org/hook",
        "syslog://",
        "https://alerts.example.org/a-long-path-of-words-without-numbers",
    ],
)
def test_an_address_without_credentials_may_stand_in_the_file(url: str) -> None:
    assert kept_in(url) is None


def test_a_secret_comes_from_the_variable_that_the_channel_names_and_never_prints(world) -> None:
    world.write("alerts.toml", hook('url_env = "SITREP_PHONE"', "apprise"))
    settings = world.load({"SITREP_PHONE": " tgram://hunter2/1\n"})
    (channel,) = settings.channels
    assert channel.url is not None
    assert channel.url.get_secret_value() == "tgram://hunter2/1"
    for text in (repr(settings), str(settings), repr(settings.channels), str(channel), channel.model_dump_json()):
        assert "hunter2" not in text


def test_an_address_in_the_file_does_not_print_either(world) -> None:
    world.write("alerts.toml", hook('url = "https://quiet.example/hook"'))
    settings = world.load()
    assert "quiet.example" not in repr(settings) + repr(settings.channels)


def test_a_wrong_address_in_a_variable_is_named_by_the_variable_and_not_repeated(world) -> None:
    world.write("alerts.toml", hook('url_env = "HOOK"'))
    (said,) = world.problems({"HOOK": "ftp://hunter2"})
    assert said.startswith(
        'config/alerts.toml line 4: "url_env" in [[channels]]: the address in the variable HOOK must'
    )
    assert "hunter2" not in said


def test_a_variable_that_is_not_set_hinders_only_who_delivers_to_it(world) -> None:
    world.write("alerts.toml", RULE + CHANNEL + hook('url_env = "HOOK"'))
    unused = world.load()
    assert unused.channels[1].url is None
    unused.require_secrets()
    world.write("alerts.toml", RULE.replace('"desk"', '"desk", "hook"') + CHANNEL + hook('url_env = "HOOK"'))
    world.load({"HOOK": "https://x.example"}).require_secrets()
    with pytest.raises(ConfigError, match=r'alerts.toml: the variable HOOK of channel "hook" is not set'):
        world.load({"HOOK": ""}).require_secrets()
