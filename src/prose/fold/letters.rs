//! A character → the part that it plays when words are compared. Called by `fold`; looks at no neighbours.
//!
//! The standard library knows letters and numerals; what it does not know (which symbols carry meaning, which marks
//! are mere accents, which scripts set no spaces) is listed here, from the Unicode Character Database 16.

/// What a character is to a comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Class {
    /// A letter of a script that sets words apart by spaces.
    Letter,
    /// A letter of a script that sets no spaces: Han, Hiragana, Thai and their like.
    Unspaced,
    /// Katakana sets no spaces either, but a run of it is one word.
    Katakana,
    /// A decimal digit of any script.
    Digit,
    /// A number in one character, which must not melt into digits beside it: `²`, `½`, `①`.
    Numeral,
    /// What makes a number a quantity and belongs to it across a space: `%`, `°`, `€`.
    Unit,
    /// Another sign that changes the meaning of what it stands beside: `<`, `&`, `±`.
    Sign,
    /// A picture that stands for itself: `👍`.
    Picture,
    /// A combining mark; `is_accent` tells those that a quotation may lack.
    Mark,
    /// Invisible: soft hyphens, joiners, direction marks, variation selectors.
    Silent,
    /// White space and punctuation.
    Gap,
}

pub(crate) fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '0'..='9' => Class::Digit,
        '%' | '$' => Class::Unit,
        '&' | '+' | '<' | '=' | '>' | '~' | '^' => Class::Sign,
        '\0'..='\x7F' => Class::Gap,
        _ => class_beyond_ascii(c),
    }
}

fn class_beyond_ascii(c: char) -> Class {
    if is_silent(c) {
        Class::Silent
    } else if unicode_normalization::char::is_combining_mark(c) || matches!(c, 'ﾞ' | 'ﾟ') {
        Class::Mark
    } else if ('\u{FE70}'..='\u{FE7F}').contains(&c) {
        // Arabic vowels as letters of their own, which no text is written with.
        Class::Silent
    } else if is_numeral(c) {
        Class::Numeral
    } else if is_currency(c) || matches!(c, '‰' | '‱' | '°' | '٪' | '؉' | '％' | '﹪' | '℃' | '℉') {
        Class::Unit
    } else if is_unspaced(c) {
        // Scripts without spaces have digits and marks of punctuation of their own.
        if c.is_alphabetic() || c == '〇' { Class::Unspaced } else { digit_or_gap(c) }
    } else if is_katakana(c) {
        Class::Katakana
    } else if is_apostrophe(c) {
        Class::Gap
    } else if c.is_alphabetic() || c == '№' || ('㌀'..='㏿').contains(&c) {
        Class::Letter
    } else if is_picture(c) {
        Class::Picture
    } else if is_sign(c) {
        Class::Sign
    } else {
        digit_or_gap(c)
    }
}

fn digit_or_gap(c: char) -> Class {
    if c.is_numeric() { Class::Digit } else { Class::Gap }
}

/// Drawn as nothing. Overrides of direction (U+202D, U+202E) are not among them: they change what a reader sees.
pub(crate) fn is_silent(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{640}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202C}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Numbers in one character that compatibility normalisation would turn into digits: superscripts, fractions,
/// circled and bracketed numbers. Subscripts are digits (`H₂O`), see `is_subscript`.
fn is_numeral(c: char) -> bool {
    matches!(c,
        '²' | '³' | '¹' | '¼'..='¾' | '\u{9F4}'..='\u{9F9}' | '\u{B72}'..='\u{B77}'
        | '\u{2070}'..='\u{207F}' | '\u{2150}'..='\u{215F}' | '\u{2189}' | '\u{2460}'..='\u{249B}' | '\u{24EA}'..='\u{24FF}'
        | '\u{2776}'..='\u{2793}' | '\u{3220}'..='\u{3229}' | '\u{3248}'..='\u{324F}' | '\u{3251}'..='\u{325F}'
        | '\u{3280}'..='\u{3289}' | '\u{32B1}'..='\u{32CB}' | '\u{3358}'..='\u{3370}' | '\u{33E0}'..='\u{33FE}'
        | '\u{1F100}'..='\u{1F10C}' | '\u{33A0}'..='\u{33A6}' | '\u{33A8}' | '\u{339F}')
}

/// A decimal digit or a percent sign of another script as the one that means the same: `٣` is 3, `٪` is %.
pub(crate) fn latin_number(c: char) -> char {
    /// The zeros of the scripts that have digits of their own; nine digits follow each.
    const ZEROS: &[char] = &[
        '\u{660}', '\u{6F0}', '\u{7C0}', '\u{966}', '\u{9E6}', '\u{A66}', '\u{AE6}', '\u{B66}', '\u{BE6}', '\u{C66}',
        '\u{CE6}', '\u{D66}', '\u{DE6}', '\u{E50}', '\u{ED0}', '\u{F20}', '\u{1040}', '\u{1090}', '\u{17E0}',
        '\u{1810}', '\u{1946}', '\u{19D0}', '\u{1A80}', '\u{1A90}', '\u{1B50}', '\u{1BB0}', '\u{1C40}', '\u{1C50}',
        '\u{A620}', '\u{A8D0}', '\u{A900}', '\u{A9D0}', '\u{A9F0}', '\u{AA50}', '\u{ABF0}',
    ];
    if c.is_ascii() {
        return c;
    }
    match c {
        '٪' => '%',
        '؉' => '‰',
        _ => {
            let zero = ZEROS.partition_point(|&zero| zero <= c).checked_sub(1).map(|index| ZEROS[index]);
            let value = zero.map(|zero| u32::from(c) - u32::from(zero));
            value.and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
        }
    }
}

pub(crate) fn is_subscript(c: char) -> bool {
    ('₀'..='₉').contains(&c)
}

pub(crate) fn is_currency(c: char) -> bool {
    matches!(c,
        '$' | '¢'..='¥' | '֏' | '؋' | '߾' | '߿' | '৲' | '৳' | '৻' | '૱' | '௹' | '฿' | '៛' | '₠'..='\u{20CF}'
        | '\u{A838}' | '\u{FDFC}' | '﹩' | '＄' | '￠' | '￡' | '￥' | '￦')
}

fn is_sign(c: char) -> bool {
    match c {
        // Dashes, bullets and slashes among the mathematical operators are what they look like.
        '−' | '∕' | '∖' | '∗' | '∙' | '⋅' | '⋯' => false,
        '¬' | '±' | '×' | '÷' | '§' | '϶' | '\u{FFFD}' => true,
        '⁄' | '⁒' | '\u{208A}' | '\u{208B}' | '\u{208C}' | '\u{202D}' | '\u{202E}' => true,
        // What a private font draws there is unknown, so it must be the same.
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'.. => true,
        '▲' | '△' | '▼' | '▽' | '▴' | '▾' => true,
        '\u{2190}'..='\u{23FF}' | '\u{27C0}'..='\u{27E5}' | '\u{27F0}'..='\u{297F}' | '\u{2980}'..='\u{2BFF}' => true,
        '＆' | '＋' | '＜'..='＞' | '～' | '＾' | '﹠' | '﹢' | '﹤'..='﹦' | '〜' => true,
        _ => false,
    }
}

fn is_picture(c: char) -> bool {
    // The quotation marks among the dingbats are marks.
    matches!(c, '\u{2600}'..='\u{27BF}' | '\u{1F000}'..='\u{1FAFF}') && !matches!(c, '\u{275B}'..='\u{2760}')
}

fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{1950}'..='\u{19DF}'
        | '\u{1A20}'..='\u{1AAF}' | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}'
        | '\u{3041}'..='\u{309F}' | '\u{3105}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{A4CF}' | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AA7F}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}

fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9D}')
}

/// Never the first of a word: vowels written after their consonant, small kana, marks of length and repetition.
pub(crate) fn leans_back(c: char) -> bool {
    matches!(
        c,
        '\u{E30}'
            | '\u{E32}'
            | '\u{E33}'
            | '\u{E45}'
            | '\u{E46}'
            | '\u{EB0}'
            | '\u{EB2}'
            | '\u{EB3}'
            | '\u{EC6}'
            | '々'
            | '〻'
            | 'ゝ'
            | 'ゞ'
            | 'ー'
            | 'ヽ'
            | 'ヾ'
            | 'ｰ'
            | 'ぁ'
            | 'ぃ'
            | 'ぅ'
            | 'ぇ'
            | 'ぉ'
            | 'っ'
            | 'ゃ'
            | 'ゅ'
            | 'ょ'
            | 'ゎ'
    )
}

/// Whether a letter, which `text` begins with, is the last of a syllable and so never the first of a word: a Burmese
/// consonant without its vowel (`န်`), a Khmer one that shortens it (`ស់`), a letter that is not spoken (`ร์`, `ธิ์`).
pub(crate) fn ends_syllable(text: &str) -> bool {
    let closes = |c: char| matches!(c, '\u{103A}' | '\u{17CB}' | '\u{17CD}' | '\u{E4C}' | '\u{ECC}');
    let mut marks = text.chars().skip(1).take(2).take_while(|&c| class(c) == Class::Mark);
    text.starts_with(|c| ('\u{E00}'..'\u{1800}').contains(&c)) && marks.any(closes)
}

/// Whether a mark sets the next consonant below the one before, in Burmese and Khmer.
pub(crate) fn stacks(c: char) -> bool {
    matches!(c, '\u{1039}' | '\u{17D2}')
}

/// The parts of the vowel `ำ`.
pub(crate) fn am(c: char) -> Option<(char, char)> {
    match c {
        'ำ' => Some(('\u{E4D}', 'า')),
        'ຳ' => Some(('\u{ECD}', 'າ')),
        _ => None,
    }
}

/// A letter of a Hangul syllable, as skeletons have them.
pub(crate) fn is_jamo(c: char) -> bool {
    ('\u{1100}'..='\u{11FF}').contains(&c)
}

/// Never the last of a word: vowels written before their consonant.
pub(crate) fn leans_forward(c: char) -> bool {
    matches!(c, '\u{E40}'..='\u{E44}' | '\u{EC0}'..='\u{EC4}')
}

/// Han characters that make up numbers: `三十` is thirty, `五万` is 50,000.
pub(crate) fn is_han_number(c: char) -> bool {
    "〇一二三四五六七八九十百千万萬亿億兆两兩零廿卅壹贰貳叁肆伍柒捌玖拾佰仟".contains(c)
}

/// Whether a combining mark after `base` is an accent: the word stays the same word without it.
///
/// Marks of the Indic scripts are vowels or make other consonants (in Hindi a dot makes the consonants of loanwords,
/// and many leave it out), the marks of kana make other consonants, and a stroke through a sign
/// negates it (`≠`); none of these is an accent. In Cyrillic only stress and the dots of `ё` are.
pub(crate) fn is_accent(mark: char, base: char) -> bool {
    match mark {
        '\u{338}' => false,
        '\u{300}'..='\u{36F}' if ('\u{400}'..='\u{52F}').contains(&base) => match mark {
            '\u{300}' | '\u{301}' => !matches!(base, 'к' | 'г'),
            '\u{308}' => base == 'е',
            _ => false,
        },
        '\u{300}'..='\u{36F}' => base.is_alphabetic(),
        '\u{93C}' => matches!(base, 'क' | 'ख' | 'ग' | 'ज' | 'फ'),
        '\u{483}'..='\u{487}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' => true,
        '\u{670}' | '\u{6D6}'..='\u{6ED}' | '\u{711}' | '\u{730}'..='\u{74A}' | '\u{8D3}'..='\u{8FF}' => true,
        '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{FE20}'..='\u{FE2F}' => true,
        _ => false,
    }
}

/// Hyphens, dashes and the minus sign, of any width.
pub(crate) fn is_dash(c: char) -> bool {
    is_hyphen(c)
        || matches!(c, '\u{2012}'..='\u{2015}' | '−' | '־' | '⸺' | '⸻' | '﹘' | '﹣' | '－' | '─' | '━' | '⁓' | '⸗')
}

/// What joins the parts of one word.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '־')
}

pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '‛' | 'ʼ' | 'ʻ' | '＇' | '`' | '´' | '′' | '׳')
}

/// An apostrophe that is a letter, as in Guarani and Hawaiian: no word ends at it.
pub(crate) fn is_apostrophe_letter(c: char) -> bool {
    matches!(c, 'ʼ' | 'ʻ')
}

/// Marks that only say that somebody is quoted.
pub(crate) fn is_quotation_mark(c: char) -> bool {
    is_apostrophe(c)
        || matches!(c,
            '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '‚' | '″' | '״' | '「'..='』' | '〝'..='〟' | '＂'
            | '｢' | '｣' | '\u{275B}'..='\u{2760}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_play_their_parts() {
        for (class_expected, characters) in [
            (Class::Letter, "aéßжבعक한𝐀№㎏"),
            (Class::Unspaced, "東々のไ〇"),
            (Class::Katakana, "アー"),
            (Class::Digit, "7٣७๕５𝟕"),
            (Class::Numeral, "²⁻½①"),
            (Class::Unit, "%‰°€$￥℃"),
            (Class::Sign, "&<≤≠±×§→+"),
            (Class::Picture, "👍✗"),
            (Class::Mark, "\u{301}\u{94D}\u{E49}"),
            (Class::Silent, "\u{AD}\u{200D}\u{2067}\u{FE0F}"),
            (Class::Gap, " .,–-−’“…[]()·।。،؟#/@ʼ"),
        ] {
            for c in characters.chars() {
                assert_eq!(class(c), class_expected, "{c:?}");
            }
        }
    }
}
