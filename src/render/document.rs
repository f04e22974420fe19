//! A source's passages → its text as the document has it: headings, lists, tables, quotations, footnotes, and gaps where
//! the rights withhold something. `source` calls it; what may be published is decided in `graph`.

use super::view::{CellView, QuoteView, TableView};
use super::view::{GapView, HeadingView, ListItemView, ListView, NoteItemView, PassageView, RowView, SourceItem};
use crate::page::{Hold, Page, Role};
use std::collections::BTreeSet;

/// How deep lists and quotations go on a page; what lies deeper stands there, too.
const DEPTH: usize = 8;

/// What stands on the page of a source, in its order: passages and the headings over them, in what holds them.
pub(super) fn items(
    page: &Page,
    publishable: &BTreeSet<usize>,
    mut passage: impl FnMut(usize) -> PassageView,
    mut columns: impl FnMut(usize) -> Vec<CellView>,
) -> Vec<SourceItem> {
    let mut writer = Writer { outline: outline(page), page, open: vec![Frame::default()], tables: 0 };
    let headings: Vec<usize> = (0..page.blocks.len()).filter(|&block| is_heading(page, block)).collect();
    let mut pending: Vec<usize> = Vec::new();
    let mut headings_seen = 0;
    let mut gap = 0;
    for (number, own) in page.passages.iter().enumerate() {
        for heading in headings_seen.min(own.headings)..own.headings {
            // A heading goes with the passages under it: a new one of its level closes the others.
            pending.retain(|&other| page.headings[other].level < page.headings[heading].level);
            pending.push(heading);
        }
        headings_seen = own.headings;
        if !publishable.contains(&number) {
            gap += 1;
            continue;
        }
        for heading in pending.drain(..).filter(|&heading| is_shown(page, heading)) {
            let place = headings.get(heading).and_then(|&block| page.blocks[block].container);
            writer.go_to(place, &mut gap, &mut columns);
            writer.push(heading_item(page, heading));
        }
        writer.go_to(page.blocks[own.blocks.start].container, &mut gap, &mut columns);
        writer.push(SourceItem::Passage(passage(number)));
    }
    writer.go_to(None, &mut gap, &mut columns);
    writer.open.swap_remove(0).items
}

/// Whether a heading stands on the page: one over a published passage, and not the title over again.
pub(super) fn has_heading(page: &Page, publishable: &BTreeSet<usize>, heading: usize) -> bool {
    let level = page.headings[heading].level;
    let next = page.headings[heading + 1..].iter().position(|other| other.level <= level);
    let end = next.map_or(page.headings.len(), |next| heading + 1 + next);
    let first = page.passages.partition_point(|passage| passage.headings <= heading);
    let last = page.passages.partition_point(|passage| passage.headings <= end);
    is_shown(page, heading) && publishable.range(first..last).next().is_some()
}

fn is_heading(page: &Page, block: usize) -> bool {
    matches!(page.blocks[block].role, Role::Heading { .. })
}

fn is_shown(page: &Page, heading: usize) -> bool {
    let heading = &page.headings[heading];
    heading.level > 1 || heading.text != page.title()
}

fn heading_item(page: &Page, heading: usize) -> SourceItem {
    let heading = &page.headings[heading];
    SourceItem::Heading(HeadingView {
        level: heading.level.max(2),
        id: heading.id.clone(),
        html: super::escape::text(&heading.text),
    })
}

/// For each container the innermost that is shown, itself or one around it, and how deep that stands.
fn outline(page: &Page) -> Vec<(Option<usize>, usize)> {
    let mut outline: Vec<(Option<usize>, usize)> = Vec::with_capacity(page.containers.len());
    for (number, container) in page.containers.iter().enumerate() {
        let (shown, depth) = container.parent.map_or((None, 0), |parent| outline[parent]);
        let is_shown = match container.hold {
            // A code block is its passage.
            Hold::Code { .. } => false,
            Hold::Table { .. } => true,
            // A list has items.
            Hold::List { .. } => depth + 1 < DEPTH,
            Hold::Item { .. } => shown == container.parent,
            Hold::Quote | Hold::Note { .. } | Hold::Definition => depth < DEPTH,
        };
        outline.push(if is_shown { (Some(number), depth + 1) } else { (shown, depth) });
    }
    outline
}

/// Something that is open and gathers what stands in it: items of a page, of a list, or rows.
#[derive(Default)]
struct Frame {
    container: usize,
    items: Vec<SourceItem>,
    list: Vec<ListItemView>,
    rows: Vec<RowView>,
    /// The number that the next item of a list gets by itself.
    next: Option<usize>,
}

struct Writer<'a> {
    page: &'a Page,
    outline: Vec<(Option<usize>, usize)>,
    /// What is open, the page itself first.
    open: Vec<Frame>,
    /// The tables so far.
    tables: usize,
}

impl Writer<'_> {
    /// Closes and opens what lies between here and a place. A gap on the way stands in all that holds both of its ends.
    fn go_to(&mut self, place: Option<usize>, gap: &mut usize, columns: &mut impl FnMut(usize) -> Vec<CellView>) {
        let path = self.path(place);
        let common = self.open[1..].iter().zip(&path).take_while(|(frame, to)| frame.container == **to).count();
        while self.open.len() > common + 1 {
            self.close(columns);
        }
        match std::mem::take(gap) {
            0 => {}
            passages => self.push(SourceItem::Gap(GapView { passages })),
        }
        for &container in &path[common..] {
            self.open.push(Frame { container, next: Some(1), ..Frame::default() });
        }
    }

    /// What is to be open at a place, from the outside in.
    fn path(&self, place: Option<usize>) -> Vec<usize> {
        let mut path = Vec::new();
        let mut at = place.and_then(|place| self.outline[place].0);
        while let Some(container) = at {
            path.push(container);
            at = self.page.containers[container].parent.and_then(|parent| self.outline[parent].0);
        }
        path.reverse();
        path
    }

    fn push(&mut self, item: SourceItem) {
        let is_page = self.open.len() == 1;
        let frame = self.open.last_mut().expect("the page is always open");
        let hold = (!is_page).then(|| &self.page.containers[frame.container].hold);
        match (hold, item) {
            (Some(Hold::List { .. }), SourceItem::Gap(gap)) => {
                frame.list.push(ListItemView { gap: gap.passages, ..ListItemView::default() });
                frame.next = None;
            }
            (Some(Hold::Table { .. }), SourceItem::Gap(gap)) => {
                frame.rows.push(RowView { gap: gap.passages, passage: None });
            }
            (Some(Hold::Table { .. }), SourceItem::Passage(passage)) => {
                frame.rows.push(RowView { gap: 0, passage: Some(passage) });
            }
            (_, item) => frame.items.push(item),
        }
    }

    fn close(&mut self, columns: &mut impl FnMut(usize) -> Vec<CellView>) {
        let Some(Frame { container, items, list, rows, .. }) = self.open.pop() else { return };
        let item = match &self.page.containers[container].hold {
            Hold::List { first, .. } => SourceItem::List(ListView { ordered: first.is_some(), items: list }),
            Hold::Table { alignments, .. } => {
                self.tables += 1;
                let (number, width) = (self.tables, alignments.len());
                SourceItem::Table(TableView { number, width, columns: columns(container), rows })
            }
            Hold::Note { label } => SourceItem::Note(NoteItemView { label: label.clone(), items }),
            Hold::Definition => SourceItem::Definition(QuoteView { items }),
            Hold::Quote | Hold::Code { .. } => SourceItem::Quote(QuoteView { items }),
            Hold::Item { number } => {
                let around = self.open.last_mut().expect("the page is always open");
                // A number is said where counting would give another.
                let value = number.filter(|_| around.next != *number);
                around.next = number.map(|number| number.saturating_add(1));
                return around.list.push(ListItemView { value, gap: 0, items });
            }
        };
        self.push(item);
    }
}
