//! UTF-8 that somebody read as Windows-1252 and saved again: `â€™` for an apostrophe. It is pointed out, not mended, for a
//! quotation has to match the source.

use super::reading::Reading;

/// Notes how many paragraphs have such letters, and where the first of them is.
pub(crate) fn mojibake(reading: &mut Reading<'_>) {
    let mut found = reading.paragraphs.iter().filter_map(|paragraph| Some((paragraph, garbled(&paragraph.text)?)));
    let Some((first, letters)) = found.next() else { return };
    let (line, count) = (first.range().first, 1 + found.count());
    reading.doubt(format!(
        "letters look as if UTF-8 had been read as Windows-1252: \"{letters}\" (first in line {line}; paragraphs with such \
         letters: {count}); they are kept as received"
    ));
}

/// The first letters that are the bytes of one character.
fn garbled(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let pair = match before {
            'â' => c == '€',
            'Ã' | 'Â' => matches!(c, '\u{A0}'..='\u{BF}'),
            _ => false,
        };
        // A lone `Ã` before a no-break space may be meant.
        if pair && c != '\u{A0}' {
            let start = at - before.len_utf8();
            return Some(text[start..].chars().take(if before == 'â' { 3 } else { 2 }).collect());
        }
        before = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_that_no_language_writes_are_found() {
        assert_eq!(garbled("The mayorâ€™s hat").as_deref(), Some("â€™"));
        assert_eq!(garbled("a cafÃ© by the river").as_deref(), Some("Ã©"));
        for sound in ["château", "NÃO", "Â\u{A0}la carte", "10 €", "plain"] {
            assert_eq!(garbled(sound), None, "{sound}");
        }
    }
}
