"""What a new installation starts from: sample articles and feed, gazetteer tables, the English pipeline."""

from pathlib import Path

PIPELINE = Path(__file__).parent / "pipeline"
