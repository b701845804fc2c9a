"""The words of a job title or a department, as they stand below a name in a signature."""

import re

_TITLES = (
    # en
    r"ceo|cto|cfo|coo|cmo|cio|ciso|cpo|cro|vp|svp|evp|head of|chief|president|founder|co-founder"
    r"|managing|manager|director|engineer|developer|consultant|executive|representative|officer"
    r"|analyst|coordinator|specialist|assistant|administrator|architect|advisor|adviser|supervisor"
    r"|team lead(?:er)?|sales|marketing|human resources|customer (?:service|success|care)"
    r"|support team|account|buyer|planner|controller|accountant|accounts (?:payable|receivable)"
    r"|procurement|purchasing|secretary|treasurer|counsel|solicitor|partner|associate|owner"
    r"|technician|scientist|designer|strategist|trainee|intern|operations|pa to",
    # fr
    r"directeur|directrice|responsable|chef(?:fe)? d[e']|chargée? d|ingénieure?|gérante?"
    r"|président\w*|assistante?|conseill\w+|commerciale?|acheteu\w+|comptab\w+|consultante?"
    r"|service (?:client\w*|commercial|achats|comptabilité|informatique)|technicien\w*"
    r"|gestionnaire|juriste|avocate?|attachée?|associée?|fondat\w+|secrétaire|adjointe?"
    r"|(?:direction|pôle) [^\W\d_]|contrôleu\w+|approvisionneu\w+|logisticien\w*|dirigeante?|daf"
    r"|dsi|drh",
    # de
    r"geschäftsführ\w+|\w*leiter\w*|\w*leitung|\w*vertrieb\w*|einkauf\w*|einkäufer\w*|abteilung\w*"
    r"|prokurist\w*|sachbearbeiter\w*|\w*referent\w*|\w*berater\w*|\w*leitend\w*|mitarbeiter\w*"
    r"|vorstand\w*|kundenbetreu\w+|kundenservice|kundendienst|universität|institut|fakultät"
    r"|fachbereich|matrikelnummer|matr\.?-?nr|martrikel\w*|buchhalt\w+|ingenieur\w*|techniker\w*"
    r"|disponent\w*|assistenz|assistentin|sekretariat|inhaber\w*|gesellschafter\w*|controlling"
    r"|verkauf\w*|innendienst|außendienst|logistik|lagerist\w*|entwickler\w*|fachkraft",
    # es, pt
    r"gerente|ingenier\w+|jef[ea] de|encargad\w+|coordinador\w*|asesor\w*|departamento|ventas"
    r"|compras|director[ae]?s?|directora|responsable|administraci[oó]n|contabilidad|técnic\w+"
    r"|comercial|abogad\w+|delegad[oa]|propietari[oa]|gestor\w*|diretor\w*|engenheir\w+|vendas"
    r"|consultor\w*|coordenador\w*|administrativ\w+|administração|contabilidade|faturação"
    r"|financeir[oa]|responsável|assistente|sóci[oa]|sócio-gerente|encarregad\w+|chefe de"
    r"|logística|tesorer\w+|tesourari\w+|advogad\w+",
    # it
    r"direttore|direttrice|responsabile|ufficio|amministra\w+|commerciale|ingegnere|addett\w+"
    r"|titolare|impiegat\w+|consulente|capo (?:reparto|ufficio|progetto)|contabil\w+|acquisti"
    r"|vendite|socio|referente|tecnic[oa]|segreteria|presidente|magazzin\w+|avvocato",
    # nl
    r"directeur|verkoop\w*|inkoop\w*|inkoper|\w*manager|medewerk\w+|adviseur|afdeling\w*|hoofd"
    r"|directie\w*|boekhoud\w+|administratie|bedrijfsleider|projectleider|teamleider|eigenaar"
    r"|vestigingsmanager|planner|accountmanager|kwaliteit\w*|beheerder|jurist|secretaresse",
    # pl
    r"kierownik|dyrektor|specjalista|handlowiec|prezes",
)

_TITLE = re.compile(rf"\b(?:{'|'.join(_TITLES)})\b", re.IGNORECASE)


def has_title(line: str) -> bool:
    """True for a plain line that names a job or a department."""
    return _TITLE.search(line) is not None
