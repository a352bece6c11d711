"""Adding and ending authorities without a release, and moving the subscribers of an ended one to its successors."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.mail.sent_log import SentMail
from ofsted_watch.domain.authorities import AuthorityRegister, ChangedAuthority, Ending, plain_name
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority, Subscription
from ofsted_watch.errors import MailError, MailRejected, StoreError, UnknownAuthority, WrongUse
from ofsted_watch.extraction.sanitize import sanitize
from ofsted_watch.presentation.emails.successor_mail import successor_mail
from ofsted_watch.runs.planning import ALL
from ofsted_watch.services.decided_by import check_name
from ofsted_watch.services.delivery_resources import DeliveryResources
from ofsted_watch.services.personal_data_requests import is_erased
from ofsted_watch.services.signed_links import signed_links
from ofsted_watch.subscriptions.email_address import compared, masked, without_address
from ofsted_watch.subscriptions.preferences import preferences_of

log = logging.getLogger("ofsted_watch.authorities")

LONGEST_NAME = 100
"""Characters; the longest name in England has 35."""

EARLIEST_END = date(1992, 9, 1)
"""The day on which Ofsted began. Nobody follows an authority that ended before it."""


def add_authority(database: Database, register: AuthorityRegister, new: Authority, *, by: str, at: datetime) -> Authority:
    """Add an authority to the register. It is expected from the next run on. Adding the same again changes nothing.

    Raises WrongUse for a URN, code, number or name that cannot be one, or that another authority has, and for a missing name of
    who decides; UnknownAuthority for an unknown region.
    """
    check_name(by, "authority")
    if not re.fullmatch("[0-9]{5,7}", new.urn):
        raise WrongUse(f"'{new.urn}' is not an Ofsted URN: it has five to seven digits and stands on the authority's page")
    if not re.fullmatch("E[0-9]{8}", new.ons_code):
        raise WrongUse(f"'{new.ons_code}' is not an ONS code: it is an E and eight digits, such as E06000063")
    if new.council_number and not re.fullmatch("[0-9]{3}", new.council_number):
        raise WrongUse(f"'{new.council_number}' is not a council number: it has three digits")
    _check_authority_name(new.name)
    if not new.region:
        raise WrongUse(f"Choose the region of {new.name}: {', '.join(register.regions())}")
    authority = replace(new, name=" ".join(new.name.split()), region=register.region(new.region))
    if register.has(new.urn):
        if register.by_urn(new.urn) == authority:
            return authority
        raise WrongUse(f"URN {new.urn} is that of {register.by_urn(new.urn).name}")
    for known in register.current():
        if known.ons_code == new.ons_code or (new.council_number and known.council_number == new.council_number):
            raise WrongUse(f"{known.name} already has this ONS code or council number")
    try:
        named = register.named(authority.name)
    except UnknownAuthority:
        named = None
    if named is not None and named.ons_code:
        raise WrongUse(f"The name '{authority.name}' leads to {named.name} (URN {named.urn}): end that authority first")
    database.authority_changes.store(ChangedAuthority(authority), by=by, at=at)
    return authority


def _check_authority_name(name: str) -> None:
    """Raise WrongUse for a name that is none, or that would mean something else where names are entered or listed."""
    if not name.strip():
        raise WrongUse("Enter the authority's name")
    if len(name) > LONGEST_NAME:
        raise WrongUse(f"The authority's name has {len(name)} characters: enter one of at most {LONGEST_NAME}")
    if not all(character.isprintable() or character.isspace() for character in name):
        raise WrongUse(f"The authority's name '{sanitize(name)}' has characters that cannot be printed: enter it again")
    if ";" in name:
        raise WrongUse(f"The authority's name '{name}' has a semicolon, which separates names in the settings: leave it out")
    if name.strip().lower() == ALL:
        raise WrongUse(f"'{name.strip()}' means all authorities where names are entered: enter the authority's own name")
    if not re.search("[a-z]", plain_name(name)):
        raise WrongUse(f"'{name.strip()}' is not an authority's name: it has no word by which it could be found")


def end_authority(
    database: Database,
    register: AuthorityRegister,
    ended: Authority,
    successors: Sequence[Authority],
    day: date,
    *,
    today: date,
    by: str,
    at: datetime,
) -> AuthorityRegister:
    """End an authority on its first day without existence, and name who took its place. Returns the register then.

    Ending it again corrects the day and the successors. Its subscribers are moved by `move_subscribers`. Raises WrongUse for a
    day in the future or long past, no successor, one that is named twice, has ended or is the authority itself, or a missing
    name of who decides.
    """
    check_name(by, "authority")
    if day > today:
        raise WrongUse(f"{day} is in the future (today is {today}): until then {ended.name} is checked every night")
    if day < EARLIEST_END:
        raise WrongUse(f"{day} is before {EARLIEST_END:%-d %B %Y}, when Ofsted began: check the year")
    if not successors:
        raise WrongUse(f"Name who took the place of {ended.name}: its subscribers are moved there")
    for successor in successors:
        if successor.urn == ended.urn or not successor.ons_code:
            raise WrongUse(f"{successor.name} cannot take the place of {ended.name}: it has ended, or is the same authority")
        if successors.count(successor) > 1:
            raise WrongUse(f"{successor.name} is named twice: name each successor once")
    ending = Ending(ended.urn, day, tuple(successor.urn for successor in successors))
    changed = ChangedAuthority(replace(ended, ons_code=""), ending)
    database.authority_changes.store(changed, by=by, at=at)
    return register.changed((changed,))


@dataclass(frozen=True, slots=True)
class Moved:
    """How many subscriptions were moved to the successors of an ended authority, and how many could not be notified yet."""

    moved: int = 0
    waiting: int = 0


def move_subscribers(resources: DeliveryResources, register: AuthorityRegister, now: datetime) -> Moved:
    """Notify the people who follow an ended authority by name, and give them its successors in its place. Safe to repeat.

    A person is moved after the mail was accepted; if the mail server is away, the next call tries again. Paused people, and those
    to whom no mail can go, are moved without a mail.
    """
    moved = waiting = 0
    for subscription in resources.database.subscribers.all():
        ended = [register.by_urn(urn) for urn in sorted(subscription.urns) if register.successors(urn)]
        if not ended or is_erased(resources.sent_log, subscription):  # the next delivery erases it again
            continue
        if _notified(resources, register, subscription, ended, now):
            _move(resources.database, register, subscription, ended, now)
            moved += 1
        else:
            waiting += 1
    return Moved(moved, waiting)


def _notified(
    resources: DeliveryResources,
    register: AuthorityRegister,
    subscription: Subscription,
    ended: Sequence[Authority],
    now: datetime,
) -> bool:
    """Send the mail unless it has gone out before. False if it must be tried again."""
    settings, to = resources.settings, subscription.email
    allowed = {compared(address) for address in settings.mail_only_to}
    if subscription.paused or (allowed and compared(to) not in allowed):
        return True
    links = signed_links(settings) if settings.public_url else None
    try:
        message = successor_mail(
            subscription,
            [(authority, register.endings[authority.urn], register.successors(authority.urn)) for authority in ended],
            sender=settings.mail_from,
            domain=resources.database.installation.id_domain(),
            manage_url=links.to_manage(to, now) if links else None,
            unsubscribe_url=links.to_unsubscribe(to, [subscription.id], now) if links else None,
            sent_at=now,
        )
        own_id = str(message["Message-ID"])
        if resources.sent_log.was_sent(own_id, to):
            return True
        resources.mailer.send(message, to)
        resources.sent_log.record(SentMail(own_id, (own_id,), now), to)
    except MailRejected as final:
        log.warning("%s was moved without a mail: %s", masked(to), without_address(str(final), to))
    except (MailError, StoreError) as passing:
        log.warning("%s is not moved yet: %s", masked(to), without_address(str(passing), to))
        return False
    return True


def _move(
    database: Database, register: AuthorityRegister, subscription: Subscription, ended: Sequence[Authority], now: datetime
) -> None:
    gone = {authority.urn for authority in ended}
    followed = {successor.urn for urn in gone for successor in register.successors(urn)}
    preferences = replace(preferences_of(subscription), urns=frozenset((subscription.urns - gone) | followed))
    if database.preference_changes.change(subscription.email, subscription.id, preferences, unwanted=(), at=now) is None:
        # The person already follows the successors in the same way with another subscription.
        database.subscribers.unsubscribe(subscription.email, now, [subscription.id])


def new_authority(urn: Urn, name: str, ons_code: str, region: str, council_number: str) -> Authority:
    """An authority as a person enters it, without spaces around its parts."""
    return Authority(Urn(urn.strip()), name.strip(), ons_code.strip().upper(), region.strip(), council_number.strip())
