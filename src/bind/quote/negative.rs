//! A word → whether it negates, in the languages in which briefings are written, as far as words that do little else
//! decide it. Called by `negation`; knows no quotation.
//!
//! Not here, because they say something else more often in a language that shares them: Romanian `nu` (Swedish and Dutch
//! "now"), Finnish `en`, Hebrew `אל` ("to"), Arabic `ما` ("what"), Vietnamese `chưa`, Burmese `မ`. Endings of verbs that
//! negate, as in Turkish, are not looked for.

use super::pattern::folded;
use crate::prose::fold::letters;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Whether a word, as a skeleton, negates.
pub(super) fn negates(word: &str) -> bool {
    static FOLDED: LazyLock<HashSet<String>> =
        LazyLock::new(|| WORDS.iter().flat_map(|words| words.split(' ')).map(folded).collect());
    FOLDED.contains(word)
}

/// The negation that stands at byte `at` of a skeleton, of a script without spaces, or as the stem of a word.
pub(super) fn piece_at(skeleton: &str, at: usize) -> Option<&'static str> {
    static FOLDED: LazyLock<Vec<String>> = LazyLock::new(|| PIECES.iter().map(|piece| folded(piece)).collect());
    let (before, text) = skeleton.split_at(at);
    let piece = FOLDED.iter().map(String::as_str).find(|piece| text.starts_with(piece))?;
    let is_other_word = SAY_NOTHING.iter().any(|word| text.starts_with(word)) || ends_other_word(before, piece);
    (!is_other_word).then_some(piece)
}

/// The negation that `text` ends with and that is written as one with what follows.
pub(super) fn bound_before(text: &str) -> Option<&'static str> {
    let text = text.trim_end_matches(letters::is_silent);
    let word = BOUND_BEFORE.iter().find(|word| text.ends_with(*word))?;
    (!ends_other_word(&text[..text.len() - word.len()], word)).then_some(word)
}

/// The negation that `text` begins with and that is written as one with what goes before.
pub(super) fn bound_after(text: &str) -> Option<&'static str> {
    let text = text.trim_start_matches(letters::is_silent);
    let word = BOUND_AFTER.iter().find(|word| text.starts_with(*word))?;
    (!MUST.iter().any(|must| text.starts_with(must))).then_some(word)
}

/// Whether `piece` after `before` is the end of a word that negates nothing: South Africa, to sink.
fn ends_other_word(before: &str, piece: &str) -> bool {
    ENDS.iter().any(|word| word.strip_suffix(piece).is_some_and(|rest| before.ends_with(rest)))
}

/// Whether a bracket that says this before a word turns it around: `[un]able`.
pub(super) fn is_prefix(text: &str) -> bool {
    PREFIXES.contains(&text)
}

/// By language; words that several share stand with the first.
const WORDS: &[&str] = &[
    // English.
    "no not non never none nobody noone nothing nowhere neither nor cannot without hardly scarcely barely unless",
    "aint arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt mightnt mustnt neednt shant shouldnt",
    "wasnt werent wont wouldnt",
    // French, Italian, Spanish, Portuguese, Catalan, Romanian.
    "ne n pas jamais rien aucun aucune aucunement nullement sans ni guère",
    "mai niente nulla nessuno nessuna nessun senza neppure nemmeno neanche",
    "nunca jamás nada nadie ningún ninguno ninguna tampoco sin",
    "não ninguém nenhum nenhuma nem sem tampouco nici niciodată nimic nimeni fără",
    // German, Dutch, Swedish, Danish, Norwegian, Icelandic.
    "nicht nichts nie niemals niemand niemanden niemandem nirgends keinesfalls keineswegs",
    "kein keine keinen keinem keiner keines ohne weder",
    "niet niets nooit geen zonder nergens",
    "inte ej aldrig ingen inget inga utan ikke ikkje aldri intet uden uten ekki",
    // Polish, Czech, Slovak, Croatian, Slovenian, Hungarian, Turkish, Indonesian, Vietnamese.
    "nigdy nikt nic bez żaden żadna żadne žádný žádná žádné není nejsou nikdy nikdo nebyl nebyla nebylo",
    "nije nisu nikada nitko ništa nincs nincsen soha senki semmi nélkül",
    "değil yok hiç hiçbir asla tidak bukan jangan tanpa không",
    // Russian, Ukrainian, Belarusian, Bulgarian, Serbian, Greek.
    "не нет ни никогда никто никого никому ничто ничего нигде нельзя без нисколько отнюдь никакой никаких",
    "ні немає нема ніколи ніхто нічого жоден няма ніхто никой нищо никога није нису",
    "δεν δε μη μην όχι ποτέ χωρίς ούτε κανείς κανένας καμία τίποτα τίποτε",
    // Georgian, Armenian, Amharic.
    "არ არა ვერ არც არავინ არაფერი ոչ չէ չեն առանց ոչինչ ոչ ոք አይደለም አይደሉም የለም",
    // Arabic, Persian, Urdu, Hebrew.
    "لا لم لن ليس ليست ليسوا لست غير بدون دون كلا ولا ولم ولن وليس وليست فلا فلم فلن ألا بلا نه نیست نیستند نبود نہیں نہ بغیر",
    "לא אין בלי אינו אינה אינם אינן איני אינני ולא שלא ואין שאין שאינו שאינה מעולם בלתי ללא מבלי",
    // Hindi, Bengali, Tamil.
    "नहीं नही मत बिना न না নয় নেই নি ছাড়া இல்லை அல்ல இல்லாமல் இன்றி",
    // Korean.
    "안 못",
];

/// In scripts without spaces, found anywhere; in Korean, where a word begins.
const PIECES: &[&str] = &[
    "不",
    "没",
    "沒",
    "無",
    "无",
    "未",
    "非",
    "勿",
    "ない",
    "なかった",
    "ません",
    "ไม่",
    "มิ",
    "ບໍ່",
    "មិន",
    "ពុំ",
    "គ្មាន",
    "않",
    "없",
    "아니",
    "아닌",
    "아닙",
    "못하",
    "못했",
];

/// Words that begin as a negation does and are none.
const SAY_NOTHING: &[&str] = &[
    "非常", "非洲", "未来", "未來", "不过", "不過", "不仅", "不僅", "不但", "不断", "不斷", "不久", "无论", "無論",
    "无非", "無非",
];

/// Words that end as a negation does and are none, or that only ask.
const ENDS: &[&str] = &[
    "南非", "北非", "东非", "東非", "西非", "中非", "除非", "莫非", "是非", "沉没", "沉沒", "淹没", "淹沒", "吞没",
    "吞沒", "埋没", "埋沒", "出没", "出沒", "覆没", "覆沒", "有无", "有無", "虚无", "虛無", "皆無",
];

/// Negations that are written as one with the word after them; the longer first.
const BOUND_BEFORE: &[&str] =
    &["没有", "沒有", "不", "没", "沒", "無", "无", "未", "非", "勿", "毋", "มิได้", "ไม่", "ບໍ່", "មិន", "ពុំ", "គ្មាន"];

/// Negations that are written as one with the verb before them; the longer first.
const BOUND_AFTER: &[&str] = &["なかった", "なければ", "なく", "ない", "ません"];

/// Japanese for "must", which is said with two negations, and for "or".
const MUST: &[&str] =
    &["なければなら", "なくてはなら", "なければいけ", "なくてはいけ", "なくなる", "なくなった", "ないしは"];

/// Prefixes that a bracket may put before a word: `[un]able`.
const PREFIXES: &[&str] = &["un", "in", "im", "ir", "il", "dis", "non"];
