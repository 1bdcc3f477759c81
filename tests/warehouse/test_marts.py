"""Rows in, rows out: each mart answers its question from a tiny world."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from warehouse.records import Claim, Entity, Entry, Feed, Fetch, Incident, IncidentClaim, Position, Run, Statement

FLOOD = "Officials said four people died. The union said nine people died. Two were hurt."


def picked(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def incident(newsroom: Any, incident_id: str, *claims: Claim, **values: Any) -> None:
    links = [newsroom.make(IncidentClaim, incident_id=incident_id, claim_id=claim.claim_id) for claim in claims]
    newsroom.add(newsroom.make(Incident, incident_id=incident_id, title=f"Flood {incident_id}", **values), *links)


def test_incidents_now_has_the_newest_toll_of_each_harm_and_null_for_silence(newsroom: Any) -> None:
    version = newsroom.article("flood", FLOOD)
    dead, hurt = newsroom.found(Claim, version, "four"), newsroom.found(Claim, version, "Two", harm="injured")
    incident(newsroom, "i", dead, hurt, country="ITA")
    newsroom.toll("i", 1, dead, new_low=3, new_best=3, new_high=3)
    newsroom.toll("i", 2, dead, new_low=3, new_best=4, new_high=None)
    newsroom.toll("i", 1, hurt, harm="injured", new_low=0, new_best=0, new_high=0)
    (row,) = newsroom.rows("SELECT * FROM incidents_now")
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (3, 4, None)
    assert (row["injured_low"], row["injured_best"], row["injured_high"]) == (0, 0, 0)
    assert (row["missing_low"], row["missing_best"], row["missing_high"]) == (None, None, None)
    assert (row["title"], row["country"], row["claim_count"], row["article_count"]) == ("Flood i", "ITA", 2, 1)


def test_toll_timeline_tells_each_step_with_its_sentence(newsroom: Any) -> None:
    version = newsroom.article("flood", "🌊 " + FLOOD)
    first = newsroom.found(Claim, version, "four", sentence_start=2, sentence_end=34)
    incident(newsroom, "i", first)
    newsroom.toll("i", 1, first, new_low=4, new_best=4, new_high=4)
    newsroom.toll("i", 2, first, old_low=4, old_best=4, old_high=4, new_low=4, new_best=9, direction="up")
    rows = newsroom.rows("SELECT * FROM toll_timeline")
    assert picked(rows, "revision_number", "old_best", "new_best", "direction") == [
        (1, None, 4, "new"),
        (2, 4, 9, "up"),
    ]
    assert {row["sentence"] for row in rows} == {"Officials said four people died."}
    assert {row["url"] for row in rows} == {"https://news.example/flood"}


def test_claims_by_claimant_names_the_outlet_where_the_article_speaks_itself(newsroom: Any) -> None:
    version = newsroom.article("flood", FLOOD)
    newsroom.found(Claim, version, "four", claimant_text="Officials", claimant_name="Rescue service")
    newsroom.found(Claim, version, "nine", claimant_text="The union")
    newsroom.found(Claim, version, "Two", harm="injured")
    rows = newsroom.rows("SELECT * FROM claims_by_claimant ORDER BY count_text")
    assert picked(rows, "claimant", "count_text", "harm") == [
        ("Daily Courier", "Two", "injured"),
        ("Rescue service", "four", "killed"),
        ("The union", "nine", "killed"),
    ]


def test_claims_of_an_older_text_or_engine_no_longer_count(newsroom: Any) -> None:
    old = newsroom.article("flood", FLOOD, version=1)
    newsroom.found(Claim, old, "four")
    new = newsroom.article("flood", FLOOD + " Updated.", version=2, days=1)
    newsroom.found(Claim, new, "nine")
    newsroom.read(new, "engine 2", days=1)
    newsroom.found(Claim, new, "Two", engine_version="engine 2", claim_id="later")
    assert picked(newsroom.rows("SELECT * FROM current_claims"), "claim_id") == [("later",)]


def test_an_older_text_counts_while_the_newest_is_not_read(newsroom: Any) -> None:
    old = newsroom.article("flood", FLOOD, version=1)
    newsroom.found(Claim, old, "four")
    new = newsroom.article("flood", FLOOD + " Updated.", version=2)
    newsroom.connection.execute("DELETE FROM extractions WHERE version_id = $id", {"id": new})
    assert picked(newsroom.rows("SELECT * FROM current_claims"), "count_text") == [("four",)]
    newsroom.read(new, outcome="failed")
    assert picked(newsroom.rows("SELECT * FROM current_claims"), "count_text") == [("four",)]
    newsroom.read(new, outcome="skipped_language")
    assert newsroom.rows("SELECT * FROM current_claims") == []


def test_contested_tolls_says_who_says_what(newsroom: Any) -> None:
    version = newsroom.article("flood", FLOOD)
    four = newsroom.found(Claim, version, "four", claimant_text="Officials")
    nine = newsroom.found(Claim, version, "nine", claimant_text="The union", factuality="denied")
    incident(newsroom, "i", four, nine)
    incident(newsroom, "j")
    newsroom.toll("i", 1, four, new_low=4, new_best=4, new_high=9, evidence_grade="contested")
    newsroom.toll("j", 1, nine, new_low=9, new_best=9, new_high=9)
    (row,) = newsroom.rows("SELECT * FROM contested_tolls")
    assert (row["incident_id"], row["claimant_count"]) == ("i", 2)
    assert row["who_says_what"] == "Officials: four; The union (denied): nine"


def test_contested_tolls_keep_to_the_last_word_of_each(newsroom: Any) -> None:
    first = newsroom.article("flood", FLOOD)
    later = newsroom.article("storm", FLOOD, days=1)
    claims = [
        newsroom.found(Claim, first, "four", claimant_text="Officials"),
        newsroom.found(Claim, first, "Two", claimant_text="The union"),
        newsroom.found(Claim, later, "nine", claimant_text="officials"),
        newsroom.found(Claim, later, "nine", claimant_text="officials", claim_id="again"),
    ]
    incident(newsroom, "i", *claims)
    newsroom.toll("i", 1, claims[0], new_low=2, new_best=9, new_high=9, evidence_grade="contested")
    (row,) = newsroom.rows("SELECT * FROM contested_tolls")
    assert row["who_says_what"] == "officials: nine; The union: Two"


def test_cumulative_series_is_a_series_a_claimant_and_no_sum(newsroom: Any) -> None:
    for day, (who, words, number) in enumerate(
        [("UN", "some 900", 900), ("Red Cross", "some 500", 500), ("UN", "some 950", 950)]
    ):
        version = newsroom.article(f"war{day}", f"{who} counts {words} dead since May.", days=day)
        values = {"count_low": number, "claimant_text": who, "country": "SDN", "period_start": "2026-05"}
        newsroom.found(Claim, version, words, scope="cumulative", **values)
    newsroom.found(Claim, newsroom.article("one", FLOOD), "four")
    rows = newsroom.rows("SELECT * FROM cumulative_series")
    assert picked(rows, "claimant", "count_low", "change") == [
        ("Red Cross", 500, None),
        ("UN", 900, None),
        ("UN", 950, 50),
    ]


def test_a_running_total_that_falls_is_flagged_and_another_period_is_another_series(newsroom: Any) -> None:
    for day, (number, since) in enumerate([(900, "2026-05"), (850, "2026-05"), (40, "2026-06"), (860, "2026-05")]):
        version = newsroom.article(f"war{day}", f"The UN counts {number} dead.", days=day)
        values = {"count_low": number, "claimant_text": "The UN", "country": "SDN", "period_start": since}
        newsroom.found(Claim, version, str(number), scope="cumulative", **values)
    rows = newsroom.rows("SELECT * FROM cumulative_series ORDER BY reported_at")
    assert picked(rows, "count_low", "change", "fell") == [
        (900, None, False),
        (850, -50, True),
        (40, None, False),
        (860, 10, False),
    ]


def test_what_was_believed_at_a_past_moment_is_told(newsroom: Any) -> None:
    version = newsroom.article("flood", FLOOD)
    claim = newsroom.found(Claim, version, "four")
    incident(newsroom, "i", claim)
    newsroom.toll("i", 1, claim, new_low=9, new_best=9, new_high=None)
    newsroom.toll("i", 2, claim, old_low=9, old_best=9, new_low=4, new_best=4, new_high=4, direction="down")
    before, between, after = (
        newsroom.rows(f"SELECT * FROM tolls_as_of('2026-03-{day} 18:00+00')") for day in ("01", "02", "03")
    )
    assert before == []
    assert picked(between, "low", "best", "high") == [(9, 9, None)]
    assert picked(after, "low", "best", "high", "valid_until") == [(4, 4, 4, None)]


def test_daily_casualties_add_incidents_of_a_day_and_stay_open_upwards(newsroom: Any) -> None:
    claim = newsroom.found(Claim, newsroom.article("flood", FLOOD), "four")
    tolls = [
        ("a", "2026-03-01", "ITA", {"new_low": 4, "new_best": 5, "new_high": 6}),
        ("b", "2026-03-01", "ITA", {"new_low": 1, "new_best": None, "new_high": 2}),
        ("c", "2026-03-02", "ITA", {"new_low": 7, "new_best": 7, "new_high": None}),
        ("d", "2026-03", "ITA", {"new_low": 9, "new_best": 9, "new_high": 9}),
        ("e", "2026-13-45", None, {"new_low": 2, "new_best": 2, "new_high": 2}),
    ]
    for incident_id, date, country, toll in tolls:
        incident(newsroom, incident_id, event_date=date, country=country)
        newsroom.toll(incident_id, 1, claim, **toll)
    rows = newsroom.rows("SELECT * FROM daily_casualties_by_country")
    assert [(str(row["day"]), row["country"], row["low"], row["best"], row["high"]) for row in rows] == [
        ("2026-03-02", "ITA", 7, 7, None),
        ("2026-03-01", "ITA", 5, 5, 8),
        ("None", "ITA", 9, 9, 9),
        ("None", None, 2, 2, 2),
    ]


def test_statements_latest_has_the_newest_first(newsroom: Any) -> None:
    old = newsroom.article("old", "The mayor said: we will rebuild.")
    new = newsroom.article("new", "She said: we need help.", days=1)
    newsroom.found(Statement, old, "we will rebuild", speaker_text="The mayor", role="mayor")
    newsroom.found(Statement, new, "we need help", speaker_text="She", speaker_name="Ada Bruni")
    rows = newsroom.rows("SELECT * FROM statements_latest")
    assert picked(rows, "speaker", "content_text") == [("Ada Bruni", "we need help"), ("The mayor", "we will rebuild")]


def test_positions_matrix_has_the_stance_told_last(newsroom: Any) -> None:
    for day, (words, stance) in enumerate([("backs", "support"), ("rejects", "oppose"), ("spurns", "oppose")]):
        version = newsroom.article(f"talks{day}", f"Norway {words} the embargo.", days=day)
        newsroom.found(Position, version, words, actor_name="Norway", topic="embargo", stance=stance)
    (row,) = newsroom.rows("SELECT * FROM positions_matrix")
    assert (row["actor"], row["topic"], row["stance"]) == ("Norway", "embargo", "oppose")
    assert (row["support_count"], row["oppose_count"], row["changed"]) == (1, 2, True)
    assert row["last_url"] == "https://news.example/talks2"


@pytest.mark.parametrize(
    ("outcomes", "entries", "state", "in_a_row"),
    [
        ([], 0, "never_polled", 0),
        (["new"], 0, "empty", 0),
        (["new", "not_modified"], 1, "ok", 0),
        (["new", "error", "error"], 1, "failing", 2),
        (["error", "error", "error"], 0, "failing", 3),
        (["error", "unchanged"], 1, "ok", 0),
    ],
)
def test_feed_health_tells_the_sick(
    newsroom: Any, now: Any, outcomes: list[str], entries: int, state: str, in_a_row: int
) -> None:
    for number, outcome in enumerate(outcomes):
        error = {"error_class": "timeout", "error_message": "no answer"} if outcome == "error" else {"status": 200}
        newsroom.add(
            newsroom.make(
                Fetch,
                fetch_id=str(number),
                feed_id="feed_id",
                outcome=outcome,
                started_at=now + timedelta(hours=number),
                **error,
            )
        )
    newsroom.add(*[newsroom.make(Entry, entry_id=str(number)) for number in range(entries)])
    (row,) = newsroom.rows("SELECT * FROM feed_health")
    assert (row["state"], row["failures_in_a_row"], row["poll_count"]) == (state, in_a_row, len(outcomes))
    assert row["last_status"] == (200 if outcomes and outcomes[-1] != "error" else None)
    assert row["last_error_class"] == ("timeout" if "error" in outcomes else None)


def test_a_disabled_feed_is_not_sick(newsroom: Any) -> None:
    newsroom.add(newsroom.make(Feed, feed_id="feed_id", enabled=False))
    assert picked(newsroom.rows("SELECT * FROM feed_health"), "state") == [("disabled",)]


def test_pipeline_runs_counts_what_a_run_wrote(newsroom: Any, now: Any) -> None:
    version = newsroom.article("flood", FLOOD)
    newsroom.found(Claim, version, "four")
    newsroom.found(Claim, version, "nine")
    newsroom.add(
        newsroom.make(Run, run_id="later", state="running", started_at=now + timedelta(days=1)),
        newsroom.make(Run, run_id="run_id", finished_at=now + timedelta(seconds=90)),
    )
    rows = newsroom.rows("SELECT * FROM pipeline_runs")
    assert picked(rows, "run_id", "seconds", "document_count", "version_count", "claim_count", "alert_count") == [
        ("later", None, 0, 0, 0, 0),
        ("run_id", 90.0, 1, 1, 2, 0),
    ]


def test_entities_known_is_one_row_an_entity_over_all_articles(newsroom: Any) -> None:
    """Names, aliases and roles of all texts come together; the name and country that most texts give are kept."""
    words = {"entity_id": "organisation:sohr", "entity_kind": "organisation"}
    flood, storm, quake = (newsroom.article(name, FLOOD) for name in ("flood", "storm", "quake"))
    newsroom.found(
        Entity, flood, "union", name="The Observatory", aliases="SOHR; Observatory", mention_count=2, **words
    )
    newsroom.found(
        Entity, storm, "union", name="The Observatory", aliases="SOHR", country="SYR", mention_count=3, **words
    )
    newsroom.found(Entity, quake, "union", name="Observatory", aliases="", country="SYR", mention_count=1, **words)
    newsroom.found(Entity, quake, "Officials", entity_id="person:a", name="A", aliases="", role="minister")
    rows = newsroom.rows("SELECT * FROM entities_known")
    assert picked(rows, "entity_id", "name", "aliases", "roles", "country", "article_count", "mention_count") == [
        ("organisation:sohr", "The Observatory", ["Observatory", "SOHR"], [], "SYR", 3, 6),
        ("person:a", "A", [], ["minister"], None, 1, 1),
    ]


def test_the_readings_of_all_articles_are_the_readings_of_each(newsroom: Any) -> None:
    """current_readings and readings_of are one rule, written twice: for all articles and for a few."""
    newsroom.article("once", "One.")
    newsroom.article("again", "One.")
    newsroom.read("again-1", "engine 2", days=1)
    newsroom.article("edited", "One.")
    newsroom.article("edited", "Two.", version=2)
    newsroom.article("unread", "One.")
    newsroom.article("unread", "Two.", version=2)
    newsroom.connection.execute("DELETE FROM extractions WHERE version_id = 'unread-2'")
    newsroom.article("failed", "One.")
    newsroom.article("failed", "Two.", version=2)
    newsroom.connection.execute("UPDATE extractions SET outcome = 'failed' WHERE version_id = 'failed-2'")
    newsroom.article("never", "One.")
    newsroom.connection.execute("DELETE FROM extractions WHERE version_id = 'never-1'")
    columns = "article_id, version_id, engine_version, outlet, url, article_title, reported_at"
    fast = newsroom.rows(f"SELECT {columns} FROM current_readings ORDER BY article_id")
    one_by_one = "readings_of((SELECT list(article_id) FROM articles))"
    assert fast == newsroom.rows(f"SELECT {columns} FROM {one_by_one} ORDER BY article_id")
    assert [row["version_id"] for row in fast] == ["again-1", "edited-2", "failed-1", "once-1", "unread-1"]
    assert fast[0]["engine_version"] == "engine 2"
