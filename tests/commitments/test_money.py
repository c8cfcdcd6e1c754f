"""What is not known about money stays not known."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.money import Money, in_words, sum_of

amounts = st.none() | st.integers(0, 10**14).map(lambda pence: Decimal(pence) / 100)


@given(amounts, amounts, amounts)
def test_the_net_change_is_new_less_replaced_and_unknown_as_soon_as_one_of_them_is(promised, new, replaced):
    net = Money(promised, new, replaced).net

    assert (net is None) == (new is None or replaced is None)
    assert net is None or net == new - replaced


def test_what_replaces_nothing_says_so_with_nought():
    assert Money(Decimal(100), Decimal(100), Decimal(0)).net == 100
    assert Money(Decimal(100), Decimal(0), Decimal(0)).net == 0
    assert Money(Decimal(100), Decimal(100)).net is None


@given(st.lists(amounts))
def test_a_sum_counts_what_it_leaves_out_and_is_never_nought_for_want_of_figures(values):
    total = sum_of(values)

    assert total.known + total.unknown == len(values)
    assert (total.total is None) == (total.known == 0)
    assert total.total is None or total.total == sum(value for value in values if value is not None)
    assert total.is_whole == (bool(values) and None not in values)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (None, ""),
        ("0", "£0"),
        ("950", "£950"),
        ("12500", "£12,500"),
        ("203100000", "£203.1m"),
        ("4800000000", "£4.8bn"),
        ("96000000000", "£96bn"),
        ("10470000000", "£10.47bn"),
        ("-627000000", "−£627m"),
        ("999999999", "£1bn"),
        ("999400", "£999,400"),
        ("12.5", "£12.50"),
    ],
)
def test_amounts_read_as_people_write_them(amount, words):
    assert in_words(None if amount is None else Decimal(amount)) == words
