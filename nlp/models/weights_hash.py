"""What names the weights of a model that torch loaded, from wherever they came."""

import hashlib
from typing import Any


def weights_hash(model: Any, also: str = "") -> str:
    """Twelve digits of a SHA-256 of `also` and of every weight with its name."""
    digest = hashlib.sha256(also.encode())
    for name, weight in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(weight.detach().cpu().contiguous().view(-1).numpy().tobytes())
    return digest.hexdigest()[:12]
