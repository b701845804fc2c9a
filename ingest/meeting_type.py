"""What kind of meeting it is, guessed from its categories and its title."""

from typing import get_args

from ingest.interaction import MeetingStatus, MeetingType
from ingest.name import fold, words

MINUTES = 31 * 24 * 60  # nothing longer is one meeting

# In the order of asking: a sponsor's review of the advisory board is the advisory board's.
_WORDS: dict[MeetingType, str] = {
    "advisory_board": """
        advisory_board advisory steering_committee steerco comite_consultatif conseil_consultatif
        comite_de_pilotage copil comite_strategique beirat kundenbeirat lenkungsausschuss
        lenkungskreis consejo_asesor comite_asesor comite_de_direccion comitato_consultivo
        comitato_guida comitato_di_indirizzo conselho_consultivo comite_consultivo adviesraad
        stuurgroep raad_van_advies
        """,
    "sponsor": """
        sponsor sponsors executive executives exec ceo c_level top_to_top direction_generale
        dirigeants parrain comite_executif geschaftsfuhrung geschaeftsfuehrung vorstand toptreffen
        direccion_general direzione_generale direcao_geral directie patrocinador
        """,
    "review": """
        review qbr business_review revue bilan retrospective quartalsgesprach quartalsgespraech
        quartalsreview jahresgesprach jahresgespraech bewertung ruckblick revision balance
        evaluacion revisione riesame verifica bilancio revisao balanco avaliacao evaluatie
        kwartaaloverleg kwartaalreview beoordeling jaargesprek
        """,
    "commercial": """
        commercial sales pricing price prices offer proposal quote negotiation negotiations renewal
        contract pipeline demo tender forecast commerciale tarif tarifs tarifaire offre devis
        negociation renouvellement contrat appel_d_offres vertrieb angebot preis preise
        preisgesprach preisgespraech verhandlung vertrag vertragsverlangerung ausschreibung
        comercial ventas precio precios oferta negociacion renovacion contrato vendite prezzo
        prezzi offerta trattativa rinnovo contratto preventivo vendas preco precos proposta
        negociacao renovacao verkoop prijs prijzen offerte onderhandeling verlenging
        contractbespreking
        """,
    "coordination": """
        coordination sync weekly biweekly bi_weekly monthly standup stand_up daily status catch_up
        catchup check_in checkin jour_fixe follow_up followup touchpoint touch_base alignment 1_1
        one_to_one kickoff kick_off planning project workshop point suivi hebdo hebdomadaire
        mensuel mensuelle cadrage projet lancement abstimmung wochentlich woechentlich monatlich
        regeltermin projekt wochengesprach wochengespraech statusrunde coordinacion seguimiento
        semanal mensual quincenal proyecto sincronizacion coordinamento allineamento settimanale
        mensile avanzamento progetto aggiornamento coordenacao acompanhamento alinhamento mensal
        quinzenal projeto ponto_de_situacao coordinatie afstemming wekelijks maandelijks voortgang
        overleg projectoverleg bijpraten
        """,
}
_PHRASES = [
    (tuple(phrase.split("_")), kind) for kind, text in _WORDS.items() for phrase in text.split()
]
_STATUSES: dict[MeetingStatus, str] = {
    "no_show": "noshow no_show missed absent nicht_erschienen no_presentado non_presentato",
    "cancelled": "cancelled canceled annule annulee abgesagt cancelado annullato geannuleerd",
    "held": "held done completed tenu tenue stattgefunden",
    "planned": "planned scheduled prevu prevue geplant",
}
_STATUS = {word: status for status, text in _STATUSES.items() for word in text.split()}


def meeting_type_of(categories: list[str], summary: str) -> MeetingType:
    """The type that a category names; else what the categories' words, then the title's, say."""
    for category in categories:
        exact = fold(category).strip().replace(" ", "_").replace("-", "_")
        for kind in get_args(MeetingType):
            if exact == kind:
                return kind  # type: ignore[no-any-return]
    return _said(" . ".join(categories)) or _said(summary) or "other"


def _said(text: str) -> MeetingType | None:
    said = words(text[:500])
    pairs = {
        tuple(said[start : start + length]) for length in (1, 2, 3) for start in range(len(said))
    }
    return next((kind for phrase, kind in _PHRASES if phrase in pairs), None)


def meeting_status_of(text: str) -> MeetingStatus | None:
    """The status that somebody's word for it means, or None."""
    return _STATUS.get(fold(text).strip().replace("-", "_").replace(" ", "_"))
