"""Our own sentences about invented services, by topic and grade."""

from collections.abc import Sequence

from ofsted_watch.domain.grades import Grade

_STRONG: dict[str, tuple[str, ...]] = {
    "help": (
        "Families in {place} are offered early help before small worries grow, and most say that it came at the right time.",
        "Contacts at the front door are sorted within a day. Consent is asked for, and if not, the reason is written down.",
        "Strategy meetings bring the right people together quickly, and what they decide is carried out.",
        "Assessments are up-to-date and well-written, and they say plainly what life is like for the child.",
        "Plans are short and measurable. Core groups keep to them, and families know what has to change.",
        "Children who go missing are seen promptly when they return, and what they say shapes the next steps.",
    ),
    "care": (
        "Few children come into care in a hurry, and those who do are told why in words they understand.",
        "Most children in {place} live with carers who know them well and close to the people who matter to them.",
        "Brothers and sisters are kept together wherever this is right for them.",
        "Reviews are held on time, and letters after them are written to the child in words that a child can use.",
        "The virtual school knows every child, and personal education plans lead to real help in the classroom.",
        "Life-story work begins early and is done with care, so that children understand their own past.",
    ),
    "leavers": (
        "Personal advisers stay in touch with care-experienced young people, including those who live far from {place}.",
        "Pathway plans are written with young people and are changed when their lives change.",
        "Young people say that they feel safe where they live, and few have to leave before they are ready.",
        "The local offer is known to young people, who helped to write it.",
        "Health histories are handed over with a conversation, not by post.",
    ),
    "leaders": (
        "Leaders know their services well. Their self-assessment agrees with what inspectors found.",
        "The lead member and the chief executive ask hard questions and follow up the answers.",
        "Caseloads in {place} are kept at a level that lets social workers do direct work with children.",
        "Audits are done together with the worker, and what they show is put right within weeks.",
        "Staff told inspectors that managers are visible, and that they would recommend working here to a friend.",
    ),
    "adoption": (
        "Family-finding starts early, and children wait less than elsewhere for a permanent home.",
        "Adopters are prepared thoroughly, and support after an order is easy to reach.",
    ),
    "board": (
        "The Board’s audits have changed practice, and partners hold one another to account.",
        "The annual report is honest about what is not yet known.",
    ),
    "area": (
        "Parents in {place} describe one conversation with one team, in place of five referrals.",
        "Education, health and care plans are written with the young person and are reviewed on time.",
        "Leaders in education, health and social care share data and act on what they show.",
    ),
}

_WEAK: dict[str, tuple[str, ...]] = {
    "help": (
        "Too many children in {place} wait too long for help, and some are left at risk of harm that was already known.",
        "Thresholds are not understood in the same way by partners, and cases are closed before anybody has seen the child.",
        "Strategy meetings often take place without the police or health, and their decisions are not recorded.",
        "Assessments dwell on the latest incident. Chronologies are missing, so patterns of neglect are not seen.",
        "Plans are long lists of tasks. Core groups are cancelled, and drift goes unchallenged for months.",
        "Return home interviews are late or not held, and what is learned from them is not used.",
    ),
    "care": (
        "Some children in {place} come into care only after a crisis that could have been foreseen.",
        "Too many children have moved three times or more within a year, often at short notice.",
        "Visits to children in care are irregular, and records do not show that they were seen alone.",
        "Independent reviewing officers have too many cases to challenge delay.",
        "A few children live in unregistered homes, and oversight of them is weak.",
        "Life-story work is left until the last moment, or is not done.",
    ),
    "leavers": (
        "Too many care leavers in {place} have no suitable home, and a small number have been homeless.",
        "Pathway plans are begun late and are seldom shared with the young person.",
        "Personal advisers have lost touch with some young people, and nobody has noticed.",
        "Young people do not know what they are entitled to, and the local offer has not been renewed for years.",
        "Support ends abruptly at 21 for those who are not in education.",
    ),
    "leaders": (
        "Leaders did not know about serious weaknesses until inspectors pointed them out.",
        "Performance reports count what is done on time and say nothing about what it does for children.",
        "Turnover of staff in {place} is high, and children have had to tell their story again and again.",
        "Audits are not followed up, and the same faults are found every quarter.",
        "Supervision is irregular, and records of it hold no reasons for decisions.",
    ),
    "adoption": (
        "Family-finding begins only when every order is made, and children wait too long.",
        "Adopters describe support that is hard to reach when they most need it.",
    ),
    "board": (
        "The Board does not know how well children are protected, because it has not asked.",
        "Audits are few, and partners do not act on them.",
    ),
    "area": (
        "Parents in {place} say that they have to fight for help, and that letters go unanswered.",
        "Education, health and care plans are late, and many describe a child of years ago.",
        "Waiting times for a first appointment have doubled, and leaders have no shared plan to shorten them.",
    ),
}

_TO_IMPROVE: dict[str, tuple[str, ...]] = {
    "help": (
        "The timeliness of visits to children who are the subject of a child protection plan.",
        "The quality of chronologies, and how they are used when decisions are made.",
    ),
    "care": (
        "The stability of children’s homes, and the matching of children with carers.",
        "The frequency of life-story work with children who are not going to return home.",
    ),
    "leavers": (
        "How often pathway plans are looked at again, and who asks the young person.",
        "The range of suitable and affordable accommodation for care leavers.",
    ),
    "leaders": (
        "The quality and impact of supervision and management oversight.",
        "The use of audit to improve practice, not only to measure it.",
    ),
    "area": (
        "The time that children and young people wait for a first assessment.",
        "The quality and timeliness of education, health and care plans.",
    ),
}


def findings(topic: str, grade: Grade, place: str, seed: int, count: int) -> tuple[str, ...]:
    """`count` findings about a topic that fit a grade. 'Requires improvement' gets good and bad findings."""
    strong, weak = _STRONG[topic], _WEAK[topic]
    if grade in (Grade.OUTSTANDING, Grade.GOOD, Grade.POSITIVE):
        pool: Sequence[str] = strong
    elif grade in (Grade.INADEQUATE, Grade.SYSTEMIC_FAILINGS):
        pool = weak
    else:
        pool = [sentence for pair in zip(strong, weak, strict=True) for sentence in pair]
    return tuple(pool[(seed + place_in_text) % len(pool)].format(place=place) for place_in_text in range(count))


def to_improve(*topics: str) -> tuple[str, ...]:
    """The points to improve for each of the topics."""
    return tuple(sentence for topic in topics for sentence in _TO_IMPROVE[topic])
