"""Entity scores against numbers reckoned by hand."""

from __future__ import annotations

from orbat.evaluate import score_entities
from orbat.evaluate.gold import GoldEntity
from orbat.model import Evidence, Label, Mention

TEXT = "Marshal Ney led the Second Corps's horse past Quatre Bras. Reille of the Second Corps saw Ligny."


def gold(name: str, label: str, *, optional: bool = False) -> GoldEntity:
    start = TEXT.index(name)
    return GoldEntity(start, start + len(name), name, label, optional)


def mention(words: str, label: Label) -> Mention:
    start = TEXT.index(words)
    return Mention(Evidence("d", start, start + len(words), words), label, words, "test")


GOLD = (
    gold("Ney", "PERSON"),
    gold("Reille", "PERSON"),
    gold("Second Corps", "UNIT"),
    gold("Quatre Bras", "PLACE"),
    gold("Ligny", "PLACE", optional=True),
)


def test_score_counts_by_label_and_in_all() -> None:
    result = score_entities(
        TEXT,
        GOLD,
        [
            mention("Ney", Label.PERSON),
            mention("Marshal", Label.PERSON),  # spurious
            mention("the Second Corps's", Label.UNIT),  # article and possessive do not count
            mention("Quatre", Label.PLACE),  # too short: spurious, and Quatre Bras is missed
        ],
    )
    # Person: 1 of 2 answers right, 1 of 2 found. Place: the optional Ligny is not asked for, so 0 of 1.
    assert result["PERSON"].as_json() == {"p": 0.5, "r": 0.5, "f1": 0.5, "tp": 1, "sys": 2, "gold": 2}
    assert result["UNIT"].as_json() == {"p": 1.0, "r": 1.0, "f1": 1.0, "tp": 1, "sys": 1, "gold": 1}
    assert result["PLACE"].as_json() == {"p": 0.0, "r": 0.0, "f1": 0.0, "tp": 0, "sys": 1, "gold": 1}
    assert result["ALL"].as_json() == {"p": 0.5, "r": 0.5, "f1": 0.5, "tp": 2, "sys": 4, "gold": 4}


def test_score_names_what_was_missed_and_spurious_with_its_sentence() -> None:
    result = score_entities(TEXT, GOLD, [mention("Marshal", Label.PERSON)])
    told = {(miss.fault, miss.what): miss.sentence for miss in result.misses}
    assert told["missed", "Reille"] == "Reille of the Second Corps saw Ligny."
    assert told["spurious", "Marshal"].startswith("Marshal Ney led")
    assert ("missed", "Ligny") not in told


def test_optional_mention_that_was_found_is_right() -> None:
    result = score_entities(TEXT, GOLD, [mention("Ligny", Label.PLACE)])
    assert result["PLACE"].as_json() == {"p": 1.0, "r": 0.5, "f1": 0.6667, "tp": 1, "sys": 1, "gold": 2}


def test_right_range_with_the_wrong_label_is_spurious_and_missed() -> None:
    result = score_entities(TEXT, GOLD, [mention("Ney", Label.PLACE)])
    assert (result["PERSON"].found, result["PLACE"].correct, result["PLACE"].answers) == (0, 0, 1)


def test_labels_that_the_gold_does_not_use_are_not_scored() -> None:
    result = score_entities(TEXT, GOLD, [mention("horse", Label.EQUIPMENT)])
    assert "EQUIPMENT" not in dict(result.rows)
    assert result["ALL"].answers == 0


def test_a_mention_found_twice_counts_once() -> None:
    result = score_entities(TEXT, GOLD, [mention("Ney", Label.PERSON)] * 2)
    assert result["PERSON"].answers == 1
