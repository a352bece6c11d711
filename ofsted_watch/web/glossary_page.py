"""The glossary: Ofsted's terms and ours."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ofsted_watch.presentation import urls
from ofsted_watch.presentation.glossary import GLOSSARY
from ofsted_watch.web.rendering import page

router = APIRouter()


@router.get(urls.GLOSSARY, include_in_schema=False)
def glossary() -> HTMLResponse:
    """Every term with what it is."""
    return page("glossary.html", entries=GLOSSARY)
