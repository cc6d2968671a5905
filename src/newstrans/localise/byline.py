"""Bylines by rule: the word for "by" and the joining word change, the names stay."""

from __future__ import annotations

import re

from newstrans.languages import language_of
from newstrans.localise.locale import EditionLocale, babel_locale
from newstrans.localise.remarks import STAGE
from newstrans.model import Edit, Finding, Severity, Span
from newstrans.text.edits import Rewriter

# What newsrooms put before the names, by language; the longest that fits is taken.
_LEADS = {
    "en": ("written by", "story by", "text by", "reporting by", "report by", "by", "author:", "authors:"),
    "pt": ("texto de", "reportagem de", "por", "de", "autor:", "autora:", "autores:"),
    "es": ("texto de", "escrito por", "por", "autor:", "autora:"),
    "gl": ("texto de", "por", "autor:", "autora:"),
    "ca": ("text de", "per", "autor:", "autora:"),
    "fr": ("texte de", "propos recueillis par", "par", "auteur :", "auteur:"),
    "it": ("testo di", "a cura di", "di", "autore:"),
    "de": ("ein bericht von", "text von", "von", "autor:", "autorin:"),
    "nl": ("door",), "sv": ("av",), "nb": ("av",), "da": ("af",),
    "pl": ("tekst:", "autor:", "autorka:"),
    "uk": ("автор:", "авторка:", "автори:", "текст:"),
    "ru": ("автор:", "авторы:", "текст:"),
    "ar": ("بقلم:", "بقلم", "كتب:"),
    "ko": ("글:", "글 ="),
}  # fmt: skip
_AND = {
    "en": "and|&", "pt": "e", "es": "y|e", "gl": "e", "ca": "i", "fr": "et", "it": "e|ed", "de": "und", "nl": "en",
    "sv": "och", "nb": "og", "da": "og", "pl": "i|oraz", "uk": "і|та|й", "ru": "и",
}  # fmt: skip
_ROLE = re.compile(
    r"(?<!\w)(?:staff|writers?|reporters?|correspondents?|editors?|columnists?|analysts?|associated press|reuters|afp|bloomberg"
    r"|news|press|desk|special to|contribut\w+|repórter\w*|redator\w*|correspondente\w*|periodista\w*|redactor\w*"
    r"|corresponsal\w*|journaliste\w*|correspondant\w*|rédact\w*|redakteur\w*|korrespondent\w*|giornalista|inviat\w+"
    r"|редактор\w*|кореспондент\w*|корреспондент\w*)(?!\w)",
    re.IGNORECASE,
)


def localise_byline(
    text: str, source_language: str, locale: EditionLocale
) -> tuple[str, list[Edit], list[Finding]]:
    """`text` with its "by" and "and" in the locale's words, the edits, and a note on a job title.

    Names, agencies and job titles are kept. A line without a known beginning is left alone.
    """
    draft = Rewriter(text, STAGE)
    language = language_of(source_language)
    lead = _find_lead(text, language)
    if lead is None or language == locale.language:
        return text, [], []
    names_end = _names_end(text, lead[1])
    if names_end < len(text):
        _separate_role(draft, names_end, locale)
    _join_names(draft, lead[1], names_end, language, locale)
    before, _, after = locale.gettext("By {author}").partition("{author}")
    if text[: lead[1]].strip().isupper() and text[lead[1] : names_end].isupper():
        before = before.upper()
    draft.replace(0, lead[1], before, rule="byline.by", reason=f"bylines start with “{before.strip()}” in {locale.tag}")
    if after and names_end == len(text):
        end = len(draft.text)
        draft.replace(end, end, after, rule="byline.by", reason=f"bylines end with “{after.strip()}” in {locale.tag}")
    return draft.text, draft.edits, _role_notes(text, names_end)


def _role_notes(text: str, names_end: int) -> list[Finding]:
    """A note on a job title or an agency behind the names: no rule knows the title's gender, so it is kept."""
    role = text[names_end:].strip(" ,|/–—-")
    if not role:
        return []
    at = text.index(role, names_end)
    message = f"“{role}” is left in its language: translate it by hand if it is a job title"
    return [Finding("byline.role", Severity.INFO, message, source=Span(at, at + len(role)), source_text=role)]


def _find_lead(text: str, language: str) -> tuple[int, int] | None:
    leads = sorted(_LEADS.get(language, ()), key=len, reverse=True)
    for lead in leads:
        match = re.match(rf"\s*{re.escape(lead)}\s+(?=\S)|\s*{re.escape(lead)}(?=\S)" if lead.endswith(":") else
                         rf"\s*{re.escape(lead)}\s+(?=\S)", text[:80], re.IGNORECASE)  # fmt: skip
        if match:
            return match.span()
    return None


def _names_end(text: str, start: int) -> int:
    """Where the names end and a job title or an agency begins, after a comma or a bar."""
    for match in re.finditer(r"\s*(?:,|\||/| – | — | - )\s*", text[start : start + 400]):
        if _ROLE.search(text[start + match.end() : start + match.end() + 80].split(" and ")[0]):
            return start + match.start()
    return len(text)


def _separate_role(draft: Rewriter, at: int, locale: EditionLocale) -> None:
    """The mark between name and title: Arabic has its own comma."""
    # Translators: Byline with the writer's role.
    between = locale.gettext("By {author}, {role}").partition("{author}")[2].partition("{role}")[0]
    if draft.text[at : at + 2] == ", " and between:
        draft.replace(at, at + 2, between, rule="byline.by", reason=f"the separator is that of {locale.tag}")


def _join_names(draft: Rewriter, start: int, end: int, language: str, locale: EditionLocale) -> None:
    words = _AND.get(language)
    if not words:
        return
    pattern = "{0} & {1}"
    patterns = babel_locale(locale.tag).list_patterns.get("standard", {})
    pattern = str(patterns.get("2", pattern))
    joint = pattern.replace("{0}", "").replace("{1}", "")
    for match in reversed(list(re.finditer(rf",?\s(?:{words})\s(?=\S)", draft.text[start:end], re.IGNORECASE))):
        following = draft.text[start + match.end() : start + match.end() + 4].lower()
        # Spanish "y" becomes "e" before the sound i, but not before "hie".
        here = " e " if joint == " y " and re.match(r"h?[ií](?!e)", following) else joint
        here = here.upper() if draft.text[start:end].isupper() else here
        draft.replace(
            start + match.start(), start + match.end(), here, rule="byline.and",
            reason=f"names are joined with “{here.strip()}” in {locale.tag}",
        )  # fmt: skip
