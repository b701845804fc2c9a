"""Which mails a machine wrote, and above all which ones it did not."""

import pytest

from ingest.email import parse_email

BASE = {"From": "anna@x.example", "To": "b@y.example", "Subject": "Offer", "Message-ID": "<1@x>"}


def reason(body: str = "Hello,\nsee you on Monday.", **changes: str) -> str | None:
    fields = BASE | {name.replace("_", "-"): value for name, value in changes.items()}
    head = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return parse_email(f"{head}\n{body}".encode()).automatic


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"Auto_Submitted": "no"},
        {"X_Auto_Response_Suppress": "All"},
        {"X_Auto_Response_Suppress": "DR, OOF, AutoReply", "Subject": "Visit on Monday"},
        {"Subject": "Out of office next week"},
        {"Subject": "Urlaub im August"},
        {"Subject": "Absence du bureau la semaine prochaine"},
        {"Subject": "Re: Automatic reply: Offer"},
        {"Subject": "AW: Abwesenheitsnotiz: Angebot", "X_Auto_Response_Suppress": "All"},
        {"Subject": "Accepted: your offer 4711"},
        {"Subject": "Undeliverable goods in Kiel"},
        {"Subject": "Failure notice for line 4"},
        {"Subject": "Automatic reply machines for sale"},
        {"Return_Path": "<anna@x.example>"},
        {"List_Unsubscribe": "<mailto:u@x.example>", "In_Reply_To": "<0@y>"},
        {"List_Unsubscribe": "<mailto:u@x.example>", "Subject": "Re: Offer"},
        {"Feedback_ID": "1:gateway"},
        {"X_SG_EID": "abc"},
        {"X_Spam_Status": "No", "X_MS_Exchange_Organization_SCL": "-1"},
        {"Precedence": "first-class"},
        {"From": "marketing@x.example"},
        {"From": "newsome@x.example"},
        {"From": "norep@x.example"},
        {"From": "Alerta Lopez <alerta.lopez@x.example>"},
        {"X_Autoreply": "no"},
        {"List_Post": "NO"},
    ],
)
def test_a_persons_mail_is_kept(fields: dict[str, str]) -> None:
    assert reason(**fields) is None


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Offer", "Out of Office AutoReply: Offer", "Out of office: Offer",
        "[EXTERNAL] Automatic reply: Offer", "Auto-Reply: Offer", "Autoreply",
        "Réponse automatique : Offre", "Absence du bureau : Offre", "Message d'absence",
        "Automatische Antwort: Angebot", "Abwesenheitsnotiz: Angebot", "Abwesenheitsnotiz",
        "Respuesta automática: Oferta", "Fuera de la oficina: Oferta",
        "Risposta automatica: Offerta", "Fuori ufficio: Offerta",
        "Resposta automática: Oferta", "Ausência temporária: Oferta",
        "Automatisch antwoord: Offerte", "Automatische beantwoording: Offerte",
        "Afwezigheidsbericht: Offerte", "=?utf-8?q?R=C3=A9ponse_automatique_=3A_Offre?=",
        "Autosvar: Tilbud", "Automatiskt svar: Offert",
    ],
)  # fmt: skip
def test_a_subject_of_answering_machines_is_enough(subject: str) -> None:
    assert reason(Subject=subject) == "auto_reply"


@pytest.mark.parametrize(
    "subject",
    ["Ooo till Monday", "Out of office till Monday", "Absent jusqu'à lundi", "En congés",
     "Bin im Urlaub", "Ausente hasta el lunes", "In ferie", "De férias", "Met vakantie"],
)  # fmt: skip
def test_an_absence_counts_beside_other_marks(subject: str) -> None:
    assert reason(Subject=subject) is None
    assert reason(Subject=subject, X_Auto_Response_Suppress="All") == "auto_reply"
    assert reason(Subject=subject, Precedence="bulk") == "auto_reply"
    assert reason(Subject=subject, Return_Path="<>") == "auto_reply"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto_reply"),
        ({"Auto_Submitted": "auto-replied; owner-email=a@x.example"}, "auto_reply"),
        ({"Auto_Submitted": "auto-replied", "Return_Path": "<>"}, "auto_reply"),
        ({"X_Autoreply": "yes"}, "auto_reply"),
        ({"X_Autorespond": "Offer"}, "auto_reply"),
        ({"Precedence": "auto_reply"}, "auto_reply"),
        ({"Auto_Submitted": "auto-generated"}, "notification"),
        (
            {"Auto_Submitted": "auto-generated", "Subject": "Out of office till Monday"},
            "auto_reply",
        ),
        ({"Return_Path": "<>"}, "bounce"),
        ({"X_Failed_Recipients": "b@y.example"}, "bounce"),
        ({"From": "MAILER-DAEMON@x.example", "Subject": "Undelivered Mail Returned"}, "bounce"),
        ({"From": "postmaster@x.example", "Subject": "Unzustellbar: Angebot"}, "bounce"),
        ({"From": "postmaster@x.example", "Subject": "Non remis : Offre"}, "bounce"),
        ({"From": "postmaster@x.example", "Subject": "No se puede entregar: Oferta"}, "bounce"),
        ({"From": "Mail Delivery System", "Subject": "Mail delivery failed"}, "bounce"),
        ({"List_Unsubscribe": "<https://x.example>", "Precedence": "bulk"}, "newsletter"),
        ({"List_Unsubscribe": "<https://x.example>"}, "newsletter"),
        (
            {"From": "noreply@x.example", "List_Unsubscribe": "<u>", "Precedence": "bulk"},
            "newsletter",
        ),
        ({"List_Unsubscribe": "<https://x.example>", "Feedback_ID": "1:x"}, "newsletter"),
        ({"List_Id": "<n.x.example>", "X_MC_User": "1"}, "newsletter"),
        ({"X_CSA_Complaints": "c@x.example", "In_Reply_To": "<0@y>"}, "newsletter"),
        ({"Precedence": "bulk"}, "newsletter"),
        ({"Precedence": "junk"}, "newsletter"),
        ({"From": "newsletter@x.example"}, "newsletter"),
        ({"List_Id": "<team.x.example>", "List_Post": "<mailto:t@x.example>"}, "mailing_list"),
        ({"List_Id": "Team <team.x.example>"}, "mailing_list"),
        ({"Precedence": "list"}, "mailing_list"),
        ({"From": "no-reply@x.example"}, "notification"),
        ({"From": "DoNotReply@x.example"}, "notification"),
        ({"From": "orders-noreply@x.example"}, "notification"),
        ({"From": "ne-pas-repondre@x.example"}, "notification"),
        ({"From": "nicht-antworten@x.example"}, "notification"),
        ({"From": "no-responder@x.example"}, "notification"),
        ({"From": "nao-responder@x.example"}, "notification"),
        ({"From": "non-rispondere@x.example"}, "notification"),
        ({"From": "calendar-notification@google.com"}, "notification"),
        ({"From": "notifications@github.com", "List_Id": "<r.github.com>"}, "notification"),
        ({"X_JIRA_FingerPrint": "abc"}, "notification"),
        ({"X_GitHub_Reason": "mention"}, "notification"),
        (
            {"X_GitHub_Reason": "m", "List_Unsubscribe": "<u>", "Precedence": "bulk"},
            "notification",
        ),
    ],
)
def test_a_machines_mail_is_recognised(fields: dict[str, str], expected: str) -> None:
    assert reason(**fields) == expected


def test_a_delivery_report_is_a_bounce() -> None:
    body = (
        "--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; x.example\n\nFinal-Recipient: rfc822; b@y.example\nAction: failed\n"
        "--b--\n"
    )
    kind = "multipart/report; report-type=delivery-status; boundary=b"
    assert reason(body, Content_Type=kind) == "bounce"


def test_a_bounce_without_marks_is_known_by_its_words() -> None:
    body = (
        "This is the mail system at host x.example.\n\nI'm sorry to have to inform you that your "
        "message could not be delivered.\n\n                   The mail system\n\n"
        "<b@y.example>: host y.example said: 550 no such user\n"
    )
    old = "Hi. This is the qmail-send program at x.example.\n\n<b@y.example>:\nno such user\n"
    assert reason(old, From="a@x.example", Subject="failure notice") == "bounce"
    assert reason(body, From="MAILER-DAEMON@x.example", Subject="Returned mail") == "bounce"
    assert reason(Subject="failure notice") is None


def test_a_read_receipt_is_a_notification() -> None:
    kind = "multipart/report; report-type=disposition-notification; boundary=b"
    assert reason("--b\n\nread\n--b--\n", Content_Type=kind, Subject="Read: Offer") == (
        "notification"
    )


@pytest.mark.parametrize(
    "subject",
    ["Accepted: Jour fixe", "Declined: Jour fixe", "Accepté : Point", "Zugesagt: Termin",
     "Aceptado: Reunión", "Accettato: Riunione", "Aceito: Reunião", "Geaccepteerd: Overleg"],
)  # fmt: skip
def test_an_answer_to_an_invitation_is_a_notification(subject: str) -> None:
    body = "--b\n\n\n--b\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\n--b--\n"
    kind = "multipart/alternative; boundary=b"
    assert reason(body, Content_Type=kind, Subject=subject) == "notification"
    assert reason(" ", Subject=subject) == "notification"
    assert reason("Gladly, and thank you for the detailed offer.", Subject=subject) is None


def test_an_invitation_with_a_persons_words_is_kept() -> None:
    body = (
        "--b\n\nLet us meet.\n--b\nContent-Type: text/calendar; method=REQUEST\n\n"
        "BEGIN:VCALENDAR\n--b--\n"
    )
    assert reason(body, Content_Type="multipart/mixed; boundary=b") is None
