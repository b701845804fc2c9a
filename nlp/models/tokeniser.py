"""The encoder's tokeniser, made from the pieces of the packed file."""

import json
from collections.abc import Sequence

from tokenizers import (
    AddedToken,
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
)

from nlp.models.packed import Packed


def tokeniser(packed: Packed, kept: Sequence[int] | None = None) -> Tokenizer:
    """XLM-R's unigram tokeniser: `<s> pieces </s>`, no padding, no truncation.

    With `kept` it knows only the pieces of those numbers, numbered anew in that order.
    The file keeps no precompiled character map; `Nmt` then NFKC is the rule that such maps are
    compiled from.
    """
    pieces = list(packed.pieces) if kept is None else [packed.pieces[number] for number in kept]
    numbers = {piece: number for number, (piece, _) in enumerate(pieces)}
    special = {name: numbers[packed.pieces[at][0]] for name, at in packed.special.items()}
    made = Tokenizer(models.Unigram(pieces, unk_id=special["<unk>"]))
    made.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    made.decoder = decoders.Metaspace(prepend_scheme="always")
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", special["<s>"]), ("</s>", special["</s>"])],
    )
    # Not "special" to the matcher: a mail that says "</s>" must not end the sentence.
    made.add_special_tokens([AddedToken("<mask>", lstrip=True, special=True)])
    return made


def as_json(made: Tokenizer) -> str:
    """What `tokenizer.json` holds."""
    return json.dumps(json.loads(made.to_str()), ensure_ascii=False)
