//! What the grammars know of each language: the names of months and days, the words around them, and how numbers are
//! written. Data only; a further language is one more table.

use super::token::Token;

/// One language, all words in lower case.
pub(super) struct Language {
    pub code: &'static str,
    /// Words that nearly every text has, and that few other languages have.
    pub frequent: &'static [&'static str],
    /// Twelve lists: names, cases and short forms.
    pub months: [&'static [&'static str]; 12],
    /// Seven lists, from Monday.
    pub weekdays: [&'static [&'static str]; 7],
    /// Whether months are written with a capital.
    pub capital_months: bool,
    /// May stand between the parts of a date: “5th *of* May”, “25 *de* abril”.
    pub of: &'static [&'static str],
    /// Between the two ends of a range.
    pub to: &'static [&'static str],
    /// Between the two ends after `between`.
    pub and: &'static [&'static str],
    pub between: &'static [&'static str],
    pub since: &'static [&'static str],
    pub until: &'static [&'static str],
    /// Make a year of the four digits behind them: “in 2022”, “im Jahr 2022”.
    pub before_year: &'static [&'static str],
    /// Make a year of the four digits before them: “2022 году”.
    pub after_year: &'static [&'static str],
    pub about: &'static [&'static str],
    pub at_least: &'static [&'static [&'static str]],
    pub more_than: &'static [&'static [&'static str]],
    pub at_most: &'static [&'static [&'static str]],
    pub less_than: &'static [&'static [&'static str]],
    pub up_to: &'static [&'static [&'static str]],
    /// Days counted from the day of the document.
    pub day_words: &'static [(&'static str, i64)],
    pub ordinal_ends: &'static [&'static str],
    pub percent: &'static [&'static str],
    /// Words that multiply, with their power of ten.
    pub scales: &'static [(&'static str, u8)],
    pub number_words: &'static [(&'static str, u16)],
    /// Between whole and fraction.
    pub decimal: char,
    /// Whether `3/4/2025` is the third of April; `None` where both are in use.
    pub day_first: Option<bool>,
}

/// The table of a language by its tag (`de-AT` is German); what all languages share for one that has none.
pub(super) fn language(tag: &str) -> &'static Language {
    let code = tag.split(['-', '_']).next().unwrap_or_default();
    LANGUAGES.iter().copied().find(|language| language.code.eq_ignore_ascii_case(code)).unwrap_or(&OTHER)
}

/// The language that a text is in, by its most frequent words; `None` where they leave a doubt.
pub(super) fn guess<'a>(texts: impl Iterator<Item = &'a str>) -> Option<&'static Language> {
    /// As many words show the language of a document.
    const ENOUGH: usize = 2_000;
    let words = texts.flat_map(|text| text.split(|c: char| !c.is_alphabetic())).filter(|word| !word.is_empty());
    let mut counts = [0usize; LANGUAGES.len()];
    for word in words.take(ENOUGH) {
        let folded = word.to_lowercase();
        for (count, language) in counts.iter_mut().zip(LANGUAGES) {
            *count += usize::from(language.frequent.contains(&folded.as_str()));
        }
    }
    let best = (0..counts.len()).max_by_key(|&at| counts[at])?;
    let second = (0..counts.len()).filter(|&at| at != best).map(|at| counts[at]).max()?;
    (counts[best] >= 5 && counts[best] >= 2 * second).then_some(LANGUAGES[best])
}

impl Language {
    /// The month, 1 to 12, that a word names.
    pub fn month(&self, token: &Token) -> Option<u8> {
        if !token.is_word() || self.capital_months && !token.is_capital() {
            return None;
        }
        let at = self.months.iter().position(|names| token.is_any(names))?;
        Some(at as u8 + 1)
    }

    /// The day of the week, 1 for Monday to 7.
    pub fn weekday(&self, token: &Token) -> Option<u8> {
        if !token.is_word() || self.capital_months && !token.is_capital() {
            return None;
        }
        let at = self.weekdays.iter().position(|names| token.is_any(names))?;
        Some(at as u8 + 1)
    }

    pub fn is_english(&self) -> bool {
        self.code == "en"
    }
}

static LANGUAGES: [&Language; 5] = [&ENGLISH, &GERMAN, &FRENCH, &SPANISH, &RUSSIAN];

/// For languages without a table: figures and dates in digits are all that is read.
static OTHER: Language = Language {
    code: "",
    frequent: &[],
    months: [&[]; 12],
    weekdays: [&[]; 7],
    capital_months: false,
    of: &[],
    to: &[],
    and: &[],
    between: &[],
    since: &[],
    until: &[],
    before_year: &[],
    after_year: &[],
    about: &[],
    at_least: &[],
    more_than: &[],
    at_most: &[],
    less_than: &[],
    up_to: &[],
    day_words: &[],
    ordinal_ends: &[],
    percent: &[],
    scales: &[],
    number_words: &[],
    // Most languages but English write it so.
    decimal: ',',
    day_first: None,
};

#[rustfmt::skip]
static ENGLISH: Language = Language {
    code: "en",
    frequent: &["the", "and", "of", "to", "was", "that", "is", "with", "for", "are"],
    months: [
        &["january", "jan"], &["february", "feb"], &["march", "mar"], &["april", "apr"], &["may"], &["june", "jun"],
        &["july", "jul"], &["august", "aug"], &["september", "sept", "sep"], &["october", "oct"],
        &["november", "nov"], &["december", "dec"],
    ],
    weekdays: [
        &["monday", "mon"], &["tuesday", "tue", "tues"], &["wednesday", "wed"],
        &["thursday", "thu", "thur", "thurs"], &["friday", "fri"], &["saturday", "sat"], &["sunday", "sun"],
    ],
    capital_months: true,
    of: &["of"],
    to: &["to", "through", "until", "till"],
    and: &["and"],
    between: &["between"],
    since: &["since"],
    until: &["until", "till", "through"],
    before_year: &[
        "in", "since", "until", "till", "by", "from", "of", "during", "before", "after", "early", "late", "mid",
        "year", "through", "for", "circa", "around", "spring", "summer", "autumn", "fall", "winter", "to", "as",
        "pre", "post", "fiscal", "past", "beyond", "throughout",
    ],
    after_year: &[],
    about: &["about", "around", "circa", "approximately", "roughly"],
    at_least: &[
        &["at", "least"], &["no", "less", "than"], &["no", "fewer", "than"], &["not", "less", "than"],
        &["a", "minimum", "of"],
    ],
    more_than: &[
        &["more", "than"], &["over"], &["above"], &["exceeding"], &["in", "excess", "of"], &["upwards", "of"],
        &["greater", "than"],
    ],
    at_most: &[&["not", "exceeding"], &["no", "later", "than"], &["not", "later", "than"], &["at", "most"], &["no", "more", "than"], &["not", "more", "than"], &["a", "maximum", "of"]],
    less_than: &[&["fewer", "than"], &["less", "than"], &["under"], &["below"]],
    up_to: &[&["within"], &["up", "to"], &["as", "many", "as"], &["as", "much", "as"]],
    day_words: &[("yesterday", -1), ("today", 0), ("tonight", 0), ("tomorrow", 1)],
    ordinal_ends: &["st", "nd", "rd", "th"],
    percent: &["percent", "pct", "percentage"],
    scales: &[
        ("hundred", 2), ("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12), ("bn", 9), ("tn", 12),
        ("mn", 6), ("mln", 6),
    ],
    number_words: &[
        ("zero", 0), ("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7),
        ("eight", 8), ("nine", 9), ("ten", 10), ("eleven", 11), ("twelve", 12), ("thirteen", 13), ("fourteen", 14),
        ("fifteen", 15), ("sixteen", 16), ("seventeen", 17), ("eighteen", 18), ("nineteen", 19), ("twenty", 20),
        ("thirty", 30), ("forty", 40), ("fifty", 50), ("sixty", 60), ("seventy", 70), ("eighty", 80), ("ninety", 90),
    ],
    decimal: '.',
    day_first: None,
};

#[rustfmt::skip]
static GERMAN: Language = Language {
    code: "de",
    frequent: &["der", "und", "die", "das", "ist", "nicht", "mit", "ein", "eine", "von", "auf", "wird"],
    months: [
        &["januar", "jänner", "jan"], &["februar", "feber", "feb"], &["märz", "mär", "mrz"], &["april", "apr"],
        &["mai"], &["juni", "jun"], &["juli", "jul"], &["august", "aug"], &["september", "sept", "sep"],
        &["oktober", "okt"], &["november", "nov"], &["dezember", "dez"],
    ],
    weekdays: [
        &["montag"], &["dienstag"], &["mittwoch"], &["donnerstag"], &["freitag"], &["samstag", "sonnabend"],
        &["sonntag"],
    ],
    capital_months: true,
    of: &["des", "im", "den"],
    to: &["bis"],
    and: &["und"],
    between: &["zwischen"],
    since: &["seit"],
    until: &["bis"],
    before_year: &[
        "im", "jahr", "jahre", "jahres", "seit", "bis", "ab", "von", "um", "anfang", "ende", "mitte", "vor", "nach",
        "zwischen", "sommer", "winter", "herbst", "frühjahr", "frühling",
    ],
    after_year: &[],
    about: &["etwa", "rund", "ungefähr", "circa", "ca", "um", "knapp", "gut"],
    at_least: &[&["mindestens"], &["wenigstens"], &["nicht", "weniger", "als"]],
    more_than: &[&["mehr", "als"], &["über"]],
    at_most: &[&["höchstens"], &["maximal"], &["nicht", "mehr", "als"]],
    less_than: &[&["weniger", "als"], &["unter"]],
    up_to: &[&["bis", "zu"]],
    day_words: &[("gestern", -1), ("vorgestern", -2), ("heute", 0), ("übermorgen", 2)],
    ordinal_ends: &[],
    percent: &["prozent"],
    scales: &[
        ("hundert", 2), ("tausend", 3), ("million", 6), ("millionen", 6), ("milliarde", 9), ("milliarden", 9),
        ("billion", 12), ("billionen", 12), ("mio", 6), ("mrd", 9),
    ],
    number_words: &[
        ("zwei", 2), ("drei", 3), ("vier", 4), ("fünf", 5), ("sechs", 6), ("sieben", 7), ("acht", 8), ("neun", 9),
        ("zehn", 10), ("elf", 11), ("zwölf", 12), ("zwanzig", 20), ("dreißig", 30), ("vierzig", 40), ("fünfzig", 50),
    ],
    decimal: ',',
    day_first: Some(true),
};

#[rustfmt::skip]
static FRENCH: Language = Language {
    code: "fr",
    frequent: &["le", "les", "des", "est", "et", "une", "dans", "pour", "qui", "sur", "au", "pas"],
    months: [
        &["janvier", "janv"], &["février", "fevrier", "févr"], &["mars"], &["avril", "avr"], &["mai"], &["juin"],
        &["juillet", "juil"], &["août", "aout"], &["septembre", "sept"], &["octobre", "oct"], &["novembre", "nov"],
        &["décembre", "decembre", "déc"],
    ],
    weekdays: [&["lundi"], &["mardi"], &["mercredi"], &["jeudi"], &["vendredi"], &["samedi"], &["dimanche"]],
    capital_months: false,
    of: &["de"],
    to: &["au", "à"],
    and: &["et"],
    between: &["entre"],
    since: &["depuis"],
    until: &["jusqu", "jusque"],
    before_year: &[
        "en", "depuis", "de", "début", "fin", "mi", "année", "l", "à", "avant", "après", "dès", "vers", "été",
        "hiver", "printemps", "automne",
    ],
    after_year: &[],
    about: &["environ", "vers", "autour", "quelque"],
    at_least: &[&["au", "moins"], &["pas", "moins", "de"]],
    more_than: &[&["plus", "de"]],
    at_most: &[&["au", "plus"], &["pas", "plus", "de"]],
    less_than: &[&["moins", "de"]],
    up_to: &[&["jusqu", "’", "à"], &["jusqu", "'", "à"]],
    day_words: &[("hier", -1), ("demain", 1)],
    ordinal_ends: &["er"],
    percent: &[],
    scales: &[
        ("cent", 2), ("cents", 2), ("mille", 3), ("million", 6), ("millions", 6), ("milliard", 9), ("milliards", 9),
    ],
    number_words: &[
        ("deux", 2), ("trois", 3), ("quatre", 4), ("cinq", 5), ("six", 6), ("sept", 7), ("huit", 8), ("neuf", 9),
        ("dix", 10), ("onze", 11), ("douze", 12), ("quinze", 15), ("vingt", 20), ("trente", 30), ("quarante", 40),
        ("cinquante", 50), ("soixante", 60),
    ],
    decimal: ',',
    day_first: Some(true),
};

#[rustfmt::skip]
static SPANISH: Language = Language {
    code: "es",
    frequent: &["el", "los", "las", "una", "por", "con", "que", "para", "y", "como", "más", "se"],
    months: [
        &["enero", "ene"], &["febrero", "feb"], &["marzo"], &["abril", "abr"], &["mayo"], &["junio", "jun"],
        &["julio", "jul"], &["agosto", "ago"], &["septiembre", "setiembre", "sept"], &["octubre", "oct"],
        &["noviembre", "nov"], &["diciembre", "dic"],
    ],
    weekdays: [&["lunes"], &["martes"], &["miércoles"], &["jueves"], &["viernes"], &["sábado"], &["domingo"]],
    capital_months: false,
    of: &["de", "del"],
    to: &["a", "al", "hasta"],
    and: &["y"],
    between: &["entre"],
    since: &["desde"],
    until: &["hasta"],
    before_year: &[
        "en", "desde", "hasta", "año", "de", "del", "a", "antes", "hacia", "verano", "invierno", "otoño",
        "primavera",
    ],
    after_year: &[],
    about: &["unos", "unas", "aproximadamente", "alrededor", "cerca", "hacia"],
    at_least: &[&["al", "menos"], &["por", "lo", "menos"], &["no", "menos", "de"]],
    more_than: &[&["más", "de"]],
    at_most: &[&["como", "máximo"], &["no", "más", "de"]],
    less_than: &[&["menos", "de"]],
    up_to: &[&["hasta"]],
    day_words: &[("ayer", -1), ("anteayer", -2), ("hoy", 0)],
    ordinal_ends: &["º"],
    percent: &[],
    scales: &[("mil", 3), ("millón", 6), ("millones", 6)],
    number_words: &[
        ("dos", 2), ("tres", 3), ("cuatro", 4), ("cinco", 5), ("seis", 6), ("siete", 7), ("ocho", 8), ("nueve", 9),
        ("diez", 10), ("once", 11), ("doce", 12), ("quince", 15), ("veinte", 20), ("treinta", 30), ("cuarenta", 40),
        ("cincuenta", 50),
    ],
    decimal: ',',
    day_first: Some(true),
};

#[rustfmt::skip]
static RUSSIAN: Language = Language {
    code: "ru",
    frequent: &["и", "в", "не", "на", "что", "с", "по", "как", "для", "это"],
    months: [
        &["января", "январь", "январе", "янв"], &["февраля", "февраль", "феврале", "фев"],
        &["марта", "март", "марте"], &["апреля", "апрель", "апреле", "апр"], &["мая", "май", "мае"],
        &["июня", "июнь", "июне"], &["июля", "июль", "июле"], &["августа", "август", "августе", "авг"],
        &["сентября", "сентябрь", "сентябре", "сент"], &["октября", "октябрь", "октябре", "окт"],
        &["ноября", "ноябрь", "ноябре", "нояб"], &["декабря", "декабрь", "декабре", "дек"],
    ],
    weekdays: [
        &["понедельник"], &["вторник"], &["среда", "среду"], &["четверг"], &["пятница", "пятницу"],
        &["суббота", "субботу"], &["воскресенье"],
    ],
    capital_months: false,
    of: &[],
    to: &["по", "до"],
    and: &["и"],
    between: &["между"],
    since: &["с"],
    until: &["до", "по"],
    before_year: &[],
    after_year: &["год", "года", "году", "годом", "г", "гг", "годы", "годов", "годах"],
    about: &["около", "примерно"],
    at_least: &[&["не", "менее"], &["не", "меньше"], &["как", "минимум"]],
    more_than: &[&["более"], &["больше"], &["свыше"]],
    at_most: &[&["не", "более"], &["не", "больше"]],
    less_than: &[&["менее"], &["меньше"]],
    up_to: &[&["до"]],
    day_words: &[("вчера", -1), ("позавчера", -2), ("сегодня", 0), ("завтра", 1), ("послезавтра", 2)],
    ordinal_ends: &[],
    percent: &["процент", "процента", "процентов"],
    scales: &[
        ("тысяча", 3), ("тысячи", 3), ("тысяч", 3), ("тыс", 3), ("миллион", 6), ("миллиона", 6), ("миллионов", 6),
        ("млн", 6), ("миллиард", 9), ("миллиарда", 9), ("миллиардов", 9), ("млрд", 9),
    ],
    number_words: &[
        ("два", 2), ("две", 2), ("три", 3), ("четыре", 4), ("пять", 5), ("шесть", 6), ("семь", 7), ("восемь", 8),
        ("девять", 9), ("десять", 10), ("двадцать", 20), ("тридцать", 30), ("сорок", 40),
    ],
    decimal: ',',
    day_first: Some(true),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_its_tag_or_its_words() {
        for (tag, code) in [("en-GB", "en"), ("DE_at", "de"), ("ru", "ru"), ("id", ""), ("", "")] {
            assert_eq!(language(tag).code, code);
        }
        let guessed = |text: &str| guess(std::iter::once(text)).map(|language| language.code);
        assert_eq!(
            guessed("Der Rat hat das Gesetz nicht mit der Mehrheit und nicht auf die Schnelle beschlossen."),
            Some("de")
        );
        assert_eq!(guessed("The council was told that the bridge is to be closed for the winter."), Some("en"));
        assert_eq!(
            guessed("Les élus ont voté pour le pont, qui est fermé dans les deux sens et pour une durée inconnue."),
            Some("fr")
        );
        assert_eq!(guessed("2024 GmbH"), None);
    }

    #[test]
    fn a_word_means_one_month_or_day() {
        for language in LANGUAGES {
            for lists in [&language.months[..], &language.weekdays[..]] {
                let mut all: Vec<&str> = lists.iter().flat_map(|names| names.iter().copied()).collect();
                let count = all.len();
                all.sort_unstable();
                all.dedup();
                assert_eq!(all.len(), count, "{}", language.code);
                assert!(all.iter().all(|name| *name == name.to_lowercase()));
            }
        }
    }
}
