"""The domain of an address: lower case, in ASCII, and whether it says anything of its owner."""

import re

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")

# Everybody may have an address there, so it never tells which company somebody belongs to.
_PUBLIC = """
    gmail.com googlemail.com outlook.com outlook.fr outlook.de outlook.es outlook.it outlook.pt
    hotmail.com hotmail.fr hotmail.de hotmail.es hotmail.it hotmail.co.uk hotmail.nl hotmail.be
    live.com live.fr live.de live.it live.nl live.be live.co.uk msn.com windowslive.com
    yahoo.com yahoo.fr yahoo.de yahoo.es yahoo.it yahoo.co.uk yahoo.com.br yahoo.co.jp ymail.com
    rocketmail.com aol.com aol.fr aol.de aim.com icloud.com me.com mac.com proton.me protonmail.com
    protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com gmx.de gmx.net gmx.com gmx.at
    gmx.ch gmx.fr web.de t-online.de freenet.de arcor.de mail.de posteo.de mailbox.org 1und1.de
    orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr club-internet.fr
    libero.it virgilio.it alice.it tin.it tiscali.it tim.it fastwebnet.it inwind.it
    telefonica.net terra.es terra.com.br uol.com.br bol.com.br sapo.pt clix.pt iol.pt
    ziggo.nl kpnmail.nl planet.nl hetnet.nl home.nl xs4all.nl upcmail.nl casema.nl quicknet.nl
    skynet.be telenet.be proximus.be bluewin.ch hispeed.ch sunrise.ch
    btinternet.com virginmedia.com talktalk.net ntlworld.com blueyonder.co.uk
    comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net
    mail.com mail.ru yandex.ru yandex.com inbox.ru list.ru bk.ru rambler.ru ukr.net
    wp.pl o2.pl onet.pl onet.eu interia.pl op.pl seznam.cz email.cz centrum.cz
    fastmail.com fastmail.fm hey.com zoho.com zohomail.com hushmail.com
    qq.com 163.com 126.com sina.com foxmail.com naver.com daum.net hanmail.net rediffmail.com
"""
PUBLIC = frozenset(_PUBLIC.split())


def normal_domain(text: str) -> str:
    """The domain in lower-case ASCII, without "@", scheme, "www." or path.

    Raises ValueError when it is none.
    """
    domain = text.strip().lower().removeprefix("https://").removeprefix("http://")
    domain = domain.removeprefix("@").removeprefix("*.").split("/", 1)[0].strip(".")
    domain = domain.removeprefix("www.")
    if not domain.isascii():
        domain = domain.encode("idna").decode("ascii")  # UnicodeError is a ValueError
    labels = domain.split(".")
    if len(domain) > 253 or len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)):
        raise ValueError("not a domain")
    return domain


def domain_of(address: str | None) -> str | None:
    """What follows the last "@", in lower-case ASCII; None where nothing of use does."""
    if address is None or "@" not in address:
        return None
    domain = address.rpartition("@")[2].strip().rstrip(".>").lower()
    if domain.isascii():
        return domain or None
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None


def enclosing(domain: str) -> list[str]:
    """The domain and those it lies in, nearest first, without the bare top level.

    >>> enclosing("mail.lyon.solivane.example")
    ['mail.lyon.solivane.example', 'lyon.solivane.example', 'solivane.example']
    """
    labels = domain[-253:].split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]
