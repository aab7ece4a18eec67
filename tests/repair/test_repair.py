"""Repair as a whole: what comes out, and that every word leads back to the file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orbat.model import Source
from orbat.repair import repair
from orbat.repair.edits import apply

MARKDOWN = "text/markdown"


def clean(text: str, media_type: str = "text/plain") -> str:
    return repair(Source("document/test", "test", text, "", media_type=media_type)).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the n¨¡nf¨¡ng staff", "the nanfang staff"),
        ("B¨§ij¨©ng and N¨¢nj¨©ng", "Beijing and Nanjing"),
        ("Kutuzov¡¯s plan ¡°to wait¡±", 'Kutuzov\'s plan "to wait"'),
        ("the line held¡ªfor a day", "the line held—for a day"),
        ("General KlÃ©ber", "General Kléber"),
        ("KlÃ©ber and the Ã‰migrÃ©s", "Kléber and the Émigrés"),
        ("the army didnâ€™t move", "the army didn't move"),
        ("he said \x93hold\x94", 'he said "hold"'),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("\ufeffThe war", "The war"),
    ],
)
def test_repair_mends_characters(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "¡Éxito! ¡Ándale!",
        "£½ million, and £5",
        "a sound of ¨¡ alone",
        "Châteauneuf-sur-Loire, œuvre, voilà, Âge, naïve",
        "Ngô Đình Diệm; Łódź; Škoda; Ærø; São João",
        "Немецкая армия",
        "5′ 30″ north — 10–12 December",
        "J.E.B. Stuart, U.S. Army, No. 3 Group, 3.5 miles",
        "see http://example.com/a.Page?b=C,d for the rest",
        "In [1941] he [Grant] said [sic] so.",
        "Yaro on the 3rd. Slavl.",
        "Why?? Nobody knew...",
    ],
)
def test_repair_leaves_what_is_meant(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\r\n\r\ntwo\rThree", "one\n\ntwo\nThree"),
        ("The army moved\nnorth at dawn.", "The army moved north at dawn."),
        ("a bat-\ntalion of the line", "a battalion of the line"),
        ("a counter-\nattack at dawn", "a counter-attack at dawn"),
        ("an Austro-\nHungarian corps", "an Austro-Hungarian corps"),
        ("a break-\nthrough. The breakthrough", "a breakthrough. The breakthrough"),
        ("a cease-\nfire. The cease-fire", "a cease-fire. The cease-fire"),
        ("the years 1941-\nforty", "the years 1941-forty"),
    ],
)
def test_repair_joins_lines(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_repair_unwraps_a_text_wrapped_by_hand() -> None:
    text = (
        "The Siege\n\n"
        "In the spring the first of the armies crossed the river and\n"
        "Murat's horse followed it over the two bridges that General\n"
        "Eblé had built. It was late.\n"
        "Nobody slept that night in the town on the far bank, and no\n"
        "fires were lit.\n"
    )
    assert clean(text) == (
        "The Siege\n\n"
        "In the spring the first of the armies crossed the river and Murat's horse followed it over the two "
        "bridges that General Eblé had built. It was late.\n"
        "Nobody slept that night in the town on the far bank, and no fires were lit.\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "The First Day\nThe army marched at dawn and the enemy fell back.\nThe Second Day\nIt rained.",
        "Losses:\n- 300 killed\n- 500 wounded",
        "It was over.\n1. The guns\n2. The horses",
        "1939\n\nThe war began.\n\n1940\n\nFrance fell.\n\n1941\n\nRussia was invaded.",
        "Aftermath\n\nThey won.\n\nAftermath\n\nThey lost.\n\nAftermath\n\nNobody won.",
    ],
)
def test_repair_leaves_headings_and_items_on_their_lines(text: str) -> None:
    assert clean(text) == text


def test_repair_takes_page_heads_and_numbers_away() -> None:
    pages = [
        "THE CAMPAIGN OF 1812\n\nThe army marched to",
        "the river and camped.\n\n11\n\nTHE CAMPAIGN OF 1812\n\nIn the morning it cros-",
        "sed by the bridge.\n\n12\n\nTHE CAMPAIGN OF 1812\n\nThe guns came",
        "last of all.\n\n13\n\n",
    ]
    text = "\n".join(pages).replace("to\nthe", "to\n\n10\n\nTHE CAMPAIGN OF 1812\n\nthe")
    assert clean(text).split("\n\n") == [
        "The army marched to the river and camped.",
        "In the morning it crossed by the bridge.",
        "The guns came last of all.",
    ]


def test_repair_takes_marks_of_markdown_away() -> None:
    text = (
        "---\ntitle: A war\n---\n"
        "# The *First* Day #\n"
        "The **2nd Corps** of [General Sedgwick](https://example.com/a_(b) 'page') was late,[^1]\n"
        "and `nobody` came.<br>Not _one_ &amp; 2*3 \\* men.\n"
        "<!-- a\ncomment -->\n"
        "- 300 killed\n"
        "- 500 wounded\n\n"
        "| side | loss |\n|---|---:|\n| Union | 12 |\n\n"
        "![map](map.png)\n\n"
        "```\ncode = 1\n```\n"
        "> The enemy\n> fell back.\n\n"
        "Aftermath\n---------\n"
        "[^1]: By a day.\n"
        "[ref]: https://example.com\n"
    )
    assert [block for block in clean(text, MARKDOWN).split("\n") if block] == [
        "The First Day",
        "The 2nd Corps of General Sedgwick was late, and nobody came. Not one & 2*3 * men.",
        "300 killed",
        "500 wounded",
        "side loss",
        "Union 12",
        "The enemy fell back.",
        "Aftermath",
        "By a day.",
    ]


def test_repair_loses_no_words_to_a_fence_that_is_never_closed() -> None:
    assert clean("Before.\n\n```\nThe army fled.", MARKDOWN).split() == ["Before.", "The", "army", "fled."]


def test_repair_leaves_marks_of_markdown_in_plain_text() -> None:
    assert clean("# 3 guns *each* and [a](b)") == "# 3 guns *each* and [a](b)"


def test_repair_of_a_clean_text_repairs_nothing() -> None:
    text = "On 5 December 1941 the army attacked.\n\nIt took the town.\n"
    assert repair(Source("document/test", "test", text, "")).offsets.repairs == ()


PIECES = st.sampled_from(
    [
        *(
            "The army ",
            "battal-\n",
            "ion ",
            "Moscow.The ",
            "n¨¡nf¨¡ng ",
            "Tula¡¯s ",
            "KlÃ©ber ",
            "dÃ©jÃ  ",
            "12",
        ),
        *("\n", "\r\n", "\n\n", "  ", "\t", "\ufeff", "\xad", "\u200b", "\xa0", "“now” ", "ﬁre ", "e\u0301 "),
        *(
            "# ",
            "- ",
            "**",
            "_a_ ",
            "`x` ",
            "[a](b) ",
            "[12]",
            "<b>",
            "&amp;",
            "| a | b |\n",
            "|---|\n",
            "```\n",
        ),
        *(
            "---\n",
            "> ",
            "\\*",
            "<!-- x -->",
            "HEAD\n",
            "March 7ri. ",
            ".??. ",
            "\x93",
            "。",
            "¡",
            "¨",
            ".",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join))


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["text/plain", MARKDOWN]))
def test_repair_is_what_its_repairs_do(text: str, media_type: str) -> None:
    done = repair(Source("document/test", "test", text, "", media_type=media_type))
    assert apply(text, done.offsets.repairs) == done.text
    assert all(text[r.start : r.end] == r.before for r in done.offsets.repairs)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["text/plain", MARKDOWN]), st.data())
def test_repair_leads_every_word_back_to_the_file(text: str, media_type: str, data: st.DataObject) -> None:
    done = repair(Source("document/test", "test", text, "", media_type=media_type))
    start = data.draw(st.integers(0, len(done.text)))
    end = data.draw(st.integers(start, len(done.text)))
    low, high = done.offsets.original(start, end)
    assert 0 <= low <= high <= len(text)
    if not any(low <= r.start <= high or low <= r.end <= high for r in done.offsets.repairs):
        assert text[low:high] == done.text[start:end]
