"""How languages write numbers: separators, scale words, number words, currencies. Data for `numbers`.

A speaker corrects a language here; nothing in this file reads text. Words are stored in lower case.
Regular expressions are written for text that `numbers` has normalised (digits 0-9, plain apostrophe).
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

# Languages whose decimal mark is the point and whose groups are set with a comma. Every other language is read with
# a decimal comma; its groups may be points, spaces or apostrophes.
POINT_DECIMAL = frozenset(
    "en ja zh yue ko th he hi bn ta te ml kn mr gu pa ur ne si my km lo ar fa am ms sw tl fil cy ga mt ig ha yo zu".split()
)
# Regions that write a decimal point in a language of the comma (CLDR; the RAE leaves it to the country).
POINT_DECIMAL_LOCALES = frozenset(
    "es-MX es-419 es-US es-GT es-HN es-NI es-PA es-PE es-PR es-DO es-SV de-CH de-LI it-CH".split()
)
# Languages that never group with a plain space, so that "May 5 300 people" stays two numbers.
NO_SPACE_GROUPS = frozenset("en ja zh yue ko th".split())

_K, _M, _B, _T, _Q = (Decimal(10) ** n for n in (3, 6, 9, 12, 15))
_LONG = {"million": _M, "milliard": _B, "billion": _T, "billiard": _Q}

# Scale words that may follow a figure: pattern -> value. The longest pattern that fits wins.
# "billón", "Billion", "billion" (fr) are 10**12; "bilhão" (pt-BR) and "billion" (en) are 10**9.
SCALES: dict[str, dict[str, Decimal]] = {
    "en": {
        r"hundred": Decimal(100), r"thousands?": _K, r"millions?": _M, r"mln\b\.?": _M, r"mn\b": _M, r"billions?": _B,
        r"bln\b\.?": _B, r"bn\b\.?": _B, r"trillions?": _T, r"trn\b": _T, r"tn\b": _T, r"quadrillions?": _Q,
        r"lakhs?": Decimal(10) ** 5, r"crores?": Decimal(10) ** 7, r"lakh crores?": _T,
    },
    "pt": {
        r"mil": _K, r"milhar(?:es)?": _K, r"milh(?:ão|ões)": _M, r"mi\b\.?": _M, r"mil milhões": _B, r"bilh(?:ão|ões)": _B,
        r"bili(?:ão|ões)": _T, r"bi\b\.?": _B, r"trilh(?:ão|ões)": _T, r"tri\b\.?": _T, r"quatrilh(?:ão|ões)": _Q,
    },
    "es": {
        r"mil": _K, r"miles": _K, r"mill(?:ón|ones)": _M, r"mln\b\.?": _M, r"mil millones": _B, r"millardos?": _B,
        r"bill(?:ón|ones)": _T, r"trill(?:ón|ones)": Decimal(10) ** 18,
    },
    "fr": {
        r"mille": _K, r"milliers?": _K, r"millions?": _M, r"milliards?": _B, r"mds?\b\.?": _B, r"billions?": _T,
        r"mille milliards": _T,
    },
    "de": {
        r"tausend": _K, r"tsd\b\.?": _K, r"million(?:en)?": _M, r"mio\b\.?": _M, r"mill\b\.": _M,
        r"milliarden?": _B, r"mrd\b\.?": _B, r"billion(?:en)?": _T, r"bio\b\.": _T, r"billiarden?": _Q,
    },
    "it": {
        r"mila": _K, r"mille": _K, r"migliaia": _K, r"milion[ei]": _M, r"mln\b\.?": _M, r"miliard[oi]": _B,
        r"mld\b\.?": _B, r"bilion[ei]": _T, r"mila miliardi": _T,
    },
    "ru": {
        r"тыс\b\.?": _K, r"тысяч\w{0,3}": _K, r"миллион\w{0,3}": _M, r"млн\b\.?": _M, r"миллиард\w{0,3}": _B,
        r"млрд\b\.?": _B, r"триллион\w{0,3}": _T, r"трлн\b\.?": _T,
    },
    "uk": {
        r"тис\b\.?": _K, r"тисяч\w{0,3}": _K, r"мільйон\w{0,3}": _M, r"млн\b\.?": _M, r"мільярд\w{0,3}": _B,
        r"млрд\b\.?": _B, r"трильйон\w{0,3}": _T, r"трлн\b\.?": _T,
    },
    "be": {r"тыс\b\.?": _K, r"тысяч\w{0,3}": _K, r"мільён\w{0,3}": _M, r"млн\b\.?": _M, r"мільярд\w{0,3}": _B,
           r"млрд\b\.?": _B},
    "bg": {r"хил(?:яди|\.)": _K, r"милион\w{0,2}": _M, r"млн\b\.?": _M, r"милиард\w{0,2}": _B, r"млрд\b\.?": _B},
    "pl": {r"tys\b\.?": _K, r"tysi[ąę]c\w{0,3}": _K, r"milion\w{0,3}": _M, r"mln\b\.?": _M, r"miliard\w{0,3}": _B,
           r"mld\b\.?": _B, r"bilion\w{0,3}": _T},
    "cs": {r"tis\b\.?": _K, r"tisíc\w{0,2}": _K, r"milion\w{0,3}": _M, r"mil\b\.": _M, r"mld\b\.?": _B,
           r"miliard\w{0,3}": _B, r"bilion\w{0,3}": _T},
    "sk": {r"tis\b\.?": _K, r"tisíc\w{0,2}": _K, r"milión\w{0,3}": _M, r"mil\b\.": _M, r"mld\b\.?": _B,
           r"miliard\w{0,3}": _B},
    "hr": {r"tisuć\w{0,2}": _K, r"tis\b\.?": _K, r"milijun\w{0,2}": _M, r"mil\b\.": _M, r"milijard\w{0,2}": _B},
    "sr": {r"hiljad\w{0,2}": _K, r"хиљад\w{0,2}": _K, r"milion\w{0,2}": _M, r"милион\w{0,2}": _M,
           r"milijard\w{0,2}": _B, r"милијард\w{0,2}": _B},
    "sl": {r"tisoč\w{0,2}": _K, r"milijon\w{0,2}": _M, r"milijard\w{0,2}": _B},
    "nl": {r"duizend": _K, r"miljoen": _M, r"mln\b\.?": _M, r"miljard": _B, r"mld\b\.?": _B, r"biljoen": _T},
    "sv": {r"tusen": _K, r"miljon(?:er)?": _M, r"mn\b": _M, r"miljard(?:er)?": _B, r"mdr\b": _B, r"biljon(?:er)?": _T},
    "nb": {r"tusen": _K, r"million(?:er)?": _M, r"mill\b\.": _M, r"milliard(?:er)?": _B, r"mrd\b\.?": _B},
    "da": {r"tusind": _K, r"million(?:er)?": _M, r"mio\b\.?": _M, r"milliard(?:er)?": _B, r"mia\b\.?": _B},
    "fi": {r"tuhatta": _K, r"miljoonaa?": _M, r"milj\b\.?": _M, r"miljardia?": _B, r"mrd\b\.?": _B},
    "hu": {r"ezer": _K, r"millió": _M, r"milliárd": _B},
    "ro": {r"mii": _K, r"milio(?:n|ane)": _M, r"mil\b\.": _M, r"miliard[e]?": _B, r"mld\b\.?": _B},
    "ca": {r"mil": _K, r"mili(?:ó|ons)": _M, r"mil milions": _B, r"bili(?:ó|ons)": _T},
    "gl": {r"mil": _K, r"mill(?:ón|óns)": _M, r"mil millóns": _B},
    "tr": {r"bin": _K, r"milyon": _M, r"milyar": _B, r"trilyon": _T},
    "el": {r"χιλιάδες": _K, r"εκατ(?:ομμύρι\w{1,2}|\.)": _M, r"δισ(?:εκατομμύρι\w{1,2}|\.)": _B},
    "id": {r"ribu": _K, r"juta": _M, r"miliar": _B, r"triliun": _T},
    "ms": {r"ribu": _K, r"juta": _M, r"bilion": _B, r"trilion": _T},
    "vi": {r"nghìn": _K, r"ngàn": _K, r"triệu": _M, r"tỷ": _B, r"tỉ": _B},
    "ar": {r"آلاف": _K, r"ألفا?": _K, r"ملايين": _M, r"مليون(?:ا|ين)?": _M, r"مليارا?ت?": _B, r"تريليون": _T},
    "fa": {r"هزار": _K, r"میلیون": _M, r"میلیارد": _B},
    "he": {r"אלף": _K, r"אלפים": _K, r"מיליון": _M, r"מיליארד": _B},
    "hi": {r"ह[\u095bज]\u093c?ार": _K, r"लाख": Decimal(10) ** 5, r"करो(?:\u095c|ड\u093c?)": Decimal(10) ** 7, r"अरब": _B, r"मिलियन": _M,
           r"बिलियन": _B},
    "th": {r"หมื่น": Decimal(10) ** 4, r"แสน": Decimal(10) ** 5, r"ล้าน": _M, r"พันล้าน": _B, r"หมื่นล้าน": Decimal(10) ** 10,
           r"แสนล้าน": Decimal(10) ** 11, r"ล้านล้าน": _T},
    "ja": {r"万": Decimal(10) ** 4, r"億": Decimal(10) ** 8, r"兆": _T, r"千": _K, r"百": Decimal(100), r"百万": _M,
           r"千万": Decimal(10) ** 7},
    "zh": {r"[万萬]": Decimal(10) ** 4, r"[亿億]": Decimal(10) ** 8, r"兆": _T, r"千": _K, r"百": Decimal(100),
           r"百[万萬]": _M, r"千[万萬]": Decimal(10) ** 7, r"[万萬][亿億]": _T},
    "ko": {r"만": Decimal(10) ** 4, r"억": Decimal(10) ** 8, r"조(?!각)": _T, r"천": _K, r"백": Decimal(100),
           r"백만": _M, r"천만": Decimal(10) ** 7},
}  # fmt: skip
# Scales written against the figure with nothing between and no word boundary after ("3億円", "5만명").
UNSPACED_SCALES = frozenset({"ja", "zh", "yue", "ko", "th"})
# One letter or short abbreviations that mean a scale only beside a currency: "£1.2m", "$40k", "3 M€", "2 Md€".
MONEY_SCALES: dict[str, dict[str, Decimal]] = {
    "en": {r"k\b": _K, r"m\b": _M, r"b\b": _B, r"t\b": _T},
    "fr": {r"k(?=€)": _K, r"m(?=€|\b)": _M, r"mds?(?=€)": _B},
    "es": {r"m(?=€)": _M},
    "pt": {r"m(?=€)": _M},
}

# Words after a figure that make it a percentage ("" matches any language). Percentage points count as percent.
PERCENT: dict[str, str] = {
    "": r"%",
    "en": r"per ?cent\b|pct\b\.?|percentage[ -]points?\b",
    "pt": r"por cento\b|pontos? percentua(?:l|is)\b",
    "es": r"por ciento\b|puntos? porcentual(?:es)?\b",
    "ca": r"per ?cent\b",
    "fr": r"pour ?cent\b|points? de pourcentage\b",
    "it": r"per ?cento\b|punti percentuali\b",
    "de": r"prozent\w{0,6}|v\.\s?h\.",
    "ru": r"процент\w{0,4}",
    "uk": r"відсотк\w{0,4}|процент\w{0,4}",
    "pl": r"procent\w{0,4}|proc\.",
    "cs": r"procent\w{0,3}",
    "nl": r"procent\b",
    "sv": r"procent\w{0,6}",
    "nb": r"prosent\w{0,6}",
    "da": r"procent\w{0,6}",
    "ko": r"퍼센트|프로",
    "ja": r"パーセント",
    "zh": r"个百分点|個百分點",
    "gl": r"por cento\b",
    "sk": r"percent\w{0,3}|perc\.",
    "bg": r"процент\w{0,4}|на сто\b",
    "hr": r"posto\b|postot\w{0,3}",
    "el": r"τοις εκατόν?\b",
    "fi": r"prosent\w{0,6}",
    "hu": r"százalék\w{0,6}",
    "ro": r"la sută\b|procent\w{0,3}",
    "he": r"אחוז\w{0,4}",
    "hi": r"प्रतिशत|फ़ीसदी|फीसदी",
    "id": r"persen\b",
    "ms": r"peratus\b",
    "vi": r"phần trăm\b",
    "ar": r"بالمئة|بالمائة|في المئة|في المائة",
}

# The same before a figure.
PERCENT_BEFORE = {"tr": r"%|yüzde", "az": r"%|faiz", "eu": r"%|ehuneko", "zh": r"百分之"}

# Currency signs as written before or after a figure, longest first where one begins another.
CURRENCY_SIGNS: tuple[tuple[str, str], ...] = (
    (r"US\$|U\.S\.\s?\$|US\s\$|U\$S|USD\$|\$ ?US\b", "USD"), (r"AU\$|A\$", "AUD"), (r"CA\$|C\$", "CAD"), (r"NZ\$", "NZD"),
    (r"HK\$", "HKD"), (r"S\$", "SGD"), (r"NT\$", "TWD"), (r"MX\$", "MXN"), (r"R\$", "BRL"), (r"Z\$", "ZWL"),
    (r"J\$", "JMD"), (r"\$|＄", "USD"), (r"£|￡", "GBP"), (r"€", "EUR"), (r"JP¥|¥|￥", "JPY"), (r"CN¥", "CNY"), (r"₽", "RUB"), (r"₴", "UAH"),
    (r"₩", "KRW"), (r"₹", "INR"), (r"₺", "TRY"), (r"₪", "ILS"), (r"₸", "KZT"), (r"₫", "VND"), (r"₦", "NGN"),
    (r"₱", "PHP"), (r"zł", "PLN"), (r"Kč", "CZK"), (r"Fr\.", "CHF"),
)  # fmt: skip
CURRENCY_CODES = (
    "USD EUR GBP JPY CNY RUB UAH KRW INR TRY ILS KZT VND NGN PHP PLN CZK CHF AUD CAD NZD HKD SGD TWD MXN BRL ARS CLP "
    "COP PEN UYU SEK NOK DKK ISK HUF RON BGN RSD BYN GEL AMD AZN SAR AED QAR KWD EGP ZAR KES GHS ETB PKR BDT THB IDR "
    "MYR IRR IQD SYP LBP JOD TND MAD DZD"
).split()

# Currency words after a figure; the first pattern that fits wins. A code with "?" is a homograph (pound of flour,
# "won" the verb) and counts only after a scale word or with its adjective.
CURRENCY_WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        (r"(?:US|U\.S\.|American)[ -]dollars?", "USD"), (r"Australian dollars?", "AUD"), (r"Canadian dollars?", "CAD"),
        (r"New Zealand dollars?", "NZD"), (r"Hong Kong dollars?", "HKD"), (r"Singapore dollars?", "SGD"),
        (r"(?:new )?Taiwan dollars?", "TWD"), (r"dollars?", "USD"), (r"euros?", "EUR"), (r"pounds? sterling", "GBP"),
        (r"British pounds?", "GBP"), (r"Egyptian pounds?", "EGP"), (r"Lebanese pounds?", "LBP"), (r"pounds?", "GBP?"),
        (r"(?:Japanese )?yen", "JPY"), (r"(?:Chinese )?yuan|renminbi", "CNY"), (r"(?:Russian )?rou?bles?", "RUB"),
        (r"(?:Ukrainian )?hryvni?as?", "UAH"), (r"South Korean won", "KRW"), (r"won", "KRW?"), (r"(?:Indian )?rupees?", "INR"),
        (r"Swiss francs?", "CHF"), (r"(?:Turkish )?lira", "TRY"), (r"zlotys?|złoty", "PLN"), (r"reais", "BRL"),
        (r"(?:Swedish )?kron(?:a|or)", "SEK"), (r"(?:Mexican )pesos?", "MXN"), (r"(?:Argentine )pesos?", "ARS"),
    ),
    "pt": (
        (r"dólar(?:es)? americanos?|dólar(?:es)? (?:norte|estadun)\w+", "USD"), (r"dólar(?:es)? australianos?", "AUD"),
        (r"dólar(?:es)? canadenses?|dólar(?:es)? canadianos?", "CAD"), (r"dólar(?:es)? neozelandeses", "NZD"),
        (r"dólar(?:es)? de Hong Kong", "HKD"), (r"dólar(?:es)?", "USD"), (r"euros?", "EUR"), (r"libras? esterlinas?", "GBP"),
        (r"libras?", "GBP?"), (r"[iy]enes?", "JPY"), (r"yuans?|yuanes", "CNY"), (r"rublos?", "RUB"), (r"h?r[iy]vnias?", "UAH"),
        (r"wons?", "KRW"), (r"rupias?", "INR"), (r"francos? suíços?", "CHF"), (r"liras? turcas?", "TRY"), (r"zlotys?", "PLN"),
        (r"reais|real\b", "BRL"), (r"coroas? suecas?", "SEK"), (r"pesos? mexicanos?", "MXN"), (r"pesos? argentinos?", "ARS"),
    ),
    "es": (
        (r"dólar(?:es)? (?:estadounidenses?|americanos?)", "USD"), (r"dólar(?:es)? australianos?", "AUD"),
        (r"dólar(?:es)? canadienses?", "CAD"), (r"dólar(?:es)? neozelandeses", "NZD"), (r"dólar(?:es)? de Hong Kong", "HKD"),
        (r"dólar(?:es)?", "USD"), (r"euros?", "EUR"), (r"libras? esterlinas?", "GBP"), (r"libras?", "GBP?"),
        (r"yen(?:es)?", "JPY"), (r"yuan(?:es)?", "CNY"), (r"rublos?", "RUB"), (r"grivnas?|hryvnias?", "UAH"),
        (r"won(?:es)?", "KRW"), (r"rupias?", "INR"), (r"francos? suizos?", "CHF"), (r"liras? turcas?", "TRY"),
        (r"zlotys?|eslotis?", "PLN"), (r"reales", "BRL?"), (r"coronas? suecas?", "SEK"), (r"pesos? mexicanos?", "MXN"),
        (r"pesos? argentinos?", "ARS"),
    ),
    "fr": (
        (r"dollars? américains?|dollars? US\b", "USD"), (r"dollars? australiens?", "AUD"), (r"dollars? canadiens?", "CAD"),
        (r"dollars? néo-zélandais", "NZD"), (r"dollars? de Hong Kong", "HKD"), (r"dollars?", "USD"), (r"euros?", "EUR"),
        (r"livres? sterling", "GBP"), (r"livres?", "GBP?"), (r"yens?", "JPY"), (r"yuans?", "CNY"), (r"roubles?", "RUB"),
        (r"hryvnias?", "UAH"), (r"wons?", "KRW"), (r"roupies?", "INR"), (r"francs? suisses?", "CHF"),
        (r"livres? turques?", "TRY"), (r"zlotys?", "PLN"), (r"réaux|reais", "BRL"), (r"couronnes? suédoises?", "SEK"),
    ),
    "de": (
        (r"US-Dollar|amerikanische Dollar", "USD"), (r"australische[nr]? Dollar", "AUD"), (r"kanadische[nr]? Dollar", "CAD"),
        (r"neuseeländische[nr]? Dollar", "NZD"), (r"Hongkong-Dollar", "HKD"), (r"Dollar", "USD"), (r"Euro\b", "EUR"),
        (r"Pfund Sterling|britische Pfund", "GBP"), (r"Pfund", "GBP?"), (r"Yen\b", "JPY"), (r"Yuan", "CNY"), (r"Rubel", "RUB"),
        (r"Hr[yi]wnja|Griwna", "UAH"), (r"Won\b", "KRW"), (r"Rupien?", "INR"), (r"Schweizer Franken|Franken", "CHF"),
        (r"(?:türkische )?Lira", "TRY"), (r"Zloty|Złoty", "PLN"), (r"Reais", "BRL"), (r"schwedische Kronen", "SEK"),
    ),
    "it": (
        (r"dollar[oi] (?:americani?|statunitensi?)", "USD"), (r"dollar[oi] australian[oi]", "AUD"),
        (r"dollar[oi] canades[ei]", "CAD"), (r"dollar[oi] neozelandes[ei]", "NZD"), (r"dollar[oi] di Hong Kong", "HKD"),
        (r"dollar[oi]", "USD"), (r"euro\b", "EUR"), (r"sterlin[ae]", "GBP"), (r"yen\b", "JPY"), (r"yuan", "CNY"), (r"rubl[oi]", "RUB"),
        (r"gr[iy]vni[ae]|hryvni[ae]", "UAH"), (r"won\b", "KRW"), (r"rupi[ae]", "INR"), (r"franch[io] svizzer[io]", "CHF"),
        (r"lir[ae] turc(?:a|he)", "TRY"), (r"zloty", "PLN"), (r"reais|real\b", "BRL"), (r"coron[ae] svedes[ei]", "SEK"),
    ),
    "ru": (
        (r"(?:американск\w+ )?доллар\w{0,3} США", "USD"), (r"австралийск\w+ доллар\w{0,3}", "AUD"),
        (r"канадск\w+ доллар\w{0,3}", "CAD"), (r"новозеландск\w+ доллар\w{0,3}", "NZD"), (r"гонконгск\w+ доллар\w{0,3}", "HKD"),
        (r"(?:американск\w+ )?доллар\w{0,3}|долл\.", "USD"), (r"евро", "EUR"), (r"фунт\w{0,3} стерлингов", "GBP"),
        (r"фунт\w{0,3}", "GBP?"), (r"иен\w{0,2}|йен\w{0,2}", "JPY"), (r"юан\w{1,3}", "CNY"), (r"рубл\w{1,3}|руб\.", "RUB"),
        (r"гривен|гривн\w{1,3}|грн\b\.?", "UAH"), (r"вон\w{0,2}\b", "KRW"), (r"рупи\w{1,2}", "INR"),
        (r"швейцарск\w+ франк\w{0,2}", "CHF"), (r"(?:турецк\w+ )?лир\w{0,2}\b", "TRY"), (r"злот\w{1,3}", "PLN"),
        (r"реал\w{1,3}", "BRL?"), (r"шведск\w+ крон\w{0,2}", "SEK"),
    ),
    "uk": (
        (r"(?:американськ\w+ )?долар\w{0,3} США", "USD"), (r"австралійськ\w+ долар\w{0,3}", "AUD"),
        (r"канадськ\w+ долар\w{0,3}", "CAD"), (r"новозеландськ\w+ долар\w{0,3}", "NZD"), (r"гонконгськ\w+ долар\w{0,3}", "HKD"),
        (r"(?:американськ\w+ )?долар\w{0,3}|дол\.", "USD"), (r"євро", "EUR"), (r"фунт\w{0,3} стерлінгів", "GBP"),
        (r"фунт\w{0,3}", "GBP?"), (r"ієн\w{0,2}|єн\w{0,2}\b", "JPY"), (r"юан\w{1,3}", "CNY"), (r"рубл\w{1,3}|руб\.", "RUB"),
        (r"гривень|гривн\w{1,3}|грн\b\.?", "UAH"), (r"вон\w{0,2}\b", "KRW"), (r"рупі\w{1,2}", "INR"),
        (r"швейцарськ\w+ франк\w{0,2}", "CHF"), (r"(?:турецьк\w+ )?лір\w{0,2}\b", "TRY"), (r"злот\w{1,3}", "PLN"),
        (r"реал\w{1,3}", "BRL?"), (r"шведськ\w+ крон\w{0,2}", "SEK"),
    ),
    "pl": ((r"dolar\w{0,3}", "USD"), (r"euro", "EUR"), (r"funt\w{0,3} szterling\w{0,3}", "GBP"), (r"funt\w{0,3}", "GBP?"),
           (r"jen\w{0,2}\b", "JPY"), (r"rubl\w{1,2}", "RUB"), (r"hrywi?e?n\w{0,2}", "UAH"), (r"zł\b|złot\w{1,3}", "PLN")),
    "nl": ((r"dollar", "USD"), (r"euro", "EUR"), (r"pond sterling", "GBP"), (r"pond", "GBP?"), (r"yen", "JPY"),
           (r"roebel", "RUB")),
    "sv": ((r"(?:US-)?dollar", "USD"), (r"euro", "EUR"), (r"pund", "GBP?"), (r"yen", "JPY"), (r"rubel", "RUB"),
           (r"kronor", "SEK")),
    "ja": ((r"米?ドル", "USD"), (r"ユーロ", "EUR"), (r"英?ポンド", "GBP?"), (r"円", "JPY"), (r"人民元|元", "CNY"), (r"ルーブル", "RUB"),
           (r"ウォン", "KRW"), (r"ルピー", "INR")),
    "zh": ((r"美元", "USD"), (r"歐元|欧元", "EUR"), (r"英[镑鎊]", "GBP"), (r"日[元圓圆]", "JPY"), (r"[澳][元]", "AUD"), (r"[加][元]", "CAD"),
           (r"港[元幣币]", "HKD"), (r"[卢盧]布", "RUB"), (r"韩元|韓元", "KRW"), (r"人民[币幣]|元", "CNY")),
    "ko": ((r"(?:미국 ?)?달러", "USD"), (r"유로", "EUR"), (r"파운드", "GBP?"), (r"엔", "JPY"), (r"위안", "CNY"), (r"루블", "RUB"),
           (r"원", "KRW"), (r"루피", "INR")),
    "ar": ((r"دولارا?(?: أمريكي)?", "USD"), (r"يورو", "EUR"), (r"جنيه(?:ا)? استرليني", "GBP"), (r"روبل", "RUB"), (r"ين\b", "JPY")),
}  # fmt: skip

# Words between a figure and its currency: "2 milhões de euros", "3 milliards d'euros".
CURRENCY_LINKS = {
    "pt": r"de ",
    "es": r"de ",
    "gl": r"de ",
    "ca": r"d'|de ",
    "fr": r"d'|de ",
    "it": r"di ",
    "ro": r"de ",
    "en": r"of ",
}

# Suffixes that make a figure an ordinal.
ORDINAL_SUFFIXES = {
    "en": r"(?:st|nd|rd|th)\b",
    "pt": r"[ºª]|\.[ºª]|[oa]s?\b|°(?![ \u00a0]?[CFNSLWO]\b)",
    "es": r"\.?[ºª]|\.?(?:er|ro|ra|do|da|to|ta|mo|ma|vo|va|no|na)\b|°(?![ \u00a0]?[CFNSEWO]\b)",
    "gl": r"\.?[ºª]",
    "ca": r"\.?[ºª]|(?:r|n|t|è|a)\b",
    "fr": r"(?:er|ers|re|res|ère|e|es|ème|èmes|nd|nde|d|de)\b|ᵉʳ|ᵉ",
    "it": r"[ºª]|°(?![ \u00a0]?[CFNSEWO]\b)",
    "nl": r"(?:e|ste|de)\b",
    "sv": r":(?:e|a)\b",
    "de": r"\.(?=[ \u00a0]\w)",
    "da": r"\.(?=[ \u00a0]\w)",
    "nb": r"\.(?=[ \u00a0]\w)",
    "fi": r"\.(?=[ \u00a0]\w)",
    "cs": r"\.(?=[ \u00a0]\w)",
    "sk": r"\.(?=[ \u00a0]\w)",
    "hr": r"\.(?=[ \u00a0]\w)",
    "sl": r"\.(?=[ \u00a0]\w)",
    "hu": r"\.(?=[ \u00a0]\w)",
    "pl": r"\.(?=[ \u00a0]\w)|-(?:go|ty|szy|mu|ej|ta)\b",
    "ru": r"-?(?:ого|его|й|го|му|м|я|ю|ая|ую|ой|е|ое|ые|х|ых|ми)\b",
    "uk": r"-?(?:ого|ий|й|го|му|м|а|я|у|ю|ої|ій|е|те|та|ту|ти|ті|х|их|тих|ми|ма|ох|ьох)\b",
    "be": r"-?(?:га|му|м|я|ю|е|х|ы|й)\b",
}

# Words around a Roman numeral that make it the number of a century: before it, after it.
ROMAN_BEFORE = {
    "pt": r"séculos?",
    "es": r"siglos?",
    "it": r"secol[oi]",
    "ca": r"segles?",
    "gl": r"séculos?",
    "ro": r"secolul|secolele",
    "fr": r"siècles?",
}
ROMAN_AFTER = {
    "fr": r"(?:e|er|ᵉ|ème)?[ \u00a0]siècles?",
    "it": r"(?:°|º)?[ \u00a0]secol[oi]",
    "ru": r"(?:-?(?:й|го|м))?[ \u00a0]в(?:ек\w{0,3}|в?\.)",
    "uk": r"(?:-?(?:й|го|му))?[ \u00a0]ст(?:оліт\w{1,4}|\.)",
    "pl": r"[ \u00a0]w(?:iek\w{0,3}|\.)",
}

_EN_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_ONES: dict[str, str] = {
    "en": _EN_ONES,
    "pt": "zero um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete "
          "dezoito dezenove",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
          "dieciocho diecinueve",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
          "dix-huit dix-neuf",
    "de": "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
          "siebzehn achtzehn neunzehn",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
          "diciassette diciotto diciannove",
    "ru": "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать "
          "пятнадцать шестнадцать семнадцать восемнадцать девятнадцать",
    "uk": "нуль один два три чотири п'ять шість сім вісім дев'ять десять одинадцять дванадцять тринадцять чотирнадцять "
          "п'ятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять",
}  # fmt: skip
_TENS: dict[str, str] = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "fr": "vingt trente quarante cinquante soixante septante octante nonante",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "ru": "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
    "uk": "двадцять тридцять сорок п'ятдесят шістдесят сімдесят вісімдесят дев'яносто",
}
_HUNDREDS: dict[str, str] = {
    "pt": "cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos",
    "es": "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
    "ru": "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот",
    "uk": "сто двісті триста чотириста п'ятсот шістсот сімсот вісімсот дев'ятсот",
}
# Other spellings, feminines and oblique cases: word -> value.
_MORE: dict[str, dict[str, int]] = {
    "en": {"fourty": 40},
    "pt": {"uma": 1, "duas": 2, "catorze": 14, "dezasseis": 16, "dezassete": 17, "dezanove": 19, "cem": 100,
           "duzentas": 200, "trezentas": 300, "quatrocentas": 400, "quinhentas": 500, "seiscentas": 600,
           "setecentas": 700, "oitocentas": 800, "novecentas": 900, "cinqüenta": 50},
    "es": {"un": 1, "una": 1, "ún": 1, "cien": 100, "dieciseis": 16, "veintiún": 21, "veintiuno": 21, "veintiuna": 21,
           "veintidós": 22, "veintitrés": 23, "veinticuatro": 24, "veinticinco": 25, "veintiséis": 26,
           "veintisiete": 27, "veintiocho": 28, "veintinueve": 29, "doscientas": 200, "trescientas": 300,
           "cuatrocientas": 400, "quinientas": 500, "seiscientas": 600, "setecientas": 700, "ochocientas": 800,
           "novecientas": 900},
    "fr": {"une": 1, "vingts": 20},
    "de": {"eins": 1, "eine": 1, "einer": 1, "einem": 1, "einen": 1, "zwo": 2, "zweier": 2, "dreier": 3, "dreissig": 30},
    "it": {"un": 1, "una": 1},
    "ru": {"одна": 1, "одно": 1, "одного": 1, "одной": 1, "две": 2, "двух": 2, "двум": 2, "двумя": 2, "двое": 2,
           "двоих": 2, "трех": 3, "трёх": 3, "трем": 3, "трём": 3, "тремя": 3, "трое": 3, "троих": 3, "четырех": 4,
           "четырёх": 4, "четырем": 4, "четырём": 4, "четырьмя": 4, "четверо": 4, "четверых": 4, "пяти": 5,
           "пятью": 5, "пятеро": 5, "пятерых": 5, "шести": 6, "шестью": 6, "шестеро": 6, "семи": 7, "семью": 7,
           "семеро": 7, "восьми": 8, "восемью": 8, "восьмью": 8, "девяти": 9, "девятью": 9, "десяти": 10,
           "десятью": 10, "одиннадцати": 11, "двенадцати": 12, "тринадцати": 13, "четырнадцати": 14,
           "пятнадцати": 15, "шестнадцати": 16, "семнадцати": 17, "восемнадцати": 18, "девятнадцати": 19,
           "двадцати": 20, "двадцатью": 20, "тридцати": 30, "тридцатью": 30, "сорока": 40, "пятидесяти": 50,
           "шестидесяти": 60, "семидесяти": 70, "восьмидесяти": 80, "девяноста": 90, "ста": 100, "двухсот": 200,
           "трехсот": 300, "трёхсот": 300, "четырехсот": 400, "четырёхсот": 400, "пятисот": 500, "шестисот": 600,
           "семисот": 700, "восьмисот": 800, "девятисот": 900},
    "uk": {"одна": 1, "одне": 1, "одного": 1, "однієї": 1, "одній": 1, "дві": 2, "двох": 2, "двом": 2, "двома": 2,
           "двоє": 2, "трьох": 3, "трьом": 3, "трьома": 3, "троє": 3, "чотирьох": 4, "чотирьом": 4, "чотирма": 4,
           "четверо": 4, "п'яти": 5, "п'ятьох": 5, "п'ятьом": 5, "п'ятьма": 5, "п'ятеро": 5, "шести": 6, "шістьох": 6,
           "шістьма": 6, "шестеро": 6, "семи": 7, "сімох": 7, "сімома": 7, "семеро": 7, "восьми": 8, "вісьмох": 8,
           "вісьмома": 8, "дев'яти": 9, "дев'ятьох": 9, "дев'ятьма": 9, "десяти": 10, "десятьох": 10, "десятьма": 10,
           "одинадцяти": 11, "дванадцяти": 12, "тринадцяти": 13, "чотирнадцяти": 14, "п'ятнадцяти": 15,
           "шістнадцяти": 16, "сімнадцяти": 17, "вісімнадцяти": 18, "дев'ятнадцяти": 19, "двадцяти": 20,
           "двадцятьох": 20, "двадцятьма": 20, "тридцяти": 30, "тридцятьох": 30, "сорока": 40, "п'ятдесяти": 50,
           "п'ятдесятьох": 50, "шістдесяти": 60, "сімдесяти": 70, "вісімдесяти": 80, "дев'яноста": 90, "ста": 100,
           "двохсот": 200, "трьохсот": 300, "чотирьохсот": 400, "п'ятисот": 500, "шестисот": 600, "семисот": 700,
           "восьмисот": 800, "дев'ятисот": 900},
}  # fmt: skip
# Words that multiply what stands before them: word -> value. Those in BARE count alone as well ("mil pessoas").
MULTIPLIERS: dict[str, dict[str, int]] = {
    "en": {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12},
    "pt": {"mil": 10**3, "milhão": 10**6, "milhões": 10**6, "bilhão": 10**9, "bilhões": 10**9, "trilhão": 10**12,
           "trilhões": 10**12, "bilião": 10**12, "biliões": 10**12},
    "es": {"mil": 10**3, "millón": 10**6, "millones": 10**6, "billón": 10**12, "billones": 10**12},
    "fr": {"cent": 100, "cents": 100, "mille": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9,
           "milliards": 10**9, "billion": 10**12, "billions": 10**12},
    "de": {"hundert": 100, "tausend": 10**3, "million": 10**6, "millionen": 10**6, "milliarde": 10**9,
           "milliarden": 10**9, "billion": 10**12, "billionen": 10**12},
    "it": {"mila": 10**3, "mille": 10**3, "milione": 10**6, "milioni": 10**6, "miliardo": 10**9, "miliardi": 10**9},
    "ru": {"тысяча": 10**3, "тысячи": 10**3, "тысяч": 10**3, "тысячу": 10**3, "тысячам": 10**3, "тысячами": 10**3,
           "миллион": 10**6, "миллиона": 10**6, "миллионов": 10**6, "миллионам": 10**6, "миллиард": 10**9,
           "миллиарда": 10**9, "миллиардов": 10**9, "триллион": 10**12, "триллиона": 10**12, "триллионов": 10**12},
    "uk": {"тисяча": 10**3, "тисячі": 10**3, "тисяч": 10**3, "тисячу": 10**3, "тисячам": 10**3, "тисячами": 10**3,
           "мільйон": 10**6, "мільйона": 10**6, "мільйони": 10**6, "мільйонів": 10**6, "мільярд": 10**9,
           "мільярда": 10**9, "мільярди": 10**9, "мільярдів": 10**9, "трильйон": 10**12, "трильйони": 10**12,
           "трильйонів": 10**12},
}  # fmt: skip
BARE = {
    "pt": {"mil"}, "es": {"mil"}, "fr": {"cent", "mille"}, "it": {"mille"}, "de": {"hundert", "tausend"},
    "ru": {"тысяча", "тысячу", "миллион", "миллиард"}, "uk": {"тисяча", "тисячу", "мільйон", "мільярд"},
}  # fmt: skip
# Words that may stand between parts of one number, and what must come before them.
AND_WORDS = {"en": "and", "pt": "e", "es": "y", "fr": "et"}
# Words that are 1 only before a multiplier or inside a compound; alone they are articles or pronouns.
ONE_WORDS = {
    "en": {"one", "a"}, "pt": {"um", "uma"}, "es": {"un", "uno", "una", "ún"}, "fr": {"un", "une"},
    "de": {"ein", "eine", "einer", "einem", "einen", "eins"}, "it": {"un", "uno", "una"},
    "ru": {"один", "одна", "одно", "одного", "одной"}, "uk": {"один", "одна", "одне", "одного", "однієї", "одній"},
}  # fmt: skip


@lru_cache(maxsize=32)
def word_values(language: str) -> dict[str, int]:
    """Number words of a language below 1000 with their values; {} for a language without a table."""
    ones = _ONES.get(language)
    if not ones:
        return {}
    words = {word: value for value, word in enumerate(ones.split())}
    words |= {word: 10 * value for value, word in enumerate(_TENS[language].split(), 2)}
    words |= {word: 100 * value for value, word in enumerate(_HUNDREDS.get(language, "").split(), 1)}
    words |= _MORE.get(language, {})
    if language == "en":
        words["a"] = 1
    if language == "de":
        words |= _german_below_thousand(words)
    if language == "it":
        words |= _italian_below_thousand(words)
    return {word: value for word, value in words.items() if value}


def _german_below_thousand(words: dict[str, int]) -> dict[str, int]:
    """Compounds "einundzwanzig" ... "neunhundertneunundneunzig" with their values."""
    by_value = {
        value: word
        for word, value in reversed(words.items())
        if word not in {"eins", "zwo", "zweier", "dreier"}
    }
    by_value[1] = "ein"
    below = {n: by_value[n] for n in range(1, 20)}
    for tens in range(20, 100, 10):
        ten = "dreißig" if tens == 30 else by_value[tens]
        below[tens] = ten
        below |= {tens + one: f"{by_value[one]}und{ten}" for one in range(1, 10)}
    compounds = {word: n for n, word in below.items()}
    for hundred in range(1, 10):
        for start in [f"{by_value[hundred]}hundert"] + (["hundert"] if hundred == 1 else []):
            compounds[start] = hundred * 100
            compounds |= {f"{start}{word}": hundred * 100 + n for n, word in below.items()}
    compounds.pop("hundert")  # a multiplier
    return compounds


def _italian_below_thousand(words: dict[str, int]) -> dict[str, int]:
    """Compounds "ventuno", "trentotto", "ventitré" ... "novecentonovantanove" with their values."""
    by_value = {value: word for word, value in words.items() if word not in {"un", "una"}}
    below = {by_value[n]: n for n in range(1, 20)}
    for tens in range(20, 100, 10):
        ten = by_value[tens]
        below[ten] = tens
        for one in range(1, 10):
            stem = ten[:-1] if one in (1, 8) else ten
            below[stem + by_value[one]] = tens + one
            if one == 3:
                below[ten + "tré"] = tens + 3
            if one == 1:
                below[ten[:-1] + "un"] = tens + 1
    compounds = dict(below)
    for hundred in range(1, 10):
        start = "cento" if hundred == 1 else by_value[hundred] + "cento"
        compounds[start] = hundred * 100
        compounds |= {start + word: hundred * 100 + n for word, n in below.items()}
    return compounds


def word_value(word: str, language: str) -> int | None:
    """Value of one lower-case number word, compounds with a thousand inside included ("dreitausend", "duemila")."""
    words = word_values(language)
    value = words.get(word)
    if value is not None or language not in {"de", "it"}:
        return value
    for thousand in ("tausend",) if language == "de" else ("mila", "mille"):
        head, found, tail = word.partition(thousand)
        if found and (head in words or (not head and tail)) and (not tail or tail in words):
            return (words.get(head, 1) * 1000) + words.get(tail, 0)
    return None


# -- how a number may be said without being written as one -------------------------------------------------------------

# Stems of ordinal words: the figure "1st" may come out as "primeiro". Checked at the beginning of a word.
ORDINAL_STEMS: dict[str, dict[str, int]] = {
    "en": {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
           "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
           "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20},
    "pt": {"primeir": 1, "segund": 2, "terceir": 3, "terço": 3, "quart": 4, "quint": 5, "sext": 6, "sétim": 7, "oitav": 8,
           "non": 9, "décim": 10, "vigésim": 20, "centésim": 100},
    "es": {"primer": 1, "segund": 2, "tercer": 3, "tercio": 3, "cuart": 4, "quint": 5, "sext": 6, "séptim": 7, "octav": 8,
           "noven": 9, "décim": 10, "undécim": 11, "duodécim": 12, "decimo": 13, "vigésim": 20, "centésim": 100},
    "fr": {"premi": 1, "deuxi": 2, "second": 2, "troisi": 3, "tiers": 3, "quatri": 4, "quart": 4, "cinqui": 5, "sixi": 6,
           "septi": 7, "huiti": 8, "neuvi": 9, "dixi": 10, "onzi": 11, "douzi": 12, "vingti": 20, "centi": 100},
    "de": {"erst": 1, "zweit": 2, "dritt": 3, "viert": 4, "fünft": 5, "sechst": 6, "siebt": 7, "siebent": 7, "acht": 8,
           "neunt": 9, "zehnt": 10, "elft": 11, "zwölft": 12, "dreizehnt": 13, "zwanzigst": 20},
    "it": {"prim": 1, "second": 2, "terz": 3, "quart": 4, "quint": 5, "sest": 6, "settim": 7, "ottav": 8, "non": 9,
           "decim": 10, "undicesim": 11, "dodicesim": 12, "ventesim": 20, "centesim": 100},
    "ru": {"перв": 1, "втор": 2, "трет": 3, "четверт": 4, "четвёрт": 4, "пят": 5, "шест": 6, "седьм": 7, "восьм": 8,
           "девят": 9, "десят": 10, "одиннадцат": 11, "двенадцат": 12, "двадцат": 20, "сот": 100},
    "uk": {"перш": 1, "друг": 2, "трет": 3, "четверт": 4, "п'ят": 5, "шост": 6, "сьом": 7, "восьм": 8, "дев'ят": 9,
           "десят": 10, "одинадцят": 11, "дванадцят": 12, "двадцят": 20, "сот": 100},
}  # fmt: skip
# Words that say a number in passing: "both", "a dozen", "half", "twice". Four letters or more stand for any word
# that begins with them. 50 and 30 stand for halves ("half past", "1.5").
LOOSE_STEMS: dict[str, dict[str, tuple[int, ...]]] = {
    "en": {"one": (1,), "once": (1,), "single": (1,), "a": (1,), "an": (1,), "both": (2,), "twice": (2,), "pair": (2,),
           "couple": (2,), "double": (2,), "dual": (2,), "twin": (2,), "either": (2,), "triple": (3,), "trio": (3,),
           "quadr": (4,), "dozen": (12,), "score": (20,), "half": (2, 30, 50), "quarter": (4, 15, 25),
           "hundred": (100,), "thousand": (1000,), "zero": (0,), "nil": (0,), "decade": (10,), "centur": (100,),
           "noon": (12, 720), "midnight": (0, 12, 24), "million": (10**6,), "billion": (10**9,)},
    "pt": {"um": (1,), "uma": (1,), "únic": (1,), "duas": (2,), "dois": (2,), "ambo": (2,), "amba": (2,), "dupl": (2,), "dobro": (2,), "par": (2,),
           "casal": (2,), "tripl": (3,), "trio": (3,), "dúzia": (12,), "meia": (6, 30, 50), "meio": (2, 12, 30, 50),
           "metade": (2, 50), "quarto": (15, 25), "dezena": (10,), "centena": (100,), "milhar": (1000,), "zero": (0,), "década": (10,),
           "século": (100,), "quinzena": (15,), "milhão": (10**6,), "bilhão": (10**9,)},
    "es": {"un": (1,), "una": (1,), "uno": (1,), "únic": (1,), "dos": (2,), "ambo": (2,), "amba": (2,), "dobl": (2,), "par": (2,), "pareja": (2,),
           "tripl": (3,), "docena": (12,), "medi": (2, 12, 30, 50), "mitad": (2, 50), "cuarto": (15, 25), "decena": (10,),
           "centena": (100,), "centenar": (100,), "millar": (1000,), "cero": (0,), "década": (10,), "siglo": (100,), "quincena": (15,),
           "millón": (10**6,)},
    "fr": {"un": (1,), "une": (1,), "seul": (1,), "deux": (2,), "double": (2,), "paire": (2,), "couple": (2,), "triple": (3,),
           "douzaine": (12,), "demi": (2, 30, 50), "moitié": (2, 50), "quart": (15, 25), "dizaine": (10,), "quinzaine": (15,),
           "vingtaine": (20,), "trentaine": (30,), "quarantaine": (40,), "cinquantaine": (50,), "soixantaine": (60,),
           "centaine": (100,), "millier": (1000,), "zéro": (0,), "décennie": (10,), "siècle": (100,), "midi": (12, 720),
           "minuit": (0, 24), "million": (10**6,), "milliard": (10**9,)},
    "de": {"ein": (1,), "einzig": (1,), "beid": (2,), "doppel": (2,), "paar": (2,), "verdoppel": (2,), "dreifach": (3,), "dutzend": (12,),
           "halb": (2, 30, 50), "hälfte": (2, 50), "anderthalb": (1,), "viertel": (4, 15, 25), "hundert": (100,), "tausend": (1000,),
           "null": (0,), "jahrzehnt": (10,), "jahrhundert": (100,), "mittag": (12, 720), "mitternacht": (0, 24),
           "million": (10**6,), "milliarde": (10**9,)},
    "it": {"un": (1,), "una": (1,), "uno": (1,), "unic": (1,), "due": (2,), "entramb": (2,), "doppi": (2,), "coppia": (2,), "paio": (2,),
           "tripl": (3,), "dozzina": (12,), "mezz": (2, 12, 30, 50), "metà": (2, 50), "quarto": (15, 25), "decina": (10,),
           "decin": (10,), "ventina": (20,), "trentina": (30,), "cinquantina": (50,), "centinai": (100,), "migliai": (1000,),
           "zero": (0,), "decenni": (10,), "secol": (100,), "milion": (10**6,)},
    "ru": {"один": (1,), "одна": (1,), "одно": (1,), "одну": (1,), "одни": (1,), "одног": (1,), "одном": (1,), "одной": (1,), "одним": (1,), "единств": (1,), "раз": (1,), "оба": (2,), "обе": (2,), "обо": (2,), "дв": (2,), "пара": (2,), "пару": (2,),
           "пары": (2,), "удво": (2,), "втро": (3,), "три": (3,), "трё": (3,), "трех": (3,), "трое": (3,), "четыр": (4,), "дюжин": (12,), "полов": (2, 30, 50), "полтор": (2, 50), "полу": (2, 50), "десят": (10,),
           "сотн": (100,), "сот": (100,), "тысяч": (1000,), "ноль": (0,), "нул": (0,), "десятилет": (10,), "век": (100,), "столет": (100,),
           "полноч": (0, 24), "полдень": (12, 720), "миллион": (10**6,), "миллиард": (10**9,), "сут": (24,), "круглосуточн": (24,)},
    "uk": {"один": (1,), "одна": (1,), "одне": (1,), "одну": (1,), "одні": (1,), "одніє": (1,), "одног": (1,), "одном": (1,), "одною": (1,), "одним": (1,), "єдин": (1,), "раз": (1,), "обид": (2,), "обо": (2,), "дв": (2,), "пара": (2,), "пару": (2,), "пари": (2,),
           "подво": (2,), "втро": (3,), "три": (3,), "тро": (3,), "трьо": (3,), "чотир": (4,), "дюжин": (12,), "пів": (2, 30, 50), "півтор": (2, 50), "півгод": (2, 30, 50), "піврок": (2, 50), "половин": (2, 50), "чверт": (4, 15, 25), "десят": (10,),
           "сотн": (100,), "сот": (100,), "тисяч": (1000,), "нуль": (0,), "нул": (0,), "десятиліт": (10,), "століт": (100,),
           "північ": (0, 24), "опівноч": (0, 24), "опівдн": (12, 720), "мільйон": (10**6,), "мільярд": (10**9,), "доб": (24,),
           "цілодобов": (24,)},
}  # fmt: skip
# Languages that begin compound words with a number: "zweistündig", "двухлетний", "п'ятдесятирічний".
COMPOUNDING = frozenset({"de", "ru", "uk"})
# Entries of the two tables above that hold for any word beginning with them although they are short.
SHORT_STEMS = frozenset({"дв", "три", "трё", "тро", "сот", "обо", "доб"})

# Measures that translators convert, at the beginning of the word after a figure, in any of the languages above.
IMPERIAL = (
    r"mile(?:s|rs?)?\b|mi\b|mph|sq\.? ?mi|milhas?|millas?|milles?\b|migli[ao]|meilen?\b|миль|мил[яиь]|f(?:ee|oo)t|ft\b|pés?\b|pies?\b|pieds?\b|"
    r"fuß|pied[ei]\b|фут|inch|in\b|polegada|pulgada|pouces?\b|zoll|pollic|дюйм|yard|jarda|yarda|iard|ярд|pounds?\b|lbs?\b|libras?\b|"
    r"livres?\b|pfund|libbr|фунт|acre|acri|акр|gall?on|gal[oó]|galõ|ounce|oz\b|onça|onza|onces?\b|unze|унц|[°º]? ?f\b|\(f\)|fahrenheit|"
    r"(?:degrees?|graus|grados|degrés|grad|gradi|градус\w*)[ -](?:fahrenheit|f\b|за фаренгейт|по фаренгейт)"
)
METRIC = (
    r"km|qu?il[oóô]m|kilom|chilom|кіломет|километ|км|m\b|met(?:er|re|ro|ri)|mètr|метр|м\b|cm\b|centi|zentim|см\b|mm\b|мм\b|kg\b|кг\b|qu?ilos?\b|kilos?\b|kil[oò]\b|"
    r"kilogr?|chil[io]\b|кіло|кило|gram|грам|lit(?:er|re|ro|ri)|літр|литр|hecta|hektar|ettar|гектар|ha\b|kph|kmh|[°º]? ?c\b|celsius|цельс|ºc\b|"
    r"(?:degrees?|graus|grados|degrés|grad|gradi|градус\w*)[ -](?:celsius|c\b|за цельс|по цельс)|centígrad|sq\.? ?km|quadratkilo|кв\.? ?км"
)
