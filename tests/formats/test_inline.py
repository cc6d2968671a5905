from hypothesis import given
from hypothesis import strategies as st

from newstrans.formats.inline import MarkedText, cut_marks
from newstrans.model import Mark

_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.text(alphabet="ab \n\té", max_size=6)),
        st.tuples(st.just("open"), st.sampled_from(["em", "a"])),
        st.tuples(st.just("close"), st.just("")),
        st.tuples(st.just("newline"), st.just("")),
        st.tuples(st.just("void"), st.just("img")),
    ),
    max_size=30,
)


def _build(steps):
    text = MarkedText()
    for step, value in steps:
        getattr(text, step)(*([value] if value or step == "add" else []))
    return text.finish()


@given(_STEPS)
def test_marks_lie_in_the_text_and_never_cross(steps):
    """However a tree is walked, the marks nest and stay inside the text, and white space is single."""
    text, marks = _build(steps)
    assert text == text.strip()
    assert "  " not in text
    for mark in marks:
        assert 0 <= mark.start <= mark.end <= len(text)
        assert (mark.start == mark.end) == (mark.tag == "img")
    ranges = [mark for mark in marks if mark.start < mark.end]
    for one in ranges:
        for other in ranges:
            assert one.end <= other.start or other.end <= one.start or one.start <= other.start <= one.end or other.start <= one.start
            assert not (one.start < other.start < one.end < other.end)


def test_outer_marks_come_first():
    """Of two marks over the same words the outer one stands first."""
    text = MarkedText()
    text.open("strong")
    text.open("em")
    text.add("Kyiv")
    assert text.finish() == ("Kyiv", (Mark(0, 4, "strong"), Mark(0, 4, "em")))


def test_cut_marks_count_from_the_cut():
    """Marks over the border are divided."""
    assert cut_marks([Mark(2, 8, "em"), Mark(9, 10, "a")], 5, 9) == (Mark(0, 3, "em"),)
