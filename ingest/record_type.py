"""The type of a business record: one lower-case word, whatever language it came in."""

from ingest.clean import clean_line
from ingest.name import fold

_TYPES = {
    "revenue": "revenue sales turnover ca chiffre_d_affaires chiffre_affaires umsatz ingresos "
    "ricavi fatturato receita omzet",
    "opportunity": "opportunity deal opportunite affaire chance oportunidad opportunita "
    "oportunidade kans",
    "ticket": "ticket incident case support support_ticket demande",
    "payment": "payment invoice paiement facture zahlung rechnung pago factura pagamento fattura "
    "fatura betaling factuur",
    "contract": "contract contract_term contrat vertrag contrato contratto renewal renouvellement",
    "survey": "survey survey_answer nps csat enquete umfrage encuesta sondaggio inquerito",
    "training": "training formation schulung formacion formazione formacao opleiding",
}
_MEANS = {word: kind for kind, words in _TYPES.items() for word in words.split()}


def record_type(text: str) -> str:
    """One of ours where it is a known word for it, else the word itself; empty when none is left.

    >>> record_type("Chiffre d'affaires"), record_type("Invoice"), record_type("Site visit")
    ('revenue', 'payment', 'site_visit')
    """
    line = fold(clean_line(text, 100) or "")
    word = "_".join("".join(sign if sign.isalnum() else " " for sign in line).split())
    return _MEANS.get(word, word)
