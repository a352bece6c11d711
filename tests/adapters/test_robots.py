import pytest

from ofsted_watch.adapters.site.robots import Rules, read_robots


def allowed(text: str, path: str) -> bool:
    return read_robots(text, "OfstedWatch").allow(path)


def forbids_nothing(rules: Rules) -> bool:
    return rules.crawl_delay is None and all(rules.allow(path) for path in ("/", "/a", "/robots.txt", "/v1/file/1?x=y"))


def test_nothing_written_forbids_nothing() -> None:
    assert forbids_nothing(read_robots("", "OfstedWatch"))
    assert forbids_nothing(Rules())


@pytest.mark.parametrize(
    ("rules", "path", "may"),
    [
        ("Disallow: /admin/", "/admin/x", False),
        ("Disallow: /admin/", "/administration", True),
        ("Disallow:", "/admin/", True),
        ("Disallow: /\nAllow: /provider/", "/provider/44/80901", True),
        ("Allow: /provider/\nDisallow: /provider/44", "/provider/44/80901", False),
        ("Disallow: /p\nAllow: /p", "/p", True),
        ("Disallow: /*.pdf$", "/v1/file/a.pdf", False),
        ("Disallow: /*.pdf$", "/v1/file/a.pdf?x", True),
        ("Disallow: /search?*rows=", "/search?q=&rows=100", False),
        ("Disallow: /a*b*c", "/a-b-d", True),
        ("Disallow: /a*b*c", "/axxbxxcxx", False),
        ("Disallow: /a*a$", "/a", True),
        ("Disallow: /exact$", "/exactly", True),
        ("Disallow: /%7Eus", "/~us", False),
        ("Disallow: /a%2fb", "/a/b", True),
        ("Disallow: /a%2fb", "/a%2Fb", False),
        ("Disallow: /café", "/caf%C3%A9", False),
        ("disallow : /x # a comment", "/x", False),
    ],
)
def test_the_longest_rule_wins_and_allow_wins_a_draw(rules: str, path: str, may: bool) -> None:
    assert allowed(f"User-agent: *\n{rules}\n", path) is may


def test_rules_for_us_count_instead_of_those_for_everybody() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: ofstedwatch\nUser-agent: OtherBot\nDisallow: /a\n"
    assert allowed(text, "/b")
    assert not allowed(text, "/a")


def test_groups_for_us_are_taken_together() -> None:
    text = "User-agent: OfstedWatch\nDisallow: /a\nUser-agent: x\nDisallow: /c\nUser-agent: OfstedWatch\nDisallow: /b\n"
    assert [allowed(text, path) for path in ("/a", "/b", "/c")] == [False, False, True]


@pytest.mark.parametrize("other", ["OfstedWatcher", "Watch", "Googlebot"])
def test_rules_for_others_do_not_concern_us(other: str) -> None:
    assert allowed(f"User-agent: {other}\nDisallow: /\n", "/a")


def test_a_group_whose_name_begins_ours_binds_us_too() -> None:
    # RFC 9309 compares whole names. A site that names `Ofsted` may well mean us, so we take the stricter reading.
    assert not allowed("User-agent: *\nAllow: /\n\nUser-agent: Ofsted\nDisallow: /a\n", "/a")


def test_the_group_with_our_whole_name_counts_before_a_shorter_one() -> None:
    assert allowed("User-agent: Ofsted\nDisallow: /\n\nUser-agent: OfstedWatch\nDisallow: /b\n", "/a")


def test_a_path_of_two_slashes_is_a_path_and_not_a_host() -> None:
    assert not allowed("User-agent: *\nDisallow: //a\n", "//a/b")


# 1e99 is a number of seconds: a host that asks for it wants no requests, and the client refuses so slow a host by name.
@pytest.mark.parametrize(
    ("text", "seconds"), [("10", 10.0), ("0.5", 0.5), ("soon", None), ("-1", None), ("inf", None), ("1e99", 1e99)]
)
def test_a_crawl_delay_is_seconds_or_nothing(text: str, seconds: float | None) -> None:
    assert read_robots(f"User-agent: *\nCrawl-delay: {text}\n", "OfstedWatch").crawl_delay == seconds


def test_a_web_page_in_its_place_says_nothing() -> None:
    assert forbids_nothing(read_robots("<!DOCTYPE html>\n<p>User: nobody</p>", "OfstedWatch"))


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    assert not allowed("\ufeffUser-agent: *\nDisallow: /a", "/a")


@pytest.mark.timeout(5)
def test_a_pattern_full_of_stars_is_matched_at_once() -> None:
    assert allowed("User-agent: *\nDisallow: /" + "a*" * 5000 + "b", "/" + "a" * 5000)
