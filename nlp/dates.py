"""Calendar expressions: days, weekdays, months, quarters, years, numbered weeks, and ranges.

Yesterday, tomorrow, durations, times and seasons are none. A range in one phrase is one span.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

import msgspec


class Calendar(msgspec.Struct, frozen=True):
    """How a language names dates, as alternatives of regular expressions."""

    months: str
    weekdays: str
    edge: str  # "end of", "early": part of the span
    joint: str  # between day, month and year
    to: str  # between the ends of a range
    quarter: str
    week: str
    before_year: str  # a word after which a bare number is a year
    dotted: bool = False  # whether a day is written "14."


CALENDARS: Mapping[str, Calendar] = {
    "en": Calendar(
        months="January|February|March|April|May|June|July|August|September|October|November|"
        "December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec",
        weekdays="(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tues?|Wed|Thurs?|Fri",
        edge="end of|end|beginning of|start of|early|mid|late|middle of",
        joint="of",
        to="to|until|through|and",
        quarter=r"Q[1-4]|(?:first|second|third|fourth) quarter(?: of)?",
        week="week|wk|CW",
        before_year="in|since|of|for|until|from|by|end|year|during|before|after",
    ),
    "fr": Calendar(
        months="janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|"
        "novembre|décembre|decembre|janv|févr|sept|oct|nov|déc",
        weekdays="lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
        edge="fin|début|debut|mi|courant",
        joint="de",
        to="au|et|à",
        quarter=r"[TQ][1-4]|(?:premier|deuxième|troisième|quatrième|1er|2e|3e|4e|2ème|3ème|4ème) "
        "trimestre",
        week="semaine|sem|S",
        before_year="en|depuis|pour|fin|début|année|exercice|avant|après|de",
    ),
    "de": Calendar(
        months="Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|"
        "Dezember|Jan|Feb|Mrz|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez",
        weekdays="Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag",
        edge="Ende|Anfang|Mitte",
        joint="",
        to="bis(?: zum)?|und",
        quarter=r"Q[1-4]|[1-4]\. Quartal|"
        "(?:erste[sn]?|zweite[sn]?|dritte[sn]?|vierte[sn]?) Quartal",
        week="KW|Kalenderwoche|Woche",
        before_year="in|seit|Jahr|Jahre|Ende|Anfang|Mitte|für|bis|im Jahr|vor|nach",
        dotted=True,
    ),
    "es": Calendar(
        months="enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|"
        "noviembre|diciembre",
        weekdays="lunes|martes|miércoles|miercoles|jueves|viernes|sábado|sabado|domingo",
        edge="finales de|fines de|fin de|principios de|mediados de",
        joint="de|del",
        to="al|a|y",
        quarter=r"[TQ][1-4]|(?:primer|segundo|tercer|cuarto) trimestre",
        week="semana",
        before_year="en|desde|de|año|para|hasta|durante",
    ),
    "it": Calendar(
        months="gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|"
        "novembre|dicembre",
        weekdays="lunedì|lunedi|martedì|martedi|mercoledì|mercoledi|giovedì|giovedi|venerdì|"
        "venerdi|sabato|domenica",
        edge="fine|inizio|metà",
        joint="di",
        to="al|e|a",
        quarter=r"[TQ][1-4]|(?:primo|secondo|terzo|quarto) trimestre",
        week="settimana|sett\\.",
        before_year="nel|dal|del|anno|entro il|fine|per il",
    ),
    "pt": Calendar(
        months="janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|"
        "dezembro",
        weekdays="segunda-feira|terça(?:-feira)?|quarta-feira|quinta-feira|sexta(?:-feira)?|sábado|domingo",
        edge="fim de|final de|finais de|início de|inícios de|meados de",
        joint="de|do",
        to="a|até|e",
        quarter=r"[TQ][1-4]|(?:primeiro|segundo|terceiro|quarto|1\.º|2\.º|3\.º|4\.º|1º|2º|3º|4º) "
        "trimestre",
        week="semana",
        before_year="em|desde|de|ano|para|até",
    ),
    "nl": Calendar(
        months="januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|"
        "december|jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec",
        weekdays="maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
        edge="eind|einde|begin|medio|half",
        joint="",
        to="tot(?: en met)?|t/m|en",
        quarter=r"Q[1-4]|(?:eerste|tweede|derde|vierde|1e|2e|3e|4e) kwartaal(?: van)?",
        week="week|wk",
        before_year="in|sinds|van|jaar|voor|eind|begin",
    ),
}

# After a number: it tells the time, or counts something.
_TIME = r"[.,:]?\d| ?(?:h\b|Uhr|uur|[ap]\.?m\b|ore\b|%|€|£|\$|:|-?min|x\b)"
_YEAR = r"(?:19|20)\d{2}(?![\d/.-]?\d)"
_NUMERIC = re.compile(
    r"(?<![\w/.-])(?:(?:19|20)\d{2}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])(?P<cut>[./-])(?:0?[1-9]|1[0-2])(?P=cut)(?:19|20)?\d{2}"
    r"|(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])/(?:19|20)?\d{2}"
    r"|(?:0?[1-9]|[12]\d|3[01])/(?:0[1-9]|1[0-2])"
    r"|(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.)(?![\w/-]|\.\d)"
)


def _compile(calendar: Calendar) -> tuple[re.Pattern[str], re.Pattern[str]]:
    joint = rf"(?: (?:{calendar.joint}))? " if calendar.joint else r"\.? "
    # Only in German does a full stop make a number a day; elsewhere it ends a sentence.
    dot = r"|\." if calendar.dotted else ""
    day = rf"(?:3[01]|[12]\d|0?[1-9])(?:er|st|nd|rd|th|[º°ª]{dot})?"
    months = rf"(?:{calendar.months})\b\.?(?<!\.\.)"
    year = rf"(?:(?:{joint}|, ?| ){_YEAR})?"
    to = rf"(?: ?[-\u2013/] ?| (?:{calendar.to}) )"
    weekday = rf"(?:{calendar.weekdays})\b"
    edge = rf"(?:(?:{calendar.edge})[ -])?"
    full = (
        rf"(?:{weekday},? )?(?:{edge}{day}(?:{joint}(?:{months}))?{to})?{edge}{day}{joint}{months}"
        rf"{year}"
        rf"|(?:{weekday},? )?(?:{months}) {day}(?:{to}{day})?(?!\d)(?:, ?{_YEAR})?"
        rf"|{edge}(?:{months}){to}{edge}(?:{months}){year}"
        rf"|{edge}(?:{months}){year}"
        rf"|{edge}(?:{calendar.quarter})(?:(?:{joint}| |/){_YEAR})?"
        rf"|(?:{calendar.week}) ?(?:5[0-3]|[1-4]?\d)(?!\d)(?:[/ ](?:{_YEAR}))?"
        rf"|{weekday}(?: {day}(?!{_TIME}))?"
    )
    years = r"(?:19|20)\d{2}(?:[-\u2013/](?:19|20)?\d{2})?"
    bare = rf"(?:{calendar.before_year}) (?P<year>{years})"
    # English months and German nouns are names: "may" and "march" in small letters are not dates.
    exact = calendar.months[0].isupper()
    mode = re.RegexFlag(0) if exact else re.IGNORECASE
    end = r"(?![\w/]|-\w|[.,]\d)"
    return re.compile(rf"(?<![\w/.-])(?:{full}){end}", mode), re.compile(rf"(?<!\w){bare}{end}")


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return _compile(CALENDARS[language])


def find(text: str, language: str | None) -> Iterator[tuple[int, int, float]]:
    """The spans of dates, each with how sure it is; without a language, only dates in digits.

    >>> text = "Livraison fin mars, puis du 3 au 5 mai 2026, réunion le 12/06/2026."
    >>> [text[start:end] for start, end, _ in find(text, "fr")]
    ['12/06/2026', 'fin mars', '3 au 5 mai 2026']
    """
    for match in _NUMERIC.finditer(text):
        yield *match.span(), 0.85 if match[0].count(match["cut"] or "-") > 1 else 0.6
    if language is None or language not in CALENDARS:
        return
    named, bare = _patterns(language)
    taken: list[tuple[int, int]] = []
    for match in named.finditer(text):
        start, end = match.span()
        taken.append((start, end))
        yield start, end - (match[0].endswith(".") and match[0][-2].isalpha()), 0.8
    for match in bare.finditer(text):
        start, end = match.span("year")
        if not any(first <= start < last for first, last in taken):
            yield start, end, 0.6
