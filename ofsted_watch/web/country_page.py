"""The country at a glance: charts of one day, each also as a picture and as data at an address of its own."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse

from ofsted_watch.adapters.exports import csv_with_mark
from ofsted_watch.domain.grades import Strand
from ofsted_watch.domain.tile_map import ENGLAND_TILES
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.labels import STRANDS, sentence
from ofsted_watch.presentation.national.charts import CHARTS, all_charts
from ofsted_watch.presentation.national.grade_counts import FIRST_QUARTER
from ofsted_watch.presentation.national.grades_on_day import ANSWERS, SCALE
from ofsted_watch.presentation.national.national_data import CHART_TABLES
from ofsted_watch.presentation.national.national_findings import headline, source
from ofsted_watch.presentation.national.national_picture import NationalPicture
from ofsted_watch.presentation.national.palette import ABOUT, ANSWER_TEXTS, FILLS
from ofsted_watch.web.app_context import AppContext, AppContextNow
from ofsted_watch.web.national import picture_on, read_day, read_strand
from ofsted_watch.web.rendering import dated, page

router = APIRouter(include_in_schema=False)

_Text = Annotated[str, Query(max_length=200)]


@router.get(urls.COUNTRY)
def country(request: Request, here: AppContextNow, strand: _Text = "", on: _Text = "") -> HTMLResponse:
    """The page; `on` is a day since the end of 2013, today if it is not given."""
    picture = _asked(request, here, strand, on)
    answers = [answer for answer in ANSWERS if any(counts.by_answer[answer] for counts in picture.strands.values())]
    return page(
        "country.html",
        picture=picture,
        charts=all_charts(picture, ENGLAND_TILES),
        headline=headline(picture),
        source=source(picture),
        today=here.today(),
        first_day=FIRST_QUARTER,
        strands=list(Strand),
        scale=SCALE,
        strand_rows=[(sentence(STRANDS[each]), counts) for each, counts in picture.strands.items()],
        quarter_rows=[(dated(quarter.day), quarter.counts) for quarter in reversed(picture.quarters)],
        region_rows=[(row.region, row.counts) for row in picture.regions],
        answers=answers,
        texts=ANSWER_TEXTS,
        fills=FILLS,
        about=ABOUT,
    )


@router.get(f"{urls.COUNTRY}/{{name}}.svg")
def chart(request: Request, here: AppContextNow, name: str, strand: _Text = "", on: _Text = "") -> Response:
    """One chart as a picture with its title, its source and its day."""
    if name not in CHARTS:
        raise HTTPException(404, f"There is no such chart. Charts: {', '.join(CHARTS)}.")
    picture = _asked(request, here, strand, on)
    drawn = CHARTS[name](picture, ENGLAND_TILES).document(source(picture))
    return Response(drawn, media_type="image/svg+xml", headers={"Access-Control-Allow-Origin": "*"})


@router.get(f"{urls.COUNTRY}/{{name}}.csv")
def chart_data(request: Request, here: AppContextNow, name: str, strand: _Text = "", on: _Text = "") -> Response:
    """The data of one chart."""
    if name not in CHART_TABLES:
        raise HTTPException(404, f"There is no such chart. Charts: {', '.join(CHART_TABLES)}.")
    picture = _asked(request, here, strand, on)
    table = CHART_TABLES[name]
    content = csv_with_mark(table.rows(picture), list(table.columns))
    saved_as = f"ofsted-watch-{name}-{picture.strand}-{picture.day.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{saved_as}"', "Access-Control-Allow-Origin": "*"}
    return Response(content, media_type="text/csv", headers=headers)


def _asked(request: Request, here: AppContext, strand: str, on: str) -> NationalPicture:
    try:
        return picture_on(request, here, read_strand(strand), read_day(on))
    except WrongUse as error:
        raise HTTPException(400, str(error)) from error
