//! The tokens of an RTF → groups, words and text in Unicode: code pages by typeface, `\u` with what stands for it in old
//! programs, named characters. Both walks over an RTF read what this gives.

use super::token::{Token, Tokens};
use crate::import::office::symbol::{is_symbolic, symbol};
use encoding_rs::Encoding;
use std::collections::BTreeMap;

/// Groups within groups; no program writes a hundred.
const DEPTH: usize = 5_000;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Event<'a> {
    Open,
    Close,
    /// `\*`: whoever does not know the next word skips the group.
    Star,
    Word(&'a str, Option<i32>),
    Text(String),
}

/// A typeface of the font table.
#[derive(Clone, Debug, Default)]
pub(super) struct Face {
    pub name: String,
    encoding: Option<&'static Encoding>,
}

#[derive(Clone, Copy, Debug)]
struct Group {
    /// How many characters stand for a `\u` in programs that do not know it.
    fallback: usize,
    font: Option<i32>,
    in_fonts: bool,
}

pub(super) struct Decoder {
    pub faces: BTreeMap<i32, Face>,
    /// Whether the last group was closed.
    pub complete: bool,
    encoding: &'static Encoding,
    default: Option<i32>,
    groups: Vec<Group>,
    /// Bytes that have not been decoded yet.
    bytes: Vec<u8>,
    /// The first half of a character beyond the first 65,536.
    high: Option<u16>,
    /// How many characters are still to be left out.
    skip: usize,
}

impl Decoder {
    pub fn new() -> Self {
        Self {
            faces: BTreeMap::new(),
            complete: false,
            encoding: encoding_rs::WINDOWS_1252,
            default: None,
            groups: vec![Group { fallback: 1, font: None, in_fonts: false }],
            bytes: Vec::new(),
            high: None,
            skip: 0,
        }
    }

    /// Hands every event to `take`, in order, to the end of the outermost group.
    pub fn run<'a>(
        &mut self,
        bytes: &'a [u8],
        mut take: impl FnMut(&Decoder, Event<'a>) -> Result<(), String>,
    ) -> Result<(), String> {
        for token in Tokens::new(bytes) {
            let event = match token {
                Token::Text(text) => {
                    let skipped = self.skip.min(text.len());
                    self.skip -= skipped;
                    self.bytes.extend_from_slice(&text[skipped..]);
                    continue;
                }
                Token::Hex(byte) => {
                    if self.skip > 0 {
                        self.skip -= 1
                    } else {
                        self.bytes.push(byte)
                    }
                    continue;
                }
                Token::Word("u", Some(number)) => {
                    self.flush(&mut take)?;
                    let text = self.unicode(number);
                    self.skip = self.group().fallback;
                    Some(Event::Text(text))
                }
                Token::Symbol(_) | Token::Word(..) if self.skip > 0 => {
                    self.skip -= 1;
                    continue;
                }
                Token::Symbol(symbol) => {
                    self.flush(&mut take)?;
                    sign(symbol)
                }
                Token::Word(word, number) => {
                    self.flush(&mut take)?;
                    self.word(word, number);
                    Some(character(word).map_or(Event::Word(word, number), |c| Event::Text(c.to_string())))
                }
                Token::Open => {
                    self.flush(&mut take)?;
                    self.skip = 0;
                    if self.groups.len() > DEPTH {
                        return Err(format!("the document nests groups more than {DEPTH} deep"));
                    }
                    self.groups.push(self.group());
                    Some(Event::Open)
                }
                Token::Close => {
                    self.flush(&mut take)?;
                    self.skip = 0;
                    self.groups.pop();
                    take(self, Event::Close)?;
                    // What follows the document is none of it.
                    if self.groups.len() <= 1 {
                        self.complete = true;
                        return Ok(());
                    }
                    None
                }
            };
            event.map_or(Ok(()), |event| take(self, event))?;
        }
        self.flush(&mut take)
    }

    fn group(&self) -> Group {
        self.groups.last().copied().unwrap_or(Group { fallback: 1, font: None, in_fonts: false })
    }

    /// Takes in what a word says of the text that follows.
    fn word(&mut self, word: &str, number: Option<i32>) {
        let value = number.unwrap_or(0);
        let in_fonts = self.group().in_fonts;
        let Some(group) = self.groups.last_mut() else { return };
        match word {
            "uc" => group.fallback = value.clamp(0, 100) as usize,
            "fonttbl" => group.in_fonts = true,
            "f" => group.font = number,
            "plain" => group.font = self.default,
            "deff" => {
                self.default = number;
                group.font = number;
            }
            "ansicpg" => self.encoding = page(value).unwrap_or(self.encoding),
            "mac" => self.encoding = encoding_rs::MACINTOSH,
            "fcharset" | "cpg" if in_fonts => {
                if let Some(font) = group.font {
                    let page = if word == "cpg" { value } else { charset(value) };
                    let encoding = self::page(page);
                    let face = self.faces.entry(font).or_default();
                    face.encoding = encoding.or(face.encoding);
                }
            }
            _ => {}
        }
    }

    fn face(&self) -> Option<&Face> {
        self.faces.get(&self.group().font.or(self.default)?)
    }

    fn unicode(&mut self, number: i32) -> String {
        let unit = number.rem_euclid(0x1_0000) as u16;
        if let Some(face) = self.face().filter(|face| is_symbolic(&face.name) && (0xF000..=0xF0FF).contains(&unit)) {
            return symbol(&face.name, u32::from(unit)).to_string();
        }
        if number > 0xFFFF {
            return char::from_u32(number as u32).unwrap_or(char::REPLACEMENT_CHARACTER).to_string();
        }
        match (self.high.take(), unit) {
            (_, 0xD800..=0xDBFF) => {
                self.high = Some(unit);
                String::new()
            }
            (Some(high), low) => String::from_utf16_lossy(&[high, low]),
            (None, unit) => String::from_utf16_lossy(&[unit]),
        }
    }

    /// Decodes the bytes that have come together and hands them over.
    fn flush<'a>(&mut self, take: &mut impl FnMut(&Decoder, Event<'a>) -> Result<(), String>) -> Result<(), String> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.bytes);
        let group = self.group();
        let face = self.face().filter(|_| !group.in_fonts);
        let text = match face {
            Some(face) if is_symbolic(&face.name) => {
                bytes.iter().map(|&byte| symbol(&face.name, u32::from(byte))).collect()
            }
            _ => {
                let encoding = face.and_then(|face| face.encoding).unwrap_or(self.encoding);
                encoding.decode_without_bom_handling(&bytes).0.into_owned()
            }
        };
        if let (true, Some(font)) = (group.in_fonts, group.font) {
            let face = self.faces.entry(font).or_default();
            if face.name.is_empty() {
                face.name = text.trim().trim_end_matches(';').to_owned();
            }
        }
        take(self, Event::Text(text))
    }
}

fn sign<'a>(symbol: u8) -> Option<Event<'a>> {
    Some(match symbol {
        b'*' => Event::Star,
        b'~' => Event::Text("\u{A0}".into()),
        b'_' => Event::Text("\u{2011}".into()),
        b'-' => Event::Text("\u{AD}".into()),
        b'\r' | b'\n' => Event::Word("par", None),
        b'\t' => Event::Text("\t".into()),
        b'\\' | b'{' | b'}' => Event::Text(char::from(symbol).to_string()),
        _ => return None,
    })
}

/// Characters that have a word of their own.
fn character(word: &str) -> Option<char> {
    Some(match word {
        "emdash" => '—',
        "endash" => '–',
        "lquote" => '‘',
        "rquote" => '’',
        "ldblquote" => '“',
        "rdblquote" => '”',
        "bullet" => '•',
        "emspace" | "enspace" | "qmspace" => ' ',
        "tab" => '\t',
        "line" => '\n',
        _ => return None,
    })
}

/// The code page of a character set of Windows.
fn charset(number: i32) -> i32 {
    match number {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => 0,
    }
}

fn page(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        874 | 1250..=1258 => format!("windows-{number}"),
        866 => "ibm866".into(),
        932 => "shift_jis".into(),
        936 => "gbk".into(),
        949 => "euc-kr".into(),
        950 => "big5".into(),
        10000 => "macintosh".into(),
        10007 => "x-mac-cyrillic".into(),
        65001 => "utf-8".into(),
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}
