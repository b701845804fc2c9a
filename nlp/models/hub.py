"""Where a model of a hub lies on this machine, fetched if it must be."""

import re
from pathlib import Path

from ingest.errors import Malformed

_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?", re.ASCII)
# Words and weights; no code, nor the same weights for other libraries.
_WORDS = ["*.json", "*.txt", "*.model"]
_SAFE, _OLDER = "*.safetensors", "pytorch_model*.bin"


def located(model: str) -> Path:
    """The folder of that name, or the files of the hub's model of that name, whole.

    `Malformed` says what to do where there is neither. The library's own way to fetch is avoided:
    of an older model it asks a service of others to convert it.
    """
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    if not _NAME.fullmatch(model) or model.startswith("."):
        raise Malformed(f"there is no folder {model}")
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError

    try:
        found = Path(snapshot_download(model, allow_patterns=[*_WORDS, _SAFE]))
        if not any(found.glob(_SAFE)):
            found = Path(snapshot_download(model, allow_patterns=[*_WORDS, _OLDER]))
    except GatedRepoError as error:
        raise Malformed(f"the hub gives {model} only to who agreed to its terms") from error
    except RepositoryNotFoundError as error:
        raise Malformed(f"there is no folder {model}, and no model of that name") from error
    except Exception as error:  # of the hub's library, of the network, of the disk
        raise Malformed(
            f"the model {model} is not on this machine, and its hub cannot be reached: where it"
            f" can, run `hf download {model} --local-dir FOLDER`, and name that folder instead"
        ) from error
    return found
