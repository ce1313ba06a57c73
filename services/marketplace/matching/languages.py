"""In which language a text is, as far as matching must know: German, English, or one that it does not understand. Pure.

By function words, which every sentence has, and by letters that neither language has. A word alone may be of any
language: then nothing is said of it.
"""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W\d_]+")
GERMAN_WORDS = """
aber alle als am an auch auf aus bei beim bin bis da das dass dem den der des die diese durch ein eine einem einen einer
er es für gibt habe haben hat ich ihr im in ist kann kein keine mein meine mit nach nicht noch nur ob oder sich sie sind
so um und uns unser unsere unter vom von was wer wenn wie wir wird wo zu zum zur über
"""
ENGLISH_WORDS = """
a about all an and any are as at be been but by can could do does for from get has have how if into is it its me my no
not of on or our out she some that the their there they this to us was we what when where which who why will with
without you your
"""
# Function words of languages that are asked in here and written in Latin letters.
OTHER_WORDS = """
bir bu ve için ile nasıl nerede var yok ne çok kim yardım się nie jest jak gdzie dla przez czy oraz mogę moje je les
pour une est avec dans nous vous sur qui pas el los para como una con por del mi hay qué dónde il che di per della sono
ho non come dove pentru și este cum unde mnogo kako gde nije për dhe është ku
la le sur notre votre leur cherche aide sobre necesito busco quiero nel nella gli cerco aiuto caut noastra nostru
"""
GERMAN, ENGLISH = frozenset(GERMAN_WORDS.split()), frozenset(ENGLISH_WORDS.split())
OTHERS = frozenset(OTHER_WORDS.split()) - GERMAN - ENGLISH
FOREIGN_LETTERS = frozenset("ığşąęłńśźżćčřšžěůőűțășăđåæøœñãõ")
GERMAN_ENDS = ("ung", "ungen", "heit", "keit", "schaft", "lich", "liche", "lichen", "isch", "ische")
ENGLISH_ENDS = ("ing", "ness", "ship", "tions", "ities", "ful")
MUCH = 0.25  # of the words of a text
TWICE = 2  # function words that make a language


def language_of(text: str) -> str | None:
    """``DE`` or ``EN``; None where nothing tells.

    Where no function word does, endings that only one of the two has.

    >>> language_of("Wo gibt es Hilfe?"), language_of("help for my club"), language_of("Hebamme")
    ('DE', 'EN', None)
    >>> language_of("Ehrenamtliche finden"), language_of("swimming lessons")
    ('DE', 'EN')
    """
    said = [each.casefold() for each in WORD.findall(text)]
    german, english = (sum(each in known for each in said) for known in (GERMAN, ENGLISH))
    if german == english == 0:
        german, english = (sum(each.endswith(ends) for each in said) for ends in (GERMAN_ENDS, ENGLISH_ENDS))
        german += sum(bool(set(each) & set("äöüß")) for each in said)
    if german == english:
        return None
    return "DE" if german > english else "EN"


def is_understood(text: str) -> bool:
    """Whether the model can read the language of a text; of what no letter tells it is taken for ours.

    >>> is_understood("kan bağışı"), is_understood("Курси плавання"), is_understood("Hebamme"), is_understood("42 €")
    (False, False, True, True)
    """
    said = [each.casefold() for each in WORD.findall(text)]
    if not said:
        return True
    other_script = sum(not is_latin(each) for each in said)
    strange = sum(bool(FOREIGN_LETTERS & set(each)) for each in said)
    if other_script > MUCH * len(said) or strange >= MUCH * len(said) > 0:
        return False
    others, ours = sum(each in OTHERS for each in said), sum(each in GERMAN or each in ENGLISH for each in said)
    if sum(map(is_of_others, WORD.findall(text))) + len(OF_A_NAME.findall(text)) > ours:
        return False
    return others < TWICE or others <= ours


def is_of_others(word: str) -> bool:
    """Whether a word is surely not ours: no name with a letter that we have not, or a word of Turkish or Polish.

    >>> [is_of_others(each) for each in ("pływania", "Łódź", "szukam", "suche")]
    [True, False, True, False]
    """
    return bool(word[0].islower() and FOREIGN_LETTERS & set(word)) or sure_language(word.casefold()) is not None


def sure_language(word: str) -> str | None:
    """``TR`` or ``PL`` where a word in small letters can be of no other language that is asked in here, also without
    its accents.

    >>> [sure_language(each) for each in ("istiyorum", "gidebilirim", "szukam", "suche")]
    ['TR', 'TR', 'PL', None]
    """
    if word in SURE["TR"] or TURKISH_ENDING.search(word):
        return "TR"
    return "PL" if word in SURE["PL"] or POLISH_ENDING.search(word) else None


# By scripts and letters, the surest first; then by function words.
BY_LETTERS = (
    ("UK", re.compile("[іїєґІЇЄҐ]")),
    ("RU", re.compile("[ыэёъЫЭЁЪ]")),
    ("UK", re.compile("[а-яА-Я]")),
    ("AR", re.compile("[\u0600-\u06ff]")),
    ("TR", re.compile("[ığşİĞŞ]")),
    ("PL", re.compile("[ąęłńśźżćĄĘŁŃŚŹŻĆ]")),
)
BY_WORDS = {
    "TR": frozenset(["bir", "bu", "ve", "için", "ile", "nerede", "var", "yok", "kim", "ne", "çok"]),
    "PL": frozenset(["nie", "jest", "jak", "gdzie", "dla", "przez", "czy", "oraz", "jestem"]),
}
# Words and endings that German and English have not, with accents and as people type who have none.
TURKISH_WORDS = """
acaba adet adim adım alabil aldı alin alinir alir alirim almak altinda altında alın alınır alır alırım ancak arama
aramak arasinda arasında ariyorum artik artık arıyorum bana baska bazen bazi bazı başka belki bende benden beni
benim bilen bilir bilmek biraz bircok biri birini birisi birkac birkaç birçok bizde bize bizi bizim boyle bulabil
bulama bulamiyorum bulamıyorum bulmak bulun bulunan bulunur bunlar bunu bunun bura burada butun böyle bütün cok
cunku daha dair dayan dedi defa degil değil diger disinda diye diğer dogrultusunda doğrultusunda dışında edebil
edecek eden eder ederim edilen edin eger etme etmek etraf etti evet eğer fakat falan galiba gecen geldi geldim
gelebil gelmek gercek gerek gerekir gerekiyor gerekli gerçek geçen gibi gidebil giderim gitmek gitti gore göre
hakkinda hakkında hangi hayir hayır hemen henuz henüz hicbir hiçbir icin icinde ihtiyaci ihtiyacim ihtiyacimiz
ihtiyacı ihtiyacım ihtiyacımız ilgili ismim iste isterim isteyen istiyorum için içinde kadar kadariyla kadarıyla
karsi karşı kendi kendim kendimi kere kimden kime kimi kiminle kimler kimse kocaman konuda konusunda lazim lazım
lutfen lütfen merhaba mevcut midir misin misiniz miyim miyiz mudur musunuz müsünüz mıdır mısın mısınız mıyım nasil
nasıl nedir neler nerde nere nerede nereden nerelerde nereye nicin niye niçin ogrenmek olabil olacak olan olarak
oldu oldugu olduğu olma olmak olsun olur ondan onlar onun orada oraya oyle ragmen rağmen sadece sagla sahip
sayesinde sayın sağla seni senin seyi seyler simdi sirasinda sizde sizi sizin sonra sonrasi sonrası soyle soyler
sunu surada surdur söyle söyler sürdür sırasında tamam tarafindan tarafından tekrar tesekkur tesekkurler teşekkür
teşekkürler toplam tüm ucretsiz uzere uzerinde vardi vardı verdi verebil veren veril verilen verilir verin verip
verir veririm verme vermek veya yahut yanimda yaninda yanımda yanında yapabil yapan yapar yapil yapilan yapilir
yapmak yapmam yapıl yapılan yapılır yardim yardimi yardım yardımı yerine yoluyla yuzunden yüzünden zaten zorunda çok
çünkü önce öyle öğrenmek ücretsiz üzere üzerinde şeyi şeyler şimdi şunu şurada şöyle
"""
POLISH_WORDS = """
albo bardzo bede bedzie byla bylo była było będzie będę chce chcemy chcial chcialabym chcialbym chciał chciałabym
chciałbym chcę ciebie czasami czasem czego czemu czesc czesto cześć czy czyj czym często dla dlaczego dokad dokąd
dosta dostac dostać dotycz duzo dużo dzieci dziecka dziecko dzieki dzieku dziekuje dzięki dzięku dziękuję gdzie
gdzies gdzieś idzie inna inne inny innych inną istnie jak jaka jakas jaki jakich jakie jakiej jakies jakieś
jakikolwiek jakis jakiś jako jakąś jednak jego jesli jestem jestesmy jesteśmy jeszcze jezeli jeśli jeżeli kazd każd
kiedy kilka kilku kogo kogos kogoś kolejn kolo komu konieczn koło kto ktokolwiek ktora ktore ktorego ktorej ktory
ktorych ktorym ktorzy ktos ktoś która które którego której który których którym którzy lub lubi lubie lubię mają
malo mamy mało miec miedzy mieszkam mieć między mnie mniej moga moge mogl mogla moglaby mogą mogę mogła mogłaby
moich moim moja moje mojego mojej mojemu moją moze mozemy mozna może możemy można musi musimy musze muszę mysle
myślę mógł nalezy należy nami nasi nasz nasza nasze naszego naszej naszych naszym nawet niego niej niemieckiego
niemiecku nigdy nimi obok okolo około okresl określ oprocz oprócz oraz osob osób otrzym pana pani panie panstwa
panstwo państwa państwo podczas pojsc pomoc pomocy pomoze pomoże pomóc poniewaz ponieważ poszuk poszukuje poszukuję
potem potrzebn potrzebuj potrzebuje potrzebujemy potrzebuję powin prawdz prawie prosi prosz prosze proszę przed
przez przy przyjsc przyjść pójść robi robic robie robić robię rodzaj rowniez rzecz również siebie skad skąd soba
sobie sobą spraw sprawi sprawie stalo starac staram starać stało swoich swoj swoja swoje swojego swojej swoją swój
szuka szukam szukamy taka taki takie takze także tego teraz tobie troche trochę trzeba tutaj tutej tych tylko
uzyska wasz wasze wedlug według wiadomo wiec wiecej wiedziec wiedzieć wiele wielu wiem witam więc więcej wlasnie
wobec wsrod wszyscy wszystk właśnie wśród zapisac zapisać zawsze zeby znac znalezc znaleźć znam znać zrobi zrobic
zrobić zwiazan związan żeby
"""
SURE = {"TR": frozenset(TURKISH_WORDS.split()), "PL": frozenset(POLISH_WORDS.split())}
TURKISH_ENDING = re.compile(
    r"\w(?:[ıiuü]yor(?:um|uz|sun|lar|du)?|[ae]bilir(?:im|iz|sin|siniz|ler|lar)?"
    r"|l[ae]r[ıi](?:m|ni|nı|ne|na|mız|miz|mizin|mızın)?)$"
)
OF_A_NAME = re.compile(r"\w['’][dt][ea]n?\b")  # "Köln'de": Turkish
POLISH_ENDING = re.compile(r"\w{3}(?:iego|owania|owanie|ości|osci|kiem|nych)$")
# Words that travel: they mean the same in many languages, also in small letters.
BORROWED = frozenset(
    {
        "workshop",
        "hackathon",
        "chatbot",
        "app",
        "ai",
        "ki",
        "it",
        "open",
        "data",
        "digital",
        "online",
        "startup",
        "webinar",
    }
)


def language_not_understood(text: str) -> str | None:
    """``TR``, ``UK``, ``RU``, ``AR`` or ``PL`` of a text that is not understood; None for others, and for ours.

    >>> [language_not_understood(each) for each in ("kan bağışı", "Курси плавання", "kurs dla osób", "Hebamme")]
    ['TR', 'UK', 'PL', None]
    """
    if is_understood(text):
        return None
    for language, letters in BY_LETTERS:
        if letters.search(text):
            return language
    said = [each.casefold() for each in WORD.findall(text)]
    sure = [each for each in map(sure_language, said) if each] + ["TR"] * len(OF_A_NAME.findall(text))
    if sure:
        return max(sorted(set(sure), reverse=True), key=sure.count)
    return next((language for language, words in BY_WORDS.items() if words & set(said)), None)


def borrowed(text: str) -> str:
    """What can be looked up of a text that is not understood: names, and words that travel; all where there are none.

    >>> borrowed("де в Fulda є Workshop про бджіл"), borrowed("Leipzig tamir atölyesi nerede"), borrowed("kan bağışı")
    ('Fulda Workshop', 'Leipzig', 'kan bağışı')
    """
    words = WORD.findall(text)
    many = sum(not is_latin(each) for each in words) > MUCH * len(words)
    kept = [each for each in words if is_latin(each) and (many or each[:1].isupper() or each.casefold() in BORROWED)]
    return " ".join(kept) or text


def is_latin(word: str) -> bool:
    return all("LATIN" in unicodedata.name(each, "LATIN") for each in word)
