"""Learn how an engine renders a name by asking it about short sentences that differ in the name alone. Pure functions.

Seven carriers per name; a rendering counts when two of them agree (terminology.md 2.1, rows c2c and c3). What is
learnt is only looked for where the source has the name, and says so in the edit: an editor confirms it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from newstrans.languages import language_of
from newstrans.text.function_words import function_words
from newstrans.text.tokens import Token, tokenise

CARRIERS: Mapping[str, tuple[str, ...]] = {
    "en": ("They spoke about {}.", "{} is well known.", "According to {}, nothing has changed.", "The plan of {} was rejected.",
           "Nobody had expected this from {}.", "The letter was sent to {} on Monday.", "We were told that {} was ready."),
    "pt": ("Falaram sobre {}.", "{} é bem conhecido.", "Segundo {}, nada mudou.", "O plano de {} foi rejeitado.",
           "Ninguém esperava isso de {}.", "A carta foi enviada para {} na segunda-feira.", "Disseram que {} estava pronto."),
    "es": ("Hablaron sobre {}.", "{} es bien conocido.", "Según {}, nada ha cambiado.", "El plan de {} fue rechazado.",
           "Nadie esperaba esto de {}.", "La carta se envió a {} el lunes.", "Dijeron que {} estaba listo."),
    "fr": ("Ils ont parlé de {}.", "{} est bien connu.", "Selon {}, rien n'a changé.", "Le plan de {} a été rejeté.",
           "Personne n'attendait cela de {}.", "La lettre a été envoyée à {} lundi.", "On nous a dit que {} était prêt."),
    "it": ("Hanno parlato di {}.", "{} è ben noto.", "Secondo {}, nulla è cambiato.", "Il piano di {} è stato respinto.",
           "Nessuno se lo aspettava da {}.", "La lettera è stata inviata a {} lunedì.", "Ci hanno detto che {} era pronto."),
    "ca": ("Van parlar de {}.", "{} és ben conegut.", "Segons {}, res no ha canviat.", "El pla de {} va ser rebutjat.",
           "Ningú no ho esperava de {}.", "La carta es va enviar a {} dilluns.", "Van dir que {} estava a punt."),
    "gl": ("Falaron sobre {}.", "{} é ben coñecido.", "Segundo {}, nada mudou.", "O plan de {} foi rexeitado.",
           "Ninguén esperaba isto de {}.", "A carta enviouse a {} o luns.", "Dixeron que {} estaba listo."),
}  # fmt: skip
_AGREEING = 2
_MAX_TOKENS = 8


def carriers(name: str, language: str) -> tuple[str, ...]:
    """The sentences to translate to learn a name; () for a language that has none."""
    return tuple(carrier.format(name) for carrier in CARRIERS.get(language_of(language), ()))


def renderings(answers: Sequence[str], references: Sequence[str], locale: str) -> list[str]:
    """What stands for the name in `answers`, likeliest first; `references` are the answers with another name."""
    found: Counter[str] = Counter()
    for answer, reference in zip(answers, references, strict=True):
        rendering = difference(answer, reference, locale)
        if rendering:
            found[rendering] += 1
    return [form for form, count in found.most_common() if count >= _AGREEING]


def difference(answer: str, reference: str, locale: str) -> str:
    """The middle of `answer` that `reference` has not, without function words at its front."""
    ours, theirs = tokenise(answer), tokenise(reference)
    start = _common(ours, theirs)
    end = _common(ours[start:][::-1], theirs[start:][::-1])
    middle = ours[start : len(ours) - end]
    words = function_words(locale)
    while middle and middle[0].form.lower() in words.every:
        middle = middle[1:]
    if not middle or len(middle) > _MAX_TOKENS:
        return ""
    form = answer[middle[0].start : middle[-1].end]
    plain = all(char.isalnum() or char in " .'’-" for char in form) and not any(char.isdigit() for char in form)
    return form if plain and form[0].isupper() and len(form) > 2 and form.lower() not in words.every else ""


def _common(one: Sequence[Token], other: Sequence[Token]) -> int:
    count = 0
    for ours, theirs in zip(one, other, strict=False):
        if ours.form != theirs.form:
            break
        count += 1
    return count
