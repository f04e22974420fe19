//! Values → YAML 1.2 scalars for front matter: plain where no reader could take them for something else, else quoted.

/// A scalar for a block or a flow sequence.
pub(crate) fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Neither a number, a boolean, a date nor an indicator, in YAML 1.1 or 1.2, in a block or in a flow.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    // A digest may begin with a digit, but its letters keep it from being a number: all but `e`, the exponent.
    let digest =
        text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) && text.contains(['a', 'b', 'c', 'd', 'f']);
    (text.starts_with(char::is_alphabetic) || digest)
        && !text.ends_with([':', ' '])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains([',', '[', ']', '{', '}', '"', '\\'])
        && !text.contains(|c: char| c.is_control() || needs_escape(c))
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || needs_escape(c) => out.push_str(&escaped(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn escaped(c: char) -> String {
    match u32::from(c) {
        code @ 0..=0xFF => format!("\\x{code:02X}"),
        code @ 0..=0xFFFF => format!("\\u{code:04X}"),
        code => format!("\\U{code:08X}"),
    }
}

/// Characters that a reader may drop, or take for a line break.
fn needs_escape(c: char) -> bool {
    matches!(
        c,
        '\u{85}' | '\u{A0}' | '\u{AD}' | '\u{200B}'
            ..='\u{200F}' | '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_where_it_can_be() {
        for plain in ["Steve Stone", "Copyright © 2026 KXYZ.", "seeds/a.txt", "Élan: no".split(':').next().unwrap()] {
            assert_eq!(scalar(plain), plain);
        }
    }

    #[test]
    fn quoted_where_a_reader_could_err() {
        for (text, yaml) in [
            ("A: b", "\"A: b\""),
            ("say \"no\"", "\"say \\\"no\\\"\""),
            ("NO", "\"NO\""),
            ("123", "\"123\""),
            ("", "\"\""),
            ("- x", "\"- x\""),
            ("a #b", "\"a #b\""),
            ("ends:", "\"ends:\""),
            ("a\u{2028}b\u{1}", "\"a\\u2028b\\x01\""),
        ] {
            assert_eq!(scalar(text), yaml);
        }
    }

    #[test]
    fn every_scalar_reads_back() {
        for text in
            ["A: b", "e12", "0x1F", "~", "null", "a, b", "[x]", "\\", "\"", "a\tb", "é\u{A0}ü", "'a'", "@x", "%x", "&x"]
        {
            let read: Vec<String> = serde_saphyr::from_str(&format!("- {}\n", scalar(text))).unwrap();
            assert_eq!(read, [text]);
            let flow: Vec<String> = serde_saphyr::from_str(&format!("[{}, z]", scalar(text))).unwrap();
            assert_eq!(flow, [text, "z"]);
        }
    }
}
