"""Which days calendar expressions mean, in seven languages, from the day of writing.

Wednesday 4 March 2026 unless a row says otherwise: its week is number 10.
"""

from datetime import date

import pytest

from nlp.when import Bearings, month_first, resolve

WEDNESDAY = date(2026, 3, 4)
MONDAY = date(2026, 3, 9)

AHEAD = [
    # weekdays
    ("fr", "vendredi", "2026-03-06"),
    ("en", "Friday", "2026-03-06"),
    ("de", "Freitag", "2026-03-06"),
    ("es", "viernes", "2026-03-06"),
    ("it", "venerdì", "2026-03-06"),
    ("pt", "sexta-feira", "2026-03-06"),
    ("nl", "vrijdag", "2026-03-06"),
    pytest.param("en", "Wednesday", "2026-03-11", id="the day of writing is not meant"),
    ("en", "Thurs", "2026-03-05"),
    ("de", "Mi 11.3.", "2026-03-11"),
    ("de", "Fr", "2026-03-06"),
    ("it", "ven.", "2026-03-06"),
    ("pt", "6ª", "2026-03-06"),
    ("nl", "vr", "2026-03-06"),
    ("nl", "vrijdagmiddag", "2026-03-06"),
    ("de", "Freitagabend", "2026-03-06"),
    ("en", "w/c 9 March", "2026-03-09"),
    pytest.param("fr", "Friday", "2026-03-06", id="English in a French mail"),
    # next
    ("en", "next Tuesday", "2026-03-10"),
    ("fr", "mardi prochain", "2026-03-10"),
    ("de", "nächsten Dienstag", "2026-03-10"),
    ("es", "martes de la semana que viene", "2026-03-10"),
    ("it", "martedì prossimo", "2026-03-10"),
    ("pt", "terça-feira da próxima semana", "2026-03-10"),
    ("nl", "volgende week dinsdag", "2026-03-10"),
    pytest.param("en", "next Thursday", "2026-03-12", id="of next week, though tomorrow is one"),
    pytest.param("fr", "jeudi prochain", "2026-03-12", id="prochain is not tomorrow"),
    pytest.param("it", "venerdì prossimo", "2026-03-06", id="prossimo is the coming one"),
    # a weekday with its number
    ("fr", "mercredi 11", "2026-03-11"),
    ("es", "lunes 16", "2026-03-16"),
    ("it", "lunedì 4", "2026-05-04"),
    ("en", "Tue 10", "2026-03-10"),
    # bare days
    ("de", "den 14.", "2026-03-14"),
    ("fr", "le 14", "2026-03-14"),
    ("en", "the 14th", "2026-03-14"),
    ("es", "el 14", "2026-03-14"),
    ("it", "il 14", "2026-03-14"),
    ("pt", "dia 14", "2026-03-14"),
    ("nl", "14e", "2026-03-14"),
    pytest.param("fr", "2", "2026-04-02", id="past this month"),
    pytest.param("de", "31.", "2026-03-31", id="the last"),
    # day and month
    ("fr", "1er avril", "2026-04-01"),
    ("en", "March 15, 2027", "2027-03-15"),
    ("en", "3rd of May", "2026-05-03"),
    ("de", "9. Jänner", "2027-01-09"),
    ("de", "12. März", "2026-03-12"),
    ("es", "3 de octubre de 2025", "2025-10-03"),
    ("it", "1° gennaio 2027", "2027-01-01"),
    ("pt", "2 de abril", "2026-04-02"),
    ("nl", "11 juni", "2026-06-11"),
    ("fr", "lundi 15 juin", "2026-06-15"),
    ("en", "29 February 2028", "2028-02-29"),
    # numbers
    ("fr", "14/03", "2026-03-14"),
    ("en", "14/03", "2026-03-14"),
    ("en", "03/14", "2026-03-14"),
    ("de", "14.3.", "2026-03-14"),
    ("de", "14.03.26", "2026-03-14"),
    ("it", "4/12", "2026-12-04"),
    ("nl", "14-3-2026", "2026-03-14"),
    ("pt", "01/02/1974", "1974-02-01"),
    (None, "2026-03-14", "2026-03-14"),
    # months, quarters, halves, years, and their ends
    ("fr", "mars", "2026-03-01/2026-03-31"),
    ("de", "Februar", "2027-02-01/2027-02-28"),
    ("fr", "fin mars", "2026-03-31"),
    ("en", "end of March", "2026-03-31"),
    ("de", "Ende März", "2026-03-31"),
    ("es", "finales de marzo", "2026-03-31"),
    ("it", "fine marzo", "2026-03-31"),
    ("pt", "fim de março", "2026-03-31"),
    ("nl", "eind maart", "2026-03-31"),
    ("fr", "mi-septembre", "2026-09-15"),
    ("de", "Mitte Juni", "2026-06-15"),
    ("es", "mediados de abril", "2026-04-15"),
    ("it", "metà giugno", "2026-06-15"),
    ("en", "mid-December", "2026-12-15"),
    ("en", "Q3", "2026-07-01/2026-09-30"),
    ("fr", "T1 2027", "2027-01-01/2027-03-31"),
    ("es", "cuarto trimestre", "2026-10-01/2026-12-31"),
    ("pt", "3.º trimestre", "2026-07-01/2026-09-30"),
    ("de", "2. Quartal 2026", "2026-04-01/2026-06-30"),
    ("nl", "eerste kwartaal van 2027", "2027-01-01/2027-03-31"),
    ("en", "end of Q2", "2026-06-30"),
    ("fr", "deuxième semestre 2026", "2026-07-01/2026-12-31"),
    ("es", "2026/2027", "2026-01-01/2027-12-31"),
    ("it", "H2", "2026-07-01/2026-12-31"),
    ("de", "08/2026", "2026-08-01/2026-08-31"),
    ("en", "2027", "2027-01-01/2027-12-31"),
    ("de", "Ende 2026", "2026-12-31"),
    # weeks
    ("de", "KW 12", "2026-03-16/2026-03-20"),
    ("fr", "semaine 12", "2026-03-16/2026-03-20"),
    ("fr", "S12", "2026-03-16/2026-03-20"),
    ("en", "week 12", "2026-03-16/2026-03-20"),
    ("es", "semana 12", "2026-03-16/2026-03-20"),
    ("it", "sett. 12", "2026-03-16/2026-03-20"),
    ("pt", "semana 12", "2026-03-16/2026-03-20"),
    ("nl", "week 9", "2027-03-01/2027-03-05"),
    # ranges
    ("fr", "12 au 16 mai", "2026-05-12/2026-05-16"),
    ("de", "3. bis 21. August", "2026-08-03/2026-08-21"),
    ("es", "26 de febrero al 1 de marzo de 2027", "2027-02-26/2027-03-01"),
    ("en", "15\u201317 Dec", "2026-12-15/2026-12-17"),
    ("fr", "2026-2027", "2026-01-01/2027-12-31"),
    # near
    ("fr", "demain", "2026-03-05"),
    ("en", "tomorrow", "2026-03-05"),
    ("de", "übermorgen", "2026-03-06"),
    ("es", "hoy", "2026-03-04"),
    ("it", "domani", "2026-03-05"),
    ("pt", "amanhã", "2026-03-05"),
    ("nl", "vandaag", "2026-03-04"),
    ("de", "Monatsende", "2026-03-31"),
    ("fr", "fin d'année", "2026-12-31"),
]


def told(text: str, by: Bearings, *, ahead: bool, said: str | None = None) -> str | None:
    start = text.index(said or text)
    found = resolve(text, start, start + len(said or text), by, ahead=ahead)
    if found is None:
        return None
    ends = dict.fromkeys((found.first.isoformat(), found.last.isoformat()))
    return "/".join(ends)


@pytest.mark.parametrize(("language", "said", "days"), AHEAD)
def test_what_is_to_come(language, said, days):
    assert told(said, Bearings(language, WEDNESDAY), ahead=True) == days


@pytest.mark.parametrize(
    ("language", "text", "said", "days"),
    [
        ("en", "we met last Friday", "Friday", "2026-02-27"),
        ("fr", "reçu vendredi dernier", "vendredi", "2026-02-27"),
        ("de", "letzten Mittwoch", "Mittwoch", "2026-02-25"),
        ("es", "el lunes pasado", "lunes", "2026-03-02"),
        ("it", "venerdì scorso", "venerdì", "2026-02-27"),
        ("pt", "na sexta-feira passada", "sexta-feira", "2026-02-27"),
        ("nl", "vorige vrijdag", "vrijdag", "2026-02-27"),
        ("fr", "votre mail du 27 février", "27 février", "2026-02-27"),
        ("fr", "soldé fin septembre", "septembre", "2025-09-30"),
        ("de", "Rechnung vom 15. Dezember", "15. Dezember", "2025-12-15"),
        ("en", "on the 28th", "28th", "2026-02-28"),
        ("en", "in Q4", "Q4", "2025-10-01/2025-12-31"),
    ],
)
def test_what_may_be_past_is_the_nearest(language, text, said, days):
    assert told(text, Bearings(language, WEDNESDAY), ahead=False, said=said) == days


@pytest.mark.parametrize(
    ("text", "tag", "said", "days"),
    [
        ("by 03/04/2026", "en", "03/04/2026", "2026-04-03"),
        ("by 03/04/2026", "en-GB", "03/04/2026", "2026-04-03"),
        ("by 03/04/2026", "en-US", "03/04/2026", "2026-03-04"),
        ("hired 09/30/2016, due 04/03/2026", "en", "04/03/2026", "2026-04-03"),
        ("hired 30/09/2016, due 04/03/2026", "en-US", "04/03/2026", "2026-03-04"),
        ("by 14/03/2026", "en-US", "14/03/2026", "2026-03-14"),
    ],
)
def test_day_and_month_in_the_order_of_the_text_else_of_its_region(text, tag, said, days):
    by = Bearings("en", WEDNESDAY, month_first(text, tag))
    assert told(text, by, ahead=True, said=said) == days


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("14 March 2026", "2026-03-14"),
        ("Q3 2026", "2026-07-01/2026-09-30"),
        ("2026", "2026-01-01/2026-12-31"),
        ("Friday", None),
        ("14 March", None),
        ("the 14th", None),
        ("week 12", None),
        ("tomorrow", None),
    ],
)
def test_without_a_day_of_writing_only_what_names_its_year_is_known(said, days):
    assert told(said, Bearings("en"), ahead=True) == days


@pytest.mark.parametrize(
    "said", ["31 June", "32/13/2026", "week 60", "soon", "", "2026-02-30", "Easter"]
)
def test_what_is_no_day_is_unknown(said):
    assert told(said, Bearings("en", MONDAY), ahead=True) is None
