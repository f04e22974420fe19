//! Numbers ↔ text that stands between quotation marks in a script as it is. Called by `invert` and `manifest`; `search.js`
//! has the other half.
//!
//! The alphabet is the 91 printable characters of ASCII from `#` on, without the backslash, so nothing is escaped and a
//! space is free to part one run of numbers from the next. The first 61 of them end a number, the other 30 lead on:
//! a number below 61 is one character, below 1,891 two, below 56,791 three.

/// So many characters end a number.
const ENDS: u32 = 61;

/// So many lead on to the next.
const LEADS: u32 = 30;

/// Writes a number at the end of `out`.
pub(super) fn push(out: &mut String, number: u32) {
    if number < ENDS {
        // Nine in ten are that small.
        return out.push(character(number));
    }
    let mut ahead = number / ENDS;
    // The leading characters are a numeral to the base 30 without a zero, the last of them first.
    let mut leads = [0; 8];
    let mut count = 0;
    while ahead > 0 {
        ahead -= 1;
        leads[count] = ahead % LEADS;
        ahead /= LEADS;
        count += 1;
    }
    out.extend(leads[..count].iter().rev().map(|&lead| character(ENDS + lead)));
    out.push(character(number % ENDS));
}

/// Several, one after the other.
pub(super) fn text(numbers: impl IntoIterator<Item = u32>) -> String {
    let mut out = String::new();
    numbers.into_iter().for_each(|number| push(&mut out, number));
    out
}

fn character(digit: u32) -> char {
    let code = u32::from('#') + digit;
    let code = if code >= u32::from('\\') { code + 1 } else { code };
    char::from_u32(code).expect("a digit is a character of ASCII")
}

#[cfg(test)]
pub(super) fn read(text: &str) -> Vec<u32> {
    let mut numbers = Vec::new();
    let mut ahead = 0;
    for code in text.chars().map(u32::from) {
        let digit = code - u32::from('#') - u32::from(code > u32::from('\\'));
        if digit >= ENDS {
            ahead = ahead * LEADS + digit - ENDS + 1;
        } else {
            numbers.push(ahead * ENDS + digit);
            ahead = 0;
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let mut numbers: Vec<u32> = (0..100_000).collect();
        numbers.extend([1_702_290, 1_702_291, 51_068_760, 51_068_761, u32::MAX - 1, u32::MAX]);
        assert_eq!(read(&text(numbers.clone())), numbers);
        for (number, length) in [(60, 1), (61, 2), (1_890, 2), (1_891, 3), (56_790, 3), (56_791, 4)] {
            assert_eq!(text([number]).len(), length, "{number}");
        }
        let all = text(0..10_000);
        assert!(all.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\'));
    }
}
