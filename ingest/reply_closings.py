"""The formulas that close a letter, and the names that sign it, in many languages."""

# Other alphabets and typographic marks are what this file is about.
# ruff: noqa: RUF001

import re
from typing import Literal

Closing = Literal["bare", "named", "thanks"]

# Formulas of farewell: "bare" on a line of their own, "named" when the name stands behind them.
_FAREWELL = (
    # en
    r"(?:(?:with |my |many |our )?(?:best|kind|kindest|warm|warmest|sincere|friendly|good"
    r"|cordial|personal) )?(?:regards?|wishes|greetings)(?: to (?:all|you))?",
    r"all (?:the|my) best", r"all best", r"best", r"cheers", r"cordially", r"respectfully",
    r"take care", r"rgds", r"br", r"kr",
    r"(?:yours |most )?(?:sincerely|faithfully|truly|cordially|respectfully)(?: yours)?", r"yours",
    r"looking forward", r"sincerely", r"warmly", r"love",
    # fr
    r"(?:(?:bien|tr[eè]s) )?cordialement(?: [aà] (?:vous|toi|tous))?(?: v[oô]tre)?", r"cdt",
    r"cdlt", r"bien (?:[aà]|[aà] vous|[aà] toi|amicalement)(?: vous| toi)?",
    r"(?:meilleures|sinc[eè]res|cordiales|respectueuses|mes"
    r"|bonnes) salutations(?: distingu[ée]es)?", r"salutations(?: distingu[ée]es| cordiales)?",
    r"amiti[eé]s",
    r"(?:bien )?amicalement", r"sinc[eè]rement", r"respectueusement",
    r"bonne (?:fin de )?(?:journ[eé]e|soir[eé]e|semaine|r[eé]ception)(?: [aà] (?:vous|toi|tous))?",
    r"bon(?:ne)? (?:week-end|weekend|fin de semaine)",
    r"[aà] (?:bient[oô]t|plus|tr[eè]s vite|demain"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi)",
    r"bises?", r"bisous", r"au revoir", r"(?:bien )?v[oô]tre",
    r"(?:veuillez|je vous prie|nous vous prions) .{5,80}salutations(?: (?:distingu[ée]es"
    r"|les meilleures|respectueuses))?", r"au plaisir",
    # de
    r"(?:mit )?(?:ganz |den )?(?:freundlich|lieb|best|herzlich|viel|sch[oö]n|vorz[uü]glich"
    r"|sonnig|kollegial)(?:e[nmrs]?|sten|ste)? (?:gr(?:ü|ue|u)(?:ß|ss|s)(?:e|en|le)?|gru(?:ß|ss))",
    r"mit (?:besten|freundlichen|vielen|lieben) gr(?:ü|ue|u)(?:ß|ss)en", r"gr(?:ü|ue)(?:ß|ss)e",
    r"gru(?:ß|ss)", r"mfg", r"m\.?f\.?g\.?", r"[gvhb]?lg", r"vg", r"bg", r"glg",
    r"hochachtungsvoll", r"alles (?:liebe|gute)",
    r"sch[oö]ne gr(?:ü|ue)(?:ß|ss)e", r"bussis?", r"bis (?:bald|dann|morgen|sp[aä]ter)",
    r"sch[oö]ne[ns]? (?:tag|abend|woche|wochenende)",
    r"ihr", r"ihre", r"dein", r"deine",
    # es
    r"(?:un |muchos |cordiales |reciba un "
    r"|le env[ií]o un )?(?:cordial )?saludos?(?: cordial(?:es)?| a todos)?", r"atentamente",
    r"(?:muy )?atte", r"cordialmente",
    r"(?:un )?(?:fuerte )?abrazos?(?: a todos)?", r"(?:muchos )?besos", r"salud",
    r"hasta (?:pronto|luego|ma[nñ]ana)", r"quedo (?:atent[oa]|a la espera).{0,30}",
    r"sin otro particular.{0,40}",
    # it
    r"(?:(?:i miei |i nostri )?(?:pi[uù] )?(?:cordiali|distinti|migliori"
    r"|cari) )?saluti(?: e (?:grazie|buona giornata))?", r"un (?:caro |cordiale )?saluto",
    r"cordialmente", r"buona (?:giornata|serata|fortuna)", r"buon lavoro",
    r"a presto", r"un abbraccio", r"ciao", r"in fede",
    # pt
    r"(?:com os )?(?:melhores|atenciosos|cordiais|respeitosos|meus) cumprimentos", r"cumprimentos",
    r"atenciosamente", r"att", r"cordialmente", r"sauda[cç][oõ]es(?: cordiais)?",
    r"(?:um )?(?:grande |forte )?abra[cç]os?", r"at[eé] (?:breve|logo|j[aá])", r"beijos?", r"adeus",
    r"respeitosamente",
    # nl
    r"(?:met )?(?:(?:vriendelijk|hartelijk|best|warm|zonnig|lief|sportiev)e?[nr]? )?groet(?:en"
    r"|jes)?", r"hoogachtend", r"mvg", r"m\.?v\.?g\.?", r"gr", r"groetjes",
    r"tot (?:snel|ziens|dan)", r"veel groeten", r"met vriendelijke groet en",
    # pl, da, no, sv, fi, cs, sk, ro, hu, tr
    r"z (?:powa[zż]aniem|wyrazami szacunku|pozdrowieniami)",
    r"(?:serdecznie )?pozdrawiam(?: serdecznie)?", r"pozdrowienia", r"do widzenia",
    r"wyrazy szacunku",
    r"(?:med )?(?:de )?(?:venlige?|v[aä]nliga?|bedste?|beste?|b[aä]sta|hj[eæä]rtelig[ae]?"
    r"|k[aæ]re?) (?:hils(?:en|ner)|h[aä]lsning(?:ar)?)", r"hilsen", r"hils(?:ner)?",
    r"h[aä]lsningar", r"mvh", r"vh", r"dbh", r"kh", r"mh", r"knus",
    r"(?:(?:yst[aä]v[aä]llisin|parhain|terveisin|hyvin) )?terveisin", r"terv",
    r"yst[aä]v[aä]llisesti", r"yt", r"hyv[aä]sti", r"kunnioittaen",
    r"s (?:pozdravem|[uú]ctou|pozdravom|přáním .{3,30})", r"hezk[yý] den",
    r"cu (?:stim[aă]|respect|drag)", r"(?:o zi bun[aă])", r"toate cele bune", r"[uü]dv[oö]zlettel",
    r"tisztelettel", r"sayg[iı]lar(?:[iı]m(?:la|[iı]zla))?",
    r"iyi (?:[cç]al[iı][sş]malar|g[uü]nler)",
    # ru, uk, el, zh, ja, ko
    r"с уважением", r"с наилучшими пожеланиями", r"всего (?:доброго|хорошего)", r"з повагою",
    r"με εκτίμηση", r"φιλικά", r"此致", r"敬礼", r"祝好", r"顺祝商祺",
    r"よろしくお願い(?:いた|致)?します", r"敬具",
    r"감사합니다", r"안부 전합니다",
)  # fmt: skip
_THANKS = (
    r"(?:many |much |very |with )?thanks?(?: again| you| so much| very much| a lot| in advance"
    r"| for your (?:help|time|understanding|support))*", r"thx", r"ty", r"tia", r"ta",
    r"(?:un grand |encore )?merci(?: (?:d'avance|beaucoup|encore|bien|par avance|[aà] (?:vous"
    r"|toi|tous)))*",
    r"(?:vielen |herzlichen |besten |lieben |sch[oö]nen )?dank(?:e)?(?: (?:im voraus|nochmals?"
    r"|sch[oö]n|vorab|und|dir|ihnen))*",
    r"(?:muchas |mil )?gracias(?: (?:por todo|de antemano|y))*",
    r"(?:molte |tante |mille )?grazie(?: (?:mille|ancora|in anticipo))*",
    r"(?:muito |desde j[aá] )?obrigad[oa]s?(?: (?:desde j[aá]|antecipadamente))*",
    r"(?:alvast |hartelijk |heel erg )?(?:bedankt|dank(?: u| je)?(?: wel)?)(?: alvast)?",
    r"dzi[eę]kuj[eę]", r"(?:mange )?tak(?:k)?", r"tack", r"kiitos", r"d[eě]kuj[ui]",
    r"mul[tț]umesc", r"спасибо", r"谢谢", r"ありがとうございます", r"teşekkürler",
)  # fmt: skip

_JOIN = r"(?:\s*(?:,|&|\+|-|–|/|und|and|et|y|e|en|og|och)\s+)"
_F, _T = "|".join(_FAREWELL), "|".join(_THANKS)
_TAIL = (
    r"(?:\s*(?:aus|from|de|da|uit) [^\W\d_]{2,20}| (?:und|and|et) bis .{2,20}"
    r"|\s+(?:ihr|ihre|dein|deine|euer|eure|votre|your))?"
)
_BARE = re.compile(
    rf"(?:(?:{_T}){_JOIN})?(?:{_F})(?:{_JOIN}(?:{_T}|{_F}|bis .{{3,25}}))?{_TAIL}", re.IGNORECASE
)
_THANK = re.compile(rf"(?:{_T})", re.IGNORECASE)
_NAMED = re.compile(
    rf"(?:(?:{_T}){_JOIN})?(?:{_F}|{_T})(?:\s*[,:;.!–-]+\s*|\s+)(?P<name>\S.{{0,48}})",
    re.IGNORECASE,
)
# Around the formula: punctuation, emoji, emphasis.
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_NAME = re.compile(
    r"(?:[^\W\d_a-zà-öø-ÿß][\w'’.-]{0,24}|von|van|de[rnl]?|da|di|do|dos|du|le|la|zu|ten|ter|bin|al|el"
    r"|y|e|&|und|and|et)"
)
# "i. A." and "ppa." sign for somebody; titles and forms of address stand before a name.
_STYLE = re.compile(
    r"^(?:(?:i\.? ?[av]|ppa|p\.? ?o|p\.? ?p|dr|prof|mag|dipl\.?-?\w*|ing|mr|mrs|ms|mme|mlle|m|hr"
    r"|sra?|sig|dott|ir|drs|eng)\.\s*|(?:herr|frau|monsieur|madame|mme|mr|mrs|ms|dr|prof|mag)\s+)+",
    re.IGNORECASE,
)


def closing_of(line: str) -> Closing | None:
    """What kind of closing formula a plain line is, if it is one and nothing more."""
    if not line or len(line) > 110:
        return None
    core = _EDGES.sub("", line)
    if not core:
        return None
    if _THANK.fullmatch(core):
        return "thanks"
    if _BARE.fullmatch(core):
        return "bare"
    match = _NAMED.fullmatch(core)
    if match and is_name(match.group("name")):
        return "named"
    return None


def is_name(line: str) -> bool:
    """True for what may be a person's or a team's name: one to four capitalised words."""
    whole = line.strip(" ,.!*_-–—~/()")
    core = _STYLE.sub("", whole)
    if core[:1].islower():
        core = whole  # "M. de Wit" is no monsieur
    if (
        not core
        or len(core) > 48
        or any(mark in core for mark in "?:;@|<>=")
        or any(map(str.isdigit, core))
    ):
        return False
    words = core.replace(",", " ").split()
    return 1 <= len(words) <= 5 and all(map(_NAME.fullmatch, words)) and core[0] == core[0].upper()
