"""The charts: findings that are true for any numbers, pictures that are whole, colours that nobody confuses."""

from datetime import date
from itertools import combinations, pairwise

import numpy as np
import pytest
from lxml import etree

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.grades import Strand
from ofsted_watch.domain.tile_map import ENGLAND_TILES, Tile
from ofsted_watch.presentation.national import national_findings as findings
from ofsted_watch.presentation.national.charts import CHARTS, all_charts
from ofsted_watch.presentation.national.grades_on_day import SCALE
from ofsted_watch.presentation.national.national_data import CHART_TABLES
from ofsted_watch.presentation.national.national_picture import national_picture
from ofsted_watch.presentation.national.palette import FILLS, INKS
from ofsted_watch.presentation.national.svg_parts import Chart
from ofsted_watch.presentation.national.tile_chart import places
from tests.presentation.national.invented import REGISTER, picture

SVG = "{http://www.w3.org/2000/svg}"


def test_the_findings_are_those_of_the_numbers():
    shown = picture()
    assert findings.headline(shown) == "3 of 6 authorities are good or better at help and protection, 1 is inadequate"
    assert findings.strands_title(shown) == (
        "Overall effectiveness, help and protection and leadership are furthest from good: 60% of the authorities with a grade "
        "are good or better"
    )
    assert (
        findings.quarters_title(shown)
        == "1 authority is inadequate at help and protection; the most since 2013 were 2, in December 2025"
    )
    assert findings.moves_title(shown) == (
        "1 judgement on help and protection moved up and 1 moved down in the twelve months to 22 August 2026"
    )
    assert findings.regions_title(shown) == (
        "The North Vale has the largest share that is good or better at help and protection (67%), Southmarch the smallest (50%)"
    )
    assert findings.map_title(shown) == "Inadequate at help and protection: Brook"
    assert findings.waiting_title(shown) == "Ashby has waited longest for a graded inspection: 2,687 days"


def test_without_any_inspection_every_finding_says_that_nothing_is_known():
    empty = national_picture({}, REGISTER, Strand.OVERALL, date(2026, 8, 22))
    assert findings.headline(empty) == "We know no grade of any authority overall yet"
    assert findings.strands_title(empty) == "No grade is known yet"
    assert findings.quarters_title(empty) == "No authority is inadequate overall, and none was since 2013"
    assert findings.regions_title(empty) == "No region has a grade overall yet"
    assert findings.waiting_title(empty) == "No graded inspection is known yet"
    assert all(chart.document("Source") for chart in all_charts(empty, {}).values())


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("strand", Strand)
def test_a_chart_alone_is_well_formed_and_says_its_finding_its_source_and_its_content(name: str, strand: Strand):
    shown = picture(strand)
    chart = CHARTS[name](shown, {})
    root = etree.fromstring(chart.document(findings.source(shown)).encode())
    assert root.findtext(f"{SVG}title") == chart.title
    assert root.findtext(f"{SVG}desc") == chart.description != ""
    words = " ".join(root.itertext())
    assert "Ofsted’s inspection reports published by 22 August 2026" in " ".join(words.split())
    assert etree.fromstring(str(chart.inline).encode()).findtext(f"{SVG}title") == chart.title


def test_every_chart_has_its_data_with_the_columns_it_describes():
    assert CHART_TABLES.keys() == CHARTS.keys()
    for name, table in CHART_TABLES.items():
        assert all(list(row) == list(table.columns) for row in table.rows(picture())), name


def test_the_map_links_each_authority_by_name_and_grade():
    root = etree.fromstring(str(CHARTS["map"](picture(), {}).inline).encode())
    links = {link.get("href"): link.findtext(f"{SVG}title") for link in root.iter(f"{SVG}a")}
    assert links["/authorities/91001"] == "Brook: inadequate, published 20 November 2025"
    assert links["/authorities/91005"] == "Fell: no inspection known"
    assert len(links) == 6


def test_every_authority_of_england_has_a_tile_of_its_own():
    assert set(ENGLAND_TILES) == {authority.urn for authority in ENGLAND.current()}
    assert len(set(ENGLAND_TILES.values())) == 153


def test_an_authority_without_a_tile_stands_below_the_map():
    shown = picture().authorities
    placed = places(shown, {shown[0].authority.urn: Tile(3, 4)})
    assert [(each.authority.name, tile.row) for each, tile in placed][:2] == [("Ashby", 3), ("Brook", 5)]


# What people see who lack one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1), on linear RGB.
SEEN = {
    "with all cones": np.eye(3),
    "without red cones": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "without green cones": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "without blue cones": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(rgb, 0, 1)
    part = xyz / np.array([0.9505, 1.0, 1.089])
    f = np.where(part > 0.008856, np.cbrt(part), 7.787 * part + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def luminance(colour: str) -> float:
    return float(linear(colour) @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("eyes", SEEN)
def test_no_two_grades_have_a_colour_that_somebody_takes_for_the_other(eyes: str):
    seen = {grade: lab(SEEN[eyes] @ linear(FILLS[grade])) for grade in SCALE}
    apart = {(one, other): float(np.linalg.norm(seen[one] - seen[other])) for one, other in combinations(SCALE, 2)}
    assert min(apart.values()) > 25, apart


def test_neighbours_in_a_bar_differ_in_grey_too_and_text_on_them_is_read():
    for one, other in pairwise(SCALE):
        assert contrast(FILLS[one], FILLS[other]) > 1.3, (one, other)
    assert {
        answer: round(contrast(FILLS[answer], INKS[answer]), 1) for answer in FILLS if contrast(FILLS[answer], INKS[answer]) < 4.5
    } == {}


def test_no_line_of_a_chart_alone_is_wider_than_the_picture_in_the_widest_font():
    """DejaVu Sans: a bold letter is 0.65 of its size wide on average, a plain one 0.58."""
    long = "Letters about judgements on authorities " * 6
    drawn = etree.fromstring(Chart("any", long, "", 10, ()).document(long).encode())
    lines = [
        (text.text, float(text.get("font-size")), 0.65 if text.get("font-weight") else 0.58) for text in drawn.iter(f"{SVG}text")
    ]
    assert len(lines) > 4
    assert max(len(line) * size * letter for line, size, letter in lines) <= 960 - 2 * 24
