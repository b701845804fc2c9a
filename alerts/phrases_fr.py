"""What measures say in French."""

from health.policy import MeasureName

# What a measure says when it stands at {value}, usually {baseline}: where it is bad, where good.
SENTENCES: dict[MeasureName, tuple[str, str]] = {
    "sentiment_level": (
        "leurs messages trahissent un mécontentement (ton {value:+.2f})",
        "le ton de leurs messages est bon ({value:+.2f})",
    ),
    "sentiment_trend": (
        "leur ton est plus froid que d'habitude ({value:+.2f} contre {baseline:+.2f})",
        "leur ton est plus chaleureux qu'avant ({value:+.2f} contre {baseline:+.2f})",
    ),
    "contact_frequency": (
        "ils écrivent moins : {value:.0f} fois en quatre semaines, {baseline:.0f} d'habitude",
        "ils écrivent comme d'habitude : {value:.0f} fois en quatre semaines",
    ),
    "response_time_theirs": (
        "ils répondent en {value:.0f} h, {baseline:.0f} h d'habitude",
        "ils répondent aussi vite que d'habitude ({value:.0f} h)",
    ),
    "response_time_ours": (
        "nous répondons en {value:.0f} h, {baseline:.0f} h d'habitude",
        "nous répondons aussi vite que d'habitude ({value:.0f} h)",
    ),
    "meeting_rhythm": (
        "{value:jour|jours} depuis la dernière réunion, {baseline:.0f} étaient convenus",
        "les réunions se tiennent comme convenu",
    ),
    "contact_breadth": (
        "plus que {value:interlocuteur|interlocuteurs} chez eux, {baseline:.0f} d'habitude",
        "{value:interlocuteur actif|interlocuteurs actifs} chez eux",
    ),
    "negative_streak": (
        "{value:message mécontent|messages mécontents} d'affilée",
        "de nouveau des mots aimables",
    ),
    "reciprocity": (
        "nous écrivons {value:.1f} messages pour un des leurs, {baseline:.1f} d'habitude",
        "ils écrivent autant que d'habitude",
    ),
    "silence": (
        "plus de nouvelles depuis {value:jour|jours}, tous les {baseline:.0f} d'habitude",
        "ils donnent des nouvelles à leur rythme habituel",
    ),
    "single_thread": (
        "{value:.0%} de leurs messages viennent d'une seule personne",
        "plusieurs personnes écrivent chez eux",
    ),
    "champion": (
        "l'interlocuteur principal se tait depuis {value:jour|jours}, {baseline:.0f} d'habitude",
        "l'interlocuteur principal est là",
    ),
    "meeting_reliability": (
        "{value:.0%} des réunions annulées ou manquées",
        "les réunions ont lieu",
    ),
    "sponsor_engagement": (
        "leurs dirigeants sont absents depuis {value:jour|jours}, {baseline:.0f} d'ordinaire",
        "leurs dirigeants participent",
    ),
    "open_issues": (
        "points en suspens : {value:.0f}",
        "points en suspens : {value:.0f}",
    ),
    "risk_events": (
        "plaintes, litiges ou menaces pèsent {value:.1f}, {baseline:.1f} d'habitude",
        "ni plainte ni menace nouvelle",
    ),
    "promises_theirs": (
        "ils n'ont pas tenu {value:promesse|promesses} sur {baseline:.0f}",
        "ils tiennent leurs promesses",
    ),
    "promises_ours": (
        "nous n'avons pas tenu {value:promesse|promesses} sur {baseline:.0f}",
        "nous tenons nos promesses",
    ),
    "commercial_trend": (
        "{value:,.0f} en un trimestre, {baseline:,.0f} d'habitude",
        "les affaires tiennent : {value:,.0f} en un trimestre",
    ),
    "contract_end": (
        "le contrat s'achève dans {value:jour|jours} et personne ne parle de renouvellement",
        "le contrat est en ordre",
    ),
    "survey": (
        "leurs réponses aux enquêtes sont mauvaises ({value:.0%} de la note maximale)",
        "leurs réponses aux enquêtes sont bonnes ({value:.0%} de la note maximale)",
    ),
    "training": (
        "pas de formation depuis {value:jour|jours}, tous les {baseline:.0f} d'habitude",
        "leurs équipes continuent de se former",
    ),
    "risk_cap": (
        "ils menacent de partir ou d'agir en justice",
        "plus aucune menace de départ ou de procès",
    ),
}

# A measure that could be read before and no longer can.
UNREAD: dict[MeasureName, str] = {
    "sentiment_level": "il reste trop peu de leurs messages pour en lire le ton",
    "sentiment_trend": "il reste trop peu de leurs messages pour en lire le ton",
    "contact_frequency": "il reste trop peu pour savoir à quel rythme ils écrivent",
    "response_time_theirs": "ils répondent trop rarement pour en mesurer le délai",
    "response_time_ours": "nous répondons trop rarement pour en mesurer le délai",
    "meeting_rhythm": "plus aucun rythme de réunions n'est convenu",
    "contact_breadth": "il reste trop peu d'interlocuteurs habituels",
    "negative_streak": "il reste trop peu de leurs messages pour en lire le ton",
    "reciprocity": "il reste trop peu de messages pour comparer les leurs et les nôtres",
    "silence": "il reste trop peu pour connaître leur rythme",
    "single_thread": "il reste trop peu de messages pour dire qui écrit",
    "champion": "il n'y a plus d'interlocuteur principal",
    "meeting_reliability": "trop peu de réunions pour en juger",
    "sponsor_engagement": "rien n'est plus convenu avec leurs dirigeants",
    "open_issues": "il reste trop peu de leurs messages pour connaître les points en suspens",
    "risk_events": "il reste trop peu de leurs messages pour connaître les plaintes",
    "promises_theirs": "trop peu de promesses échues de leur part",
    "promises_ours": "trop peu de promesses échues de notre part",
    "commercial_trend": "trop peu de chiffres pour voir une tendance",
    "contract_end": "l'échéance du contrat n'est plus devant nous",
    "survey": "aucune réponse à une enquête depuis six mois",
    "training": "trop peu de formations enregistrées",
    "risk_cap": "la menace de départ ou de procès ne compte plus",
}
