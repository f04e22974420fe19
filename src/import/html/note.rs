//! Links to a footnote and the places that they name → references and notes with labels. `walk.rs` asks whether a link
//! is a reference, and settles all of them when the page has been read.

use super::page::{Page, Shape};
use crate::import::words::{Mark, Style, Words};
use crate::span::Span;
use dom_query::{Element as Node, NodeRef, local_name};
use std::collections::BTreeMap;

/// The longest text of a reference, in characters: `[note 12]`.
const LONGEST: usize = 10;

/// The id that a link names, and what it shows, if it looks like a reference to a footnote.
pub(super) fn reference(link: &NodeRef<'_>, element: &Node) -> Option<(String, String)> {
    let target = element.attr_ref(local_name!("href"))?.trim().strip_prefix('#').filter(|id| !id.is_empty())?;
    let shown = link.text();
    let raw = shown.trim();
    if raw.is_empty() || raw.chars().count() > LONGEST || raw.contains(['↩', '↑', '^']) {
        return None;
    }
    let number = raw.trim_matches(|c: char| matches!(c, '[' | ']' | '(' | ')'));
    let is_sign = number.chars().all(|c| c.is_ascii_digit()) || number.chars().all(|c| matches!(c, '*' | '†' | '‡'));
    let raised = link.parent().is_some_and(|parent| parent.has_name("sup"))
        || link.first_element_child().is_some_and(|child| child.has_name("sup"));
    (declared(element) || is_sign && raised).then(|| (target.to_owned(), raw.to_owned()))
}

/// Whether the page calls the link a reference.
fn declared(element: &Node) -> bool {
    let is = |attr: &str, value: &str| {
        let found = element.attrs.iter().find(|attribute| &*attribute.name.local == attr);
        found.is_some_and(|attribute| attribute.value.split_ascii_whitespace().any(|word| word == value))
    };
    is("role", "doc-noteref") || is("epub:type", "noteref") || is("class", "footnote-ref") || is("rel", "footnote")
}

/// Gives the notes their labels, in the order in which they are referred to. A reference whose note is not there, or
/// stands before it, shows what it showed.
pub(super) fn settle(page: &mut Page, targets: &BTreeMap<String, usize>) {
    let mut labels: BTreeMap<usize, String> = BTreeMap::new();
    for index in 0..page.grains.len() {
        let mut words = std::mem::take(&mut page.grains[index].words);
        relabel(&mut words, |id| {
            let target = *targets.get(id).filter(|&&target| target > index)?;
            let grain = &page.grains[target];
            let plain = matches!(grain.shape, Shape::Paragraph | Shape::Description) && !grain.words.text.is_empty();
            let next = (labels.len() + 1).to_string();
            plain.then(|| labels.entry(target).or_insert(next).clone())
        });
        page.grains[index].words = words;
    }
    page.notes = labels;
}

/// Renames the references in words; one without a new label becomes text again.
pub(super) fn relabel(words: &mut Words, mut label: impl FnMut(&str) -> Option<String>) {
    if !words.marks.iter().any(|mark| matches!(mark.style, Style::Note { .. })) {
        return;
    }
    // What became text again moves all that stands behind it.
    let mut restored: Vec<(usize, String)> = Vec::new();
    words.marks.retain_mut(|mark| match &mut mark.style {
        Style::Note { label: old, raw } => match label(old) {
            Some(new) => {
                *old = new;
                true
            }
            None => {
                restored.push((mark.span.start, std::mem::take(raw)));
                false
            }
        },
        _ => true,
    });
    if !restored.is_empty() {
        restore(words, &restored);
    }
}

/// Puts texts back into words, each at its place in the words as they are; the places ascend. In one pass, for a page
/// may have as many lost references as words.
fn restore(words: &mut Words, restored: &[(usize, String)]) {
    let mut text = String::with_capacity(words.text.len() + restored.len() * LONGEST);
    // How far what stands behind each of them has moved.
    let mut moved = Vec::with_capacity(restored.len());
    let mut from = 0;
    for (at, raw) in restored {
        text.push_str(&words.text[from..*at]);
        text.push_str(raw);
        from = *at;
        moved.push(text.len() - at);
    }
    text.push_str(&words.text[from..]);
    words.text = text;
    let shift = |before: usize| before.checked_sub(1).map_or(0, |last| moved[last]);
    for Mark { span, .. } in &mut words.marks {
        let start = span.start + shift(restored.partition_point(|(at, _)| *at <= span.start));
        let end = match span.is_empty() {
            true => start,
            false => span.end + shift(restored.partition_point(|(at, _)| *at < span.end)),
        };
        *span = Span::new(start, end);
    }
}
