//! A character of a typeface of pictures → the Unicode character that it draws. DOCX and RTF name such characters by
//! their place in the typeface.

/// The places `0x20` to `0x7E` and `0xA0` to `0xFE` of the typeface Symbol; a space stands for what has no character.
const SYMBOL: [&str; 2] = [
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
];

/// Whether letters in this typeface are pictures.
pub(super) fn is_symbolic(face: &str) -> bool {
    face == "Symbol" || face.starts_with("Wingdings")
}

/// What a typeface draws at a place, `0x20` to `0xFF`, or that in the private use area at `0xF000`. Where nothing is
/// known, the character of the place itself.
pub(super) fn symbol(face: &str, place: u32) -> char {
    let code = if (0xF000..=0xF0FF).contains(&place) { place - 0xF000 } else { place };
    let known = match face {
        "Symbol" => match code {
            0x20..=0x7E => SYMBOL[0].chars().nth(code as usize - 0x20),
            0xA0..=0xFE => SYMBOL[1].chars().nth(code as usize - 0xA0),
            _ => None,
        },
        "Wingdings" => wingding(code),
        _ => None,
    };
    known.or_else(|| char::from_u32(place)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn wingding(code: u32) -> Option<char> {
    Some(match code {
        0x20 => ' ',
        0x21 => '✏',
        0x22 => '✂',
        0x28 => '☎',
        0x2A => '✉',
        0x4A => '☺',
        0x4B => '😐',
        0x4C => '☹',
        0x6C => '●',
        0x6E => '■',
        0x6F | 0x70 | 0xA8 => '□',
        0x71 => '❑',
        0x72 => '❒',
        0x73 => '⬧',
        0x75 => '◆',
        0x76 => '❖',
        0x77 => '⬥',
        0x80 => '⓪',
        0x81..=0x8A => char::from_u32(0x2460 + code - 0x81)?,
        0x9E => '·',
        0x9F => '•',
        0xA1 => '○',
        0xA7 => '▪',
        0xAB => '★',
        0xD8 => '➢',
        0xDF => '←',
        0xE0 => '→',
        0xE1 => '↑',
        0xE2 => '↓',
        0xE8 => '➔',
        0xEF => '⇦',
        0xF0 => '⇨',
        0xF3 => '⬄',
        0xFB => '✗',
        0xFC => '✓',
        0xFD => '☒',
        0xFE => '☑',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_has_its_character() {
        assert_eq!(SYMBOL[0].chars().count(), 0x7F - 0x20);
        assert_eq!(SYMBOL[1].chars().count(), 0xFF - 0xA0);
        assert_eq!(symbol("Symbol", 0x61), 'α');
        assert_eq!(symbol("Symbol", 0xF0B3), '≥');
        assert_eq!(symbol("Symbol", 0xAE), '→');
        assert_eq!(symbol("Symbol", 0x22), '∀');
        assert_eq!(symbol("Symbol", 0xE5), '∑');
        assert_eq!(symbol("Wingdings", 0xF0FC), '✓');
        assert_eq!(symbol("Webdings", 0xF061), '\u{F061}');
        assert_eq!(symbol("Symbol", 0xFFFF_FFFF), char::REPLACEMENT_CHARACTER);
    }
}
