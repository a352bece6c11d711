"""The JSON API under /api/v1, its description (OpenAPI) and a page for people about it."""

from ofsted_watch.web.api.about import router as about
from ofsted_watch.web.api.elsewhere import router as elsewhere
from ofsted_watch.web.api.lists import router as lists

ROUTERS = (lists, about, elsewhere)
