"""What a mail program says in its user's language: dates, header names, attribution lines."""

from datetime import datetime
from typing import NamedTuple


class Locale(NamedTuple):
    """One language of a mail program. Templates are filled by `str.format`."""

    days: tuple[str, ...]
    months: tuple[str, ...]
    long_date: str  # in a header block
    gmail: str
    apple: str
    thunderbird: str
    header: tuple[str, str, str, str, str]  # from, sent, to, cc, subject
    original: str  # the rule above an old-style quote
    reply: str  # subject prefix of Outlook
    phone_footer: str

    def fill(self, template: str, at: datetime, name: str = "", address: str = "") -> str:
        """The template with the moment and the person in it."""
        day, month = self.days[at.weekday()], self.months[at.month - 1]
        return template.format(
            at=at, day=day, day3=day[:3], day2=day[:2], month=month, month3=_short(month),
            name=name, address=address, hour12=at.hour % 12 or 12,
            half="PM" if at.hour > 11 else "AM",
        )  # fmt: skip


def _short(month: str) -> str:
    return month if len(month) <= 4 else month[:3]


_ENGLISH = Locale(
    days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    long_date="{at.day} {month} {at.year} {at:%H:%M}",
    gmail="On {day3}, {at.day} {month3} {at.year} at {at:%H:%M}, {name} <{address}> wrote:",
    apple="On {at.day} {month3} {at.year}, at {at:%H:%M}, {name} <{address}> wrote:",
    thunderbird="On {at:%d/%m/%Y} {at:%H:%M}, {name} wrote:",
    header=("From", "Sent", "To", "Cc", "Subject"),
    original="-----Original Message-----",
    reply="RE",
    phone_footer="Sent from my iPhone",
)  # fmt: skip

LOCALES: dict[str, Locale] = {
    "en": _ENGLISH,
    "en-US": _ENGLISH._replace(
        long_date="{day}, {month} {at.day}, {at.year} {hour12}:{at:%M} {half}",
        gmail="On {day3}, {month3} {at.day}, {at.year} at {hour12}:{at:%M} {half} "
        "{name} <{address}> wrote:",
        apple="On {month3} {at.day}, {at.year}, at {hour12}:{at:%M} {half}, "
        "{name} <{address}> wrote:",
        thunderbird="On {at.month}/{at.day}/{at.year} {hour12}:{at:%M} {half}, {name} wrote:",
    ),
    "fr": Locale(
        days=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        months=(
            "janvier", "février", "mars", "avril", "mai", "juin",
            "juillet", "août", "septembre", "octobre", "novembre", "décembre",
        ),
        long_date="{day} {at.day} {month} {at.year} {at:%H:%M}",
        gmail="Le {day3}. {at.day} {month} {at.year} à {at:%H:%M}, {name} <{address}> a écrit :",
        apple="Le {at.day} {month} {at.year} à {at:%H:%M}, {name} <{address}> a écrit :",
        thunderbird="Le {at:%d/%m/%Y} à {at:%H:%M}, {name} a écrit :",
        header=("De", "Envoyé", "À", "Cc", "Objet"),
        original="-----Message d'origine-----",
        reply="RE",
        phone_footer="Envoyé de mon iPhone",
    ),
    "de": Locale(
        days=(
            "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag",
        ),
        months=(
            "Januar", "Februar", "März", "April", "Mai", "Juni",
            "Juli", "August", "September", "Oktober", "November", "Dezember",
        ),
        long_date="{day}, {at.day}. {month} {at.year} {at:%H:%M}",
        gmail="Am {day2}., {at.day}. {month3}. {at.year} um {at:%H:%M} Uhr schrieb "
        "{name} <{address}>:",
        apple="Am {at:%d.%m.%Y} um {at:%H:%M} schrieb {name} <{address}>:",
        thunderbird="Am {at:%d.%m.%Y} um {at:%H:%M} schrieb {name}:",
        header=("Von", "Gesendet", "An", "Cc", "Betreff"),
        original="-----Ursprüngliche Nachricht-----",
        reply="AW",
        phone_footer="Von meinem iPhone gesendet",
    ),
    "es": Locale(
        days=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        months=(
            "enero", "febrero", "marzo", "abril", "mayo", "junio",
            "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
        ),
        long_date="{day}, {at.day} de {month} de {at.year} {at:%H:%M}",
        gmail="El {day3}, {at.day} {month3} {at.year} a las {at:%H:%M}, {name} (<{address}>) "
        "escribió:",
        apple="El {at.day} {month3} {at.year}, a las {at:%H:%M}, {name} <{address}> escribió:",
        thunderbird="El {at.day}/{at.month}/{at:%y} a las {at:%H:%M}, {name} escribió:",
        header=("De", "Enviado el", "Para", "CC", "Asunto"),
        original="-----Mensaje original-----",
        reply="RE",
        phone_footer="Enviado desde mi iPhone",
    ),
    "it": Locale(
        days=("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
        months=(
            "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
            "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
        ),
        long_date="{day} {at.day} {month} {at.year} {at:%H:%M}",
        gmail="Il giorno {day3} {at.day} {month3} {at.year} alle ore {at:%H:%M} {name} "
        "<{address}> ha scritto:",
        apple="Il giorno {at.day} {month3} {at.year}, alle ore {at:%H:%M}, {name} <{address}> "
        "ha scritto:",
        thunderbird="Il {at:%d/%m/%Y} {at:%H:%M}, {name} ha scritto:",
        header=("Da", "Inviato", "A", "Cc", "Oggetto"),
        original="-----Messaggio originale-----",
        reply="R",
        phone_footer="Inviato da iPhone",
    ),
    "pt": Locale(
        days=("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo"),
        months=(
            "janeiro", "fevereiro", "março", "abril", "maio", "junho",
            "julho", "agosto", "setembro", "outubro", "novembro", "dezembro",
        ),
        long_date="{at.day} de {month} de {at.year} {at:%H:%M}",
        gmail="{name} <{address}> escreveu ({day}, {at.day}/{at:%m}/{at.year} à(s) {at:%H:%M}):",
        apple="No dia {at.day}/{at:%m}/{at.year}, às {at:%H:%M}, {name} <{address}> escreveu:",
        thunderbird="Às {at:%H:%M} de {at:%d/%m/%Y}, {name} escreveu:",
        header=("De", "Enviado", "Para", "Cc", "Assunto"),
        original="-----Mensagem original-----",
        reply="RE",
        phone_footer="Enviado do meu iPhone",
    ),
    "nl": Locale(
        days=(
            "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag",
        ),
        months=(
            "januari", "februari", "maart", "april", "mei", "juni",
            "juli", "augustus", "september", "oktober", "november", "december",
        ),
        long_date="{day} {at.day} {month} {at.year} {at:%H:%M}",
        gmail="Op {day2} {at.day} {month3} {at.year} om {at:%H:%M} schreef {name} <{address}>:",
        apple="Op {at.day} {month3} {at.year}, om {at:%H:%M} heeft {name} <{address}> het "
        "volgende geschreven:",
        thunderbird="Op {at:%d-%m-%Y} om {at:%H:%M} schreef {name}:",
        header=("Van", "Verzonden", "Aan", "CC", "Onderwerp"),
        original="-----Oorspronkelijk bericht-----",
        reply="RE",
        phone_footer="Verstuurd vanaf mijn iPhone",
    ),
}  # fmt: skip
