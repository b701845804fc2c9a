"""The fields of a note or a record under our names, however the source spells them.

A field is text, or (in front matter) a list or fields of its own; what is empty is not there.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from ingest.clean import clean
from ingest.errors import Malformed, TooLarge
from ingest.name import fold

PAYLOAD_BYTES = 8 * 2**20

_SPELLINGS = {
    "id": "id identifier identifiant note_id record_id ref reference",
    "date": "date occurred_at when datum fecha data moment quand datetime date_heure jour day",
    "time": "time heure hour uhrzeit hora ora tijd",
    "zone": "timezone time_zone tz zone fuseau fuseau_horaire",
    "partner": "partner partner_id partenaire account compte client customer company societe "
    "firma kunde cliente organisation organization id_partenaire partenaire_id",
    "author": "author auteur from by par redacteur autor autore auteure written_by owner",
    "participants": "participants participant with attendees avec presents contacts contact "
    "teilnehmer participantes partecipanti deelnemers interlocuteur interlocuteurs",
    "direction": "direction sens richtung",
    "type": "type kind genre record_type categorie category",
    "meeting": "meeting reunion rendez_vous rdv besprechung",
    "meeting_type": "meeting_type type_de_reunion type_reunion",
    "minutes": "minutes duration duree dauer duracion durata duracao duur",
    "language": "language lang langue sprache idioma lingua taal",
    "subject": "subject title sujet objet titre betreff titel asunto oggetto assunto onderwerp",
    "text": "text note notes body texte contenu content comment comments commentaire "
    "compte_rendu resume summary notiz texto testo tekst description",
    "value": "value amount montant valeur betrag wert importe valor importo valore bedrag waarde",
    "unit": "unit currency unite devise einheit wahrung moneda unidad valuta unita moeda unidade",
    "status": "status statut etat estado stato",
    "due_at": "due_at due due_date echeance date_echeance date_d_echeance fallig fallig_am "
    "faelligkeit vencimiento scadenza vencimento vervaldatum deadline",
}
_FIELD = {word: field for field, words in _SPELLINGS.items() for word in words.split()}


def field_of(header: str) -> str | None:
    """Our name for a field that somebody else named, or None.

    >>> field_of("Date d'échéance"), field_of("Partner ID"), field_of("Shoe size")
    ('due_at', 'partner', None)
    """
    spelled = "".join(sign if sign.isalnum() else " " for sign in fold(header[:100]))
    return _FIELD.get("_".join(spelled.split()))


def row_of(payload: bytes) -> dict[str, str]:
    """The fields of a row that a source wrote as a JSON object of texts."""
    if len(payload) > PAYLOAD_BYTES:
        raise TooLarge(f"over {PAYLOAD_BYTES // 2**20} MiB")
    try:
        cells = msgspec.json.decode(payload, type=dict[str, str | None])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed("not a JSON object with a text for each column") from error
    return {name: text for name, text in known(cells).items() if isinstance(text, str)}


def known(fields: Mapping[Any, Any]) -> dict[str, Any]:
    """Those that we know and that are not empty, by our name; the first spelling counts."""
    found: dict[str, Any] = {}
    for name, value in fields.items():
        field = field_of(name) if isinstance(name, str) else None
        if isinstance(value, str):
            value = clean(value).strip()
        if field is not None and value:
            found.setdefault(field, value)
    return found


def text_in(fields: Mapping[str, Any], field: str) -> str | None:
    """The text of a field. Raises Malformed when it holds a list or fields."""
    value = fields.get(field)
    if value is None or isinstance(value, str):
        return value
    raise Malformed(f"{field}: expected one text")
