"""The JSON API under /api/v1, its description (OpenAPI) and a page for people about it."""

from ofsted_watch.web.api.area_endpoints import router as areas
from ofsted_watch.web.api.description import router as about
from ofsted_watch.web.api.endpoints import router as lists
from ofsted_watch.web.api.improvement_endpoints import router as improvements
from ofsted_watch.web.api.national_endpoint import router as national
from ofsted_watch.web.api.unknown_addresses import router as elsewhere

ROUTERS = (lists, national, improvements, areas, about, elsewhere)
