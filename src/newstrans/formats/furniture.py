"""Page furniture: lines of a page that are not the story, as a table of named rules.

A rule matches a whole line only, never a part of one. Where a line may be dropped depends on the rule's `place`:
what no story says ("Visited 2 times, 1 visit(s) today") goes wherever it stands on its own; a word that a story
might say ("Close", "Share") goes only above the first sentence of prose or below the last one.
To add a rule, add a row with an example; the tests read the examples.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """Where lines of a rule may be furniture."""

    ANYWHERE = "anywhere"  # also between two paragraphs
    EDGE = "edge"  # above the first or below the last prose
    END = "end"  # below the last prose


@dataclass(frozen=True, slots=True)
class FurnitureRule:
    """One kind of furniture; `pattern` is matched against the whole line, its named groups become metadata."""

    id: str
    pattern: re.Pattern[str]
    reason: str
    place: Place
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A paragraph judged to be furniture: its place in the sequence given, why, and what it tells."""

    index: int
    reason: str
    metadata: tuple[tuple[str, str], ...] = ()


_LONGEST = 200  # code points; a longer line is never furniture
_SHARES = (
    r"(?:share(?: this| on| via)?|print|e-?mail|facebook|twitter|x|whats ?app|telegram|linked ?in|reddit|pinterest|instagram|"
    r"bluesky|threads|messenger|copy link|link|tweet|save|bookmark|compartir|compartilhar|partilhar|partager|teilen|condividi|"
    r"imprimir|imprimer|drucken|stampa)"
)


def _rule(
    identifier: str, place: Place, reason: str, examples: Sequence[str], *alternatives: str
) -> FurnitureRule:
    pattern = re.compile("(?:" + "|".join(alternatives) + ")", re.IGNORECASE)
    return FurnitureRule(identifier, pattern, reason, place, tuple(examples))


# Alternatives stand in the order en, es, pt, fr, de, it. Sentence-like ones may end with a period, words may not:
# "Close" is a button, "Close." may be the answer in a dialogue.
RULES: tuple[FurnitureRule, ...] = (
    _rule(
        "visit-counter", Place.ANYWHERE, "visit counter of the page", ["Visited 7 times, 2 visit(s) today", "1.204 visitas"],
        r"visited \d[\d.,]* times?(?:, \d[\d.,]* visits?(?:\(s\))? today)?",
        r"[\d.,]+\s?[km]? (?:views?|page ?views?|reads|shares|visitas|visualizaciones|visualizações|leituras|vues|lectures|"
        r"aufrufe|visualizzazioni|letture)",
    ),
    _rule(
        "written-stamp", Place.EDGE, "stamp of the page: time and section", ["Written by 9:05 PM Europe"],
        r"(?:written|posted|published)(?: by| at)? (?P<published_time>\d{1,2}[:.]\d{2}\s?(?:[ap]\.?m\.?)?)"
        r"(?:\s(?P<section>[^\W\d_][\w&/ -]{1,30}))?",
    ),
    _rule(
        "date-stamp", Place.EDGE, "date stamp of the page",
        ["Updated: 14 December 2026, 18:05", "Publicado el 14/12/2026 a las 09:30", "Stand: 14.12.2026, 8.30 Uhr"],
        r"(?P<x_stamp>(?:(?:first |last )?(?:published|updated|posted|modified)|publicado|actualizado|atualizado|publié|"
        r"mis à jour|veröffentlicht|aktualisiert|stand|pubblicato|aggiornato)(?: on| at| el| em| le| am| il)?\s?:?\s"
        r"(?=[^.!?]*\d)[^!?]{3,70}[^.!?])",
    ),
    _rule(
        "close-button", Place.EDGE, "button of the page", ["Close", "Cerrar", "Fechar", "Fermer", "Schließen", "Chiudi", "×"],
        r"(?:close|cerrar|fechar|fermer|schlie(?:ß|ss)en|chiudi)(?: ?[×✕x])?", r"[×✕]",
    ),
    _rule(
        "window-button", Place.EDGE, "button of the page",
        ["Close Search Window", "Toggle navigation", "Cerrar búsqueda", "Fechar pesquisa", "Suche schließen"],
        r"(?:close|open|toggle|show|hide) (?:the )?(?:search|menu|navigation|sidebar|comments|popup|pop-up|dialog|modal)"
        r"(?: (?:window|bar|menu|panel|box|form))?",
        r"(?:cerrar|abrir) (?:el |la )?(?:menú|búsqueda|buscador|ventana)", r"(?:fechar|abrir) (?:o |a )?(?:menu|busca|pesquisa|janela)",
        r"(?:fermer|ouvrir) (?:le |la )?(?:menu|recherche|fenêtre)", r"(?:suche|menü|fenster) (?:schließen|öffnen)",
        r"(?:chiudi|apri) (?:il |la )?(?:menu|ricerca|finestra)",
    ),
    _rule(
        "share-bar", Place.EDGE, "share and print buttons",
        ["Share this article", "Share on Facebook", "Print | Email | WhatsApp", "Comparte esta noticia",
         "Compartilhe esta notícia", "Partager cet article", "Artikel teilen", "Condividi questo articolo", "Copy link"],
        rf"{_SHARES}(?:[\s|·•,/]+{_SHARES}){{0,11}}",
        r"(?:share|print|save|e-?mail|bookmark|tweet) (?:this|the) (?:article|story|page|post|link)",
        r"(?:share|follow) (?:this )?on (?:facebook|twitter|x|whatsapp|linkedin|telegram|reddit)",
        r"comparte (?:esta|este) (?:noticia|artículo|nota)", r"(?:compartilhe|partilhe) (?:esta|este) (?:notícia|artigo|matéria)",
        r"partager (?:cet article|sur .{2,20})", r"(?:artikel|beitrag) (?:teilen|drucken|merken|versenden)",
        r"(?:condividi|stampa) (?:questo )?(?:articolo|su .{2,20})",
    ),
    _rule(
        "comments", Place.EDGE, "comment section of the page",
        ["Leave a comment", "3 Comments", "Deja un comentario", "Comentários (12)", "Kommentare"],
        r"(?:leave|post|add|write) a (?:comment|reply)", r"(?:no |show |view |\d+ )?comments?(?: \(\d+\)| yet)?",
        r"deja (?:un|tu) comentario", r"(?:\d+ )?comentarios?(?: \(\d+\))?", r"deixe (?:um|seu) comentário",
        r"(?:\d+ )?comentários?(?: \(\d+\))?", r"(?:laisser un |\d+ )?commentaires?(?: \(\d+\))?",
        r"(?:\d+ )?kommentare?(?: \(\d+\)| schreiben)?", r"(?:lascia un |\d+ )?comment[oi](?: \(\d+\))?",
    ),
    _rule(
        "cookie-notice", Place.EDGE, "cookie notice",
        ["We use cookies to improve your visit.", "Accept all cookies", "Este sitio web utiliza cookies para mejorar.",
         "Este site usa cookies.", "Ce site utilise des cookies.", "Diese Website verwendet Cookies.", "Questo sito utilizza i cookie."],
        r"(?:we|our partners|this (?:web)?site|our (?:web)?site) (?:and our partners )?uses? cookies.{0,140}",
        r"(?:accept|reject|manage|allow)(?: all)? cookies", r"(?:accept|reject) all", r"cookie (?:settings|preferences|policy|notice)",
        r"(?:usamos|utilizamos) (?:os )?cookies.{0,140}", r"este sitio(?: web)? (?:utiliza|usa) cookies.{0,140}",
        r"aceptar (?:todas )?(?:las )?cookies", r"este site (?:utiliza|usa) cookies.{0,140}", r"aceitar (?:todos )?(?:os )?cookies",
        r"(?:ce site|nous) utilis(?:e|ons) des cookies.{0,140}", r"accepter (?:tous )?(?:les )?cookies",
        r"(?:diese (?:web)?s(?:ite|eite)|wir) (?:verwendet|verwenden|nutzt|nutzen) cookies.{0,140}", r"(?:alle )?cookies (?:akzeptieren|ablehnen)",
        r"questo sito (?:utilizza|usa) (?:i )?cookie.{0,140}", r"accetta (?:tutti )?(?:i )?cookie",
    ),
    _rule(
        "newsletter", Place.ANYWHERE, "invitation to a newsletter",
        ["Sign up for our newsletter", "Sign up for our daily newsletter and never miss a story.", "Newsletter",
         "Suscríbete a nuestra newsletter", "Receba a nossa newsletter", "Inscrivez-vous à notre newsletter",
         "Hier Newsletter abonnieren", "Iscriviti alla nostra newsletter"],
        r"(?:sign up|subscribe|register) (?:for|to) (?:our|the|this)(?: [\w’'-]+){0,4} (?:newsletters?|e-?mail alerts|mailing list|podcast)"
        r"(?: (?:and|to|for|here|today|now).{0,80})?[.!]?",
        r"(?:get|receive) (?:our|the)(?: [\w’'-]+){0,3} newsletter.{0,60}", r"(?:our |unser )?newsletters?",
        r"(?:suscr[ií]be(?:te|rse)?|suscríbase|apúntate|regístrate|recibe)(?: \w+){0,3} (?:newsletter|boletín|boletines).{0,60}",
        r"(?:assine|inscreva-se|subscreva|receba)(?: \w+){0,3} (?:newsletter|boletim).{0,60}",
        r"(?:inscrivez-vous|abonnez-vous|recevez)(?: [\w’']+){0,4} (?:newsletter|lettre d['’]information).{0,60}",
        r"(?:hier |jetzt |unseren )*newsletter(?: hier| jetzt)? (?:abonnieren|bestellen)[.!]?",
        r"(?:iscriviti|abbonati|ricevi)(?: \w+){0,3} newsletter.{0,60}",
    ),
    _rule(
        "account", Place.EDGE, "log-in or subscription button",
        ["Subscribe", "Log in", "Already a subscriber? Sign in", "Suscríbete", "Assine já", "Abonnez-vous", "Jetzt abonnieren", "Accedi"],
        r"(?:subscribe|sign up|join|register|log ?in|sign in)(?: now| today| here| free| for free)?", r"create (?:an |your )?account",
        r"(?:subscribe|register|log in|sign in) to (?:continue|read|keep reading)(?: reading)?",
        r"already (?:a subscriber|a member|registered)\?(?: .{0,30})?", r"my account",
        r"suscríbete(?: ahora| ya)?", r"(?:iniciar sesión|inicia sesión|regístrate)", r"(?:assine|subscreva)(?: já| agora| aqui)?",
        r"(?:fazer login|iniciar sessão)", r"(?:s['’]abonner|abonnez-vous|se connecter)", r"(?:jetzt )?(?:abonnieren|anmelden|registrieren)",
        r"(?:abbonati|accedi|registrati)(?: ora)?",
    ),
    _rule(
        "read-more", Place.ANYWHERE, "link to another page",
        ["Read more", "Read more: Port fees explained", "READ ALSO: Port fees explained", "Leer más", "Lea también: Las tasas del puerto",
         "Leia também: As taxas do porto", "Lire aussi : Les taxes du port", "Lesen Sie auch: Hafengebühren erklärt",
         "Weiterlesen", "Leggi anche: Le tasse del porto"],
        r"(?:read|learn|see|find out) more\s*[›»>→…]*", r"read (?:the )?(?:full|whole) (?:story|article)\s*[›»>→…]*", r"continue reading\s*[›»>→…]*",
        r"(?:read|see|watch) (?:more|also|next|on|related)\s?:\s.{2,150}", r"(?:leer|ver) más\s*[›»>→…]*", r"(?:lea|lee|leer|ver|vea) (?:también|más)\s?:\s.{2,150}",
        r"(?:leia|ler|ver|saiba) mais\s*[›»>→…]*", r"(?:leia|ler|veja|ver|saiba) (?:também|mais)\s?:\s.{2,150}",
        r"lire (?:la suite|plus)\s*[›»>→…]*", r"(?:à )?lire (?:aussi|également)\s?:\s.{2,150}",
        r"(?:mehr lesen|weiterlesen|mehr erfahren)\s*[›»>→…]*", r"(?:lesen sie|lies) (?:auch|hier|mehr|dazu)(?: auch)?\s?:\s.{2,150}", r"mehr zum thema\s?:\s.{2,150}",
        r"(?:leggi (?:di più|tutto)|continua a leggere)\s*[›»>→…]*", r"leggi anche\s?:\s.{2,150}",
    ),
    _rule(
        "advertisement", Place.ANYWHERE, "label of an advertisement",
        ["Advertisement", "ADVERTISEMENT", "Story continues below advertisement", "Publicidad", "Publicidade", "Continua após a publicidade",
         "Publicité", "Anzeige", "Pubblicità"],
        r"[-–—\s]*(?:advertisements?|advertising|sponsored content|publicidad|publicidade|publicité|anzeige|werbung|pubblicità)[-–—\s]*",
        r"(?:story|article) continues (?:below|after)(?: (?:this |the )?(?:ad|advertisement))?", r"scroll (?:down )?to continue(?: reading)?",
        r"continua após a? ?publicidade", r"la suite après (?:la|cette) publicité", r"sigue leyendo tras la publicidad",
    ),
    _rule(
        "related", Place.EDGE, "list of other stories",
        ["Related", "Related articles:", "You may also like", "Most read", "Noticias relacionadas", "Leia também", "Veja também",
         "Sur le même sujet", "Das könnte Sie auch interessieren", "Mehr zum Thema", "Potrebbe interessarti anche"],
        r"(?:related|related (?:articles?|stories|story|topics|content|news|posts|links)|more (?:on this story|stories|news|top stories)|"
        r"you (?:may|might) (?:also like|be interested in)|recommended(?: for you| stories)?|most (?:read|popular|viewed|shared)|trending(?: now)?|"
        r"latest (?:news|stories)|top stories|what to read next|read next|up next|don['’]t miss|"
        r"(?:noticias|artículos|contenidos?) relacionad[oa]s|te puede interesar|(?:lo )?más (?:leídas?|leído|visto)|lea también|"
        r"(?:notícias|matérias|artigos|conteúdos?) relacionad[oa]s|relacionadas|(?:leia|veja) também|(?:as )?mais lidas|"
        r"articles (?:liés|similaires)|sur le même sujet|à lire (?:aussi|également)|lire aussi|les plus lus|"
        r"ähnliche artikel|das könnte sie (?:auch )?interessieren|meistgelesen|mehr zum thema|"
        r"articoli correlati|potrebbe interessarti(?: anche)?|leggi anche|(?:i )?più letti)\s?:?",
    ),
    _rule(
        "listen", Place.ANYWHERE, "audio button or reading time",
        ["Listen to this article", "Listen to this article · 4 min", "3 min read", "Reading time: 3 minutes", "Escucha este artículo",
         "Ouça este conteúdo", "Tempo de leitura: 4 min", "Écouter cet article", "Artikel anhören", "Lesezeit: 3 Min.", "Ascolta questo articolo"],
        r"listen to (?:this|the) (?:article|story)(?:\s?[·|:–—-]?\s?\(?[\d:.]+ ?(?:min(?:ute)?s?)?\)?)?", r"\d+ ?-?min(?:ute)?s? (?:read|listen)",
        r"(?:reading time|tiempo de lectura|tempo de leitura|temps de lecture|lesezeit|lesedauer|tempo di lettura)\s?:?\s?\d+ ?min[\w.]*",
        r"escuch(?:a|ar) (?:este|el) artículo", r"ou(?:ça|vir) (?:este|o) (?:artigo|conteúdo|texto)", r"écout(?:er|ez) (?:cet|l['’]) ?article",
        r"artikel anhören", r"ascolta (?:questo |l['’])articolo",
    ),
    _rule(
        "photo-credit", Place.ANYWHERE, "picture credit",
        ["Photo: Harbour Press", "Photo credit: A. Moreau/Harbour Press", "Foto: Agencia Puerto", "Crédit photo : A. Moreau",
         "Bild: Hafenpresse", "(AP Photo/A. Moreau)", "© Hafenpresse/A. Moreau"],
        r"(?:photo(?:graph)?s?|image|picture)(?: (?:credit|by|courtesy(?: of)?))?\s?:\s[^!?]{1,69}[^.!?]", r"photo by [A-Z][^!?,]{1,49}[^.!?,]",
        r"(?:foto|fotos|fotografía|imagen|crédito|créditos|imagem|crédits?(?: photos?)?|bild|bildquelle|immagine)\s?:\s[^!?]{1,69}[^.!?]",
        r"\(?(?:AP Photo|AFP|Reuters|EPA|Getty Images)\s?/\s?[^!?/]{2,50}(?:/[^!?/]{2,40})?\)?", r"© ?[^\W\d_][^!?\d/]{2,40}/[^!?\d/]{2,40}",
    ),
    _rule(
        "social-follow", Place.ANYWHERE, "invitation to follow",
        ["Follow us on Facebook", "Síguenos en Instagram", "Siga-nos no Instagram", "Suivez-nous sur Facebook", "Folgen Sie uns auf Facebook", "Seguici su Facebook"],
        r"follow (?:us|@\w+|the [\w ]{2,30}) on (?:x|twitter|facebook|instagram|linkedin|telegram|whatsapp|google news|bluesky|threads|youtube)"
        r"(?:(?:,| and|, and) (?:x|twitter|facebook|instagram|linkedin|telegram|whatsapp|google news|bluesky|threads|youtube)){0,6}[.!]?",
        r"síguenos en .{2,60}", r"siga-nos (?:no|na|em) .{2,60}", r"suivez-nous sur .{2,60}", r"folgen sie uns (?:auf|bei) .{2,60}", r"seguici su .{2,60}",
    ),
    _rule(
        "navigation", Place.EDGE, "navigation of the page",
        ["Skip to main content", "Back to top", "Home > World > Europe", "Menu", "Ir al contenido", "Voltar ao topo", "Aller au contenu", "Zum Inhalt springen", "Torna su"],
        r"skip to (?:the )?(?:main )?(?:content|navigation|article)", r"jump to (?:content|navigation)", r"(?:back|go) to (?:the )?(?:top|home ?page)",
        r"(?:home|menu|search|main menu|navigation|sections|sitemap|contact(?: us)?|about us|previous|next|previous article|next article)",
        r"(?:home|inicio|início|accueil|startseite)(?:\s*[>›»/|]\s*[^\W\d_][\w&’' -]{1,40}){1,6}",
        r"(?:ir|saltar) al contenido", r"volver arriba", r"(?:inicio|menú|buscar)", r"ir para o conteúdo", r"voltar ao topo", r"(?:início|pesquisar)",
        r"aller au contenu(?: principal)?", r"retour en haut", r"(?:accueil|rechercher)", r"zum (?:haupt)?inhalt(?: springen)?", r"nach oben", r"(?:startseite|suche|menü)",
        r"vai al contenuto", r"torna su", r"(?:cerca)",
    ),
    _rule(
        "tags", Place.EDGE, "keywords of the page", ["Tags: ports, insurance", "Filed under: World", "Etiquetas: puertos", "Schlagwörter: Hafen, Getreide"],
        r"(?:tags?|topics?|filed under|categor(?:y|ies)|keywords?|more on|etiquetas|temas|archivado en|marcadores|mots[- ]clés|thèmes|schlagwörter|schlagworte|themen|argomenti)\s?:\s?[^.!?]{2,150}",
    ),
    _rule(
        "page-mark", Place.ANYWHERE, "page or take mark", ["Page 2 of 3", "- 2 -", "(MORE)", "-more-", "Página 2 de 3", "Seite 2"],
        r"(?:page|página|seite|pagina) \d{1,3}(?:\s?(?:of|de|sur|von|di|/)\s?\d{1,3})?", r"[-–—]\s?(?!30\b|0\b)\d{1,3}\s?[-–—]",
        r"\(\s?more\s?\)", r"[-–—]{1,2}\s?more\s?[-–—]{1,2}", r"\(?more to follow\)?", r"\(continued\)",
    ),
    _rule(
        "end-mark", Place.END, "end mark", ["- 30 -", "-30-", "ENDS", "###", "* * *", "(END)", "Ends", "FIN", "-0-", "— ENDS —"],
        r"[-–—*\s]*30[-–—*\s]*", r"#(?:\s?#){2,4}", r"\*(?:\s?\*){2,4}", r"[-–—/(\s]*(?:ends?|fin|fim|ende|fine)[-–—/)\s]*", r"-0-", r"xxx", r"-{3,}", r"_{3,}",
    ),
    _rule(
        "copyright", Place.END, "copyright line",
        ["© 2026 Harbour Press", "Copyright 2026 Harbour Press. All rights reserved.", "All rights reserved.", "Todos los derechos reservados.",
         "Todos os direitos reservados", "Tous droits réservés", "Alle Rechte vorbehalten", "Tutti i diritti riservati"],
        r"(?:©|copyright ©|copyright \(c\))\s?\w.{0,150}", r"(?:\(c\)|copyright:?)\s?\d{4}\b.{0,150}",
        r"(?:[^.]{0,60}[.,|]\s)?(?:all rights reserved|todos los derechos reservados|todos os direitos reservados|tous droits réservés|alle rechte vorbehalten|tutti i diritti riservati)\.?",
        r"our standards: .{5,80}", r"this (?:material|content) may not be (?:published|reproduced).{0,140}",
    ),
    _rule(
        "page-tools", Place.EDGE, "tool of the page", ["Report an error", "A A A", "Text size", "Add as preferred source on Google", "Play video"],
        r"report (?:an error|a mistake|a typo|this ad)", r"a[ +]a[ +]a\+?", r"(?:text|font) size", r"(?:play|pause|watch)(?: (?:the )?video)?",
        r"add (?:us )?as (?:a )?preferred source on google", r"(?:enlarge|view|open) (?:this )?image(?: in (?:gallery|fullscreen))?", r"view gallery", r"see all",
        r"reportar un error", r"comunicar erro", r"signaler une erreur", r"fehler melden", r"segnala un errore",
    ),
)  # fmt: skip

_LIST_OPENERS = {"related"}
_TERMINAL = re.compile(r"[.!?…。！？؟।][\"'”’»›)\]」』]*$")
_SPACES = re.compile(r"\s+")


def match_rule(line: str) -> tuple[FurnitureRule, re.Match[str]] | None:
    """The first rule that the whole of `line` satisfies."""
    if not line or len(line) > _LONGEST + 50:
        return None
    text = _SPACES.sub(" ", line).strip()
    if not text or len(text) > _LONGEST:
        return None
    for rule in RULES:
        if match := rule.pattern.fullmatch(text):
            return rule, match
    return None


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does, in any script."""
    return _TERMINAL.search(text[-12:].rstrip()) is not None


def is_prose(text: str) -> bool:
    """Whether a paragraph is clearly running text: a sentence of some length, or very long."""
    if len(text) >= 200:
        return True
    if not ends_sentence(text):
        return False
    wide = sum(character > "\u2e7f" for character in text[:60])
    return len(text) + wide >= 45


def find_furniture(paragraphs: Sequence[str]) -> list[Finding]:
    """Which of a story's paragraphs are furniture.

    Below the last prose, what follows a heading like "Related" and is no sentence is the list under it.
    """
    matches = [match_rule(text) for text in paragraphs]
    prose = [n for n, text in enumerate(paragraphs) if matches[n] is None and is_prose(text)]
    first, last = (prose[0], prose[-1]) if prose else (len(paragraphs), -1)
    found: list[Finding] = []
    under = ""
    for index, (text, matched) in enumerate(zip(paragraphs, matches, strict=True)):
        below, above = index > last, index < first
        if matched is None:
            if under and below and not ends_sentence(text):
                found.append(Finding(index, f"link under “{under}”"))
            else:
                under = ""
            continue
        rule, match = matched
        allowed = rule.place is Place.ANYWHERE or below or (above and rule.place is Place.EDGE)
        if not allowed:
            continue
        told = tuple((key.replace("x_", "x-"), value.strip()) for key, value in match.groupdict().items() if value)
        found.append(Finding(index, f"{rule.reason} ({rule.id})", told))
        if rule.id in _LIST_OPENERS and below and last >= 0:
            under = text.strip().rstrip(":").strip()
    return found
