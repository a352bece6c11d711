from expectations.verdict import shown


def test_a_long_value_is_cut_where_it_is_quoted() -> None:
    assert shown("x" * 500) == "x" * 120 + "…"
    assert shown(None) == "nothing"
