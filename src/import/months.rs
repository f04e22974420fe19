//! The names of the months as documents print them, in the languages that seeds come in. The readers of dates look a
//! word up here; a name that two languages give to different months is left out, for it proves nothing.

/// Per month: the names and their common short forms, in lower case and without a final stop.
#[rustfmt::skip]
const NAMES: [&[&str]; 12] = [
    &["january", "jan", "januar", "jänner", "jän", "janvier", "janv", "enero", "ene", "gennaio", "gen", "janeiro",
        "januari", "stycznia", "styczeń", "sty", "января", "январь", "янв", "січня", "ocak", "leden", "ledna",
        "tammikuuta", "tammikuu", "ianuarie", "január", "ιανουαρίου", "ιανουάριος", "يناير", "जनवरी", "জানুয়ারি"],
    &["february", "feb", "febr", "februar", "feber", "février", "fevrier", "févr", "fév", "febrero", "febbraio",
        "febb", "fevereiro", "fev", "februari", "lutego", "luty", "февраля", "февраль", "фев", "лютого", "şubat",
        "únor", "února", "helmikuuta", "helmikuu", "februarie", "február", "φεβρουαρίου", "φεβρουάριος", "فبراير",
        "फ़रवरी", "ফেব্রুয়ারি"],
    &["march", "mar", "märz", "maerz", "mrz", "mär", "mars", "marzo", "março", "marco", "maart", "mrt", "marca",
        "marzec", "марта", "март", "мар", "березня", "mart", "březen", "března", "maaliskuuta", "maaliskuu", "martie",
        "március", "marts", "μαρτίου", "μάρτιος", "مارس", "मार्च", "মার্চ"],
    &["april", "apr", "avril", "avr", "abril", "abr", "aprile", "kwietnia", "kwiecień", "kwi", "апреля", "апрель",
        "апр", "квітня", "nisan", "duben", "dubna", "huhtikuuta", "huhtikuu", "aprilie", "április", "απριλίου",
        "απρίλιος", "أبريل", "अप्रैल", "এপ্রিল"],
    &["may", "mai", "mayo", "maggio", "mag", "maio", "mei", "maja", "мая", "май", "травня", "mayıs", "květen",
        "května", "toukokuuta", "toukokuu", "május", "maj", "μαΐου", "μάιος", "مايو", "मई", "মে"],
    &["june", "jun", "juni", "juin", "junio", "giugno", "giu", "junho", "czerwca", "czerwiec", "июня", "июнь", "июн",
        "червня", "haziran", "června", "červen", "kesäkuuta", "kesäkuu", "iunie", "június", "ιουνίου", "ιούνιος",
        "يونيو", "जून", "জুন"],
    &["july", "jul", "juli", "juillet", "juil", "julio", "luglio", "lug", "julho", "lipca", "lipiec", "июля", "июль",
        "июл", "липня", "temmuz", "července", "červenec", "heinäkuuta", "heinäkuu", "iulie", "július", "ιουλίου",
        "ιούλιος", "يوليو", "जुलाई", "জুলাই"],
    &["august", "aug", "août", "aout", "agosto", "ago", "augustus", "sierpnia", "sierpień", "sie", "августа",
        "август", "авг", "серпня", "ağustos", "srpna", "srpen", "elokuuta", "elokuu", "augusztus", "augusti",
        "αυγούστου", "αύγουστος", "أغسطس", "अगस्त", "আগস্ট"],
    &["september", "sept", "sep", "septembre", "septiembre", "setiembre", "settembre", "setembro", "września",
        "wrzesień", "wrz", "сентября", "сентябрь", "сен", "вересня", "eylül", "září", "syyskuuta", "syyskuu",
        "septembrie", "szeptember", "σεπτεμβρίου", "σεπτέμβριος", "سبتمبر", "सितंबर", "সেপ্টেম্বর"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "ott", "outubro", "out", "października",
        "październik", "paź", "октября", "октябрь", "окт", "жовтня", "ekim", "října", "říjen", "lokakuuta",
        "lokakuu", "octombrie", "október", "οκτωβρίου", "οκτώβριος", "أكتوبر", "अक्टूबर", "অক্টোবর"],
    &["november", "nov", "novembre", "noviembre", "novembro", "listopada", "listopad", "ноября", "ноябрь", "ноя",
        "kasım", "listopadu", "marraskuuta", "marraskuu", "noiembrie", "νοεμβρίου", "νοέμβριος", "نوفمبر", "नवंबर",
        "নভেম্বর"],
    &["december", "dec", "dezember", "dez", "décembre", "decembre", "déc", "diciembre", "dic", "dicembre",
        "dezembro", "desember", "des", "grudnia", "grudzień", "gru", "декабря", "декабрь", "дек", "грудня", "aralık",
        "prosince", "prosinec", "joulukuuta", "joulukuu", "decembrie", "δεκεμβρίου", "δεκέμβριος", "ديسمبر",
        "दिसंबर", "ডিসেম্বর"],
];

/// The longest name, in bytes; a longer word is none.
const LONGEST: usize = 40;

/// The month that a word names, 1 to 12, whatever its case and with or without a final stop.
pub(crate) fn month(word: &str) -> Option<u8> {
    let word = word.strip_suffix('.').unwrap_or(word);
    if word.len() > LONGEST || word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let folded = word.to_lowercase();
    let at = NAMES.iter().position(|names| names.contains(&folded.as_str()))?;
    Some(at as u8 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_many_languages_and_any_case() {
        for (word, number) in [
            ("March", 3),
            ("MÄRZ", 3),
            ("févr.", 2),
            ("Sept.", 9),
            ("mayo", 5),
            ("декабря", 12),
            ("Aralık", 12),
            ("mar", 3),
        ] {
            assert_eq!(month(word), Some(number), "{word}");
        }
        for word in ["", ".", "marching", "12", "Sun"] {
            assert_eq!(month(word), None, "{word}");
        }
    }

    #[test]
    fn a_name_belongs_to_one_month() {
        let mut all: Vec<&str> = NAMES.iter().flat_map(|names| names.iter().copied()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(all.iter().all(|name| name.len() <= LONGEST && *name == name.to_lowercase()));
    }
}
