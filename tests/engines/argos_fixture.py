"""Builds a small real Argos package in about a second, the same bytes every time.

The package holds a CTranslate2 transformer and a SentencePiece model trained on the sentences below. The weights
are constructed, not trained: the decoder at position n attends to the encoder at position n and writes what it
finds there, so the model copies its input piece by piece, but for the words of `LEXICON`. What it says can be
predicted, and all of it (beam search, int8, batches, end of sentence) runs as in a published package.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

# Pieces that come out as another piece: the one "translation" that the model knows.
LEXICON = {"▁the": "▁la", "▁house": "▁domo", "▁and": "▁kaj", "▁is": "▁estas"}

SENTENCES = (
    "The minister said on Monday that the house is open and the garden is closed.",
    "la domo kaj la ministro estas en la urbo, kaj la urbo estas granda.",
    "The president will visit Lisbon, Kyiv and Warsaw in March 2024.",
    "A spokesman for the bank said that 1,234 people and 56 firms had lost money.",
    "the house and the garden; the house is old, the garden is new.",
    "Prices rose by 7.8 percent between 2019 and 2023, the central bank said.",
    'She asked: "Who is in the house?" He did not answer (he was out).',
    "The storm closed schools, roads and the harbour for three days.",
    "la urbo kaj la domo, la domo kaj la urbo: la ministro estas en la domo.",
    "Rescue teams searched the river and the valley through the night.",
    "The club won 3-0 and moved up to second place in the table.",
    "Voters in 27 countries go to the polls on Sunday, June 9.",
    "the a b c d e f g h i j k l m n o p q r s t u v w x y z and _ / - + % & ' ! ? : ;",
    "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z 0 1 2 3 4 5 6 7 8 9 $ @ # = * ~",
    "é è à ç ñ ö ü ä ã õ ê â í ó ú á",
)
_BLOCK = 64
_POSITIONS = 512
_SPECIAL = ("<unk>", "<s>", "</s>")


def sentencepiece_model(sentences: tuple[str, ...] = SENTENCES, pieces: int = 260) -> bytes:
    """A unigram SentencePiece model of `sentences`, each counted twenty times."""
    import sentencepiece

    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences * 20), model_writer=out, vocab_size=pieces, character_coverage=1.0,
        user_defined_symbols=[word for pair in LEXICON.items() for word in pair],
        num_threads=1, minloglevel=2, hard_vocab_limit=False,
    )  # fmt: skip
    return out.getvalue()


def build_package(
    file: Path, *, source: str = "en", target: str = "eo", version: str = "1.0", metadata: dict[str, Any] | None = None
) -> Path:
    """Write the package to `file` (`.argosmodel`) and return it. `metadata` adds to or replaces the fields."""
    import tempfile

    root = f"translate-{source}_{target}-{version.replace('.', '_')}"
    fields = {
        "package_version": version, "argos_version": "1.9", "from_code": source, "from_name": source,
        "to_code": target, "to_name": target, "links": [], **(metadata or {}),
    }  # fmt: skip
    pieces = sentencepiece_model()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(file, "w") as archive:
        _save_model(pieces, Path(folder))
        contents = {"metadata.json": json.dumps(fields).encode(), "sentencepiece.model": pieces}
        contents |= {f"model/{path.name}": path.read_bytes() for path in sorted(Path(folder).iterdir())}
        for name, data in contents.items():
            archive.writestr(zipfile.ZipInfo(f"{root}/{name}"), data)
    return file


def place_package(file: Path, folder: Path) -> Path:
    """Unpack a package as a user would by hand, without a manifest; the package's folder."""
    from newstrans.models.archive import unpack_zip

    folder.mkdir(parents=True, exist_ok=True)
    return folder / unpack_zip(file, folder)


def _save_model(sentencepiece_bytes: bytes, folder: Path) -> None:
    import ctranslate2
    import sentencepiece

    processor = sentencepiece.SentencePieceProcessor(model_proto=sentencepiece_bytes)
    vocabulary = [processor.id_to_piece(number) for number in range(processor.get_piece_size())]
    tokens = [*_SPECIAL, *(piece for piece in vocabulary if piece not in _SPECIAL)]
    spec = ctranslate2.specs.TransformerSpec.from_config(num_layers=1, num_heads=1, pre_norm=True)
    _fill(spec, tokens)
    # The source's own end mark is what the copier writes when it is done; published packages learn to stop.
    spec.config.add_source_eos = True
    spec.config.decoder_start_token = "<s>"
    spec.register_source_vocabulary(tokens)
    spec.register_target_vocabulary(tokens)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))


def _fill(spec: Any, tokens: list[str]) -> None:
    """Weights in three blocks of the hidden state: which token, which position, what to write."""
    random = np.random.default_rng(20240501)
    width = 3 * _BLOCK
    token = _signs(random, len(tokens))
    position = _signs(random, _POSITIONS)
    embeddings = np.zeros((len(tokens), width), np.float32)
    embeddings[:, :_BLOCK] = token
    positions = np.zeros((_POSITIONS, width), np.float32)
    positions[:, _BLOCK : 2 * _BLOCK] = position

    output = np.zeros((len(tokens), width), np.float32)
    number = {piece: index for index, piece in enumerate(tokens)}
    for index, piece in enumerate(tokens):
        output[number[LEXICON.get(piece, piece)], 2 * _BLOCK :] += token[index]
    # "<unk>" is what an unknown piece is read as; written, it asks CTranslate2 to copy the piece itself.

    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = False
        side.position_encodings.encodings = positions
        _identity(side.layer_norm, width)
    spec.encoder.embeddings[0].weight = embeddings
    spec.decoder.embeddings.weight = embeddings
    spec.decoder.projection.weight = output
    spec.decoder.projection.bias = np.zeros(len(tokens), np.float32)

    for layer in (spec.encoder.layer[0], spec.decoder.layer[0]):
        _identity(layer.self_attention.layer_norm, width)
        _linear(layer.self_attention.linear[0], np.zeros((3 * width, width)))
        _linear(layer.self_attention.linear[1], np.zeros((width, width)))
        _identity(layer.ffn.layer_norm, width)
        _linear(layer.ffn.linear_0, np.zeros((_BLOCK, width)))
        _linear(layer.ffn.linear_1, np.zeros((width, _BLOCK)))

    attention = spec.decoder.layer[0].attention
    look = np.zeros((width, width))
    look[_BLOCK : 2 * _BLOCK, _BLOCK : 2 * _BLOCK] = np.eye(_BLOCK)
    carry = np.zeros((width, width))
    carry[2 * _BLOCK :, :_BLOCK] = np.eye(_BLOCK)
    _identity(attention.layer_norm, width)
    _linear(attention.linear[0], look * 12)
    _linear(attention.linear[1], np.concatenate([look, carry]))
    _linear(attention.linear[2], np.eye(width) * 4)


def _signs(random: np.random.Generator, rows: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Rows of +1 and -1, as many of each: nearly at right angles, and unchanged in mean by layer norms."""
    row = np.repeat([1.0, -1.0], _BLOCK // 2)
    return np.stack([random.permutation(row) for _ in range(rows)]).astype(np.float32)


def _linear(spec: Any, weight: np.ndarray[Any, Any]) -> None:
    spec.weight = weight.astype(np.float32)
    spec.bias = np.zeros(weight.shape[0], np.float32)


def _identity(spec: Any, width: int) -> None:
    spec.gamma = np.ones(width, np.float32)
    spec.beta = np.zeros(width, np.float32)
