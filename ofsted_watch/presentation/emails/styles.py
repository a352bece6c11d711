"""How the mails look: inline styles only, because mail programs drop anything else. Every pair keeps a contrast of 7 to 1."""

from ofsted_watch.domain.grades import Grade

INK = "#1a2433"
QUIET = "#46525f"
PAPER = "#ffffff"
DESK = "#eef1f5"
NAVY = "#14304f"
LINE = "#c9d1da"
LINK = "#0b4a8f"

GRADE_COLOURS: dict[Grade, tuple[str, str]] = {
    Grade.OUTSTANDING: ("#0f3d6e", "#dcebfa"),
    Grade.GOOD: ("#17512a", "#e0f3e6"),
    Grade.REQUIRES_IMPROVEMENT: ("#6b4200", "#fdf0d3"),
    Grade.ADEQUATE: ("#6b4200", "#fdf0d3"),
    Grade.INADEQUATE: ("#861a1a", "#fbe4e4"),
    Grade.NOT_JUDGED: ("#3a4653", "#e9edf1"),
    Grade.POSITIVE: ("#17512a", "#e0f3e6"),
    Grade.INCONSISTENT: ("#6b4200", "#fdf0d3"),
    Grade.SYSTEMIC_FAILINGS: ("#861a1a", "#fbe4e4"),
}
"""Text and background of each grade. The text is always shown too: the colour only helps."""

_FONT = "font-family:Arial,Helvetica,sans-serif;"

STYLES: dict[str, str] = {
    "body": f"margin:0;padding:0;background-color:{DESK};color:{INK};{_FONT}",
    "desk": f"background-color:{DESK};width:100%;",
    "sheet": f"background-color:{PAPER};width:100%;max-width:640px;margin:0 auto;",
    "band": f"background-color:{NAVY};color:{PAPER};padding:14px 20px;font-size:15px;font-weight:bold;{_FONT}",
    "content": f"padding:24px 20px 8px 20px;font-size:16px;line-height:1.5;color:{INK};{_FONT}",
    "h1": f"margin:0 0 12px 0;font-size:25px;line-height:1.25;color:{INK};{_FONT}",
    "h2": f"margin:28px 0 8px 0;font-size:18px;line-height:1.3;color:{INK};{_FONT}",
    "h3": f"margin:18px 0 6px 0;font-size:16px;line-height:1.3;color:{INK};{_FONT}",
    "p": "margin:0 0 12px 0;",
    "list": "margin:0 0 12px 0;padding-left:20px;",
    "item": "margin:0 0 6px 0;",
    "link": f"color:{LINK};text-decoration:underline;",
    "button": f"display:inline-block;background-color:{LINK};color:{PAPER};padding:10px 18px;border-radius:4px;"
    f"font-weight:bold;text-decoration:none;{_FONT}",
    "table": f"width:100%;border-collapse:collapse;margin:0 0 16px 0;font-size:15px;line-height:1.4;color:{INK};{_FONT}",
    "caption": "text-align:left;font-weight:bold;padding:0 0 6px 0;",
    "th": f"text-align:left;padding:8px 8px 8px 0;border-bottom:2px solid {NAVY};"
    f"font-size:14px;color:{QUIET};vertical-align:bottom;",
    "row": f"text-align:left;padding:10px 8px 10px 0;border-bottom:1px solid {LINE};font-weight:bold;vertical-align:top;",
    "cell": f"text-align:left;padding:10px 8px 10px 0;border-bottom:1px solid {LINE};vertical-align:top;",
    "small": f"display:block;font-size:13px;font-weight:normal;color:{QUIET};padding-top:2px;",
    "quote": f"margin:0 0 12px 0;padding:8px 0 8px 14px;border-left:4px solid {NAVY};",
    "alarm": "margin:20px 0 12px 0;padding:12px 16px;border:2px solid #861a1a;",
    "rule": f"border:0;border-top:1px solid {LINE};margin:28px 0 0 0;",
    "foot": f"padding:16px 20px 28px 20px;font-size:14px;line-height:1.5;color:{QUIET};{_FONT}",
}


def grade_style(grade: Grade) -> str:
    """The inline style of a grade's text."""
    text, background = GRADE_COLOURS[grade]
    shape = "display:inline-block;padding:1px 6px;border-radius:3px;font-size:14px;font-weight:bold;"
    return f"{shape}color:{text};background-color:{background};"
