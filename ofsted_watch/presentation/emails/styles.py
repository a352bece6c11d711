"""How the mails look: inline styles only, because mail programs drop anything else. Every pair keeps a contrast of 7 to 1."""

from ofsted_watch.domain.grades import Grade

INK = "#1a2433"
QUIET = "#46525f"
PAPER = "#ffffff"
DESK = "#eef1f5"
LINE = "#c9d1da"
LINK = "#0b4a8f"
ALARM = "#861a1a"
ALARM_GROUND = "#fdf3f3"

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

GRADE_MARKS: dict[Grade, str] = {
    Grade.OUTSTANDING: "★",
    Grade.GOOD: "●",
    Grade.REQUIRES_IMPROVEMENT: "▲",
    Grade.ADEQUATE: "◆",
    Grade.INADEQUATE: "■",
    Grade.NOT_JUDGED: "○",
    Grade.POSITIVE: "●",
    Grade.INCONSISTENT: "▲",
    Grade.SYSTEMIC_FAILINGS: "■",
}
"""The shapes of the pages as characters, in the colour of the text."""

_FONT = "font-family:Arial,Helvetica,sans-serif;"

STYLES: dict[str, str] = {
    "body": f"margin:0;padding:0;background-color:{DESK};color:{INK};{_FONT}",
    "preview": f"display:none;max-height:0;overflow:hidden;font-size:1px;line-height:1px;color:{PAPER};",
    "desk": f"background-color:{DESK};width:100%;",
    "around": "padding:12px 0;",
    "sheet": f"background-color:{PAPER};width:100%;max-width:680px;margin:0 auto;",
    "content": f"padding:24px 24px 4px 24px;font-size:16px;line-height:1.5;color:{INK};{_FONT}",
    "meta": f"margin:0 0 6px 0;font-size:14px;line-height:1.4;color:{QUIET};",
    "h1": f"margin:0 0 14px 0;font-size:25px;line-height:1.25;color:{INK};{_FONT}",
    "h2": f"margin:24px 0 8px 0;font-size:18px;line-height:1.3;color:{INK};{_FONT}",
    "h3": f"margin:18px 0 6px 0;font-size:14px;line-height:1.4;color:{QUIET};{_FONT}",
    "group": f"margin:0 0 4px 0;font-size:14px;font-weight:bold;color:{QUIET};",
    "divider": f"margin:28px 0 12px 0;padding:0 0 4px 0;border-bottom:2px solid {INK};font-size:16px;line-height:1.3;"
    f"color:{QUIET};",
    "entry": f"margin:22px 0 4px 0;font-size:18px;line-height:1.3;color:{INK};{_FONT}",
    "h4": f"margin:16px 0 6px 0;font-size:16px;line-height:1.4;color:{INK};{_FONT}",
    "links": "margin:14px 0 12px 0;",
    "p": "margin:0 0 12px 0;",
    "lead": "margin:14px 0 16px 0;font-size:17px;line-height:1.5;",
    "list": "margin:0 0 12px 0;padding:0 0 0 26px;",
    "item": "margin:0 0 6px 0;",
    "numbered": "margin:0 0 6px 0;padding:0 0 0 26px;text-indent:-26px;",
    "addressee": f"margin:10px 0 4px 0;font-size:14px;font-weight:bold;color:{QUIET};",
    "fact": "margin:0 0 6px 0;font-size:15px;",
    "link": f"color:{LINK};text-decoration:underline;",
    "place": f"color:{LINK};font-size:14px;text-decoration:underline;white-space:nowrap;",
    "quiet": f"color:{QUIET};",
    "actions": "margin:20px 0 12px 0;line-height:2.6;",
    "button": f"display:inline-block;background-color:{LINK};color:{PAPER};padding:10px 18px;border-radius:4px;"
    f"line-height:1.4;font-weight:bold;text-decoration:none;{_FONT}",
    "table": f"width:100%;border-collapse:collapse;margin:0 0 14px 0;font-size:15px;line-height:1.4;color:{INK};{_FONT}",
    "caption": f"text-align:left;font-size:14px;color:{QUIET};padding:0 0 4px 0;",
    "th": f"text-align:left;padding:6px 8px 6px 0;border-bottom:2px solid {INK};"
    f"font-size:14px;color:{QUIET};vertical-align:bottom;",
    "row": f"text-align:left;padding:9px 8px 9px 0;border-bottom:1px solid {LINE};font-weight:bold;vertical-align:top;",
    "row_same": f"text-align:left;padding:9px 8px 9px 0;border-bottom:1px solid {LINE};font-weight:normal;vertical-align:top;",
    "cell": f"text-align:left;padding:9px 8px 9px 0;border-bottom:1px solid {LINE};vertical-align:top;",
    "small": f"display:block;font-size:13px;font-weight:normal;color:{QUIET};padding-top:2px;",
    "evidence": f"margin:0 0 4px 0;font-size:14px;line-height:1.45;color:{QUIET};",
    "alarm": f"margin:18px 0 18px 0;padding:12px 16px 4px 16px;border-left:4px solid {ALARM};background-color:{ALARM_GROUND};",
    "alarm_h": f"margin:0 0 8px 0;font-size:18px;line-height:1.3;color:{ALARM};{_FONT}",
    "rule": f"border:0;border-top:1px solid {LINE};margin:20px 0 14px 0;",
    "foot": f"padding:0 24px 24px 24px;font-size:13px;line-height:1.5;color:{QUIET};{_FONT}",
    "foot_p": "margin:0 0 8px 0;",
}


def grade_style(grade: Grade) -> str:
    """The inline style of a grade's text."""
    return f"color:{GRADE_COLOURS[grade][0]};font-weight:bold;"
