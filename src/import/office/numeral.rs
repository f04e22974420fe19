//! A count → the numeral that a list shows. DOCX and ODT draw their lists with it; RTF holds the numerals itself.

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Numerals {
    Decimal,
    Letters { upper: bool },
    Roman { upper: bool },
}

pub(super) fn numeral(count: u32, numerals: Numerals) -> String {
    let (text, upper) = match numerals {
        Numerals::Letters { upper } if (1..=26 * 30).contains(&count) => (letters(count), upper),
        Numerals::Roman { upper } if (1..4000).contains(&count) => (roman(count), upper),
        _ => return count.to_string(),
    };
    if upper { text.to_uppercase() } else { text }
}

/// `a` to `z`, `aa` to `zz`, as office programs count.
fn letters(count: u32) -> String {
    let letter = char::from(b'a' + ((count - 1) % 26) as u8);
    std::iter::repeat_n(letter, (count as usize - 1) / 26 + 1).collect()
}

fn roman(mut count: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while count >= value {
            out.push_str(sign);
            count -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_count_in_several_ways() {
        assert_eq!(numeral(28, Numerals::Letters { upper: false }), "bb");
        assert_eq!(numeral(1994, Numerals::Roman { upper: true }), "MCMXCIV");
        assert_eq!(numeral(0, Numerals::Roman { upper: true }), "0");
        assert_eq!(numeral(u32::MAX, Numerals::Letters { upper: true }), "4294967295");
    }
}
