"""Pages in the site's markup, about authorities that exist nowhere. Each test changes the one thing it is about."""

WHERE = "the page of Thornmere"
SITE = "https://reports.example"


def page(main: str, title: str = "Ofsted") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body><main>{main}</main></body></html>"


def link(
    number: str = "50011111",
    kind: str = "Children's services inspection",
    label: str | None = "Children's services inspection, PDF - 12 January 2025",
    pubdate: str = "",
) -> str:
    hidden = "" if label is None else f'<span class="nonvisual">{label}</span>'
    metadata = f'<div class="event__metadata">Published {pubdate}</div>' if pubdate else ""
    return (
        '<span class="event__title heading--sub"><a class="publication-link" target="_blank" '
        f'href="https://files.example/v1/file/{number}">{kind}{hidden}</a>{metadata}</span>'
    )


def day(*links: str, happened: str = "<time>2 December 2024</time>") -> str:
    return f'<li class="timeline__day"><p class="timeline__date">{happened}</p>{"".join(links)}</li>'


OPENED = (
    '<li class="timeline__day timeline__day--opened"><p class="timeline__date"><time>1 April 1998</time></p>'
    '<span class="event__title heading--sub">Opened</span></li>'
)


def authority(*days: str, name: str = "Thornmere Council", before: str = "", after: str = "") -> str:
    timeline = f'<ol class="timeline">{"".join(days)}{OPENED}</ol>'
    return page(f'<h1 class="heading--title">{name}</h1>{before}<h2>Reports</h2>{timeline}{after}')


def result(urn: str, name: str, latest: str | None = "12 January 2025", stated_urn: str | None = None) -> str:
    newest = f"<li>Latest report: {latest}</li>" if latest is not None else ""
    return (
        f'<li class="search-result"><h3><a href="/provider/44/{urn}">{name}</a></h3><address>1 High Street</address>'
        f"<ul><li>Category: Local authority</li><li>URN: {stated_urn or urn}</li>{newest}</ul></li>"
    )


def search(*results: str, total: str, following: str = "") -> str:
    return page(f'<h1>Search</h1><p>{total}</p><ul class="results-list">{"".join(results)}</ul>{following}')
