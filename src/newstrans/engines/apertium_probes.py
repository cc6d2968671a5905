"""Sentences to try a mode of Apertium with."""

from __future__ import annotations

# Plain sentences of frequent words, by source language: a mode that cannot do these can do nothing. Those for
# Russian and Ukrainian are among the many on which Debian's tagger dies. "" is for all other languages.
PROBES = {
    "": ("1.",),
    "be": ("Гэта добра.", "Мы бачым новы дом у горадзе."),
    "ru": ("Это хорошо.", "Мы видим новый дом в городе."),
    "uk": ("Це добре.", "Ми бачимо новий будинок."),
}
