"""Which of Debian's Apertium packages has which pair, and what to type to get it."""

from __future__ import annotations

from newstrans.languages import split_pair

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


PACKAGES = {
    split_pair(direction): package for package, directions in _DIRECTIONS.items() for direction in directions.split()
}


def install_command(source: str, target: str) -> str | None:
    """What to type for a pair, or None where Debian has no such pair.

    >>> install_command("es", "pt")
    'sudo apt-get install apertium-es-pt'
    """
    package = PACKAGES.get((source, target))
    return f"sudo apt-get install {package}" if package else None
