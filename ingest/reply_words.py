"""The words that mail clients put around a quoted message, in every language we know of."""

# Other alphabets and typographic marks are what this file is about.
# ruff: noqa: RUF001

# "wrote", as attribution lines say it. Scripts without spaces stand apart: no word boundary there.
WROTE = (
    "wrote", "writes", "said", "has written",  # en
    "a écrit", "a ecrit", "écrit", "a écrit ce qui suit", "nous a dit",  # fr
    "schrieb", "schrieben", "geschrieben", "schreibt",  # de
    "escribió", "escribio", "ha escrito", "va escriure", "ha escrit",  # es, ca
    "ha scritto", "scrisse", "ha scritto questo", "scriveva",  # it
    "escreveu", "escreveram", "escreve",  # pt
    "schreef", "geschreven", "heeft geschreven",  # nl
    "napisał(a)", "napisał", "napisała", "napisała(a)", "pisze", "napisana przez",  # pl
    "skrev", "skreiv", "har skrevet",  # da, sv, no
    "kirjoitti", "kirjoittaa",  # fi
    "napsal(a)", "napsal", "napsala", "napísal(a)", "napísal", "píše",  # cs, sk
    "a scris", "a trimis",  # ro
    "написал(а)", "написал", "написала", "пишет", "писал",  # ru
    "написав(ла)", "написав", "пише", "написа",  # uk, bg
    "írta", "ezt írta", "a következőt írta",  # hu
    "yazdı", "şunları yazdı", "şunu yazdı",  # tr
    "έγραψε", "viết", "đã viết", "menulis", "je napisao", "je napisala", "je napisal", "rašė",
    "kirjutas", "rakstīja", "hat geschrieben", "skrifaði", "كتب", "كتبت", "كتب/كتبت", "כתב",
    "כתב/ה",
    "quoting", "zitat von", "citando", "citando a",
)  # fmt: skip
WROTE_UNSPACED = (
    "写道", "寫道", "写了", "寫了", "のメール", "さんは書きました", "は書きました",
    "が書きました", "書き込みました",
    "님이 작성", "작성:", "님이 쓴 글", "님이 작성하였습니다", "เขียนว่า",
)  # fmt: skip

# The labels of a copied header block, by role.
FROM = (
    "from", "de", "von", "da", "van", "od", "fra", "från", "lähettäjä", "от", "от кого", "від",
    "expéditeur", "expediteur", "mittente", "remitente", "remetente", "absender", "afzender",
    "nadawca",
    "de la", "odesílatel", "feladó", "kimden", "gönderen", "από", "من", "מאת", "发件人", "寄件者",
    "寄件人",
    "差出人", "送信者", "보낸 사람", "보낸사람", "de part de",
)  # fmt: skip
SENT = (
    "sent", "date", "envoyé", "envoye", "envoyé le", "date d'envoi", "message du", "gesendet",
    "gesendet am", "datum", "inviato", "data", "enviado", "enviado el", "enviado em", "enviada em",
    "enviada", "fecha", "verzonden", "wysłano", "wyslano", "dato", "sendt", "skickat", "lähetetty",
    "päivämäärä", "odesláno", "odoslané", "dátum", "küldve", "elküldve", "trimis", "отправлено",
    "дата",
    "надіслано", "изпратено", "gönderildi", "gönderme tarihi", "tarih", "ημερομηνία", "στάλθηκε",
    "تم الإرسال", "التاريخ", "تاريخ", "נשלח", "发送时间", "发送日期", "日期", "時間", "傳送時間",
    "寄件日期", "送信日時",
    "日時", "送信日", "보낸 날짜", "날짜",
)  # fmt: skip
TO = (
    "to", "à", "a", "an", "aan", "do", "para", "komu", "til", "till", "vastaanottaja",
    "destinataire", "destinatario", "destinatário", "empfänger", "ontvanger", "adresat", "către",
    "catre",
    "címzett", "кому", "до", "kime", "alıcı", "προς", "إلى", "אל", "收件人", "收件者", "宛先",
    "받는 사람",
    "받는사람",
)  # fmt: skip
SUBJECT = (
    "subject", "objet", "sujet", "betreff", "oggetto", "asunto", "assunto", "onderwerp", "temat",
    "emne",
    "ämne", "aihe", "předmět", "predmet", "subiect", "tárgy", "тема", "konu", "θέμα", "الموضوع",
    "נושא",
    "主题", "主旨", "件名", "제목",
)  # fmt: skip
OTHER = (
    "cc", "cci", "bcc", "copie", "copie à", "kopie", "kopie an", "copia", "cópia", "kopia", "kopi",
    "kopio", "dw", "udw", "копия", "másolatot kap", "bilgi", "κοιν", "نسخة", "抄送", "副本", "참조",
    "reply-to", "reply to", "répondre à", "antwort an", "organization", "organisation",
    "importance",
    "priorität", "wichtigkeit", "attachments", "pièces jointes", "anlagen", "allegati", "adjuntos",
    "anexos", "bijlagen", "załączniki", "vedhæftet", "bilagor", "x-mailer", "message-id",
)  # fmt: skip

# A divider line is a marker when it names a message and says that it is an older one.
MESSAGE = (
    "message", "nachricht", "mensaje", "mensagem", "messaggio", "bericht", "wiadomość", "wiadomosc",
    "besked", "meddelelse", "melding", "meddelande", "viesti", "zpráva", "správa", "mesaj",
    "mesajul",
    "сообщение", "сообщения", "письмо", "повідомлення", "съобщение", "üzenet", "μήνυμα", "ileti",
    "邮件", "郵件", "メール", "メッセージ", "메시지", "mail", "e-mail", "email", "رسالة", "הודעה",
    "brev",
)  # fmt: skip
OLDER = (
    "origin", "oryginal", "orijinal", "forward", "reply", "transf", "weiter", "ursprüng",
    "urspruen",
    "ursprung", "reenv", "encaminh", "inoltr", "doorgest", "oorspronk", "przekaz", "oprindelig",
    "videresen", "opprinnelig", "vidarebef", "alkuper", "välitet", "původn", "pôvodn", "přeposl",
    "preposl", "iniți", "initial", "redirec", "исходн", "пересл", "пересыл", "початков", "eredeti",
    "továbbít", "αρχικό", "προωθ", "iletilen", "转发", "轉寄", "原始", "原郵件", "転送", "元の",
    "전달", "원본",
    "الأصلية", "מקורית", "renvoy", "weergegeven", "anterior",
)  # fmt: skip
# Markers that clients write without dashes; compared without case, space and the final colon.
BARE_MARKERS = frozenset({
    "begin forwarded message", "reply message", "original message", "forwarded message",
    "début du message transféré", "début du message réexpédié", "message transféré",
    "message d'origine",
    "anfang der weitergeleiteten nachricht", "ursprüngliche nachricht", "weitergeleitete nachricht",
    "inicio del mensaje reenviado", "mensaje original", "mensaje reenviado",
    "comienzo del mensaje reenviado",
    "inizio messaggio inoltrato", "messaggio originale", "messaggio inoltrato",
    "início da mensagem encaminhada", "início da mensagem reencaminhada", "mensagem original",
    "mensagem encaminhada", "begin doorgestuurd bericht", "oorspronkelijk bericht",
    "doorgestuurd bericht",
    "początek przekazywanej wiadomości", "początek wiadomości przekazanej dalej",
    "wiadomość oryginalna",
    "start på videresendt besked", "videresendt besked", "oprindelig meddelelse",
    "videresendt melding",
    "vidarebefordrat brev", "vidarebefordrat meddelande", "ursprungligt meddelande",
    "alkuperäinen viesti",
    "välitetty viesti alkaa", "původní zpráva", "přeposlaná zpráva",
    "начало переадресованного сообщения",
    "転送されたメッセージ", "转发的邮件", "원본 메시지", "iletilen ileti başlangıcı",
})  # fmt: skip
# Lotus Notes and its like: dashes, then who passed it on.
PASSED_ON = (
    "forwarded by", "weitergeleitet von", "transféré par", "reenviado por", "inoltrato da",
    "encaminhado por", "doorgestuurd door", "přeposlal", "vidarebefordrat av", "videresendt af",
)  # fmt: skip

# The beginnings of lines that a device or a client adds below the text.
TAGLINES = (
    r"sent (?:from|via|with|using|by) (?:my |the |a |an )?\S", r"\w+ from mobile$",
    r"from my i(?:phone|pad)",
    r"get outlook for", r"download outlook for", r"sent by \S", r"sent on the (?:go|move)",
    r"envoyé (?:depuis|de|à partir d[e']|avec|par|via) ?\S", r"envoyé de mon",
    r"télécharge[rz]? outlook",
    r"obtenir outlook", r"provenance : courrier",
    r"(?:diese nachricht wurde )?(?:von|mit) mein\w* .{2,60} gesendet",
    r"diese nachricht wurde von .{2,60} gesendet", r"gesendet (?:von|mit|über|via|aus) \S",
    r"von unterwegs gesendet",
    r"outlook für (?:ios|android) (?:beziehen|herunterladen|abrufen)", r"holen sie sich outlook",
    r"enviado (?:desde|do|de|a partir d[eo]|con|com|via|por|pelo|pela) \S", r"obtener outlook",
    r"obter o outlook", r"descargar outlook",
    r"inviato (?:da|dal|dall'|con|tramite|via)\b ?\S", r"ottieni outlook", r"scarica outlook",
    r"(?:verzonden|verstuurd|verstuurt) (?:vanaf|vanuit|met|via|door|van) \S",
    r"outlook voor (?:ios|android) downloaden",
    r"download outlook voor", r"wysłan[eoy] (?:z|ze|przez|za pomocą) \S", r"pobierz outlook",
    r"sendt (?:fra|via|med) \S", r"hent outlook", r"skickat från \S", r"skickat med \S",
    r"från min \S", r"hämta outlook",
    r"lähetetty \S*(?:sta|stä|ltä|lta)\b", r"hanki outlook", r"odesláno z \S", r"odoslané z \S",
    r"získat outlook",
    r"trimis de pe \S", r"trimis din \S", r"отправлено (?:с|из|от) \S", r"надіслано з \S",
    r"изпратено от \S",
    r"az .{2,30} küldve", r"elküldve .{2,30}", r".{2,30}(?:ról|ről|mról|mről) küldve",
    r"küldve .{2,30}(?:ról|ről)",
    r".{2,30}'?(?:den|dan|ımdan|imden|umdan) gönderildi", r"στάλθηκε από", r"αποστολή από",
    r"أُ?رسلت من", r"נשלח מ", r"发自我的", r"从我的.{1,30}发送", r"發自我的",
    r"從我的.{1,30}傳送", r"来自我的",
    r"iphoneから送信",
    r"私の.{1,20}から送信", r"나의 .{1,30}에서 보냄", r"내 .{1,30}에서 보냄", r".{1,30}에서 보냄$",
)  # fmt: skip
