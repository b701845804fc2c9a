"""What a mail program or a gateway puts below the text: signature block, phone line, disclaimer."""

from sample.people import Person, pick
from sample.story import Mail


def signature(mail: Mail, sender: Person) -> str:
    """The block below the text; empty for mailboxes, and in about half of the replies."""
    if mail.automatic or not sender.role:
        return ""
    house = sender.house
    if mail.client == "mobile":
        return house.locale.phone_footer
    if mail.reply_to is not None and pick("bare " + mail.key, 2):
        return ""
    return _block(mail, sender)


def disclaimer(mail: Mail, sender: Person) -> str:
    """The company's legal lines, if its gateway adds any to this mail."""
    if mail.automatic in ("bounce", "newsletter"):
        return ""
    return sender.house.disclaimer


def _block(mail: Mail, sender: Person) -> str:
    house = sender.house
    phone = f"{house.phone} {10 + pick(sender.address, 90)}"
    # A person keeps one style, whatever the mail.
    match pick("style " + sender.address, 4):
        case 0:
            lines = [sender.name, sender.role, house.company, house.address, f"Tel. {phone}"]
        case 1:
            lines = [f"{sender.name} | {sender.role}", f"{house.company} | {phone} | {house.web}"]
        case 2:
            lines = [sender.name, f"{sender.role}, {house.company}", f"T {phone}", sender.address]
        case _:
            lines = [sender.name.upper(), sender.role, "", house.company, house.address, house.web]
    if house.register:
        lines += ["", house.register]
    mark = "-- \n" if mail.client in ("thunderbird", "gmail") else ""
    return mark + "\n".join(lines)
