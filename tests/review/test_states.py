"""The tables of states: every move that is allowed, and that nothing else is."""

from __future__ import annotations

import itertools

import pytest

from newstrans.errors import ReviewError
from newstrans.review.states import EDITION_MOVES, UNIT_MOVES, Action, next_edition_state, next_unit_state
from newstrans.store.records import EditionState, UnitState


@pytest.mark.parametrize(("state", "action"), list(itertools.product(UnitState, Action)))
def test_a_unit_moves_by_the_table_or_not_at_all(state, action):
    if (state, action) in UNIT_MOVES:
        assert UNIT_MOVES[state, action] == next_unit_state("x", state, action)
    else:
        with pytest.raises(ReviewError, match=r"^x: (it|no|the) .*can(not)? be"):
            next_unit_state("x", state, action)


@pytest.mark.parametrize(("state", "action"), list(itertools.product(EditionState, Action)))
def test_an_edition_moves_by_the_table_or_not_at_all(state, action):
    if (state, action) in EDITION_MOVES:
        assert EDITION_MOVES[state, action] == next_edition_state("x", state, action)
    else:
        with pytest.raises(ReviewError, match=r"^x: (it|no|the) .*can(not)? be"):
            next_edition_state("x", state, action)


def test_a_kill_is_final():
    """Nothing leads out of it, and it can come to every edition; what was out can still be taken back."""
    moves = {action: after for (state, action), after in EDITION_MOVES.items() if state is EditionState.KILLED}
    assert {Action.KILL: EditionState.KILLED, Action.WITHDRAW: EditionState.KILLED} == moves
    assert set(EditionState) == {state for state, action in EDITION_MOVES if action is Action.KILL}


def test_nothing_is_published_that_was_not_approved():
    """Only one state leads to publishing, and only having nothing left to do leads to that state."""
    assert {(EditionState.APPROVED, Action.PUBLISH)} == {move for move, after in EDITION_MOVES.items() if after is EditionState.PUBLISHED}
    assert {Action.COMPLETE} == {action for (_, action), after in EDITION_MOVES.items() if after is EditionState.APPROVED}
    assert {Action.APPROVE} == {action for (state, action), after in UNIT_MOVES.items() if after is UnitState.APPROVED is not state}
