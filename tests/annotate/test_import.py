"""Analysts' rows lie beside the machine's, by source; nothing but an import writes them, and no bad row stops the others."""

from __future__ import annotations

import json

import pytest

TEXT = "Police said four people were killed by a blast in Homs on Monday. Two people were injured."


@pytest.fixture(scope="module")
def room(tmp_path_factory, sitrep_in):
    """An installation with one article, read by an engine."""
    folder = tmp_path_factory.mktemp("room")
    sitrep = sitrep_in(folder)
    assert sitrep("init", folder).returncode == 0
    _fill(folder)
    return folder, sitrep


def _fill(folder, engine="engine 1", moment="2026-03-01 12:00+00"):
    """What the stages would write; claims have an id of their own for each engine."""
    import duckdb

    with duckdb.connect(str(folder / "data" / "warehouse" / "sitrep.duckdb")) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        first = "ON CONFLICT DO NOTHING"
        connection.execute(
            f"INSERT INTO runs BY NAME SELECT 'r' run_id, 'backfill' flow, 'completed' state, TIMESTAMPTZ '{moment}' started_at, 'e' engine_version {first}"
        )
        connection.execute(
            f"INSERT INTO documents BY NAME SELECT 'd' document_id, 'r' run_id, 'page' kind, 'https://a.example/1' url, 'https://a.example/1' final_url, now() fetched_at, 'x' body_sha256, 0 body_bytes, ''::blob body {first}"
        )
        connection.execute(
            f"INSERT INTO articles BY NAME SELECT 'a' article_id, 'https://a.example/1' canonical_url, 'A' outlet, now() first_seen_at, 'v' current_version_id {first}"
        )
        connection.execute(
            f"INSERT INTO article_versions BY NAME SELECT 'v' version_id, 'a' article_id, 'd' document_id, 'r' run_id, 1 version_number, $text AS text, 'x' text_sha256, now() published_at, 'second' published_precision, 'en' AS language, 'g' near_duplicate_group, '' quality_flags, now() created_at {first}",
            {"text": TEXT},
        )
        connection.execute(
            f"INSERT INTO extractions BY NAME SELECT '{engine}' extraction_id, 'v' version_id, 'r' run_id, '{engine}' engine_version, 'extracted' outcome, 2 claim_count, 0 statement_count, 0 position_count, 0 event_count, TIMESTAMPTZ '{moment}' extracted_at"
        )
        for number, (harm, word, count) in enumerate([("killed", "four", 4), ("injured", "Two", 2)]):
            connection.execute(
                f"INSERT INTO claims BY NAME SELECT '{number}{engine[-1] * 9}abcdef' claim_id, 'v' version_id, 'a' article_id, 'r' run_id, '{engine}' engine_version, 'rule' rule_id, 0.9 confidence, '{harm}' harm, '{word}' count_text, {TEXT.index(word)} char_start, {TEXT.index(word) + len(word)} char_end, {count} count_low, {count} count_high, 'exact' qualifier, 'people' victims_text, 'unknown' victim_class, 'incident' AS scope, 'asserted' factuality, 'Homs' place_name, 0 sentence_start, 66 sentence_end"
            )


def imported(room, text, *more, name="claims.csv"):
    folder, sitrep = room
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return sitrep("import", path, *more)


def query(room, sql):
    program = room[1]("sql", sql, "--format", "json")
    assert program.returncode == 0, program.stderr
    return json.loads(program.stdout)


def test_a_correction_stands_beside_the_machine_s_claim_and_outlasts_a_new_engine(room):
    program = imported(
        room, "claim_id,count_low,count_high,note\n01111111,5,5,the fifth was found later\n", "--source", "desk"
    )
    assert program.returncode == 0, program.stderr
    assert "1 rows taken in" in program.stdout
    said = "select source, verdict, stands, count_low, place_name from claims_reviewed where harm = 'killed' order by source"
    both = [
        {"source": "desk", "verdict": "corrected", "stands": True, "count_low": 5, "place_name": "Homs"},
        {"source": "machine", "verdict": "machine", "stands": False, "count_low": 4, "place_name": "Homs"},
    ]
    assert query(room, said) == both
    _fill(room[0], "engine 2", "2026-03-02 12:00+00")
    assert imported(
        room, "claim_id,count_low,count_high,note\n01111111,5,5,the fifth was found later\n", "--source", "desk"
    ).stdout.startswith("0 rows taken in, 1 were there already")
    assert query(room, said) == both
    assert query(room, "select count_low from claims where claim_id = '0222222222abcdef'") == [{"count_low": 4}]


def test_a_later_word_of_the_same_source_counts_and_the_earlier_is_kept(room):
    imported(room, "claim_id,verdict,note\n11111111,rejected,no\n", "--source", "desk two")
    imported(room, "claim_id,verdict,note\n11111111,confirmed,yes after all\n", "--source", "desk two")
    rows = query(room, "select verdict, stands from claims_reviewed where source = 'desk two'")
    assert rows == [{"verdict": "confirmed", "stands": True}]
    assert query(room, "select count(*) as n from analyst_claims where source = 'desk two'") == [{"n": 2}]


def test_a_row_of_ones_own_needs_a_harm_and_a_number_and_each_source_has_its_own(room):
    text = "source,row_id,harm,count_low,count_high,claimant,country,event_date,latitude,url\nA,1,killed,3,,Red Crescent,syr,2012-06,34.5,https://a.example/x\nB,1,Killed,0,0,,,,,\n"
    assert imported(room, text).returncode == 0
    rows = query(
        room,
        "select source, count_low, country, claimant, incident_id from claims_reviewed where source in ('A', 'B') order by source",
    )
    assert rows == [
        {"source": "A", "count_low": 3, "country": "SYR", "claimant": "Red Crescent", "incident_id": None},
        {"source": "B", "count_low": 0, "country": None, "claimant": None, "incident_id": None},
    ]


def test_bad_rows_are_named_with_their_line_and_the_others_are_taken_in(room):
    text = (
        "claim_id;harm;count_low;count_high;country;event_date;note\n"
        ";kiled;1;1;;;\n"
        ";killed;-1;;;;\n"
        ";killed;9;3;;;\n"
        ";killed;1;1;Syria;;\n"
        ";killed;1;1;;2012-02-30;\n"
        ";killed;;;;;\n"
        ";;4;4;;;\n"
        "ffffffffff;;4;4;;;\n"
        ";killed;99999999999999999999;;;;\n"
        ';killed;1;1;;;a "good" one; with more; cells\n'
        ';killed;7;7;;;"a good one; quoted"\n'
    )
    program = imported(room, text, "--source", "bad desk", name="bad.csv")
    assert program.returncode == 1
    for words in (
        "bad.csv line 2: harm: 'kiled' is none of killed", "the nearest is killed", "line 3: count_low: '-1' is no whole number",
        "line 4: count_low 9 is more than count_high 3", "line 5: country: 'Syria' is no ISO 3166-1", "line 6: event_date: '2012-02-30' is no day",
        "line 7: count_low and count_high: one of them is needed", "line 8: harm: is missing", "line 9: claim_id: 'ffffffffff' is no claim",
        "line 10: count_low", "line 11: has 2 cells more",
    ):  # fmt: skip
        assert words in program.stderr, words
    assert "Traceback" not in program.stderr
    assert query(room, "select count_low, note from analyst_claims where source = 'bad desk'") == [
        {"count_low": 7, "note": "a good one; quoted"}
    ]
    assert query(room, "select count(*) as n from quarantine where reason = 'bad_row'") == [{"n": 10}]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "no column names"),
        (b"harm,kiled_low\nkilled,1\n", "unknown columns 'kiled_low'"),
        (b"harm,harm\nkilled,killed\n", "stand twice"),
        (b"\xff\xfeh\x00", "is not UTF-8"),
        (b'harm,note\nkilled,"never closed\n', "a quote may not be closed"),
    ],
)
def test_a_file_that_is_no_table_is_wrong_usage(room, text, words):
    program = imported(room, text, "--source", "desk")
    assert program.returncode == 2, program.stdout
    assert words in program.stderr


@pytest.mark.parametrize("source", [None, "machine", "  "])
def test_every_row_has_a_source_that_is_not_the_machine(room, source):
    program = imported(room, "harm,count_low\nkilled,1\n", *(["--source", source] if source else []))
    assert program.returncode == 1
    assert "no name of analysts" in program.stderr


def test_what_the_machine_says_already_is_no_correction(room):
    """An exported table comes back with one cell changed: only that row is taken in."""
    exported = room[1]("sql", "select * from claims_by_claimant order by claim_id", "--format", "csv").stdout
    changed = exported.replace("injured,Two,2,2", "injured,Two,2,3")
    program = imported(room, changed, "--source", "round trip")
    assert program.returncode == 0, program.stderr
    assert program.stdout.startswith("1 rows taken in, 0 were there already, 1 say what the machine says")


def test_a_file_that_is_not_there(room):
    program = room[1]("import", "nowhere.csv", "--source", "x")
    assert program.returncode == 2
    assert "nowhere.csv: No such file" in program.stderr
