"""The broker that a command writes to when the settings name none."""

from streams.settings import Misconfigured, Settings


def reached(settings: Settings) -> Settings:
    """The settings with a broker: where none is set, that of the engine that runs here."""
    if settings.broker:
        return settings
    from streams.servers import embedded_broker

    address = embedded_broker(settings)
    if address is None:
        raise Misconfigured("no broker: set RAPPORT_BROKER, or start `rapport up` first")
    return settings.model_copy(update={"broker": address, "broker_is_embedded": True})
