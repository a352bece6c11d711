"""A council's own news page about an inspection: HTML, not a letter of Ofsted's."""

from html import escape

from ofsted_watch.demo_site.letters.letter_content import Description, Style
from ofsted_watch.demo_site.letters.print_formats import day, month_year
from ofsted_watch.domain.grades import Area

_PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>{headline} - {place} News</title><script>window.visits = 1;</script></head>
<body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/bins/">Bins</a></li></ul></nav></header>
<main><article>
<h1>{headline}</h1>
<p class="date">{published}</p>
{paragraphs}
</article></main>
<aside><h2>Latest news</h2><ul><li><a href="/a/">Library opening times</a></li></ul></aside>
<footer><p>Privacy notice | Contact us</p></footer>
</body></html>
"""


def compose_news(facts: Description, style: Style) -> bytes:
    """The page as UTF-8. It reports a judgement in the council's words, which is not a judgement."""
    grade = facts.grades[Area.OVERALL].value.replace("_", " ").title()
    paragraphs = (
        f"{facts.council} retains its ‘{grade}’ judgement after Ofsted’s inspection of children’s services in "
        f"{month_year(facts.end)}.",
        "Inspectors looked at the impact of leaders on social work practice with children and families, and at the experiences "
        "and progress of children who need help and protection.",
        "Councillor Perpetua Lowe said: “We thank our staff, and we know that there is more to do.”",
    )
    headline = f"Inspectors see steady work for children in {facts.place}"
    page = _PAGE.format(
        headline=escape(headline),
        place=escape(facts.place),
        published=day(facts.published),
        paragraphs="\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs),
    )
    return (page if style.curly else page.translate({0x2018: "'", 0x2019: "'"})).encode()
