"""What a mail server adds to a mail: legal notices, entries in registers, list footers, banners."""

# Other alphabets and typographic marks are what this file is about.
# ruff: noqa: RUF001

import re
from itertools import pairwise

from ingest.reply_announced import announces_company
from ingest.reply_registration import registration_items

_NOTICE = re.compile(
    r"^[\W_]*(?:"
    # headings
    r"(?:legal |e-?mail |important |confidentiality |privacy )?(?:disclaimer|(?:confidentiality"
    r"|legal|privacy|privileged|disclosure) (?:notice|note|statement|warning|disclaimer))\b"
    r"|(?:avertissement|avis|clause|note|mention)s? (?:de "
    r"|légal\w* ?(?:et )?(?:de )?)?(?:confidentialité|légal\w*)\s*(?:[:.–-]|$)"
    r"|(?:haftungsausschluss|vertraulichkeitshinweis|rechtlicher hinweis|wichtiger hinweis)\b"
    r"|(?:aviso|nota|cláusula|advertencia|informaci[oó]n) (?:legal|de confiden\w+"
    r"|sobre confiden\w+|confidencial)\b|(?:avviso|nota|clausola|informativa) (?:legale"
    r"|di riservatezza|sulla privacy|privacy|importante)\b"
    r"|(?:aviso legal|aviso de confidencialidade|nota de confidencialidade)\b"
    r"|(?:vertrouwelijkheidsclausule|proclaimer)\b|klauzula (?:poufności|informacyjna)"
    r"|fortrolighed\w*:|sekretess\w*:"
    # scans, trees, lists
    r"|(?:this|the) (?:e-?mail|message|communication).{0,40}(?:has been |was )?(?:scanned"
    r"|checked|virus|swept)|virus-free|virenfrei|garanti sans virus|sans virus|libre de virus"
    r"|privo di virus|livre de v[ií]rus|virusvrij|scanned by \w+|no virus found"
    r"|cet e-?mail a été vérifié|diese e-mail wurde von .{2,30}(?:virus|geprüft)|este (?:correo"
    r"|e-?mail) .{0,30}(?:comprobado|analizado|verificado)|l'absence de virus dans ce"
    r"|dit e-mailbericht is gecontroleerd|questa e-?mail è stata controllata"
    r"|(?:please )?(?:consider|think of) (?:the|our) environment"
    r"|(?:please )?consider .{0,20}environment before|(?:avant d'imprimer"
    r"|pensez à l'environnement|n'imprimez|adoptez l'éco|préservons)|(?:bitte )?(?:denken sie"
    r"|prüfen sie|schonen sie).{0,60}(?:umwelt|ausdruck\w*)|antes de imprimir"
    r"|(?:prima di stampare|rispetta l'ambiente|pensa all'ambiente)|denk aan het milieu"
    r"|przed wydrukowaniem|(?:p )?save (?:a tree|paper)"
    r"|you (?:received|are receiving|are subscribed|have received) .{0,60}because"
    r"|to (?:unsubscribe|opt out|stop receiving)(?:[,:]| from| click| send| these)"
    r"|unsubscribe(?:\s*[|<:(]|$)|vous (?:recevez|avez reçu) ce(?:t"
    r"|tte)? .{0,40}(?:car|parce)|se désinscrire|[\w.-]{2,60} mailing list$"
    r"|reply to this email directly|sie erhalten diese .{0,40}weil|(?:newsletter )?abmelden:"
    r"|para darse de baja|per cancellarti"
    r")",
    re.IGNORECASE,
)  # fmt: skip
_SENTENCE = re.compile(
    r"^[\W_]*(?:"
    r"(?:this|the) (?:information|contents?|e-?mail|message|communication|transmission"
    r"|electronic)\b.{0,160}?\b(?:confidential|privileged|intended (?:only |solely "
    r"|exclusively )?(?:for|to)|proprietary)"
    r"|(?:the information|information) (?:contained|transmitted"
    r"|in this)\b.{0,120}?\b(?:confidential|privileged|intended)|if you (?:are not|have received"
    r"|received).{0,60}(?:intended|error|mistake)"
    r"|(?:ce|le présent|cet|les informations?|le contenu)\b.{0,20}\b(?:message|courriel|mail"
    r"|e-mail|courrier|contenues?).{0,200}?\b(?:confidentiel|destiné|strictement|exclusi"
    r"|réservé)|si vous (?:avez reçu|n'êtes pas|recevez).{0,60}(?:erreur|destinataire)"
    r"|(?:diese|die in dieser|der inhalt dieser) (?:e-?mail|nachricht|mail"
    r"|information\w*).{0,200}?\b(?:vertraulich|bestimmt|geschützt|ausschließlich|rechtlich)"
    r"|wenn sie nicht der (?:richtige |beabsichtigte |vorgesehene )?(?:adressat|empfänger)"
    r"|(?:falls|sollten) sie .{0,60}(?:irrtümlich|adressat|versehentlich)"
    r"|(?:este|esta|el|la|los|o|a|as)\b.{0,50}\b(?:mensaje|correo|mensagem|e-?mail"
    r"|comunicaci[oó]n|informaci[oó]n|informa[cç][aã]o|informa[cç][oõ]es"
    r"|documento)\b.{0,200}?\b(?:confidenci\w+|privilegiad\w+|destinatari\w+|exclusiv\w+)"
    r"|si (?:usted )?(?:no es|ha recibido).{0,60}(?:destinatario|error)|se (?:não|voc[eê]"
    r"|recebeu).{0,60}(?:destinatário|erro|engano)"
    r"|(?:questo|questa|il presente|la presente|il contenuto"
    r"|le informazioni)\b.{0,60}\b(?:messaggio|mail|e-mail|comunicazione|contenute|documento"
    r"|presente).{0,200}?\b(?:riservat\w+|confidenzial\w+|destinat\w+|esclusiv\w+)|(?:se"
    r"|qualora) .{0,40}(?:ricevut\w+|riceve\w*|destinatar\w+).{0,60}(?:errore|destinatar\w+)"
    r"|persone diverse dal destinatario"
    r"|(?:dit|deze|de informatie|de inhoud)\b.{0,40}\b(?:bericht|e-?mail|mail"
    r"|informatie)?.{0,160}?\b(?:vertrouwelijk\w*|uitsluitend|bestemd)\b.{0,80}(?:bestemd"
    r"|geadresseerde|vertrouwelijk|bericht|e-?mail)|(?:indien|als) u .{0,60}(?:geadresseerde"
    r"|ten onrechte|abusievelijk|bericht niet)"
    r"|(?:ta|niniejsza|treść tej) (?:wiadomość|wiadomości|e-mail"
    r"|korespondencja).{0,160}?\b(?:poufn\w+|przeznaczon\w+)|denne (?:e-?mail|besked|meddelelse"
    r"|e-post).{0,120}?\b(?:fortrolig\w*|bestemt|konfidensiell)|detta (?:meddelande|e-?post\w*"
    r"|mail).{0,120}?\b(?:konfidentiell\w*|avsett)|tato zpráva.{0,120}důvěrn"
    r"|本(?:邮件|郵件|メール|電子メール).{0,60}(?:机密|保密|機密)"
    r"|данное (?:сообщение|письмо).{0,80}конфиденц"
    r")",
    re.IGNORECASE,
)  # fmt: skip
# One of these is anybody's word; two in one paragraph are a lawyer's.
_LEGAL = tuple(
    re.compile(stems, re.IGNORECASE)
    for stems in (
        r"confid|vertraul|riservat|vertrouw|poufn|fortrolig|konfident|privileg|proprietary|geschützt"
        r"|důvěrn|конфиденц|机密|保密|機密",
        r"recipient|addressee|intended|destin|empfänger|adressat|geadresseerd|ontvanger|przeznacz"
        r"|bestemt|avsett|bestimm|bestemd|exclusi|esclusiv|ausschließlich|uitsluitend",
        r"\berror\b|mistake|erreur|irrtüm|versehentlich|errore|erro\b|engano|onrechte|abusievelijk",
        r"delete|destroy|détrui|supprim|lösch|vernicht|elimin|borr|cancell|apag|verwijder|usun",
        r"e-?mail|message|courriel|nachricht|mensaje|mensagem|messaggio|bericht|wiadomo|besked"
        r"|meddelande|correo|communication|attachment|pièces? jointe|anhäng|allegat|adjunto|anexo",
    )
)

_BANNER = re.compile(
    r"external (?:sender|e-?mail|message|mail)|(?:originated|sent|came|comes) from (?:outside"
    r"|an external|a sender outside)|outside (?:of )?(?:the|your|our) organi[sz]ation"
    r"|don't often get email"
    r"|(?:expéditeur|e-?mail|courriel|message) externe|(?:provient|émane) de l'ext[ée]rieur"
    r"|exp[ée]diteur ext[ée]rieur|extern\w* (?:absender|e-?mail|nachricht|afzender|mail|bericht)"
    r"|von au(?:ß|ss)erhalb|remitente externo|correo externo|mittente esterno|e-?mail esterna"
    r"|remetente externo|e-?mail externo|mensagem externa|nadawca zewnętrzny"
    r"|do not click (?:on )?(?:any )?links?|ne cliquez pas",
    re.IGNORECASE,
)  # fmt: skip
_BANNER_HEAD = re.compile(
    r"^[\W_]*(?:\[|caution|warning|external|notice|attention|prudence|avertissement|achtung|vorsicht"
    r"|warnung|hinweis|extern\w*|atenci[oó]n|aviso|precauci[oó]n|advertencia|attenzione|avviso"
    r"|aten[cç][aã]o|cuidado|let op|waarschuwing|uwaga|this (?:e-?mail|message)|you don't often"
    r"|ce (?:mail|message|courriel)|cet e-?mail|diese (?:e-?mail|nachricht)|questa e-?mail"
    r"|este (?:correo|e-?mail|mensaje)|esta mensagem|dit bericht|deze e-?mail)",
    re.IGNORECASE,
)

# A notice starts in the last lines; more than this is no longer a footer.
_REACH = 150
_WINDOW = 600
_LONGEST_FOOTER = 12


def without_disclaimer(lines: list[str]) -> int:
    """How many of the plain lines remain when the notices at the end are left off.

    What stands above a notice must be text: a mail that consists of nothing else is kept.
    """
    text = next((index for index, line in enumerate(lines) if line), len(lines))
    for index in range(max(text + 1, len(lines) - _REACH), len(lines)):
        if not lines[index]:
            continue
        starts = (
            not lines[index - 1]
            or len(lines[index - 1]) < 60
            or lines[index - 1][-1:] in ".!?:_-=*"
        )
        if starts and _opens_notice(" ".join(lines[index : index + 8])[:_WINDOW]):
            return index
        if not lines[index - 1] and len(lines) - index <= _LONGEST_FOOTER:
            above = next(line for line in reversed(lines[:index]) if line)
            if _are_entries(lines[index:]) and not announces_company(above):
                return index
    return len(lines)


def _are_entries(lines: list[str]) -> bool:
    """True for paragraphs that each give two entries in registers, and little else."""
    return all(map(_is_entry, "\n".join(lines).strip("\n").split("\n\n")))


def _is_entry(paragraph: str) -> bool:
    lines = paragraph.split("\n")
    wrapped = (len(above) >= 60 or registration_items(line) for above, line in pairwise(lines))
    return registration_items(" ".join(lines)) > 1 and all(wrapped)


def _opens_notice(text: str) -> bool:
    if _NOTICE.match(text):
        return True
    return _SENTENCE.match(text) is not None and sum(bool(r.search(text)) for r in _LEGAL) > 1


def banner_end(lines: list[str]) -> int:
    """How many plain lines at the head are a warning that the sender is from outside."""
    start = next((index for index, line in enumerate(lines[:20]) if line), None)
    if start is None:
        return 0
    end = start
    while end < min(len(lines), start + 8) and lines[end]:
        end += 1
    paragraph = " ".join(lines[start:end])
    if end - start > 6 or len(paragraph) > 700 or not any(lines[end:]):
        return 0
    if not (_BANNER_HEAD.match(paragraph) and _BANNER.search(paragraph)):
        return 0
    return end
