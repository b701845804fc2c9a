"""The encoder's tokeniser, made from the pieces of the packed file."""

import json

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


def tokeniser(packed: Packed) -> Tokenizer:
    """XLM-R's unigram tokeniser: `<s> pieces </s>`, no padding, no truncation.

    The file keeps no precompiled character map; `Nmt` then NFKC is the rule that such maps are
    compiled from.
    """
    made = Tokenizer(models.Unigram(list(packed.pieces), unk_id=packed.special["<unk>"]))
    made.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    made.decoder = decoders.Metaspace(prepend_scheme="always")
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", packed.special["<s>"]), ("</s>", packed.special["</s>"])],
    )
    # Not "special" to the matcher: a mail that says "</s>" must not end the sentence.
    made.add_special_tokens([AddedToken("<mask>", lstrip=True, special=True)])
    return made


def as_json(made: Tokenizer) -> str:
    """What `tokenizer.json` holds."""
    return json.dumps(json.loads(made.to_str()), ensure_ascii=False)
