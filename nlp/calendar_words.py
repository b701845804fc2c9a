"""The words by which seven languages place a day: weekdays, "tomorrow", "end of", "next", "by".

Each table is by language, as alternatives of regular expressions, matched in any case.
"""

import re
from collections.abc import Mapping
from functools import cache

import msgspec

WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "en": ("mon(?:day)?s?", "tue(?:s(?:day)?)?s?", "wed(?:nesday)?s?", "thu(?:r(?:s(?:day)?)?)?s?",
           "fri(?:day)?s?", "sat(?:urday)?s?", "sun(?:day)?s?"),
    "fr": ("lun(?:dis?)?", "mar(?:dis?)?", "mer(?:c(?:redis?)?)?", "jeu(?:dis?)?",
           "ven(?:d(?:redis?)?)?", "sam(?:edis?)?", "dim(?:anches?)?"),
    "de": tuple(
        rf"{name}(?:s|s?(?:morgen|vormittag|mittag|nachmittag|abend|nacht))?"
        for name in ("mo(?:ntag)?", "di(?:enstag)?", "mi(?:ttwoch)?", "do(?:nnerstag)?",
                     "fr(?:eitag)?", "(?:sa(?:mstag)?|sonnabend)", "so(?:nntag)?")
    ),
    "es": ("lun(?:es)?", "mar(?:tes)?", "mi[eé](?:rcoles)?", "jue(?:ves)?", "vie(?:rnes)?",
           "s[aá]b(?:ados?)?", "dom(?:ingos?)?"),
    "it": ("lun(?:ed[iì])?", "mart?(?:ed[iì])?", "merc?(?:oled[iì])?", "giov?(?:ed[iì])?",
           "ven(?:erd[iì])?", "sab(?:ato)?", "dom(?:enica)?"),
    "pt": ("2\\.?[ªa]|seg(?:unda)?(?:-feira)?", "3\\.?[ªa]|ter(?:ça)?(?:-feira)?",
           "4\\.?[ªa]|qua(?:rta)?(?:-feira)?", "5\\.?[ªa]|qui(?:nta)?(?:-feira)?",
           "6\\.?[ªa]|sex(?:tas?)?(?:-feira)?", "s[aá]b(?:ados?)?", "dom(?:ingos?)?"),
    "nl": tuple(
        rf"{name}(?:s|ochtend|morgen|middag|avond|nacht)?"
        for name in ("ma(?:andag)?", "di(?:nsdag)?", "wo(?:e(?:nsdag)?)?", "do(?:nderdag)?",
                     "vr(?:ij(?:dag)?)?", "za(?:t(?:erdag)?)?", "zo(?:n(?:dag)?)?")
    ),
}  # fmt: skip

# Days away from today. Longer words stand before those that they hold.
NEAR: Mapping[str, tuple[tuple[int, str], ...]] = {
    "en": ((2, "(?:the )?day after tomorrow"), (1, "tomm?orr?ow|tmrw|tmr|tmw"),
           (0, "today|tonight|this (?:morning|afternoon|evening)")),
    "fr": ((2, "apr[eè]s-?demain"), (1, "demain"),
           (0, "aujourd.hui|ce (?:jour|matin|midi|soir)|cet (?:apr[eè]s-?midi|aprem)")),
    "de": ((2, "übermorgen"), (1, "(?<!guten )(?<!heute )(?<!am )morgen"), (0, "heute")),
    "es": ((2, "pasado mañana"),
           (1, "(?<!la )(?<!esta )(?<!buena )mañana"), (0, "hoy|esta (?:tarde|mañana|noche)")),
    "it": ((2, "dopodomani"), (1, "domani|domattina"), (0, "oggi|stasera|stamattina|in giornata")),
    "pt": ((2, "depois de amanhã"), (1, "amanhã"), (0, "hoje|esta (?:tarde|manhã|noite)")),
    "nl": ((2, "overmorgen"), (1, "(?<!goede )(?<!van )morgen"),
           (0, "vandaag|vanavond|vanmiddag|vanmorgen")),
}  # fmt: skip

MONTH_END: Mapping[str, str] = {
    "en": "month[- ]end|end of (?:the|this) month",
    "fr": "fin (?:du|de) mois",
    "de": "monatsende|ende (?:des|dieses) monats",
    "es": "(?:fin|finales|fines) de(?: este)? mes",
    "it": "fine (?:del )?mese",
    "pt": "(?:fim|final) d[eo](?:ste)? mês",
    "nl": "einde? (?:van )?(?:de|deze) maand",
}
YEAR_END: Mapping[str, str] = {
    "en": "year[- ]end|end of (?:the|this) year",
    "fr": "fin (?:de l.)?année|fin d.année",
    "de": "jahresende|ende des jahres",
    "es": "(?:fin|finales|fines) de(?: este)? año",
    "it": "fine (?:dell.)?anno",
    "pt": "(?:fim|final) d[eo](?:ste)? ano",
    "nl": "einde? (?:van )?(?:het|dit) jaar",
}

EDGES: Mapping[str, Mapping[str, str]] = {
    "en": {"end": "(?:the )?end(?: of)?|late", "middle": "mid|(?:the )?middle of",
           "start": "early|(?:the )?(?:start|beginning) of"},
    "fr": {"end": "fin", "middle": "mi|courant", "start": "d[eé]but"},
    "de": {"end": "ende", "middle": "mitte", "start": "anfang"},
    "es": {"end": "(?:fin|finales|fines)(?: de)?", "middle": "mediados(?: de)?",
           "start": "principios(?: de)?"},
    "it": {"end": "(?:la )?fine(?: di)?", "middle": "metà(?: di)?", "start": "(?:l.)?inizio"},
    "pt": {"end": "(?:fim|final|finais)(?: d[eo])?", "middle": "meados(?: d[eo])?",
           "start": "inícios?(?: d[eo])?"},
    "nl": {"end": "einde?", "middle": "medio|half", "start": "begin"},
}  # fmt: skip

# Beside a weekday: the one of the week after this one; the coming one unless that is tomorrow; and
# the one that is past.
NEXT_WEEK: Mapping[str, str] = {
    "en": "next|next week|of next week",
    "fr": "(?:de )?la semaine prochaine|semaine prochaine",
    "de": "nächste[nrs]?|nächster woche|kommender woche",
    "es": "(?:de )?la (?:próxima|semana que viene|semana próxima|próxima semana)",
    "it": "(?:del)?la (?:prossima settimana|settimana prossima)|settimana prossima",
    "pt": "(?:d?a )?(?:próxima semana|semana que vem)",
    "nl": "volgende(?: week)?",
}
COMING: Mapping[str, str] = {
    "en": "coming",
    "fr": "prochaine?",
    "de": "kommende[nrs]?",
    "es": "próximo|que viene",
    "it": "prossim[oa]",
    "pt": "próxim[oa]|que vem",
    "nl": "aanstaande|komende",
}
PAST: Mapping[str, str] = {
    "en": "last|past|since",
    "fr": "derni(?:er|ère)|passée?|depuis",
    "de": "letzte[nrsm]?|vergangene[nrsm]?|vorige[nrsm]?|seit",
    "es": "pasad[oa]|último|desde",
    "it": "scors[oa]|passat[oa]|ultimo|u\\.s\\.",
    "pt": "passad[oa]|último|desde",
    "nl": "vorige|afgelopen|sinds",
}

LIMITS: Mapping[str, str] = {
    "en": "by|before|until|till|due(?: on)?|no later than|latest",
    "fr": "avant(?: le)?|d.ici(?: au| le| à)?|pour(?: le)?|au plus tard(?: le)?",
    "de": "bis(?: zum| spätestens)?|spätestens(?: am| bis)?|vor(?: dem)?",
    "es": "antes del?|para(?: el)?|a más tardar(?: el)?|hasta(?: el)?",
    "it": "entro(?: il| la| l.)?|per(?: il)?|prima d(?:i|el)|al più tardi",
    "pt": "até(?: a| ao| à)?|antes d[eoa]|para(?: a| o)?|o mais tardar",
    "nl": "(?:uiterlijk|voor|vóór|tegen|tot)(?: op)?",
}

ORDINALS = (
    "first|1st|premier|1er|erste[nsm]?|primer|primo|primeiro|eerste|1e",
    "second|2nd|deuxième|zweite[nsm]?|segundo|secondo|tweede|2e|2ème",
    "third|3rd|troisième|dritte[nsm]?|tercer|terzo|terceiro|derde|3e|3ème",
    "fourth|4th|quatrième|vierte[nsm]?|cuarto|quarto|vierde|4e|4ème",
)


class Words(msgspec.Struct, frozen=True):
    """The words of one language, compiled."""

    near: re.Pattern[str]
    limit: re.Pattern[str]
    edge: str
    weekday: re.Pattern[str]
    next_week: str
    coming: str
    past: str


@cache
def words_of(language: str | None) -> Words:
    """English where a language is not known: its names of days are understood everywhere."""
    tag = language if language is not None and language in WEEKDAYS else "en"
    near = "|".join(
        [f"(?P<d{days}>{some})" for days, some in NEAR[tag]]
        + [f"(?P<month>{MONTH_END[tag]})", f"(?P<year>{YEAR_END[tag]})"]
    )
    names = "|".join(f"(?P<w{at}>{name})" for at, name in enumerate(WEEKDAYS[tag]))
    return Words(
        near=re.compile(rf"(?<!\w)(?:{near})(?!\w)", re.IGNORECASE),
        limit=re.compile(rf"(?<!\w)(?:{LIMITS[tag]})\s?$", re.IGNORECASE),
        edge="|".join(f"(?P<{name}>{some})" for name, some in EDGES[tag].items()),
        weekday=re.compile(rf"(?:{names})(?!\w)\.?,? ?"),
        next_week=NEXT_WEEK[tag],
        coming=COMING[tag],
        past=PAST[tag],
    )
