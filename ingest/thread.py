"""Which conversation an e-mail belongs to."""

from ingest.email import Email


def thread_of(email: Email) -> str:
    """The first message's id: the root of References, else In-Reply-To, else the mail's own id."""
    if email.references:
        return email.references[0]
    return email.in_reply_to or email.message_id
