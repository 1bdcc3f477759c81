"""Which folder is read, and from where relative paths start."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.errors import ConfigError, EditError, FolderError
from config.folder import PACKAGED
from config.settings import load


@pytest.fixture
def deployment(tmp_path: Path) -> Path:
    folder = tmp_path / "srv" / "config"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text("")
    return folder


@pytest.mark.parametrize("named", ["srv/config", "srv/config/settings.toml", "srv/../srv/config/", "srv/./config"])
@pytest.mark.parametrize("by", ["--config", "SITREP_CONFIG"])
def test_a_named_folder_or_its_settings_file_is_read_and_paths_start_from_its_parent(
    tmp_path: Path, deployment: Path, named: str, by: str
) -> None:
    given = (Path(named), {}) if by == "--config" else (None, {"SITREP_CONFIG": named})
    settings = load(*given, tmp_path)
    assert (settings.folder, settings.root) == (deployment, deployment.parent)
    assert settings.warehouse == tmp_path / "srv/data/warehouse/sitrep.duckdb"
    assert settings.snapshot == tmp_path / "srv/data/warehouse/current.duckdb"
    assert settings.prefect_home == tmp_path / "srv/data/prefect"
    assert settings.logs == tmp_path / "srv/data/logs"
    assert not settings.is_packaged


def test_every_folder_that_a_command_is_started_from_sees_the_same_deployment(tmp_path: Path, deployment: Path) -> None:
    far = tmp_path / "far"
    far.mkdir()
    assert load(deployment, {}, far) == load(deployment, {}, tmp_path)


def test_the_option_wins_over_the_variable_and_the_variable_over_the_current_folder(
    tmp_path: Path, deployment: Path
) -> None:
    for name in ("here", "other"):
        (tmp_path / name / "config").mkdir(parents=True)
        (tmp_path / name / "config" / "settings.toml").write_text("")
    environ = {"SITREP_CONFIG": str(tmp_path / "other" / "config")}
    assert load(deployment, environ, tmp_path / "here").root == deployment.parent
    assert load(None, environ, tmp_path / "here").root == tmp_path / "other"
    assert load(None, {"SITREP_CONFIG": ""}, tmp_path / "here").root == tmp_path / "here"


def test_without_any_configuration_the_packaged_defaults_serve_and_paths_start_from_here(tmp_path: Path) -> None:
    settings = load(None, {}, tmp_path)
    assert (settings.folder, settings.root, settings.is_packaged) == (PACKAGED, tmp_path, True)
    assert settings.data_folder == tmp_path / "data"
    with pytest.raises(EditError, match=r"sitrep init \."):
        _ = settings.feeds_file


def test_a_folder_that_does_not_exist_is_refused_with_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match=r"^gone/config: .*--config does not exist; .*: sitrep init gone$"):
        load(Path("gone/config"), {}, tmp_path)
    with pytest.raises(FolderError, match=r"^gone: .*SITREP_CONFIG does not exist; .*: sitrep init gone$"):
        load(None, {"SITREP_CONFIG": "gone"}, tmp_path)


def test_a_folder_without_settings_is_refused_even_where_the_current_folder_has_some(
    tmp_path: Path, deployment: Path
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(FolderError, match=r"^.*empty: .*holds no settings.toml; .*: sitrep init .*empty$"):
        load(tmp_path / "empty", {}, deployment.parent)


def test_a_name_that_no_folder_can_have_is_refused_like_one_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="does not exist"):
        load(Path("x" * 300), {}, tmp_path)


def test_a_link_that_points_nowhere_is_a_problem_and_not_a_missing_file(tmp_path: Path, deployment: Path) -> None:
    (deployment / "feeds.toml").symlink_to(tmp_path / "gone.toml")
    with pytest.raises(ConfigError, match=r"feeds\.toml: cannot be read: No such file"):
        load(deployment, {}, tmp_path)


def test_the_folder_above_the_configuration_is_refused_with_the_right_one(tmp_path: Path, deployment: Path) -> None:
    with pytest.raises(FolderError, match=r"say --config srv/config$"):
        load(Path("srv"), {}, tmp_path)


def test_a_file_that_is_no_settings_file_is_refused(tmp_path: Path, deployment: Path) -> None:
    (deployment / "feeds.toml").write_text("")
    with pytest.raises(FolderError, match=r"takes a folder that holds settings.toml, or that file$"):
        load(deployment / "feeds.toml", {}, tmp_path)


def test_files_that_a_deployment_lacks_are_the_packaged_ones(tmp_path: Path, deployment: Path) -> None:
    packaged, own = load(None, {}, tmp_path), load(deployment, {}, tmp_path)
    assert own.feeds == packaged.feeds
    assert own.rules == packaged.rules
    assert own.lexicon == packaged.lexicon
    assert own.feeds_file == deployment / "feeds.toml"
    (deployment / "feeds.toml").write_text("")
    assert load(deployment, {}, tmp_path).feeds == ()


def test_a_home_folder_in_a_path_is_that_of_the_environment(tmp_path: Path, deployment: Path) -> None:
    (deployment / "settings.toml").write_text('[data]\nfolder = "~/sitrep"\n')
    assert load(deployment, {"HOME": "/home/ann"}, tmp_path).data_folder == Path("/home/ann/sitrep")
    (deployment / "settings.toml").write_text('[data]\nfolder = "/var/sitrep"\n')
    assert load(deployment, {}, tmp_path).data_folder == Path("/var/sitrep")


@pytest.mark.parametrize(
    ("pipeline", "meant"),
    [("shipped", "shipped"), ("xx_own_news", "xx_own_news"), ("./mine", "{root}/mine"), ("/opt/p", "/opt/p")],
)
def test_a_pipeline_with_a_slash_is_a_path_and_without_one_a_name(
    tmp_path: Path, deployment: Path, pipeline: str, meant: str
) -> None:
    (deployment / "settings.toml").write_text(f'[nlp]\npipeline = "{pipeline}"\n')
    assert load(deployment, {}, tmp_path).pipeline == meant.format(root=deployment.parent)
