"""Facts about Debian's Apertium packages: which one has which pair, and sentences to try a mode with."""

from __future__ import annotations

# Package -> directions in BCP 47 (Debian 12, `apt-cache search '^apertium-'`). Directions that a package does
# not release are left out ("br-fr" has no French to Breton).
_DIRECTIONS = {
    "apertium-afr-nld": "af-nl nl-af",
    "apertium-arg-cat": "an-ca ca-an",
    "apertium-bel-rus": "be-ru ru-be",
    "apertium-br-fr": "br-fr",
    "apertium-cat-ita": "ca-it it-ca",
    "apertium-cat-srd": "ca-sc",
    "apertium-dan-nor": "da-nb da-nn nb-da nn-da",
    "apertium-en-gl": "en-gl gl-en",
    "apertium-eng-cat": "en-ca ca-en",
    "apertium-eng-spa": "en-es es-en",
    "apertium-eo-ca": "ca-eo",
    "apertium-eo-en": "eo-en en-eo",
    "apertium-eo-es": "es-eo",
    "apertium-eo-fr": "eo-fr fr-eo",
    "apertium-es-gl": "es-gl gl-es",
    "apertium-es-pt": "es-pt pt-es es-pt-BR",
    "apertium-es-ro": "ro-es es-ro",
    "apertium-eu-en": "eu-en",
    "apertium-eu-es": "eu-es",
    "apertium-fr-es": "fr-es es-fr",
    "apertium-fra-cat": "fr-ca ca-fr",
    "apertium-fra-frp": "fr-frp",
    "apertium-hbs-eng": "hr-en bs-en sr-Latn-en en-hr en-sr-Latn",
    "apertium-hbs-mkd": "hr-mk bs-mk sr-Latn-mk",
    "apertium-hbs-slv": "hr-sl bs-sl sr-Latn-sl sl-hr sl-bs sl-sr-Latn",
    "apertium-ind-zlm": "id-ms ms-id",
    "apertium-isl-eng": "is-en",
    "apertium-isl-swe": "is-sv",
    "apertium-mkd-bul": "mk-bg bg-mk",
    "apertium-mkd-eng": "mk-en",
    "apertium-nno-nob": "nn-nb nb-nn",
    "apertium-oc-ca": "oc-ca ca-oc",
    "apertium-oc-es": "oc-es es-oc",
    "apertium-oci-fra": "oc-fr fr-oc",
    "apertium-pol-szl": "pl-szl szl-pl",
    "apertium-por-cat": "pt-ca ca-pt",
    "apertium-pt-gl": "pt-gl gl-pt",
    "apertium-rus-ukr": "ru-uk uk-ru",
    "apertium-spa-arg": "es-an an-es",
    "apertium-spa-ast": "es-ast",
    "apertium-spa-cat": "es-ca ca-es",
    "apertium-spa-ita": "es-it it-es",
    "apertium-srd-ita": "it-sc",
    "apertium-swe-dan": "sv-da da-sv",
    "apertium-swe-nor": "sv-nb sv-nn nb-sv nn-sv",
    "apertium-urd-hin": "ur-hi hi-ur",
}


def _split(direction: str) -> tuple[str, str]:
    """Read "sr-Latn-en" as sr-Latn and en: a script or a region belongs to what stands before it."""
    parts: list[str] = []
    for part in direction.split("-"):
        if part.islower():
            parts.append(part)
        else:
            parts[-1] += "-" + part
    source, target = parts
    return source, target


PACKAGES = {
    _split(direction): package for package, directions in _DIRECTIONS.items() for direction in directions.split()
}

# Plain sentences of frequent words, by source language: a mode that cannot do these can do nothing. Those for
# Russian and Ukrainian are among the many on which Debian's tagger dies. "" is for all other languages.
PROBES = {
    "": ("1.",),
    "be": ("Гэта добра.", "Мы бачым новы дом у горадзе."),
    "ru": ("Это хорошо.", "Мы видим новый дом в городе."),
    "uk": ("Це добре.", "Ми бачимо новий будинок."),
}
