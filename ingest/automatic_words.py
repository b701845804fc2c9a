"""What machines write into subjects and addresses, in the languages we meet."""

import re


def _one_of(before: str, phrases: str, after: str) -> re.Pattern[str]:
    """A pattern for any of the phrases, one a line; a blank in them is any white space."""
    alternatives = "|".join(line.strip().replace(" ", r"\s+") for line in phrases.splitlines())
    return re.compile(f"{before}(?:{alternatives.strip('|')}){after}", re.IGNORECASE)


_TAG = r"^(?:\[[^\]]{1,40}\]\s*)?"  # a gateway's "[EXTERNAL]"

# Mail programs put these before the subject that they answer. A person's "Re: Automatic reply:"
# does not begin with them.
AUTO_REPLY = _one_of(
    _TAG,
    r"""auto(?:matic)?[ -]?(?:reply|response)
    auto-?(?:responder|reply from .{1,80})
    out[ -]of[ -](?:the[ -])?office (?:auto-?reply|message|notification|reply|response|assistant)
    r[ée]ponse automatique
    (?:message (?:automatique )?|avis |notification )d['\u2019]absence
    automatische (?:antwort|abwesenheitsnotiz|r[üu]ckmeldung|beantwoording|reactie)
    abwesenheits(?:notiz|nachricht|meldung|assistent|benachrichtigung)
    autoantwort
    (?:respuesta|resposta) autom[áa]tica
    (?:respuesta|mensaje) de ausencia
    risposta automatica
    (?:messaggio|notifica) (?:automatico|di assenza)
    mensagem autom[áa]tica
    mensagem de aus[êe]ncia
    automatisch antwoord
    afwezigheids(?:bericht|assistent|melding)
    autosvar
    automatiskt? svar
    automaattinen vastaus
    autoodpowied[źz]
    odpowied[źz] automatyczna
    automatick[áa] odpov[ěe][ďd]""",
    r"\s*(?:[:\-\u2013]|$)",
)

# A person may write these of themselves too, so they need the colon that programs put.
AUTO_REPLY_WITH_COLON = _one_of(
    _TAG,
    r"""out[ -]of[ -](?:the[ -])?office
    absence du bureau
    absent(?:e)? du bureau
    abwesend
    nicht im b[üu]ro
    fuera de (?:la )?oficina
    fuori (?:sede|ufficio)
    fora do escrit[óo]rio
    aus[êe]ncia (?:tempor[áa]ria|do escrit[óo]rio)
    afwezig(?:heid)?
    niet op kantoor""",
    r"\s*:",
)

# These count only beside other marks: "Out of office next week" is mostly a person's.
AWAY = _one_of(
    r"\b",
    r"""out[ -]of[ -](?:the[ -])?office
    oo[of]\b
    on (?:annual |maternity |parental |sick )?leave\b
    on vacation
    absen(?:t|te|ts|ce|z|cia|za|ça)\b
    cong[ée]s
    en vacances
    abwesen
    nicht im (?:b[üu]ro|haus)
    urlaub
    fuera de (?:la )?oficina
    vacaciones
    ausen(?:cia|te)
    fuori (?:sede|ufficio)
    ferie\b
    assen(?:te|za)
    f[ée]rias
    aus[êe]ncia
    fora do escrit[óo]rio
    afwezig
    niet (?:op kantoor|aanwezig)
    vakantie
    auto(?:matic)?[ -]?(?:reply|response)
    r[ée]ponse automatique
    automatische antwort""",
    "",
)

BOUNCE = _one_of(
    _TAG,
    r"""undeliver(?:able|ed)
    delivery (?:status notification|failure|has failed|failed|delayed|incomplete)
    (?:mail|message) delivery (?:failed|failure|delayed|subsystem|system)
    returned mail
    failure notice
    (?:mail|message) (?:could )?not (?:be )?delivered
    mail system error
    non[ -]?remis
    non distribuable
    [ée]chec de (?:la )?(?:remise|distribution|livraison)
    [ée]chec de l['\u2019]envoi
    message non (?:distribu[ée]|remis|d[ée]livr[ée])
    unzustellbar
    (?:nachricht )?nicht zugestellt
    zustellung fehlgeschlagen
    no se puede entregar
    (?:correo |mensaje )?no entregado
    error de entrega
    non recapitabile
    mancato recapito
    messaggio non (?:recapitato|consegnato)
    n[ãa]o (?:foi poss[íi]vel entregar|entregue)
    falha na entrega
    onbestelbaar
    niet (?:bezorgd|afgeleverd)
    bezorging mislukt""",
    "",
)

MEETING_REPLY = _one_of(
    "^",
    r"""accepted
    declined
    tentative(?:ly accepted)?
    new time proposed
    accept[ée](?: provisoirement)?
    refus[ée]
    provisoire
    zusage
    zugesagt
    angenommen
    abgelehnt
    abgesagt
    (?:mit )?vorbehalt(?: angenommen)?
    aceptad[oa]
    rechazad[oa]
    provisional
    accettato
    rifiutato
    provvisorio
    ace(?:ito|ite|itou)
    recus(?:ad[oa]|ou)
    provis[óo]rio
    geaccepteerd
    geweigerd
    afgewezen
    voorlopig(?: geaccepteerd)?""",
    r"\s?:\s",
)

# The parts before the @ that no person writes from.
BOUNCER = _one_of(
    "^",
    r"""mail(?:er)?[-_.]?daemon
    postmaster
    bounces?
    mail-delivery-(?:sub)?system""",
    r"(?:[-+_.=].*)?$",
)
NO_REPLY = _one_of(
    r"^(?:.*[-_.+])?",
    r"""no[-_.]?reply
    (?:do|don)[-_.]?(?:no)?t[-_.]?reply
    not[-_.]?reply
    ne[-_.]?pas[-_.]?r[ée]pondre
    (?:pas[-_.]?de|sans)[-_.]?r[ée]ponse
    nicht[-_.]?antworten
    keine?[-_.]?antwort
    no[-_.]?(?:responder?|contestar|responda)
    non[-_.]?rispond(?:ere|i|a)
    n[aã]o[-_.]?respond(?:er|a)
    niet[-_.]?(?:be)?antwoorden""",
    r"(?:[-_.+].*)?$",
)
NOTIFIER = _one_of(
    "^",
    r"""notif(?:y|ier|ications?)
    alerts?
    reminders?
    calendar[-_.](?:notification|server)
    jira
    confluence
    bitbucket
    github
    gitlab
    jenkins
    auto[-_.]?(?:bot|mailer|confirm)
    system[-_.]?(?:message|notification)s?
    (?:mail|ro)bot
    cron
    daemon""",
    r"(?:[-+=].*)?$",
)
NEWSLETTER = _one_of(
    r"^(?:e-?)?",
    r"""news
    newsletters?
    mailings?
    campaigns?
    infolettre
    rundbrief
    bolet[íi]n""",
    r"(?:[-_.].*)?$",
)
