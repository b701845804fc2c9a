"""What to do next, in French."""

from health.actions import ActionKind, ActionOwner
from health.policy import MeasureName

OWNERS: dict[ActionOwner, str] = {
    "manager": "responsable du partenaire",
    "sponsor": "sponsor exécutif",
    "delivery_lead": "responsable opérationnel",
    "finance": "service financier",
    "legal": "service juridique",
}

# What is to be done, as it is said to whoever owns it. When and who stand beside it.
ACTIONS: dict[ActionKind, str] = {
    "call": "Appeler l'interlocuteur principal et prendre la température",
    "executive_sponsor": "Appeler leur direction pour entendre ce qu'elle attend de nous",
    "business_review": "Proposer une revue d'affaires : ce qui va, ce qui bloque, ce qui change",
    "settle_dispute": "Appeler l'auteur de la plainte, une proposition en main",
    "close_issues": "Régler le plus ancien point en suspens et dater les autres",
    "answer_open": "Répondre à ce qui attend et dire qui assure la suite, et pour quand",
    "keep_promise": "Livrer ce qui est en retard, ou donner une nouvelle date",
    "claim_promise": "Passer en revue ce qu'ils nous doivent et convenir de nouvelles dates",
    "meet": "Proposer deux dates pour la réunion en retard",
    "widen_contacts": "Se faire présenter un second interlocuteur et garder le lien avec les deux",
    "replace_champion": "Vérifier si l'interlocuteur principal est parti, et qui lui succède",
    "renew": "Ouvrir la discussion sur le renouvellement",
    "follow_up_survey": "Demander aux répondants de l'enquête ce qui vaudrait une meilleure note",
    "train": "Proposer une date de formation à leurs équipes",
}

# What fits the reason better than that.
FOR_REASON: dict[tuple[ActionKind, MeasureName], str] = {
    ("call", "sentiment_level"): "Appeler l'interlocuteur principal et crever l'abcès",
    ("call", "sentiment_trend"): "Relire leurs derniers messages, puis appeler avant d'écrire",
    ("call", "contact_frequency"): "Téléphoner : qui a repris le dossier, qu'ont-ils décidé ?",
    ("call", "response_time_theirs"): "Demander un court appel plutôt qu'un nouveau courriel",
    ("call", "negative_streak"): (
        "Appeler avant le prochain courriel et redresser tout de suite un point concret"
    ),
    ("call", "reciprocity"): "Cesser d'écrire ; demander une demi-heure pour écouter leurs besoins",
    ("call", "silence"): "Téléphoner pour comprendre ce que signifie ce silence",
    ("call", "meeting_reliability"): "Appeler et demander pourquoi les réunions sont annulées",
    ("call", "risk_events"): "Appeler l'auteur de la plainte et écouter avant de répondre",
    ("call", "risk_cap"): "Appeler celui qui menace de partir ou d'agir en justice, et l'écouter",
    ("executive_sponsor", "risk_cap"): "Appeler leur décideur avant qu'il ne passe à l'acte",
    ("executive_sponsor", "silence"): "Demander à leur direction si elle compte encore sur nous",
    ("business_review", "commercial_trend"): (
        "Proposer une revue d'affaires : qu'est-ce qui freine les commandes ?"
    ),
    ("settle_dispute", "risk_cap"): (
        "Régler avant tout le litige pour lequel ils menacent de partir ou d'agir en justice"
    ),
    ("meet", "contact_frequency"): "Proposer deux dates pour une courte réunion",
    ("meet", "meeting_reliability"): (
        "Fixer la prochaine réunion par téléphone ; pourquoi les dernières sont-elles tombées ?"
    ),
    ("widen_contacts", "single_thread"): "Demander à votre interlocuteur de présenter un collègue",
}

STEP = "{text} ({owner}, d'ici le {due})"
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre"),
    *("octobre", "novembre", "décembre"),
)
