//! What each code means, in Dutch.
//!
//! Invariants
//! - Every code has an arm, or this does not compile.
//! - The parts are those of the English explanations in `code`; the example is taken from there, being code.

use crate::code::Code;

/// What one problem of a code is, what several are, and the explanation without its example.
pub(crate) fn of(code: Code) -> (&'static str, &'static str, &'static str) {
    match code {
        Code::NoLanguage => (
            "pagina zegt niet in welke taal ze is",
            "pagina’s zeggen niet in welke taal ze zijn",
            "Geen attribuut `lang` rond de inhoud van de pagina noemt een taal, en geen instelling doet dat. De taal is geraden
uit de tekst.

Waarom dit telt: woorden vinden hun andere vormen met de regels van hun taal. Bij een korte pagina kan de taal fout geraden
zijn. Dan vindt niemand haar met een andere vorm van een woord. Een schermlezer spreekt haar ook verkeerd uit.

Zo lost u het op: schrijf de taal op de pagina. Zijn alle pagina’s zonder taal in één taal? Zet dan `lang` in
`zoeklicht.toml`, of geef `--lang`.",
        ),
        Code::NoTitle => (
            "document heeft geen titel",
            "documenten hebben geen titel",
            "Het document zegt nergens hoe het heet: geen `<title>` en geen `<h1>`, geen titel in zijn gegevens bovenaan, in zijn
regel of in de eigenschappen van de PDF. De naam van het bestand komt in de plaats.

Waarom dit telt: bezoekers kiezen een resultaat door de titel. En een woord in een titel telt meer dan een woord in de tekst.

Zo lost u het op: geef de pagina een titel. Bij een PDF zet u die in de eigenschappen van het document, vóór u de PDF maakt.",
        ),
        Code::DuplicateTitle => (
            "document heeft de titel van een ander",
            "documenten hebben de titel van een ander",
            "Twee documenten in één taal hebben dezelfde titel.

Waarom dit telt: in een lijst met resultaten ziet niemand het verschil. Vaak is het de titel van de hele website, of is een
sjabloon niet ingevuld.

Zo lost u het op: noem in elke titel waarover alleen die pagina gaat. Zijn de pagina’s gelijk? Houd er dan één.",
        ),
        Code::DuplicateText => (
            "document heeft dezelfde tekst als een ander",
            "documenten hebben dezelfde tekst als een ander",
            "Twee documenten in één taal hebben dezelfde tekst, op twee adressen.

Waarom dit telt: ze zijn allebei een antwoord op dezelfde vraag. De lijst met resultaten zegt dan alles twee keer, en de index
is groter dan nodig.

Zo lost u het op: houd er één, en stuur het andere adres daarheen door. Moeten ze allebei blijven? Laat dan het ene het andere
noemen met `<link rel=\"canonical\">`, of laat het vragen om niet in de index te komen.",
        ),
        Code::SimilarText => (
            "document heeft bijna dezelfde tekst als een ander",
            "documenten hebben bijna dezelfde tekst als een ander",
            "Bijna alle reeksen van drie woorden van een document staan ook in een ander.

Waarom dit telt: het kan de bedoeling zijn, zoals bij een formulier per jaar. Het kan ook een oude versie zijn die is blijven
staan. Wie daar terechtkomt, leest wat niet meer klopt.

Zo lost u het op: verwijder de oude versie, of laat ze vragen om niet in de index te komen. Hebben alle pagina’s een lang stuk
gemeen dat niets over de pagina zelf zegt? Laat dat stuk dan weg.",
        ),
        Code::NoMain => (
            "pagina duidt haar inhoud niet aan",
            "pagina’s duiden hun inhoud niet aan",
            "De pagina heeft geen `<main>`, `role=\"main\"`, `<article>` of `data-zoeklicht-body`. De hele pagina wordt doorzocht,
behalve wat zeker geen inhoud is: `<nav>`, `<header>`, `<footer>`, formulieren en scripts.

Waarom dit telt: menu’s en meldingen in gewone `<div>`-elementen worden op elke pagina doorzocht. Wie een woord uit het menu
zoekt, vindt dan alle pagina’s.

Zo lost u het op: zet de inhoud in één `<main>`. Dat helpt ook mensen met een schermlezer.",
        ),
        Code::NoText => (
            "document heeft geen tekst",
            "documenten hebben geen tekst",
            "Het bestand is gelezen, maar er is geen tekst om in te zoeken: de inhoud is leeg, ook van koppen, of er zijn geen
regels.

Waarom dit telt: niemand vindt de pagina. Vaak vult een script ze in de browser, en het maken van de index voert geen scripts
uit.

Zo lost u het op: laat het programma dat de website maakt de inhoud in de pagina schrijven. Staat de inhoud er wel, maar buiten
`<main>`? Duid ze dan aan. Is er niets te vinden? Laat de pagina dan vragen om niet in de index te komen.",
        ),
        Code::BadDate => (
            "document heeft een datum die niet te lezen is",
            "documenten hebben een datum die niet te lezen is",
            "De datum waarop het document gesorteerd wordt, is geen dag zoals ISO 8601 die schrijft: `2026-03-31`, `2026-03` of
`2026`, met of zonder tijd.

Waarom dit telt: het document wordt gesorteerd alsof de datum tekst is. Wie het nieuwste eerst wil, ziet het op de verkeerde
plaats.

Zo lost u het op: schrijf eerst het jaar, dan de maand en de dag.",
        ),
        Code::TooLong => (
            "document is te lang om helemaal te doorzoeken",
            "documenten zijn te lang om helemaal te doorzoeken",
            "De tekst van het document is langer dan de grens. Wat na de grens komt, staat niet in de index.

Waarom dit telt: wat achteraan staat, vindt niemand. Zo’n lange pagina is ook moeilijk te gebruiken: wie er terechtkomt, moet
nog altijd zoeken.

Zo lost u het op: verdeel de pagina in pagina’s met elk één onderwerp, of verhoog de grens.",
        ),
        Code::WrongCharset => (
            "document is in een andere codering dan het zegt",
            "documenten zijn in een andere codering dan ze zeggen",
            "De pagina noemt een tekencodering, maar haar bytes zijn anders. Of geen enkele codering past bij alle bytes, en er gaan
tekens verloren.

Waarom dit telt: browsers tonen dan de verkeerde tekens voor letters met accenten. Woorden met zulke letters vindt niemand.

Zo lost u het op: bewaar het bestand als UTF-8 en zeg dat ook, of zeg waarin het bewaard is. Kijk ook naar de `Content-Type`
die de server stuurt.",
        ),
        Code::NestedTooDeeply => (
            "pagina heeft te veel elementen in elkaar",
            "pagina’s hebben te veel elementen in elkaar",
            "Er staan duizenden elementen in elkaar. Meestal opent een sjabloon elementen en sluit het die nooit. De rest van de
pagina is niet gelezen.

Waarom dit telt: wat in de rest staat, vindt niemand. Browsers tonen zo’n pagina ook anders dan bedoeld.

Zo lost u het op: sluit de elementen. Een controle van de HTML noemt het eerste dat open blijft.",
        ),
        Code::Excluded => (
            "document vraagt om niet in de index te komen",
            "documenten vragen om niet in de index te komen",
            "De pagina zegt `noindex` of `none` aan robots, de gegevens bovenaan zeggen `draft` of `noindex`, de server stuurt
`X-Robots-Tag: noindex`, of de pagina zegt met `<link rel=\"canonical\">` dat ze een kopie is van een andere. Die andere staat
in de index en heeft dezelfde tekst, of bijna. Een volledig adres telt daar alleen als `base-url` van dezelfde oorsprong is.

Waarom dit telt: niemand vindt de pagina, zoals de maker wil. Het staat hier alleen voor wie ze mist.

Zo lost u het op: verwijder dat als de pagina wel gevonden moet worden. Een pagina die geen kopie is, noemt haar eigen adres.",
        ),
        Code::BadFrontMatter => (
            "document heeft gegevens bovenaan die niet te lezen zijn",
            "documenten hebben gegevens bovenaan die niet te lezen zijn",
            "De regels tussen `---` (YAML) of `+++` (TOML) bovenaan het bestand zijn niet te lezen, de tweede van die lijnen
ontbreekt, of `filters`, `sort` of `meta` is daar geen tabel.

Waarom dit telt: de tekst van het document wordt doorzocht, maar titel, datum of filters zijn niet zoals de maker ze schreef.

Zo lost u het op: verbeter de regel. In YAML staat tekst met een dubbelepunt tussen aanhalingstekens.",
        ),
        Code::UnreadableFile => (
            "bestand kon niet gelezen worden",
            "bestanden konden niet gelezen worden",
            "Het systeem geeft het bestand of de map niet: u mag het niet lezen, of een koppeling leidt nergens heen.

Waarom dit telt: wat erin staat, vindt niemand.

Zo lost u het op: laat wie de index maakt het lezen, herstel de koppeling, of verwijder ze.",
        ),
        Code::EmptyFile => (
            "bestand is leeg",
            "bestanden zijn leeg",
            "Het bestand heeft geen bytes, of geen regels.

Waarom dit telt: wie een link naar het bestand volgt, ziet niets. Vaak is een stap bij het maken van de website halverwege
gestopt.

Zo lost u het op: maak de website opnieuw en kijk wat die stap zegt, of verwijder het bestand.",
        ),
        Code::NotText => (
            "bestand is geen tekst",
            "bestanden zijn geen tekst",
            "Het einde van de naam zegt dat het bestand tekst is, maar de bytes zijn dat niet.

Waarom dit telt: het bestand wordt niet doorzocht. Anders kreeg de bezoeker tekens die niemand kan lezen.

Zo lost u het op: geef het bestand het einde van zijn echte soort, of laat het weg. Is het tekst?
Bewaar het dan als UTF-8.",
        ),
        Code::DuplicateAddress => (
            "document heeft het adres van een ander",
            "documenten hebben het adres van een ander",
            "Twee documenten hebben één adres: twee regels met één `id` of `url`, twee pagina’s die dezelfde `url` noemen, of twee
bronnen met een bestand van dezelfde naam.

Waarom dit telt: bezoekers vinden ze allemaal, en komen op dezelfde pagina. Ze zien haar twee keer, en een van de twee teksten
staat daar niet.

Zo lost u het op: laat er één weg. Zijn het twee pagina’s? Dan heeft elk een eigen adres nodig: schrijf een `url`, of maak van
elke bron een index met een eigen `base-url` en voeg ze samen.",
        ),
        Code::DuplicateId => (
            "id is dat van meer documenten",
            "id’s zijn die van meer documenten",
            "Twee documenten op verschillende adressen hebben één id: het pad van een bestand in zijn bron, of de `id` van een regel.

Waarom dit telt: bezoekers vinden beide. Maar een vastgezet document of een beoordeelde zoekvraag die het id noemt, bedoelt er
maar één.

Zo lost u het op: noem vastgezette documenten met hun adres, en geef elke regel een eigen id.",
        ),
        Code::NoBodyAttribute => (
            "pagina heeft geen `data-pagefind-body`, en andere wel",
            "pagina’s hebben geen `data-pagefind-body`, en andere wel",
            "Zodra één pagina met `data-pagefind-body` zegt wat doorzocht wordt, worden alleen zulke pagina’s doorzocht, zoals
Pagefind het doet. `data-zoeklicht-body` telt ook zo; alleen laat het geen andere pagina weg.

Waarom dit telt: niemand vindt de pagina. Zo kiest een website wat doorzocht wordt. Het staat er voor wie een pagina mist.

Zo lost u het op: duid ook de inhoud van deze pagina aan, of gebruik `data-zoeklicht-body` op alle pagina’s.",
        ),
        Code::DamagedPdf => (
            "PDF kon niet gelezen worden",
            "PDF’s konden niet gelezen worden",
            "Het bestand is geen volledige PDF, of het breekt de regels van het formaat zo dat lezen niet lukt.

Waarom dit telt: niemand vindt het, en veel bezoekers kunnen het ook niet openen.

Zo lost u het op: kijk of de PDF opengaat in een programma voor PDF’s. Bewaar hem opnieuw vanuit zijn bron, of laat een
programma hem herschrijven.",
        ),
        Code::EncryptedPdf => (
            "PDF is versleuteld",
            "PDF’s zijn versleuteld",
            "Op de PDF staat een wachtwoord, om hem te openen of om hem te veranderen.

Waarom dit telt: niemand vindt hem. Een beveiliging houdt vaak ook schermlezers buiten.

Zo lost u het op: zet een kopie zonder beveiliging op de website, of laat het bestand weg.",
        ),
        Code::ImageOnlyPdf => (
            "PDF heeft geen tekst",
            "PDF’s hebben geen tekst",
            "De bladzijden van de PDF zijn beelden. Meestal is papier gescand.

Waarom dit telt: niemand vindt de PDF, en wie de beelden niet ziet, kan hem niet lezen.

Zo lost u het op: maak de PDF vanuit zijn bron. Of laat de tekst herkennen en bewaar de PDF met een laag tekst.",
        ),
        Code::UnreadablePdfPage => (
            "bladzijde van een PDF kon niet gelezen worden",
            "bladzijden van PDF’s konden niet gelezen worden",
            "Eén bladzijde van de PDF breekt de regels van het formaat. De andere bladzijden worden doorzocht.

Waarom dit telt: wat op die bladzijde staat, vindt niemand.

Zo lost u het op: bewaar de PDF opnieuw vanuit zijn bron, of laat een programma hem herschrijven.",
        ),
        Code::BadJsonLine => (
            "regel is geen document",
            "regels zijn geen documenten",
            "Een regel van een bestand met JSON Lines is niet één JSON-object met een `id`, of een waarde heeft de verkeerde soort.

Waarom dit telt: niemand vindt het document van die regel.

Zo lost u het op: schrijf één object per regel, zonder nieuwe regel erin.",
        ),
        Code::NotUnpacked => (
            "bestand kon niet uitgepakt worden",
            "bestanden konden niet uitgepakt worden",
            "De naam van het bestand eindigt op `.gz`, maar het is geen gzip, het is niet volledig, of het wordt uitgepakt groter dan
64 MiB.

Waarom dit telt: wat erin staat, vindt niemand. Stuurt de server het ingepakt naar browsers? Dan kunnen die het ook niet tonen.

Zo lost u het op: pak het opnieuw in. Staat het bestand zelf ernaast, dan wordt het ingepakte niet gelezen.",
        ),
        Code::BadCsvRow => (
            "rij is geen document",
            "rijen zijn geen documenten",
            "Een rij van een CSV-bestand heeft meer of minder velden dan de kop van de tabel, heeft geen `id` en geen `url`, of is geen
UTF-8.

Waarom dit telt: niemand vindt het document van die rij.

Zo lost u het op: zet een veld met een komma, een nieuwe regel of een aanhalingsteken tussen aanhalingstekens, en schrijf een
aanhalingsteken daarin twee keer. Bewaar de tabel als UTF-8.",
        ),
        Code::OtherTable => (
            "tabel zegt niet dat er documenten in staan",
            "tabellen zeggen niet dat er documenten in staan",
            "De eerste rij van een CSV-bestand noemt geen kolommen van documenten: nodig zijn `url` of `id`, en `title`, `text` of
`body`. Veel websites hebben ook andere tabellen, die bezoekers kunnen ophalen. Die worden niet doorzocht.

Waarom dit telt: zijn de rijen wel documenten, dan vindt niemand ze.

Zo lost u het op: geef de kolommen een naam. Ook `description`, `lang`, `date`, `headings` (één per regel), `filters.NAAM`,
`sort.NAAM` en `meta.NAAM` zijn bekend. Elke andere kolom is een gegeven bij het document. Een filter met verschillende waarden
heeft verschillende kolommen met één naam.",
        ),
        Code::SynonymLoop => (
            "regel met synoniemen loopt rond",
            "regels met synoniemen lopen rond",
            "Synoniemen met `from` leiden terug naar het woord waarmee ze begonnen.

Waarom dit telt: elke regel wordt maar één keer gevolgd. Wie één van de woorden zoekt, vindt dus niet alle andere. De maker
denkt waarschijnlijk van wel.

Zo lost u het op: wilt u dat elk woord alle andere vindt? Schrijf dan alle woorden in één regel zonder `from`.",
        ),
        Code::EmptySynonym => (
            "regel met synoniemen zegt niets",
            "regels met synoniemen zeggen niets",
            "Een regel met synoniemen heeft een woord zonder letters of cijfers, of heeft maar één woord en geen `from`.

Waarom dit telt: de regel doet niets. Bezoekers vinden dus niet wat de maker bedoelde.

Zo lost u het op: vul de regel aan, of verwijder hem.",
        ),
        Code::UnknownPin => (
            "vastgezet document bestaat niet",
            "vastgezette documenten bestaan niet",
            "Een document dat voor een zoekvraag bovenaan staat, is niet in de index: het is verplaatst, heeft een andere naam, of is
overgeslagen.

Waarom dit telt: wie dat zoekt, ziet niet de pagina die voor hem gekozen is.

Zo lost u het op: geef het pad van het bestand in zijn bron, of zijn adres.",
        ),
        Code::UnknownKey => (
            "sleutel bestaat niet",
            "sleutels bestaan niet",
            "De configuratie heeft een sleutel die niet bestaat. Er wordt geen index gemaakt.

Waarom dit telt: een sleutel met een fout erin zou stil niets doen. Niemand merkt dat, tot een bezoeker iets niet vindt.

Zo lost u het op: verbeter de sleutel. `zoeklicht config --schema` toont ze alle, voor programma’s die meekijken terwijl u
schrijft.",
        ),
        Code::BadValue => (
            "waarde kan niet gebruikt worden",
            "waarden kunnen niet gebruikt worden",
            "De configuratie is daar geen TOML, of een waarde is niet van de soort die bij haar sleutel hoort. Er wordt geen index
gemaakt.

Waarom dit telt: de website zou anders doorzocht worden dan de maker schreef.

Zo lost u het op: verbeter de waarde, of verwijder de regel. Dan geldt de standaardwaarde.",
        ),
        Code::UnreadableConfig => (
            "configuratie kon niet gelezen worden",
            "configuraties konden niet gelezen worden",
            "Het bestand dat `--config` of `ZOEKLICHT_CONFIG` noemt, is er niet, of u mag het niet lezen. Er wordt geen index
gemaakt.

Waarom dit telt: zonder dat bestand zou de index met andere instellingen gemaakt worden dan bedoeld.

Zo lost u het op: verbeter het pad.",
        ),
        Code::NoDocuments => (
            "bron heeft geen documenten",
            "bronnen hebben geen documenten",
            "Niets van wat gelezen is, gaf een document. Er wordt geen index geschreven.

Waarom dit telt: een lege index zou de plaats van een goede innemen. Bezoekers zouden dan niets vinden.

Zo lost u het op: geef de map waarin het programma schrijft dat de website maakt, en maak eerst de website. Bestanden worden
gelezen naar het einde van hun naam: .html .htm .xhtml .md .markdown .txt .pdf .jsonl .csv.",
        ),
        Code::Unreachable => (
            "adres kon niet opgehaald worden",
            "adressen konden niet opgehaald worden",
            "De server was niet te bereiken, het antwoord brak af, of de server vraagt om hem lang met rust te laten. Er is vier keer
geprobeerd.

Waarom dit telt: wat daar staat, komt niet in de index. Was de pagina er bij een vorige keer wel, dan blijft ze zoals ze was.

Zo lost u het op: geef dezelfde opdracht later nog eens. Ze vraagt alleen wat nog ontbreekt. Breekt de server vaak af? Vraag dan
minder tegelijk met `--rate` en `--concurrency`.",
        ),
        Code::ErrorStatus => (
            "adres kreeg een fout als antwoord",
            "adressen kregen een fout als antwoord",
            "De server antwoordde met een status van 400 of meer, maar niet met 404 of 410.

Waarom dit telt: bezoekers krijgen die fout ook te zien, en wat daar staat, komt niet in de index.

Zo lost u het op: kijk in het logboek van de server. Bij 401 en 403 mag niet iedereen de pagina zien: verwijder ze dan uit de
sitemap.",
        ),
        Code::MissingPage => (
            "pagina is er niet",
            "pagina’s zijn er niet",
            "De server antwoordde met 404 of 410: een sitemap of een link noemt een pagina die niet bestaat.

Waarom dit telt: wie de link volgt, vindt niets. Zoekmachines volgen de sitemap ook.

Zo lost u het op: maak de sitemap opnieuw, of verbeter de link. Is de pagina verhuisd? Stuur het oude adres dan door.",
        ),
        Code::BadRedirect => (
            "adres stuurt door naar waar niets te halen is",
            "adressen sturen door naar waar niets te halen is",
            "Het adres stuurt door naar zichzelf, naar geen adres, tien keer na elkaar, of naar een andere oorsprong dan die van de
bron.

Waarom dit telt: bezoekers komen niet aan, of niet op deze website.

Zo lost u het op: verbeter de doorverwijzing. Hoort de andere oorsprong bij de website? Geef ze dan met `--allow-origin`.",
        ),
        Code::TooLarge => (
            "antwoord is te groot",
            "antwoorden zijn te groot",
            "Het antwoord heeft meer bytes dan `--bytes-max` toelaat. Er is niets van bewaard.

Waarom dit telt: wat daar staat, komt niet in de index.

Zo lost u het op: verhoog `--bytes-max` als het een document is om in te zoeken.",
        ),
        Code::BadSitemap => (
            "sitemap kan niet gebruikt worden",
            "sitemaps kunnen niet gebruikt worden",
            "De sitemap kon niet opgehaald worden, of is geen lijst zoals sitemaps.org die beschrijft.

Waarom dit telt: de pagina’s die alleen daar staan, komen niet in de index. Zolang één sitemap niet te lezen is, wordt ook niets
uit de map verwijderd.

Zo lost u het op: open het adres in een browser. Het moet XML zijn met `<urlset>` of `<sitemapindex>`, of een adres per regel.",
        ),
        Code::BadAddress => (
            "adres in een sitemap is geen adres",
            "adressen in een sitemap zijn geen adressen",
            "Een sitemap noemt iets dat geen volledig adres is.

Waarom dit telt: niemand weet welke pagina bedoeld is, ook zoekmachines niet.

Zo lost u het op: schrijf in een sitemap elk adres volledig, met `https://` en de naam van de website.",
        ),
        Code::OtherOrigin => (
            "adres is van een andere oorsprong",
            "adressen zijn van een andere oorsprong",
            "Het adres heeft een andere naam, poort of `http` in plaats van `https` dan de bron.

Waarom dit telt: van een andere website wordt niets opgehaald zonder dat u dat vraagt.

Zo lost u het op: hoort ze erbij? Geef ze dan met `--allow-origin`.",
        ),
        Code::Disallowed => (
            "adres mag niet opgehaald worden van robots.txt",
            "adressen mogen niet opgehaald worden van robots.txt",
            "De regels in `robots.txt` laten dit adres niet toe voor dit programma.

Waarom dit telt: de pagina komt niet in de index, zoals de regels vragen.

Zo lost u het op: moet ze erin? Geef in `robots.txt` een groep `User-agent: zoeklicht` met eigen regels.",
        ),
        Code::OtherType => (
            "antwoord is geen document",
            "antwoorden zijn geen documenten",
            "De server zegt dat het antwoord iets anders is dan HTML, Markdown, PDF of tekst, of zegt niet wat het is.

Waarom dit telt: het komt niet in de index.

Zo lost u het op: is het wel een document? Laat de server dan de juiste `Content-Type` sturen.",
        ),
    }
}
