import itertools

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from newstrans.text import diff
from newstrans.text.diff import diff_words, share_changed, tokens


def git_style(old: str, new: str) -> str:
    signs = {"equal": ("", ""), "delete": ("[-", "-]"), "insert": ("{+", "+}")}
    return "".join(signs[op][0] + text + signs[op][1] for op, text in diff_words(old, new))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,234.5 ships", ["1,234.5", " ", "ships"]),
        ("à 10:30, 1 200 km", ["à", " ", "10:30", ",", " ", "1 200", " ", "km"]),
        ("2024 12", ["2024", " ", "12"]),  # not one number
        ("12\u202f500 €", ["12\u202f500", " ", "€"]),
        ("l’état aujourd'hui", ["l’état", " ", "aujourd'hui"]),
        ("Abschluss-Erklärung", ["Abschluss-Erklärung"]),
        ("キーウ市長", ["キーウ", "市", "長"]),  # a katakana run is a word, Han are single
        ("50亿元", ["50", "亿", "元"]),
        ("대통령은 말했다.", ["대통령은", " ", "말했다", "."]),
        ("हिन्दी में", ["हिन्दी", " ", "में"]),  # vowel signs belong to their word
        ("قَالَ الرئيس", ["قَالَ", " ", "الرئيس"]),  # and so do harakat
        ("re\u0301sume\u0301", ["re\u0301sume\u0301"]),
        ("می\u200cشود", ["می\u200cشود"]),  # Persian spells with the non-joiner
        ("a \t b", ["a", " \t ", "b"]),
        ("", []),
    ],
)
def test_words_are_cut_as_a_reader_would(text, expected):
    """Tokens are words, numbers, single ideographs, runs of space and single signs."""
    assert expected == tokens(text)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("em Kiev hoje", "em Kyiv hoje", "em [-Kiev-]{+Kyiv+} hoje"),
        ("1,200 navios chegaram", "1.200 navios chegaram", "[-1,200-]{+1.200+} navios chegaram"),
        ("a casa branca do porto velho", "a torre alta do porto velho", "a [-casa branca-]{+torre alta+} do porto velho"),
        ("Bürgermeister Scholz sprach in Kiew", "Bürgermeister Selenskyj sprach in Kiew",
         "Bürgermeister [-Scholz-]{+Selenskyj+} sprach in Kiew"),
        ("キエフの市長は辞任した", "キーウの市長は辞任した", "[-キエフ-]{+キーウ+}の市長は辞任した"),
        ("投资50亿元", "投资60亿元", "投资[-50-]{+60+}亿元"),
        ("one two three", "one three", "one [-two -]three"),
        ("one three", "one two three", "one {+two +}three"),
        ("same", "same", "same"),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_changes_read_as_whole_words(old, new, expected):
    """A change is marked in whole words, deletion before insertion, joined over single spaces."""
    assert expected == git_style(old, new)


PAIRS = [
    ("de", "Bürgermeister Scholz sprach am Dienstag in Kiew.", "Bürgermeister Selenskyj sprach am Mittwoch in Kyjiw."),
    ("ar", "قَالَ الرئيس أمام البرلمان في العاصمة إنَّ ١٬٢٠٠ طن نُقلت يوم الثلاثاء.", "قال الرئيسُ أمام البرلمان في العاصمة إنّ ١٬٣٠٠ طنٍّ نُقِلت يوم الأربعاء."),
    ("ja", "キエフの市長は火曜日に辞任した。パ\u3099", "キーウの市長は水曜日に辞任した。ハ\u309a"),
    ("zh", "基辅市长星期二宣布投资50亿元。", "基輔市長星期三宣布投資60亿元。"),
    ("ko", "대통령은 화요일에 국회에서 노동자들에게 말했다. \u1112\u1161\u11ab", "대통령이 수요일에 국회에서 노동자들에게 말하였다. \u1112\u1161\u11ab\u1100\u1173\u11af"),
    ("hi", "राष्ट्रपति ने मंगलवार को कहा कि हिन्दी में क्षति हुई।", "राष्ट्रपती ने बुधवार को कहा कि हिंदी में क्षति हुयी।"),
    ("th", "นายกรัฐมนตรีกล่าวว่าน้ำท่วมที่กรุงเทพฯ ทำให้", "นายกฯ กล่าวว่านํ้าท่วมกรุงเทพมหานครทำให้"),
    ("km", "ព្រះរាជាណាចក្រកម្ពុជា", "ព្រះរាជាណាចក្រកម្ពុជ"),
    ("signs", "Family and flags 👩\u200d👩\u200d👧 🇧🇷 👍🏽 1\ufe0f\u20e3 🏴\U000e0067\U000e0062\U000e007f", "Family and flags 👩\u200d👩\u200d👦 🇧🇪 👍🏿 2\ufe0f\u20e3 🏴\U000e0067\U000e007f"),
]


@pytest.mark.parametrize(("old", "new"), [pair[1:] for pair in PAIRS], ids=[pair[0] for pair in PAIRS])
def test_marks_rebuild_both_texts_and_split_no_letter(old, new):
    """Deleted and kept runs are the old text, inserted and kept ones the new, and no run ends inside a grapheme (UAX 29)."""
    runs = diff_words(old, new)
    assert {"equal", "delete", "insert"} == {op for op, _ in runs}
    for side, text in (("delete", old), ("insert", new)):
        assert text == "".join(run for op, run in runs if op in ("equal", side))
        ends = set(itertools.accumulate(len(run) for op, run in runs if op in ("equal", side)))
        assert ends <= set(itertools.accumulate(len(one) for one in regex.findall(r"\X", text)))


def test_texts_with_little_in_common_are_shown_whole():
    """Two sentences that share only small words are one deletion and one insertion."""
    old, new = "The mayor of the city resigned on Monday", "Fishermen found the wreck under the old bridge"

    assert f"[-{old}-]{{+{new}+}}" == git_style(old, new)


def test_an_added_sentence_is_only_an_insertion():
    """A text that was kept whole stays unmarked however much is added."""
    assert git_style("Sim.", "Sim. " + "palavra " * 50) == "Sim.{+ " + "palavra " * 50 + "+}"


PROSE = st.text(st.sampled_from(" ab\u00a0c,.1 2'’-ñе\u0301市キ한\u0e01\n\ud800😀"), max_size=60)


@given(PROSE)
def test_joined_tokens_are_the_text(text):
    """No character is lost or invented by cutting."""
    assert text == "".join(tokens(text))


@given(PROSE, PROSE)
def test_both_texts_can_be_rebuilt(old, new):
    """Equal and deleted runs give the old text, equal and inserted runs the new one."""
    ops = diff_words(old, new)

    assert old == "".join(text for op, text in ops if op != "insert")
    assert new == "".join(text for op, text in ops if op != "delete")
    assert all(text for _, text in ops)
    assert all(a.op != b.op for a, b in itertools.pairwise(ops))


def longest_common(a, b):
    lengths = [0] * (len(b) + 1)
    for left in a:
        row = [0]
        for place, right in enumerate(b):
            row.append(lengths[place] + 1 if left == right else max(row[-1], lengths[place + 1]))
        lengths = row
    return lengths[-1]


@given(st.text("abc", max_size=30), st.text("abc", max_size=30), st.booleans())
def test_the_subsequence_is_the_longest(a, b, divided):
    """Bit rows, whole or divided, keep as many tokens as the textbook algorithm."""
    limit = diff._ROW_BITS
    diff._ROW_BITS = 4 if divided else limit
    try:
        ops = diff._token_ops(a, b)
    finally:
        diff._ROW_BITS = limit

    assert longest_common(a, b) == sum(op == "equal" for op, _ in ops)


def test_share_changed_counts_words_not_spaces():
    """Half the words replaced is a half, nothing is none, everything is one."""
    assert [
        share_changed("a b", "a  b"), share_changed("a b", "a c"), share_changed("a", "b"), share_changed("", " "),
    ] == [0.0, 0.5, 1.0, 0.0]  # fmt: skip
