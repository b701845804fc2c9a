"""What no one should have written into a mail, by patterns that can be checked.

Only what carries a check digit, or is unmistakable by its form, is found by rules; bare keywords
never are. Judgements (gifts, threats, collusion) are a model's, and come together with them here.
"""

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec
from stdnum import iban, luhn
from stdnum.be import nn
from stdnum.ca import sin
from stdnum.ch import ssn as ahv
from stdnum.de import idnr
from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.it import codicefiscale
from stdnum.nl import bsn
from stdnum.pt import cc
from stdnum.us import ssn

from nlp.flag import Flag, FlagLabel
from nlp.reading import Held


class Rule(msgspec.Struct, frozen=True):
    """`pattern` finds a candidate (group `it` if it has one), `valid` checks it.

    A rule with `near` counts only with that pattern beside it, within the 80 characters before or
    the 60 after; one with `unless` only without that.
    """

    label: FlagLabel
    confidence: float
    pattern: re.Pattern[str]
    valid: Callable[[str], bool] = bool
    near: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None


def _card(digits: str) -> bool:
    plain = re.sub(r"\D", "", digits)
    return len(set(plain)) > 1 and luhn.is_valid(plain)


def _secret(value: str) -> bool:
    """Whether a value after "password:" looks chosen rather than described."""
    mixed = sum(bool(re.search(kind, value)) for kind in (r"[a-z]", r"[A-Z]", r"\d", r"[^\w\s]"))
    return len(value) >= 6 and mixed >= 2 and not re.fullmatch(r"[<\[{(*•x.…_-].*", value)


def _coded(value: str) -> bool:
    """As `_secret`, and no word: there is more in it than letters."""
    return _secret(value) and not value.isalpha()


def _chosen(value: str) -> bool:
    """As `_secret`, where no sign says that a value comes: long, and of three kinds."""
    kinds = [bool(re.search(kind, value)) for kind in (r"[a-z]", r"[A-Z]", r"\d", r"[^\w\s]|_")]
    return len(value) >= 8 and sum(kinds) >= 3 and _secret(value)


def _rule(
    label: FlagLabel,
    confidence: float,
    pattern: str,
    valid: Callable[[str], bool] = bool,
    near: str | None = None,
    unless: str | None = None,
) -> Rule:
    beside = [None if one is None else re.compile(one, re.IGNORECASE) for one in (near, unless)]
    return Rule(label, confidence, re.compile(pattern), valid, *beside)


_IBAN = r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{2,4}){2,7}[ ]?[A-Z0-9]{1,4}\b"
_PERSON = (
    r"salar|gehalt|lohn|stipendi|nómina|\bloon|payroll|privat|perso\b|personal|personnel|persoonl|"
    r"pessoal|personale|\bmein|\bmy\b|\bmon\b|\bmi\b|\bmio\b|minha|\bmeu|\bmijn|\bhis\b|\bher\b|"
    r"employee|mitarbeiter|salari|\bn[ée]e?\b|\bborn\b|\bdob\b|\bgeb\b|geboren|nacid|\bnat[oa]\b|"
    # beside another number of the same person
    r"sécu|\bnir\b|\bniss\b|registre national|rijksregister|passe?port|passaport|reisepass|séjour|"
    r"steuer-?id|sv-?nr|\b(?:ahv|avs|dni|nie|nif|bsn|ssn|cf)\b|codice fiscale"
)
_COMPANY = (
    r"invoice|facture|rechnung|factura|fattura|fatura|factuur|company|société|firma|empresa|"
    r"sociedad|società|azienda|vennootschap|"
    r"(?:\bnotre|\bour|\bunser\w*|nuestr\w+|nostr\w|noss[oa]|\bonze)\s+(?:\w+\s+)?(?:compte|account|"
    r"bank|konto|cuenta|conto|conta|rekening)|"
    r"\b(?:GmbH|AG|SA|SAS|SARL|Ltd|Limited|Inc|LLC|BV|B\.V|NV|Srl|S\.r\.l|SpA|S\.p\.A|SL|S\.L|Lda|"
    r"Ltda)\b"
)
RULES: tuple[Rule, ...] = (
    # A company's account on an invoice is routine, a person's leaks: whose it is, the words beside
    # it say. An IBAN with no such word is left to the model.
    _rule("personal_data_leak", 0.85, _IBAN, iban.is_valid, _PERSON, _COMPANY),
    _rule(
        "personal_data_leak",
        0.9,
        r"(?<![\d.,/-])[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?![\d-])",
        _card,
    ),
    _rule(
        "personal_data_leak",
        0.95,
        r"(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?\d[0-9AB] ?\d{3} ?\d{3} ?\d{2}(?!\d)",
        nir.is_valid,
    ),
    _rule(
        "personal_data_leak",
        0.95,
        r"\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b",
        codicefiscale.is_valid,
    ),
    _rule(
        "personal_data_leak",
        0.8,
        r"\b\d{8}[- ]?[A-HJ-NP-TV-Z]\b",
        dni.is_valid,
        r"dni|nif|documento|identidad|pasaporte",
    ),
    _rule("personal_data_leak", 0.85, r"\b[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z]\b", nie.is_valid),
    _rule(
        "personal_data_leak",
        0.9,
        r"(?<!\d)\d{2} ?\d{3} ?\d{3} ?\d{3}(?!\d)",
        idnr.is_valid,
        r"steuer|identifikationsnummer|idnr|tax id",
    ),
    _rule(
        "personal_data_leak",
        0.9,
        r"(?<!\d)\d{3}[. ]?\d{3}[. ]?\d{3}(?!\d)",
        bsn.is_valid,
        r"\bbsn\b|burgerservice|sofinummer",
    ),
    _rule(
        "personal_data_leak",
        0.9,
        r"(?<!\d)\d{8} ?\d ?[A-Z0-9]{2}\d(?!\d)",
        cc.is_valid,
        r"cart[ãa]o de cidad|\bcc\b|identifica",
    ),
    _rule(
        "personal_data_leak",
        0.9,
        r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])",
        ssn.is_valid,
        r"\bssn\b|social security",
    ),
    _rule(
        "personal_data_leak",
        0.9,
        r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{3}(?!\d)",
        sin.is_valid,
        r"(?-i:\bSIN\b|\bNAS\b)|social insurance|assurance sociale",
    ),
    _rule(
        "personal_data_leak",
        0.9,
        r"(?<!\d)\d{2}\.?\d{2}\.?\d{2}[- ]?\d{3}[. ]?\d{2}(?!\d)",
        nn.is_valid,
        r"\bniss\b|registre national|rijksregister|\binsz\b",
    ),
    _rule("personal_data_leak", 0.9, r"(?<!\d)756\.\d{4}\.\d{4}\.\d{2}(?!\d)", ahv.is_valid),
    _rule("secrets_credentials", 0.99, r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    _rule("secrets_credentials", 0.97, r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    _rule("secrets_credentials", 0.97, r"\bgh[pousr]_[A-Za-z0-9]{36,}\b"),
    _rule("secrets_credentials", 0.97, r"\bgithub_pat_\w{22,}|\bglpat-[\w-]{20,}"),
    _rule("secrets_credentials", 0.97, r"\bxox[abprs]-[A-Za-z0-9-]{10,}"),
    _rule("secrets_credentials", 0.97, r"\b[a-z]{2,5}_(?:live|prod)_[A-Za-z0-9]{12,}"),
    _rule("secrets_credentials", 0.97, r"\bwhsec_[A-Za-z0-9]{12,}|\bdapi[0-9a-f]{32}\b"),
    _rule("secrets_credentials", 0.97, r"\bAIza[\w-]{35}\b"),
    _rule("secrets_credentials", 0.95, r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}"),
    _rule(
        "secrets_credentials",
        0.95,
        r"\b(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|amqps?|mssql|ftp|sftp|https?)"
        r"://[^\s:/@]+:[^\s/@]{3,}@[^\s]+",
    ),
    _rule("secrets_credentials", 0.95, r"(?i)\bAccountKey=[A-Za-z0-9+/=]{40,}"),
    _rule(
        "secrets_credentials",
        0.9,
        r"(?i)\b(?:password|passwd|pwd|passwort|kennwort|mot de passe|mdp|contraseñ?a|contrasenya|"
        r"password di accesso|senha|palavra-passe|wachtwoord|passphrase|api[ _-]?key|clé api|"
        r"api-schlüssel|secret key|access token|token)\b"
        r"(?:\s+(?:is|ist|est|es|è|é))?\s*(?:[:=]|(?<=[a-zè]))\s*[\"'`«]?"
        r"(?P<it>[^\s\"'`»]{6,64})",
        _secret,
    ),
    _rule(
        "secrets_credentials",
        0.9,
        r"(?i)\b\w*(?:secret|passw?d?|token|api_?key|secret_key)\s*[:=]\s*[\"'`«]?"
        r"(?P<it>[^\s\"'`»,;]{6,64})",
        _coded,
    ),
    _rule(
        "secrets_credentials",
        0.85,
        r"(?i)\b(?:pw|pwd|pass|passe|password|passwort|kennwort|mot de passe|mdp|contraseña|clave|"
        r"senha|wachtwoord|client_secret)[ ,]+[\"'`«„“]?[ ]?(?P<it>[^\s\"'`»“”,;]{8,64})",
        _chosen,
    ),
)


def flags(
    text: str, judged: Sequence[Held] = (), rules: Sequence[Rule] = RULES
) -> tuple[Flag, ...]:
    """The flagged places of a text, in its order: what the rules find and what a model judged.

    Of rules that overlap the surest counts. Where a model's sentence holds a place of its label
    that a rule found, the place is enough, as sure as the surer of both.
    """
    accounts = [match.span() for match in re.finditer(_IBAN, text)]
    found = [
        flag
        for rule in rules
        for flag in _found(rule, text)
        # The digits of an account number, even a mistyped one, are no card's.
        if not any(start < flag.start < end for start, end in accounts)
    ]
    kept: list[Flag] = []
    for flag in sorted(found, key=lambda flag: (-flag.confidence, flag.start, -flag.end)):
        if all(flag.end <= other.start or other.end <= flag.start for other in kept):
            kept.append(flag)
    for one in judged:
        exact = [
            at
            for at, flag in enumerate(kept)
            if flag.label == one.label and flag.start < one.end and one.start < flag.end
        ]
        for at in exact:
            sure = max(kept[at].confidence, one.confidence)
            kept[at] = msgspec.structs.replace(kept[at], confidence=sure)
        if not exact:
            label: FlagLabel = one.label  # type: ignore[assignment]  # among flags it is one
            kept.append(Flag(label, one.confidence, one.start, one.end))
    return tuple(sorted(kept, key=lambda flag: (flag.start, flag.end, flag.label)))


def _found(rule: Rule, text: str) -> Iterator[Flag]:
    group = "it" if "it" in rule.pattern.groupindex else 0
    for match in rule.pattern.finditer(text):
        start, end = match.span(group)
        end = start + len(text[start:end].rstrip(".,;:!?)"))
        beside = text[max(0, start - 80) : start] + "\n" + text[end : end + 60]
        if rule.near is not None and not rule.near.search(beside):
            continue
        if rule.unless is not None and rule.unless.search(beside):
            continue
        if rule.valid(text[start:end]):
            yield Flag(rule.label, rule.confidence, start, end)
