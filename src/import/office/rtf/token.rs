//! The bytes of an RTF → its tokens: groups, control words, bytes of text. `decode.rs` calls it; it knows no word's meaning.

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Token<'a> {
    Open,
    Close,
    /// A control word, with its number if it has one.
    Word(&'a str, Option<i32>),
    /// A control symbol, such as `~`.
    Symbol(u8),
    /// A byte in hexadecimal digits.
    Hex(u8),
    Text(&'a [u8]),
}

pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn control(&mut self) -> Option<Token<'a>> {
        let first = *self.bytes.get(self.at)?;
        if first == b'\'' {
            let digits = self.bytes.get(self.at + 1..self.at + 3).and_then(|digits| str::from_utf8(digits).ok());
            let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
            // Half a byte is none, and what follows the mark is text.
            self.at += if byte.is_some() { 3 } else { 1 };
            return Some(byte.map_or(Token::Text(b""), Token::Hex));
        }
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return Some(Token::Symbol(first));
        }
        let word = self.run(32, u8::is_ascii_alphabetic);
        let start = self.at;
        self.at += usize::from(self.bytes.get(self.at) == Some(&b'-'));
        let digits = self.run(10, u8::is_ascii_digit);
        let number = str::from_utf8(&self.bytes[start..self.at]).ok().and_then(|number| number.parse().ok());
        if digits.is_empty() {
            self.at = start;
        }
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        if word == b"bin" {
            self.at = self.at.saturating_add(number.unwrap_or(0).max(0) as usize).min(self.bytes.len());
        }
        Some(Token::Word(str::from_utf8(word).unwrap_or_default(), number))
    }

    /// The bytes of one kind that come next, so many at most.
    fn run(&mut self, most: usize, kind: impl Fn(&u8) -> bool) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take(most).take_while(|&byte| kind(byte)).count();
        self.at += length;
        &rest[..length]
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let first = *self.bytes.get(self.at)?;
        match first {
            b'{' | b'}' => {
                self.at += 1;
                Some(if first == b'{' { Token::Open } else { Token::Close })
            }
            b'\\' => {
                self.at += 1;
                self.control()
            }
            // Lines are broken for the eye of whoever reads the file.
            b'\r' | b'\n' | 0 => {
                self.at += 1;
                Some(Token::Text(b""))
            }
            _ => {
                let rest = &self.bytes[self.at..];
                let length = memchr::memchr3(b'{', b'}', b'\\', rest).unwrap_or(rest.len());
                let length = rest[..length].iter().position(|byte| matches!(byte, b'\r' | b'\n' | 0)).unwrap_or(length);
                self.at += length;
                Some(Token::Text(&rest[..length]))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_symbols_bytes_and_groups() {
        let tokens: Vec<Token<'_>> = Tokens::new(b"{\\b0 x\\'e9\\u-10 ?\\~\\bin3 }{}\\par}").collect();
        assert_eq!(
            tokens,
            [
                Token::Open,
                Token::Word("b", Some(0)),
                Token::Text(b"x"),
                Token::Hex(0xE9),
                Token::Word("u", Some(-10)),
                Token::Text(b"?"),
                Token::Symbol(b'~'),
                Token::Word("bin", Some(3)),
                Token::Word("par", None),
                Token::Close,
            ]
        );
        for cut in ["{\\", "\\'", "\\'4", "\\b-", "\\bin99999999999 x", "\\'zz"] {
            Tokens::new(cut.as_bytes()).for_each(drop);
        }
    }
}
