//! The running text of a block, without Markdown, and the way back from it to the bytes of the file.
//! `page/` builds it; sentences, quotations and names are sought in it.

use crate::span::Span;

/// Plain text with a map to the bytes that it was written with.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Prose {
    text: String,
    /// In order; together they cover the text but for separators that nobody wrote.
    segments: Vec<Segment>,
    /// `None` where the text is plain, as most is: a site has some hundred thousand texts.
    set: Option<Box<Set>>,
}

/// What is not plain in a text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Set {
    /// Spans of the text that hold no marks of the writer: code, raw HTML. In order, apart.
    opaque: Vec<Span>,
    /// How parts of it are set, in the order of their ends; one that stands in another comes before it.
    styles: Vec<Styled>,
}

/// How a part of a text is set. What is no text itself stands at an empty span.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Styled {
    pub span: Span,
    pub style: Style,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Style {
    Emphasis,
    Strong,
    Strike,
    Superscript,
    Subscript,
    Code,
    /// A link, by its index among those of the page.
    Link(usize),
    /// An image, by its index among the links of the page. Empty.
    Image(usize),
    /// A line break that the writer meant.
    Break,
    /// The mark of a footnote, by its label. Empty.
    Note(String),
    /// The box of a task, and whether it is done. Empty.
    Task(bool),
}

/// A site has one and more for each of its lines, so offsets take 32 bits: files are shorter than 4 GiB.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Segment {
    /// Where it stands in the text.
    at: u32,
    end: u32,
    /// What it was written with.
    from: u32,
    to: u32,
    /// Whether it reads as it was written, byte for byte; else it is read as a whole.
    is_verbatim: bool,
}

impl Segment {
    fn new(text: Span, bytes: Span, is_verbatim: bool) -> Self {
        let narrow = |offset: usize| u32::try_from(offset).expect("a file is shorter than 4 GiB");
        let (at, end) = (narrow(text.start), narrow(text.end));
        Self { at, end, from: narrow(bytes.start), to: narrow(bytes.end), is_verbatim }
    }

    /// Where it stands in the text.
    fn text(&self) -> Span {
        Span::new(self.at as usize, self.end as usize)
    }

    /// What it was written with.
    fn bytes(&self) -> Span {
        Span::new(self.from as usize, self.to as usize)
    }

    /// What a part of it was written with, a span of the text.
    fn bytes_of(&self, part: Span) -> Span {
        if !self.is_verbatim {
            return self.bytes();
        }
        let start = self.from as usize + (part.start - self.at as usize);
        Span::new(start, start + part.len())
    }
}

impl Prose {
    /// Gives back what was reserved for more.
    pub(super) fn fit(&mut self) {
        if self.text.capacity() > self.text.len() {
            self.text = self.text.as_str().to_owned();
        }
        super::fit(&mut self.segments);
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn opaque(&self) -> &[Span] {
        self.set.as_ref().map_or(&[], |set| &set.opaque)
    }

    pub fn styles(&self) -> &[Styled] {
        self.set.as_ref().map_or(&[], |set| &set.styles)
    }

    fn set_mut(&mut self) -> &mut Set {
        self.set.get_or_insert_default()
    }

    /// The same text, set like this.
    fn with(mut self, opaque: Vec<Span>, styles: Vec<Styled>) -> Self {
        let is_plain = opaque.is_empty() && styles.is_empty();
        self.set = (!is_plain).then(|| Box::new(Set { opaque, styles }));
        self
    }

    /// Sets the text from an offset to its end in a style.
    pub(crate) fn set(&mut self, from: usize, style: Style) {
        let span = Span::new(from.min(self.text.len()), self.text.len());
        self.set_mut().styles.push(Styled { span, style });
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Adds text that was written with `bytes` of `file`.
    pub(crate) fn push(&mut self, text: &str, bytes: Span, file: &str) {
        if !text.is_empty() {
            let is_verbatim = file.get(bytes.start..bytes.end) == Some(text);
            let start = self.text.len();
            self.text.push_str(text);
            self.segments.push(Segment::new(Span::new(start, self.text.len()), bytes, is_verbatim));
        }
    }

    /// Adds text in which no marks are sought.
    pub(crate) fn push_opaque(&mut self, text: &str, bytes: Span, file: &str) {
        let start = self.text.len();
        self.push(text, bytes, file);
        let span = Span::new(start, self.text.len());
        self.set_mut().opaque.push(span);
    }

    /// Adds a separator that stands nowhere in the file.
    pub(crate) fn push_separator(&mut self, separator: &str) {
        self.text.push_str(separator);
    }

    /// Widens what was written to whole characters of `file`. It was read from the same file with parts blanked byte by byte,
    /// and Markdown may have ended an indentation within such a part.
    pub(crate) fn widen(&mut self, file: &str) {
        for segment in &mut self.segments {
            let bytes = segment.bytes();
            let whole = Span::new(file.floor_char_boundary(bytes.start), file.ceil_char_boundary(bytes.end));
            *segment = Segment::new(segment.text(), whole, segment.is_verbatim && whole == bytes);
        }
    }

    /// Takes away the white space at the end; returns the length that is left.
    pub(crate) fn trim_end(&mut self) -> usize {
        let len = self.text.trim_end().len();
        self.text.truncate(len);
        if let Some(set) = &mut self.set {
            while set.opaque.pop_if(|opaque| opaque.start >= len).is_some() {}
            if let Some(last) = set.opaque.last_mut() {
                last.end = last.end.min(len);
            }
            for styled in set.styles.iter_mut().rev().take_while(|styled| styled.span.end > len) {
                styled.span = Span::new(styled.span.start.min(len), len);
            }
        }
        while self.segments.pop_if(|segment| segment.text().start >= len).is_some() {}
        if let Some(last) = self.segments.last_mut().filter(|last| last.text().end > len) {
            let left = Span::new(last.text().start, len);
            *last = Segment::new(left, last.bytes_of(left), last.is_verbatim);
        }
        len
    }

    /// Adds another text after this one; returns the offset at which it begins.
    pub(crate) fn append(&mut self, other: &Prose) -> usize {
        let shift = self.text.len();
        self.text.push_str(&other.text);
        let shifted = |span: &Span| Span::new(span.start + shift, span.end + shift);
        let segments = other.segments.iter();
        let moved = |segment: &Segment| Segment::new(shifted(&segment.text()), segment.bytes(), segment.is_verbatim);
        self.segments.extend(segments.map(moved));
        if let Some(other) = &other.set {
            let set = self.set_mut();
            set.opaque.extend(other.opaque.iter().map(shifted));
            let styles = other.styles.iter();
            set.styles.extend(styles.map(|styled| Styled { span: shifted(&styled.span), style: styled.style.clone() }));
        }
        shift
    }

    /// The part under `span`, with its way back.
    pub fn slice(&self, span: Span) -> Prose {
        let mut part = Prose { text: span.of(&self.text).to_owned(), ..Prose::default() };
        let first = self.segments.partition_point(|segment| segment.text().end <= span.start);
        let end = self.segments.partition_point(|segment| segment.text().start < span.end).max(first);
        let within = self.segments[first..end].iter().map(|segment| {
            let Span { start, end } = segment.text();
            let kept = Span::new(start.max(span.start), end.min(span.end));
            let place = Span::new(kept.start - span.start, kept.end - span.start);
            Segment::new(place, segment.bytes_of(kept), segment.is_verbatim)
        });
        part.segments = within.collect();
        let first = self.opaque().partition_point(|opaque| opaque.end <= span.start);
        let inside = self.opaque()[first..].iter().take_while(|opaque| opaque.start < span.end);
        let place = |at: usize| at.clamp(span.start, span.end) - span.start;
        let opaque = inside.map(|opaque| Span::new(place(opaque.start), place(opaque.end))).collect();
        part.with(opaque, cut(self.styles(), span, span))
    }

    /// The bytes that the text was written with, piece by piece in order; what lies between them is markup.
    pub fn written(&self) -> impl Iterator<Item = Span> + '_ {
        self.segments.iter().map(Segment::bytes)
    }

    /// Whether a span was written in one go and as it reads: no line end, escape or markup in it.
    pub fn is_one_piece(&self, span: Span) -> bool {
        let next = self.segments.partition_point(|segment| segment.text().start <= span.start);
        let segment = next.checked_sub(1).map(|index| &self.segments[index]);
        segment.is_some_and(|segment| segment.is_verbatim && span.end <= segment.text().end)
    }

    /// The part without the white space at both ends.
    pub fn trimmed(&self) -> Prose {
        let start = self.text.len() - self.text.trim_start().len();
        let span = Span::new(start, start + self.text.trim().len());
        // An image beside white space alone stays.
        let styles = cut(self.styles(), span, Span::new(0, self.text.len()));
        let mut part = self.slice(span);
        let opaque = part.set.take().map(|set| set.opaque).unwrap_or_default();
        part.with(opaque, styles)
    }

    /// The bytes of the file that a span of the text was written with, from its first character to its last.
    /// An empty text has none: the empty span at 0.
    pub fn to_bytes(&self, span: Span) -> Span {
        let start = self.byte_at(span.start, false);
        let end = if span.is_empty() { start } else { self.byte_at(span.end, true) };
        Span::new(start, end.max(start))
    }

    /// The byte at a text offset: where the character before it ends (`end`), or where the one after it begins.
    fn byte_at(&self, offset: usize, end: bool) -> usize {
        let segment = if end {
            self.segments.partition_point(|segment| segment.text().start < offset).checked_sub(1)
        } else {
            let next = self.segments.partition_point(|segment| segment.text().end <= offset);
            if next < self.segments.len() { Some(next) } else { next.checked_sub(1) }
        };
        let Some(segment) = segment.map(|index| &self.segments[index]) else { return 0 };
        let place = offset.clamp(segment.text().start, segment.text().end);
        let bytes = segment.bytes_of(if end {
            Span::new(segment.text().start, place)
        } else {
            Span::new(place, segment.text().end)
        });
        if end { bytes.end } else { bytes.start }
    }

    /// Empty, with the room that it had.
    pub(crate) fn cleared(mut self) -> Self {
        self.text.clear();
        self.segments.clear();
        self.set = None;
        self
    }
}

/// The styles of the part under `span`. Those that are empty count as far as they stand within `reach`.
fn cut(styles: &[Styled], span: Span, reach: Span) -> Vec<Styled> {
    let within = |styled: &Styled| {
        let own = styled.span;
        let is_kept = if own.is_empty() { reach.contains(own) } else { own.start < span.end && span.start < own.end };
        let place = |at: usize| at.clamp(span.start, span.end) - span.start;
        is_kept.then(|| Styled { span: Span::new(place(own.start), place(own.end)), style: styled.style.clone() })
    };
    styles.iter().filter_map(within).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "----------a &amp; b \n----.----c";

    /// `a &amp; b`, then a separator, then `c`.
    fn sample() -> Prose {
        let mut prose = Prose::default();
        prose.push("a ", Span::new(10, 12), FILE);
        prose.push("&", Span::new(12, 17), FILE);
        prose.push(" b", Span::new(17, 19), FILE);
        prose.push_separator("\u{2029}");
        prose.push_opaque("c", Span::new(30, 31), FILE);
        prose
    }

    #[test]
    fn every_part_finds_its_bytes() {
        let prose = sample();
        assert_eq!(prose.text(), "a & b\u{2029}c");
        assert_eq!(prose.to_bytes(Span::new(0, 1)), Span::new(10, 11));
        assert_eq!(prose.to_bytes(Span::new(2, 3)), Span::new(12, 17));
        assert_eq!(prose.to_bytes(Span::new(0, 5)), Span::new(10, 19));
        assert_eq!(prose.to_bytes(Span::new(4, 9)), Span::new(18, 31));
        assert_eq!(prose.to_bytes(Span::new(8, 9)), Span::new(30, 31));
        assert_eq!(prose.to_bytes(Span::at(5)), Span::at(30));
        assert_eq!(Prose::default().to_bytes(Span::at(0)), Span::at(0));
    }

    #[test]
    fn white_space_at_the_end_goes_with_its_bytes() {
        let mut prose = sample().slice(Span::new(0, 4));
        prose.push(" \n", Span::new(19, 21), FILE);
        assert_eq!((prose.trim_end(), prose.text()), (3, "a &"));
        prose.push(".", Span::new(25, 26), FILE);
        assert_eq!(prose.to_bytes(Span::new(2, 4)), Span::new(12, 26));
        let mut code = Prose::default();
        code.push_opaque("c ", Span::new(30, 32), FILE);
        assert_eq!((code.trim_end(), code.opaque()), (1, &[Span::new(0, 1)][..]));
        let mut white = Prose::default();
        white.push("  ", Span::new(1, 3), FILE);
        assert_eq!((white.trim_end(), white.to_bytes(Span::at(0))), (0, Span::at(0)));
    }

    #[test]
    fn what_is_as_long_as_its_bytes_need_not_read_as_they_do() {
        let mut prose = Prose::default();
        prose.push("ab\u{FFFD}", Span::new(0, 5), "\0é\r\n");
        assert_eq!(prose.to_bytes(Span::new(1, 2)), Span::new(0, 5));
        assert_eq!(prose.slice(Span::new(1, 2)).written().collect::<Vec<_>>(), [Span::new(0, 5)]);
        assert!(!prose.is_one_piece(Span::new(0, 2)));
    }

    #[test]
    fn a_slice_keeps_its_way_back() {
        let part = sample().slice(Span::new(1, 9));
        assert_eq!(part.text(), " & b\u{2029}c");
        assert_eq!(part.to_bytes(Span::new(1, 2)), Span::new(12, 17));
        assert_eq!(part.to_bytes(Span::new(3, 4)), Span::new(18, 19));
        assert_eq!(part.opaque(), [Span::new(7, 8)]);
        assert_eq!(part.trimmed().text(), "& b\u{2029}c");
        let mut joined = Prose::default();
        joined.push("x", Span::new(1, 2), FILE);
        assert_eq!(joined.append(&part), 1);
        assert_eq!(joined.to_bytes(Span::new(2, 3)), Span::new(12, 17));
    }

    #[test]
    fn styles_are_cut_with_the_text() {
        let mut prose = Prose::default();
        prose.push("Label: ", Span::new(0, 7), FILE);
        prose.set(0, Style::Strong);
        prose.set(7, Style::Image(0));
        prose.push("a b ", Span::new(7, 11), FILE);
        prose.set(9, Style::Emphasis);
        let shown = |prose: &Prose| -> Vec<String> {
            prose
                .styles()
                .iter()
                .map(|styled| format!("{:?} {}..{}", styled.style, styled.span.start, styled.span.end))
                .collect()
        };
        assert_eq!(shown(&prose.slice(Span::new(7, 11)).trimmed()), ["Image(0) 0..0", "Emphasis 2..3"]);
        assert_eq!(shown(&prose.slice(Span::new(0, 7)).trimmed()), ["Strong 0..6", "Image(0) 6..6"]);
        let mut joined = Prose::default();
        joined.push_separator("- ");
        joined.append(&prose);
        assert_eq!(shown(&joined), ["Strong 2..9", "Image(0) 9..9", "Emphasis 11..13"]);
    }
}
