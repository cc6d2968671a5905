"""Words that say a number, for languages whose number words are not read in full. Data for `number_compare`.

These tell only whether a text may say a value, not where: enough to see that "eleven" of the source is nowhere in a
Czech sentence. Each language is one text, "value word word ...; value ...". A word that ends in `*` stands for all words
that begin with it; cardinals, ordinals and collectives count alike, and words of passing ("both", "dozen", "half").
Several values before the words ("2,30,50") are all said by them. Order and forms follow CLDR's spell-out rules and the
reference grammars; a speaker corrects a language here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_TABLES: dict[str, str] = {
    "cs": "1 jeden jedn* prvn*; 2 dva dvě dvou* dvěma dvoj* druh* oba obě obou oběma dvakrát; 3 tři tří třem třech třemi třet* troj* třikrát; 4 čtyř* čtvrt* čtveř*;"
          "5 pět* pát*; 6 šest*; 7 sedm*; 8 osm*; 9 devět* devít* devát*; 10 deset* desít* desát* dekád*; 11 jedenáct*; 12 dvanáct* tuc*; 13 třináct*; 14 čtrnáct*;"
          "15 patnáct*; 16 šestnáct*; 17 sedmnáct*; 18 osmnáct*; 19 devatenáct*; 20 dvacet* dvacát* dvacít*; 30 třicet* třicát* třicít*; 40 čtyřicet* čtyřicát*; 50 padesát*;"
          "60 šedesát*; 70 sedmdesát*; 80 osmdesát*; 90 devadesát*; 100 sto sta stě set stov* století*; 1000 tisíc*; 1000000 milion* milión*; 1000000000 miliard*; 2,30,50 půl* polo*",
    "sk": "1 jeden jedn* jedin* prv*; 2 dva dve dvoch dvom dvoma dvaja dvoj* druh* obaja obe oboch; 3 tri troch trom traja tret* troj*; 4 štyr* štvrt* štvor*; 5 päť* piat* pät*;"
          "6 šesť* šies* šest*; 7 sedem* sied* sedm*; 8 osem* ôsm* osm*; 9 deväť* deviat* devät*; 10 desať* desia* desat*; 11 jedenás*; 12 dvanás* tuc*; 13 trinás*; 14 štrnás*;"
          "15 pätnás*; 16 šestnás*; 17 sedemnás*; 18 osemnás*; 19 devätnás*; 20 dvadsať* dvadsia*; 30 tridsať* tridsia*; 40 štyridsa* štyridsia*; 50 päťdesiat*; 60 šesťdesiat*;"
          "70 sedemdesiat*; 80 osemdesiat*; 90 deväťdesiat*; 100 sto sto* storoč*; 1000 tisíc*; 1000000 milión*; 1000000000 miliard*; 2,30,50 pol polov*",
    "pl": "1 jeden jedn* jedyn* pierwsz*; 2 dwa dwie dwó* dwu* dwoj* dwaj drug* oba obie obaj obu podw*; 3 trzy trzech trzem trzema trzej trzec* troj* troje potr*; 4 cztery czterech czterem czter* czwart* czwor*;"
          "5 pięć* pięci* piąt*; 6 sześć* sześci* szóst*; 7 siedem* siedmi* siódm*; 8 osiem* ośmi* ósm*; 9 dziewię* dziewiąt*; 10 dziesięć* dziesięci* dziesiąt* dekad*; 11 jedenaś* jedenast*;"
          "12 dwanaś* dwunast* tuzin*; 13 trzynaś* trzynast*; 14 czternaś* czternast*; 15 piętnaś* piętnast*; 16 szesnaś* szesnast*; 17 siedemnaś* siedemnast*; 18 osiemnaś* osiemnast*;"
          "19 dziewiętnaś* dziewiętnast*; 20 dwadzieścia dwudziest*; 30 trzydzieś* trzydziest*; 40 czterdzieś* czterdziest*; 50 pięćdziesi*; 60 sześćdziesi*; 70 siedemdziesi*; 80 osiemdziesi*;"
          "90 dziewięćdziesi*; 100 sto stu setk* setn* stule* wiek*; 200 dwieście dwust*; 300 trzysta trzyst*; 400 czterysta czteryst*; 500 pięćset*; 600 sześćset*; 700 siedemset*; 800 osiemset*; 900 dziewięćset*;"
          "1000 tysiąc* tysięc*; 1000000 milion*; 1000000000 miliard*; 2,30,50 pół* połow* półtor*; 4,15,25 ćwier* kwadrans*",
    "bg": "1 един една едно едни единств* първ*; 2 два две двата двете двама* втор* двой* дву* двукрат*; 3 три трите трима* трет* трой* трик*; 4 четири* четвърт* четвор*; 5 пет пети пета петия* петт* петим* петг* петк*;"
          "6 шест*; 7 седем* седм*; 8 осем* осм*; 9 девет*; 10 десет* десят* десетилет*; 11 единадес* единайс*; 12 дванадес* дванайс* дузин*; 13 тринадес* тринайс*; 14 четиринадес* четиринайс*;"
          "15 петнадес* петнайс*; 16 шестнадес* шестнайс*; 17 седемнадес* седемнайс*; 18 осемнадес* осемнайс*; 19 деветнадес* деветнайс*; 20 двадес* двайс*; 30 тридес* трийс*; 40 четиридес* четирийс*;"
          "50 петдес*; 60 шестдес* шейсе*; 70 седемдес*; 80 осемдес*; 90 деветдес*; 100 сто стот* век* столет*; 200 двеста; 300 триста; 400 четиристотин; 500 петстотин; 1000 хиляд*; 1000000 милион*;"
          "1000000000 милиард*; 2,30,50 полов* полови* половин*",
    "hr": "1 jedan jedn* prv*; 2 dva dvije dvaju dvoj* drug* oba obje obo*; 3 tri triju treć* troj*; 4 četiri* četvrt* četver*; 5 pet* peti*; 6 šest*; 7 sedam* sedm*; 8 osam* osm*; 9 devet*; 10 deset*;"
          "11 jedanaest*; 12 dvanaest* tuce*; 13 trinaest*; 14 četrnaest*; 15 petnaest*; 16 šesnaest*; 17 sedamnaest*; 18 osamnaest*; 19 devetnaest*; 20 dvadeset*; 30 trideset*; 40 četrdeset*; 50 pedeset*;"
          "60 šezdeset*; 70 sedamdeset*; 80 osamdeset*; 90 devedeset*; 100 sto stotin* stoljeć*; 1000 tisuć* hiljad*; 1000000 milijun* milion*; 1000000000 milijard*; 2,30,50 pol* polov*",
    "nl": "1 een één eens eerst* enig* enkel*; 2 twee* beid* dubbel* tweed* paar; 3 drie* derd*; 4 vier*; 5 vijf* vijfd*; 6 zes* zesd*; 7 zeven*; 8 acht*; 9 negen*; 10 tien* decenni*; 11 elf*; 12 twaalf* dozijn*;"
          "13 dertien*; 14 veertien*; 15 vijftien*; 16 zestien*; 17 zeventien*; 18 achttien*; 19 negentien*; 20 twintig*; 30 dertig*; 40 veertig*; 50 vijftig*; 60 zestig*; 70 zeventig*; 80 tachtig*; 90 negentig*;"
          "100 honderd* eeuw*; 1000 duizend*; 1000000 miljoen*; 1000000000 miljard*; 2,30,50 half halv* helft anderhalf*; 4,15,25 kwart*",
    "sv": "1 en ett ena först* enda; 2 två* andr* båda bägge par dubb*; 3 tre tred* tre* tri*; 4 fyr* fjärde*; 5 fem*; 6 sex* sjätte*; 7 sju*; 8 åtta* ått*; 9 nio* nion*; 10 tio* decenni* årtiond*; 11 elva* elft*; 12 tolv* tolft* dussin*;"
          "13 tretton*; 14 fjorton*; 15 femton*; 16 sexton*; 17 sjutton*; 18 arton*; 19 nitton*; 20 tjugo*; 30 trettio*; 40 fyrtio*; 50 femtio*; 60 sextio*; 70 sjuttio*; 80 åttio*; 90 nittio*; 100 hundra* sekel* århundr*;"
          "1000 tusen*; 1000000 miljon*; 1000000000 miljard*; 2,30,50 halv* hälft*; 4,15,25 kvart* fjärdedel*",
    "da": "1 en et ene først* eneste; 2 to anden andet begge par dobb*; 3 tre tred*; 4 fire* fjerde*; 5 fem*; 6 seks* sjette*; 7 syv*; 8 otte*; 9 ni nie*; 10 ti tie* tiend* årti*; 11 elleve*; 12 tolv* dusin*; 13 tretten*;"
          "14 fjorten*; 15 femten*; 16 seksten*; 17 sytten*; 18 atten*; 19 nitten*; 20 tyve*; 30 tredive*; 40 fyrre*; 50 halvtreds*; 60 tres tresind*; 70 halvfjerds*; 80 firs*; 90 halvfems*; 100 hundred* århundred*;"
          "1000 tusind*; 1000000 million*; 1000000000 milliard*; 2,30,50 halv* halvanden; 4,15,25 kvart*",
    "nb": "1 en ett et én éi ei først* eneste; 2 to andre begge par dobb*; 3 tre tred*; 4 fire* fjerde*; 5 fem*; 6 seks* sjette*; 7 sju* syv*; 8 åtte*; 9 ni nie*; 10 ti tie* tiende* tiår*; 11 elleve* ellev*; 12 tolv* dusin*; 13 tretten*;"
          "14 fjorten*; 15 femten*; 16 seksten*; 17 sytten*; 18 atten*; 19 nitten*; 20 tjue* tyve*; 30 tretti* tredve*; 40 førti*; 50 femti*; 60 seksti*; 70 sytti*; 80 åtti*; 90 nitti*; 100 hundre* århundr*; 1000 tusen*;"
          "1000000 million*; 1000000000 milliard*; 2,30,50 halv* halvannen; 4,15,25 kvart*",
    "fi": "1 yksi* yhde* yhte* yhtä yhden yhdent* ensim*; 2 kaksi* kahden kahde kahta kahdes* kahteen kahdeksi kahdel* kahdet kahdent* kahdest* toise* toinen molem* pari kaksin*; 3 kolm*; 4 neljä* neljän* nelj*; 5 viisi* viide* viit*; 6 kuusi* kuude* kuut*;"
          "7 seitsem*; 8 kahdeksa*; 9 yhdeksä*; 10 kymmen* toista; 11 yksitoist* yhdentoist* yhtätoist*; 12 tusin*; 100 sata* sada* sato* vuosisa*; 1000 tuhat* tuhan* tuhans*; 1000000 miljoon*; 1000000000 miljard*; 2,30,50 puol*; 4,15,25 neljänn* vart*",
    "et": "1 üks ühe* üht* esime*; 2 kaks kahe* kaht* teis* mõlem*; 3 kolm* kolma*; 4 neli nelja* nelj*; 5 viis viie* viit*; 6 kuus kuue* kuut*; 7 seitse*; 8 kaheksa*; 9 üheksa*; 10 kümme* kümne* kümmet teist* teistkümmend; 12 tosin*;"
          "100 sada saja* sadu saj*; 1000 tuhat tuhan*; 1000000 miljon*; 1000000000 miljard*; 2,30,50 pool* poole*",
    "hu": "1 egy* első*; 2 két* kettő* másod* mindkét* dupl*; 3 három* harmad*; 4 négy* negyed*; 5 öt ötö* ötö öten; 6 hat hatod* haté* hato*; 7 hét heté* heted* hetet; 8 nyolc*; 9 kilenc*; 10 tíz* tized* évtized*;"
          "11 tizenegy*; 12 tizenkét* tizenkettő* tucat*; 13 tizenhár* tizenharm*; 14 tizennégy* tizennegy*; 15 tizenöt*; 16 tizenhat*; 17 tizenhét* tizenhet*; 18 tizennyolc*; 19 tizenkilenc*; 20 húsz* huszon* husza*; 30 harminc*;"
          "40 negyven*; 50 ötven*; 60 hatvan*; 70 hetven*; 80 nyolcvan*; 90 kilencven*; 100 száz* század* évszázad*; 1000 ezer* ezr*; 1000000 millió*; 1000000000 milliárd*; 2,30,50 fél* fele más*",
    "ro": "1 un o unu una unul unui unei primul* prima primei primii prim*; 2 doi două doilea doua ambel* ambii dubl*; 3 trei treia treilea trip*; 4 patru* patrulea pătr*; 5 cinci* cincea; 6 șase* șasea; 7 șapte*; 8 opt* opta; 9 nouă* noua; 10 zece* zeci* deceni*;"
          "11 unsprezece*; 12 doisprezece* douăsprezece* duzin*; 13 treisprezece*; 14 paisprezece*; 15 cincisprezece*; 16 șaisprezece*; 17 șaptesprezece*; 18 optsprezece*; 19 nouăsprezece*; 20 douăzeci*; 30 treizeci*; 40 patruzeci*;"
          "50 cincizeci*; 60 șaizeci*; 70 șaptezeci*; 80 optzeci*; 90 nouăzeci*; 100 sută sute sutel* sutei secol*; 1000 mie mii miile miilor mii*; 1000000 milion* milioan*; 1000000000 miliard*; 2,30,50 jumăt*; 4,15,25 sfert*",
    "ca": "1 un una u uns unes primer* únic*; 2 dos dues segon* amb* ambd* dobl* parell*; 3 tres terc*; 4 quatre quart* quadr*; 5 cinc cinqu*; 6 sis sisè*; 7 set setè* setena setm*; 8 vuit*; 9 nou novè* nov*; 10 deu desè* desen* dècad*; 11 onze*; 12 dotze* dotzen*;"
          "13 tretze*; 14 catorze*; 15 quinze*; 16 setze*; 17 disset*; 18 divuit*; 19 dinou*; 20 vint*; 30 trent*; 40 quaranta*; 50 cinquanta*; 60 seixanta*; 70 setanta*; 80 vuitanta*; 90 noranta*; 100 cent* segle*; 1000 mil miler*;"
          "1000000 milió milions; 1000000000 miliard*; 2,30,50 meitat mig mitja mitj*; 4,15,25 quart*",
    "gl": "1 un unha uns unhas primeir* únic*; 2 dous dúas segund* amb* dobr* dupl* par; 3 tres terceir* tripl* terz*; 4 catro cuart*; 5 cinco quint*; 6 seis sext*; 7 sete séti*; 8 oito oitav*; 9 nove noven*; 10 dez décim* decen* década*; 11 once*; 12 doce* ducia*;"
          "13 trece*; 14 catorce*; 15 quince*; 16 dezaseis*; 17 dezasete*; 18 dezaoito*; 19 dezanove*; 20 vinte* vint*; 30 trinta*; 40 corenta*; 50 cincuenta*; 60 sesenta*; 70 setenta*; 80 oitenta*; 90 noventa*; 100 cen cento* centen* século*;"
          "1000 mil miles milleiro*; 1000000 millón millóns; 2,30,50 metade medi*; 4,15,25 cuarto*",
    "el": "1 ενα ενας εναν μια μιας πρωτ* μονον; 2 δυο δευτερ* διπλ* αμφοτερ* ζευγ* διετ* διωρ*; 3 τρια τρεις τριων τριτ* τριπλ* τριετ* τριημερ* τριωρ*; 4 τεσσερ* τεταρτ* τετραπλ* τετραετ*; 5 πεντε* πεμπτ* πενταετ*; 6 εξι εκτο* εκτη* εξαετ*; 7 επτα* εφτα* εβδομ*;"
          "8 οκτω* οχτω* ογδο*; 9 εννεα* εννια* ενατ*; 10 δεκα* δεκατ* δεκαετ*; 11 εντεκα* ενδεκ*; 12 δωδεκ* ντουζιν*; 13 δεκατρ*; 14 δεκατεσσερ*; 15 δεκαπεντ*; 16 δεκαεξ* δεκαξ*; 17 δεκαεπτ* δεκαεφτ*; 18 δεκαοκτ* δεκαοχτ*; 19 δεκαενν*;"
          "20 εικοσι* εικοσ*; 30 τριαντ* τριακοντ* τριακοστ*; 40 σαραντ* τεσσαρακ*; 50 πενηντ* πεντηκ*; 60 εξηντ*; 70 εβδομηντ*; 80 ογδοντ*; 90 ενενηντ*; 100 εκατο εκατον* αιων*; 200 διακοσι*; 300 τριακοσι*; 400 τετρακοσι*; 500 πεντακοσι*; 600 εξακοσι*;"
          "700 επτακοσι*; 800 οκτακοσι*; 900 εννιακοσι*; 1000 χιλι*; 1000000 εκατομμυρ*; 1000000000 δισεκατομμυρ*; 2,30,50 μισ* ημι* μισι*; 4,15,25 τεταρτ*",
    "tr": "1 bir biri* tek ilk birinc*; 2 iki* her çift; 3 üç üçü* üçün* üçe; 4 dört* dörd*; 5 beş*; 6 altı altınc* altıs*; 7 yedi* yedin*; 8 sekiz*; 9 dokuz*; 10 on onu onun onunc* onlar* ona onda; 12 düzine*; 20 yirmi*; 30 otuz*; 40 kırk*; 50 elli ellin*;"
          "60 altmış*; 70 yetmiş*; 80 seksen*; 90 doksan*; 100 yüz yüzl* yüzy* yüzün*; 1000 bin binl* binin*; 1000000 milyon*; 1000000000 milyar*; 2,30,50 yarı* yarım* buçuk*; 4,15,25 çeyre*",
    "az": "1 bir birinci ilk; 2 iki* hər; 3 üç*; 4 dörd*; 5 beş*; 6 altı*; 7 yeddi*; 8 səkkiz*; 9 doqquz*; 10 on onu onun*; 20 iyirmi*; 30 otuz*; 40 qırx*; 50 əlli*; 60 altmış*; 70 yetmiş*; 80 səksən*; 90 doxsan*; 100 yüz*; 1000 min minl*;"
          "1000000 milyon*; 1000000000 milyard*; 2,30,50 yarı*",
    "id": "1 satu* pertama se* esa; 2 dua* kedua* kedua ganda sepas*; 3 tiga* ketiga*; 4 empat* keempat* perempat* seperempat*; 5 lima* kelima*; 6 enam* keenam*; 7 tujuh* ketujuh*; 8 delapan* kedelapan*; 9 sembilan* kesembilan*; 10 puluh* sepuluh* belas* kesepuluh*"
          " dekade* dasawarsa*; 11 sebelas* kesebelas*; 12 lusin* selusin*; 100 ratus* seratus* abad*; 1000 ribu* seribu*; 1000000 juta* sejuta*; 1000000000 miliar* semiliar*; 2,30,50 setengah* separuh* paruh*; 4,15,25 seperempat*",
    "ms": "1 satu* pertama se* esa; 2 dua* kedua* ganda sepas*; 3 tiga* ketiga*; 4 empat* keempat* suku*; 5 lima* kelima*; 6 enam* keenam*; 7 tujuh* ketujuh*; 8 lapan* kelapan*; 9 sembilan* kesembilan*; 10 puluh* sepuluh* belas* dekad*; 11 sebelas*; 12 dozen*;"
          "100 ratus* seratus* abad*; 1000 ribu* seribu*; 1000000 juta* sejuta*; 1000000000 bilion*; 2,30,50 setengah* separuh*",
    "vi": "1 một mốt nhất đầu đơn; 2 hai nhì đôi cặp kép; 3 ba tam; 4 bốn tư tứ; 5 năm lăm ngũ nhăm; 6 sáu; 7 bảy bẩy thất; 8 tám; 9 chín; 10 mười mươi chục thập; 12 tá; 100 trăm; 1000 nghìn ngàn; 1000000 triệu; 1000000000 tỷ tỉ;"
          "2,30,50 nửa rưỡi bán; 4,15,25 tư",
    "ar": "1 واحد* احد احدى اول*; 2 اثن* ثان* كلا كلتا زوج* مزدوج* ضعف* نصف*; 3 ثلاث* ثالث* ثلث*; 4 اربع* رابع* ربع*; 5 خمس* خامس*; 6 ست سته ستة سادس* سدس; 7 سبع سبعة سابع* سبع*; 8 ثمان* ثامن*; 9 تسع تسعة تاسع* تسع*; 10 عشر عشرة عاشر* عشرات عقد* عقود;"
          "12 دزين*; 20 عشرون عشرين عشرينات* عشرينيات*; 30 ثلاثون ثلاثين ثلاثين*; 40 اربعون اربعين*; 50 خمسون خمسين*; 60 ستون ستين*; 70 سبعون سبعين*; 80 ثمانون ثمانين*; 90 تسعون تسعين*; 100 مئة مائة مئات مئتي* مائتي* قرن* قرون; 200 مئتان مئتين مائتين مائتان مئتي مائتي;"
          "1000 الف الاف الفا الفين* الفي*; 1000000 مليون* ملايين; 1000000000 مليار* بليون*; 2,30,50 نصف*; 4,15,25 ربع*",
    "fa": "1 یک یکی اول* نخست*; 2 دو دوم* هردو جفت; 3 سه سوم*; 4 چهار*; 5 پنج*; 6 شش ششم*; 7 هفت*; 8 هشت*; 9 نه نهم*; 10 ده دهم* دهه* دهها; 11 یازده*; 12 دوازده*; 13 سیزده*; 14 چهارده*; 15 پانزده*; 16 شانزده*; 17 هفده*; 18 هجده* هیجده*; 19 نوزده*;"
          "20 بیست*; 30 سی سیم*; 40 چهل*; 50 پنجاه*; 60 شصت*; 70 هفتاد*; 80 هشتاد*; 90 نود*; 100 صد صده* قرن*; 200 دویست*; 300 سیصد*; 500 پانصد*; 1000 هزار*; 1000000 میلیون*; 1000000000 میلیارد*; 2,30,50 نیم* نصف*",
    "he": "1 אחד אחת ראשו* יחיד*; 2 שני שתי שנים שניים שתיים שניה שנייה שניים* זוג* כפול* שתיי*; 3 שלוש* שליש*; 4 ארבע* רביע* רבע*; 5 חמש* חמיש*; 6 שש שישה ששה שישי*; 7 שבע שבעה שביע*; 8 שמונ* שמינ*; 9 תשע* תשיע*; 10 עשר עשרה עשיר* עשור* עשרות עשרת; 11 אחד־עשר;"
          "12 תריסר*; 20 עשרים; 30 שלושים; 40 ארבעים; 50 חמישים; 60 שישים ששים; 70 שבעים; 80 שמונים; 90 תשעים; 100 מאה מאות מאתיים; 200 מאתיים; 1000 אלף אלפי* אלפיים אלפים; 1000000 מיליון* מיליונ*; 1000000000 מיליארד*; 2,30,50 חצי מחצי*; 4,15,25 רבע*",
    "hi": "1 एक एकमात्र पहल* प्रथम इकलौत*; 2 दो दोन* दूसर* द्वितीय दुगुन* दोगुन* द्वि*; 3 तीन* तीसर* तृतीय त्रि* तिहाई; 4 चार* चौथ* चतुर्थ; 5 पाँच* पांच* पंच*; 6 छह छः छ छठ* छठे; 7 सात* सप्त*; 8 आठ* अष्ट*; 9 नौ नौव* नव*; 10 दस* दशक* दसव*; 11 ग्यारह*; 12 बारह* दर्जन*;"
          "13 तेरह*; 14 चौदह*; 15 पंद्रह* पन्द्रह*; 16 सोलह*; 17 सत्रह* सतरह*; 18 अठारह* अट्ठारह*; 19 उन्नीस*; 20 बीस*; 25 पच्चीस*; 30 तीस*; 40 चालीस*; 50 पचास*; 60 साठ*; 70 सत्तर*; 80 अस्सी*; 90 नब्बे*; 100 सौ सैकड़* शताब्दी* सदी*; 1000 हज़ार* हजार*;"
          "100000 लाख*; 10000000 करोड़*; 1000000 मिलियन*; 1000000000 बिलियन* अरब*; 2,30,50 आध* डेढ़* अर्ध*; 4,15,25 चौथाई*",
    "ko": "1 한 하나* 첫* 일 단 유일*; 2 두 둘* 이 두번* 양 양쪽 쌍*; 3 세 셋* 삼 석; 4 네 넷* 사 넉; 5 다섯* 오; 6 여섯* 육; 7 일곱* 칠; 8 여덟* 팔; 9 아홉* 구; 10 열 십* 수십* 열*; 11 열하나* 열한*; 12 열두* 열둘*; 13 열세* 열셋*; 20 스물* 스무* 이십*; 30 서른* 삼십*; 40 마흔* 사십*; 50 쉰* 오십*; 60 예순* 육십*; 70 일흔* 칠십*;"
          "80 여든* 팔십*; 90 아흔* 구십*; 100 백* 수백* 세기*; 1000 천 수천* 천*; 10000 만 수만*; 100000000 억 수억*; 2,30,50 반 절반*",
    "ja": "1 ひとつ ひとり 初 唯; 2 ふたつ ふたり 両 双 半; 3 みっつ; 4 よっつ; 5 いつつ; 10 十年; 12 ダース; 2,30,50 半",
    "zh": "1 首 单 單 唯; 2 双 雙 俩 倆 半; 10 十年; 12 打; 2,30,50 半",
}  # fmt: skip
_MARKS = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640]")
# A word with its combining marks: Python's \w does not know those of the Indian scripts.
_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff])+")
# Words that hang on to the next one in writing: "and", "in", "the".
_CLITICS = {
    "ar": ("و", "ف", "ب", "ل", "ك", "ال", "لل", "وال", "بال", "فال", "كال", "وب", "ول", "ولل", "وبال"),
    "he": ("ו", "ב", "ל", "כ", "מ", "ש", "ה", "וה", "שה", "מה", "בה", "לה", "וש", "וב", "ול", "ומ", "כש", "שב"),
}  # fmt: skip
# Languages with a dual: "two" may be no more than the ending of a noun.
DUAL = frozenset({"ar", "he", "sl"})
_HAN = re.compile("[一二三四五六七八九十百千万萬億亿两兩〇零廿]{1,14}")
_HAN_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_HAN_STEPS = {"十": 10, "百": 100, "千": 1000}
_ABOUT = re.compile("([一二三四五六七八九])([一二三四五六七八九])([十百千])")
# Sino-Korean numerals of two syllables and more; a single one is mostly another word.
_HANGUL = re.compile("(?<![가-힣])[일이삼사오육칠팔구십백천만억]{2,}")
_HANGUL_AS_HAN = str.maketrans("일이삼사오육칠팔구십백천만억", "一二三四五六七八九十百千万億")
_HAN_SCALES = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8}


def has_stems(language: str) -> bool:
    """Whether words that say a number are known for the language."""
    return language in _TABLES


def said_in(text: str, language: str) -> Iterator[int]:
    """Values that words of `text` say, in passing or as numbers; parts of a compound each for itself.

    >>> sorted(set(said_in("až dva miliony dětí", "cs")))
    [2, 1000000]
    """
    exact, stems = _stems(language)
    if not exact and not stems:
        return
    if language in {"ja", "zh"}:
        yield from (value for word, values in exact.items() if word in text for value in values)
        yield from _han_values(text)
        return
    if language == "ko":
        yield from (value for run in _HANGUL.findall(text) for value in _han_values(run.translate(_HANGUL_AS_HAN)))
    heads = _CLITICS.get(language, ())
    for word in dict.fromkeys(_WORD.findall(_plain(text, language))):
        found = False
        for form in (word, *(word[len(head) :] for head in heads if word.startswith(head))):
            values = [*exact.get(form, ())]
            for length in range(1, min(len(form), 16) + 1):
                values += stems.get(form[:length], ())
            yield from values
            found = found or any(value > 1 for value in values)
        if found and len(word) >= 7:  # "vijfentwintig", "huszonöt", "kaksitoista": the parts that follow
            for start in range(2, len(word) - 1):
                for end in range(start + 2, len(word) + 1):
                    yield from stems.get(word[start:end], ())
                yield from exact.get(word[start:], ())


# Numerals that can hardly be another word, from three on: what the whole table has would be too much to ask for.
NUMERALS = {
    "ar": re.compile(
        r"(?<!\w)(?:[وفبلك]|لل|ال|[وفبلك]ال)?(?:(?P<n3>ثلاثة?|الثالثة?)|(?P<n4>[اأ]ربعة?|الرابعة?)|(?P<n5>خمسة?|الخامسة?)|(?P<n6>ستة|السادسة?)|(?P<n7>سبعة|السابعة?)"
        r"|(?P<n8>ثماني(?:ة)?|الثامنة?)|(?P<n9>تسعة?|التاسعة?)|(?P<n10>عشرة?|العاشرة?)|(?P<n20>عشرين(?:ات|يات)?|عشرون)|(?P<n30>ثلاثين(?:ات|يات)?|ثلاثون)"
        r"|(?P<n40>[اأ]ربعين(?:ات|يات)?|[اأ]ربعون)|(?P<n50>خمسين(?:ات|يات)?|خمسون)|(?P<n60>ستين(?:ات|يات)?|ستون)|(?P<n70>سبعين(?:ات|يات)?|سبعون)"
        r"|(?P<n80>ثمانين(?:ات|يات)?|ثمانون)|(?P<n90>تسعين(?:ات|يات)?|تسعون))(?!\w)"
    ),
}  # fmt: skip


def numerals_in(text: str, language: str) -> Iterator[tuple[int, int, frozenset[int]]]:
    """Where `text` has a numeral in words that is no other word, with its value, for the languages of `NUMERALS`.

    >>> [sorted(values) for _, _, values in numerals_in("لمدة عشر سنوات", "ar")]
    [[10]]
    """
    pattern = NUMERALS.get(language)
    for match in pattern.finditer(text) if pattern else ():
        yield *match.span(), frozenset({int(str(match.lastgroup)[1:])})


def _han_values(text: str) -> Iterator[int]:
    """Values of the numerals in Han characters, and of each of their digits; "二三十" is twenty or thirty."""
    for run in _HAN.findall(text):
        yield from (_HAN_DIGITS[char] for char in run if char in _HAN_DIGITS)
        if (whole := han_value(run)) is not None:
            yield whole
        elif (about := _ABOUT.fullmatch(run)) and about[3] in _HAN_STEPS:
            yield from (_HAN_DIGITS[digit] * _HAN_STEPS[about[3]] for digit in about.groups()[:2])


def han_value(numeral: str) -> int | None:
    """Value of a numeral in Han characters ("二十三", "三百万"), or None for what counts off ("一二") or is a mere word.

    >>> [han_value(one) for one in ("二十三", "三百万", "一二")]
    [23, 3000000, None]
    """
    total = group = digit = 0
    for char in numeral.replace("廿", "二十"):
        if char in _HAN_SCALES:
            total, group, digit = total + max(group + digit, 1) * _HAN_SCALES[char], 0, 0
        elif char in _HAN_STEPS:
            group, digit = group + (digit or 1) * _HAN_STEPS[char], 0
        elif digit:
            return None
        else:
            digit = _HAN_DIGITS[char]
    return total + group + digit


def parts_of(value: int) -> Iterator[tuple[int, ...]]:
    """Ways to say a whole number by its parts: 25 as 20 and 5 (or 2, 10 and 5), 12 as 10 and 2, 2,000,000 as 2 and 1,000,000.

    >>> list(parts_of(25))
    [(20, 5), (2, 10, 5)]
    """
    parts: tuple[int, ...] = ()
    for scale in (10**9, 10**6, 1000, 100):
        count, value = divmod(value, scale)
        if count >= 1000:
            return
        if count:
            ways = list(parts_of(count)) if count > 20 and count % 100 else []
            parts += (*(ways[0] if ways else (count,) if count > 1 else ()), scale)
    tens, one = divmod(value, 10)
    if value > 20 or (not one and tens):
        rest = (one,) if one else ()
        yield (*parts, tens * 10, *rest)
        if tens > 1:
            yield (*parts, tens, 10, *rest)
    elif value > 10:
        yield (*parts, value)
        yield (*parts, 10, one)
    else:
        yield (*parts, value) if value else parts


@lru_cache(maxsize=32)
def _stems(language: str) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """Whole words and beginnings of words, each with the values that it says."""
    exact: dict[str, tuple[int, ...]] = {}
    stems: dict[str, tuple[int, ...]] = {}
    for row in filter(str.strip, _TABLES.get(language, "").split(";")):
        values, *words = row.split()
        numbers = tuple(map(int, values.split(",")))
        for word in words:
            table = stems if word.endswith("*") else exact
            form = _plain(word.rstrip("*"), language)
            table[form] = (*table.get(form, ()), *numbers)
    return exact, stems


def _plain(text: str, language: str) -> str:
    """Small letters as the tables have them: without the points of Arabic and Hebrew and the accents of Greek."""
    text = text.lower() if language != "tr" else text.replace("İ", "i").replace("I", "ı").lower()
    if language == "ro":
        return text.translate({0x15F: "ș", 0x163: "ț"})
    if language == "ar":
        text = text.translate({ord(one): "ا" for one in "أإآ"})
    if language in {"ar", "he", "fa"}:
        return _MARKS.sub("", text)
    if language == "el":
        return _MARKS.sub("", unicodedata.normalize("NFD", text)).replace("ς", "σ")
    return unicodedata.normalize("NFC", text)
