//! Running headers, running footers and page numbers: what stands at the same place at the edge of neighbouring pages and
//! says the same there, but for numbers that count with the pages. The place and the repetition decide; the wording only
//! tells which of the three it is.

use super::line::Line;
use crate::import::source::Class;
use std::collections::BTreeSet;

/// How far into the page, as a share of its height, something at its edge can stand.
const EDGE: f32 = 0.2;
/// Rows at either edge that are looked at.
const ROWS: usize = 5;
/// Pieces of a row that can run on, at most.
const PIECES: usize = 8;
/// How far apart, in points, two places on different pages are the same.
const PLACE: f32 = 3.0;
/// Words that stand around a page number, in the languages in which these were at hand.
const AROUND: [&str; 24] = [
    "page", "pages", "p", "pp", "pg", "of", "seite", "seiten", "von", "sur", "de", "di", "pagina", "página", "págs",
    "pág", "strona", "z", "side", "av", "sida", "str", "стр", "из",
];

/// A page's pieces of lines, by their baselines, and its height.
#[derive(Debug, Default)]
pub(super) struct Leaf {
    pub page: u32,
    pub height: f32,
    pub pieces: Vec<Line>,
}

/// What was set aside at the edges of a page.
#[derive(Debug, PartialEq)]
pub(super) struct Aside {
    pub page: u32,
    pub class: Class,
    pub raw: String,
}

/// Takes what runs on from page to page out of the leaves.
pub(super) fn asides(leaves: &mut [Leaf]) -> Vec<Vec<Aside>> {
    let margins = Margins { leaves, edges: leaves.iter().map(edges).collect() };
    let taken: Vec<BTreeSet<(usize, bool)>> = (0..leaves.len()).map(|at| margins.running(at)).collect();
    leaves.iter_mut().zip(taken).map(|(leaf, taken)| take(leaf, &taken)).collect()
}

fn take(leaf: &mut Leaf, taken: &BTreeSet<(usize, bool)>) -> Vec<Aside> {
    let mut asides = Vec::new();
    for &(piece, top) in taken {
        let raw = leaf.pieces[piece].text().trim().to_owned();
        let class = match (is_page_number(&raw), top) {
            (true, _) => Class::PageNumber,
            (false, true) => Class::RunningHeader,
            (false, false) => Class::RunningFooter,
        };
        asides.push(Aside { page: leaf.page, class, raw });
    }
    let mut nth = 0;
    leaf.pieces.retain(|_| {
        nth += 1;
        !taken.contains(&(nth - 1, true)) && !taken.contains(&(nth - 1, false))
    });
    asides
}

/// The rows at the top and at the bottom of a page, from its edge inwards, as indices of its pieces.
fn edges(leaf: &Leaf) -> [Vec<Row>; 2] {
    let mut rows: Vec<Row> = Vec::new();
    for (nth, piece) in leaf.pieces.iter().enumerate() {
        match rows.last_mut() {
            Some(row) if piece.base - leaf.pieces[row[0]].base <= PLACE => row.push(nth),
            _ => rows.push(vec![nth]),
        }
    }
    let base = |row: &Row| leaf.pieces[row[0]].base;
    let top = rows.iter().take(ROWS).filter(|row| base(row) < EDGE * leaf.height).cloned().collect();
    let bottom = rows.iter().rev().take(ROWS).filter(|row| base(row) > (1.0 - EDGE) * leaf.height).cloned().collect();
    [top, bottom]
}

/// Pieces of a page on one baseline, by their indices.
type Row = Vec<usize>;

/// The pages, and the rows at the top and at the bottom of each.
struct Margins<'a> {
    leaves: &'a [Leaf],
    edges: Vec<[Vec<Row>; 2]>,
}

impl Margins<'_> {
    /// The pieces of a page that run on, each with whether it stands at the top.
    fn running(&self, at: usize) -> BTreeSet<(usize, bool)> {
        let mut taken = BTreeSet::new();
        for top in [true, false] {
            let rows = self.rows(at, top);
            let running = rows.iter().enumerate().take_while(|(nth, _)| self.runs_on(at, top, *nth));
            taken.extend(running.flat_map(|(_, row)| row).map(|&piece| (piece, top)));
        }
        taken
    }

    /// The rows at an edge of a page, from the edge inwards.
    fn rows(&self, at: usize, top: bool) -> &[Row] {
        &self.edges[at][usize::from(!top)]
    }

    /// The rows at the same edge of the neighbouring pages. One in many pieces is a table's.
    fn others(&self, at: usize, top: bool) -> impl Iterator<Item = (usize, &Row)> {
        let pages = neighbours(at, self.leaves.len());
        pages
            .flat_map(move |page| self.rows(page, top).iter().map(move |row| (page, row)))
            .filter(|(_, row)| row.len() <= PIECES)
    }

    fn piece(&self, page: usize, piece: usize) -> Piece<'_> {
        Piece { page, height: self.leaves[page].height, line: &self.leaves[page].pieces[piece] }
    }

    /// Whether a row at an edge runs on, alone or as the header of its page.
    fn runs_on(&self, at: usize, top: bool, nth: usize) -> bool {
        let rows = self.rows(at, top);
        let row = &rows[nth];
        if row.len() > PIECES {
            return false;
        }
        let is_repeated = |piece: &Piece<'_>| {
            self.others(at, top).flat_map(|(page, row)| row.iter().map(move |&twin| self.piece(page, twin))).any(
                |twin| {
                    let pages = twin.page as i64 - piece.page as i64;
                    piece.is_level(&twin, top) && counts_on(&piece.line.text(), &twin.line.text(), pages)
                },
            )
        };
        let pieces: Vec<Piece<'_>> = row.iter().map(|&piece| self.piece(at, piece)).collect();
        let repeated: Vec<&Piece<'_>> = pieces.iter().filter(|piece| is_repeated(piece)).collect();
        if repeated.len() == row.len() {
            return true;
        }
        let leaf = &self.leaves[at];
        let is_number = |piece: &Piece<'_>| is_page_number(&piece.line.text());
        // A chapter's title beside a number that counts is the header of that page alone.
        let numbered = repeated.iter().any(|piece| is_number(piece));
        // Where numbers begin anew, they still stand where the others do.
        let [alone] = pieces.as_slice() else { return numbered && stands_off(leaf, rows, nth, top) };
        let mut beside = self.others(at, top).filter(|(_, row)| row.len() == 1);
        let renumbered = is_number(alone)
            && beside.any(|(page, row)| {
                let twin = self.piece(page, row[0]);
                alone.is_level(&twin, top) && alone.is_under(&twin) && is_number(&twin)
            });
        let only = self.leaves.len() == 1 && nth == 0 && is_only_page(leaf, row[0], rows, top);
        only || (renumbered && stands_off(leaf, rows, nth, top))
    }
}

/// A piece and its page.
struct Piece<'a> {
    page: usize,
    height: f32,
    line: &'a Line,
}

impl Piece<'_> {
    /// Whether two of one size stand as far from the same edge of their pages.
    fn is_level(&self, other: &Piece<'_>, top: bool) -> bool {
        let place = |piece: &Piece<'_>| if top { piece.line.base } else { piece.height - piece.line.base };
        (place(self) - place(other)).abs() <= PLACE && (self.line.size - other.line.size).abs() < 0.6
    }

    /// Whether two stand around the same middle.
    fn is_under(&self, other: &Piece<'_>) -> bool {
        (self.line.x + self.line.right - other.line.x - other.line.right).abs() < 2.0 * PLACE
    }
}

/// The pages on which the same would stand: those beside this one, and those on the same hand.
fn neighbours(at: usize, count: usize) -> impl Iterator<Item = usize> {
    [at.checked_sub(1), at.checked_sub(2), Some(at + 1), Some(at + 2)]
        .into_iter()
        .flatten()
        .filter(move |&page| page < count)
}

/// Whether two texts are the same but for numbers that are as far apart as their pages.
fn counts_on(one: &str, other: &str, pages: i64) -> bool {
    let (one, other) = (tokens(one), tokens(other));
    one.len() == other.len()
        && one.iter().zip(&other).all(|(one, other)| {
            one == other || matches!((number(one), number(other)), (Some(one), Some(other)) if other - one == pages)
        })
}

/// Numbers, and what stands between them and white space.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let mut digits = None;
        for c in word.chars() {
            let kind = if c.is_ascii_digit() {
                0
            } else if c.is_alphabetic() {
                1
            } else {
                2
            };
            match tokens.last_mut() {
                Some(last) if digits == Some(kind) => last.push(c),
                _ => tokens.push(c.to_string()),
            }
            digits = Some(kind);
        }
    }
    tokens
}

/// The value of a number in digits, or in Roman numerals of one case.
fn number(token: &str) -> Option<i64> {
    if token.chars().all(|c| c.is_ascii_digit()) {
        return token.get(..token.len().min(9)).and_then(|digits| digits.parse().ok());
    }
    let upper = token.to_ascii_uppercase();
    if token.len() > 12 || (token != upper && token != token.to_ascii_lowercase()) {
        return None;
    }
    let mut total = 0;
    let mut last = 0;
    for c in upper.chars().rev() {
        let value = match c {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            'L' => 50,
            'C' => 100,
            _ => return None,
        };
        total += if value < last { -value } else { value };
        last = last.max(value);
    }
    (!token.is_empty()).then_some(total)
}

/// Whether a text is a number and the words and signs around it.
fn is_page_number(text: &str) -> bool {
    let tokens = tokens(text);
    tokens.iter().any(|token| number(token).is_some())
        && tokens.iter().all(|token| {
            number(token).is_some()
                || AROUND.contains(&token.to_lowercase().as_str())
                || token.chars().all(|c| !c.is_alphanumeric())
        })
}

/// Whether a row at the edge stands further from the next than lines of a text do.
fn stands_off(leaf: &Leaf, rows: &[Row], nth: usize, top: bool) -> bool {
    let own = &leaf.pieces[rows[nth][0]];
    let beyond = leaf
        .pieces
        .iter()
        .filter(|piece| if top { piece.base > own.base + PLACE } else { piece.base < own.base - PLACE });
    let gap = beyond.map(|piece| (piece.base - own.base).abs()).fold(f32::MAX, f32::min);
    gap > 1.7 * own.size
}

/// Whether the one piece at the edge of an only page is its number.
fn is_only_page(leaf: &Leaf, piece: usize, rows: &[Row], top: bool) -> bool {
    let text = leaf.pieces[piece].text();
    let first = tokens(&text).iter().find_map(|token| number(token));
    is_page_number(&text) && first == Some(1) && stands_off(leaf, rows, 0, top) && leaf.pieces.len() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_with_the_pages() {
        assert!(counts_on("Page 3 of 12", "Page 4 of 12", 1));
        assert!(counts_on("– xiv –", "– xvi –", 2));
        assert!(counts_on("The Ferry", "The Ferry", 1));
        assert!(!counts_on("12.5 13.2", "12.9 13.7", 1));
        assert!(!counts_on("Page 3", "Page 5", 1));
    }

    #[test]
    fn wording_tells_a_number_from_a_header() {
        for text in ["7", "- 7 -", "Page 3 of 12", "xiv", "Seite 3/12", "p.7"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["The Ferry", "Chapter 3", "7 April", "mild"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
