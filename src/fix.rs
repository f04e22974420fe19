//! Site → the same site with everything mended that is certain, in memory. `ibid check --fix` calls it and writes the files
//! that changed. What is certain is for the stages to say; here each fix is tried, and kept only if it helps.

use crate::compile::{Options, compile_after};
use crate::diagnostic::{Code, Diagnostic, Edit, Fix};
use crate::page::Page;
use crate::path::FilePath;
use crate::site::Site;
use crate::span::Span;
use crate::world::{File, World};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A site, and what was mended to make it.
#[derive(Debug)]
pub struct Mended {
    pub site: Site,
    /// In order of file and place.
    pub kept: Vec<Mend>,
}

/// A fix and the finding that it mends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mend {
    pub path: FilePath,
    pub code: Code,
    pub message: String,
    pub fix: Fix,
}

/// Mends what can be mended for certain: pages below `content/`, never a source page. A fix is kept if its finding is gone
/// and no other came.
///
/// One compilation where all fixes hold; each that does not costs about twice the logarithm of their number, and never
/// more than two for each fix.
pub fn fix(site: Site, options: Options) -> Mended {
    let candidates = candidates(&site);
    let mut state = Mended { site, kept: Vec::new() };
    keep(&mut state, &candidates, options);
    state.kept.sort_by(|a, b| (&a.path, a.fix.edits[0].span).cmp(&(&b.path, b.fix.edits[0].span)));
    state
}

/// The fixes on offer, in order of file and place, none touching another.
fn candidates(site: &Site) -> Vec<Mend> {
    let is_free = |page: &Page| page.kind != crate::meta::Kind::Source;
    let mut candidates: Vec<Mend> = Vec::new();
    for diagnostic in &site.diagnostics {
        let path = &diagnostic.place.path;
        let Some(fix) = diagnostic.fix.as_ref().filter(|fix| !fix.edits.is_empty()) else { continue };
        if !site.corpus.by_path(path.as_str()).is_some_and(|page| is_free(&site.corpus.pages[page])) {
            continue;
        }
        let touches = |other: &Mend| {
            let meet = |a: &Edit, b: &Edit| a.span.start <= b.span.end && b.span.start <= a.span.end;
            other.path == *path && fix.edits.iter().any(|a| other.fix.edits.iter().any(|b| meet(a, b)))
        };
        if !candidates.iter().rev().take_while(|other| other.path == *path).any(touches) {
            let (code, message) = (diagnostic.code, diagnostic.message.clone());
            candidates.push(Mend { path: path.clone(), code, message, fix: fix.clone() });
        }
    }
    candidates
}

/// Adds those of the fixes that hold beside what is kept already: all at once, or else half by half.
fn keep(state: &mut Mended, fixes: &[Mend], options: Options) {
    if fixes.is_empty() {
        return;
    }
    let world = apply(&state.site.world, &shifted(&state.kept, fixes));
    let site = compile_after(world, options, Some((&state.site).into()));
    if holds(&state.site, &site, fixes) {
        state.site = site;
        state.kept.extend(fixes.iter().cloned());
    } else if let (first, second @ [_, ..]) = fixes.split_at(fixes.len() / 2)
        && !first.is_empty()
    {
        keep(state, first, options);
        keep(state, second, options);
    }
}

/// Whether the findings of these fixes are gone, and there is none that was not there before.
fn holds(before: &Site, after: &Site, fixes: &[Mend]) -> bool {
    fn count<'a>(counts: &mut BTreeMap<(&'a FilePath, Code, &'a str), isize>, diagnostic: &'a Diagnostic, by: isize) {
        *counts.entry((&diagnostic.place.path, diagnostic.code, &diagnostic.message)).or_default() += by;
    }
    let mut counts = BTreeMap::new();
    before.diagnostics.iter().for_each(|diagnostic| count(&mut counts, diagnostic, 1));
    for mend in fixes {
        *counts.entry((&mend.path, mend.code, &mend.message)).or_default() -= 1;
    }
    after.diagnostics.iter().for_each(|diagnostic| count(&mut counts, diagnostic, -1));
    counts.values().all(|&left| left >= 0)
}

/// The edits of `fixes`, as they stand in files in which those of `kept` are made already.
fn shifted(kept: &[Mend], fixes: &[Mend]) -> BTreeMap<FilePath, Vec<Edit>> {
    let mut edits: BTreeMap<FilePath, Vec<Edit>> = BTreeMap::new();
    for mend in fixes {
        let made = kept.iter().filter(|kept| kept.path == mend.path).flat_map(|kept| &kept.fix.edits);
        let made: Vec<&Edit> = made.collect();
        let shifted = mend.fix.edits.iter().map(|edit| {
            let before = made.iter().filter(|made| made.span.end <= edit.span.start);
            let (grown, shrunk) =
                before.fold((0, 0), |(grown, shrunk), made| (grown + made.replacement.len(), shrunk + made.span.len()));
            let move_to = |offset: usize| offset + grown - shrunk;
            Edit { span: Span::new(move_to(edit.span.start), move_to(edit.span.end)), ..edit.clone() }
        });
        edits.entry(mend.path.clone()).or_default().extend(shifted);
    }
    edits
}

fn apply(world: &World, edits: &BTreeMap<FilePath, Vec<Edit>>) -> World {
    let mut world = world.clone();
    for (path, edits) in edits {
        if let Some(file) = world.files.get_mut(path) {
            *file = Arc::new(File::new(edited(file.text(), edits)));
        }
    }
    world
}

/// A text with these edits made; none touches another.
pub fn edited(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let mut edited = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        edited.push_str(&text[done..edit.span.start]);
        edited.push_str(&edit.replacement);
        done = edit.span.end;
    }
    edited + &text[done..]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "---\ntitle: A\nchecks:\n  unsealed-source: allow\n---\n\nThe committee met on 3 March. {#p1}\n\nWork will not begin before May. {#p2}\n";

    fn site(briefing: &str) -> Site {
        let world = World::from_texts([("content/sources/a.md", SOURCE), ("content/b.md", briefing)]);
        crate::compile::compile(world, Options::default())
    }

    fn fixed(briefing: &str) -> (String, usize) {
        let mended = fix(site(briefing), Options::default());
        (mended.site.world.files["content/b.md"].text().to_owned(), mended.kept.len())
    }

    #[test]
    fn what_is_certain_is_mended() {
        let wrong = "“The Committee met” [@a#p1]. “Work will not begin before May” [@a#p1].\n";
        let right = "“The committee met” [@a#p1]. “Work will not begin before May” [@a#p2].\n";
        assert_eq!(fixed(wrong), (right.to_owned(), 2));
        assert_eq!(fixed(right), (right.to_owned(), 0));
    }

    #[test]
    fn a_fix_that_does_not_help_is_dropped_and_the_others_stay() {
        let mut site =
            site("“The Committee met” [@a#p1]. He “Work will begin before June” [@a#p2]. “met On 3 March” [@a#p1]\n");
        let text = site.world.files["content/b.md"].text().to_owned();
        let bad = site.diagnostics.iter_mut().find(|found| found.code == Code::Misquotation).unwrap();
        let at = text.find("He").unwrap();
        let edits = vec![Edit { span: Span::new(at, at + 2), replacement: "It says".to_owned() }];
        bad.fix = Some(Fix { title: "write other words".to_owned(), edits });
        let mended = fix(site, Options::default());
        assert_eq!(mended.kept.len(), 2);
        let text = mended.site.world.files["content/b.md"].text();
        assert_eq!(
            text,
            "“The committee met” [@a#p1]. He “Work will begin before June” [@a#p2]. “met on 3 March” [@a#p1]\n"
        );
    }

    #[test]
    fn a_fix_that_brings_another_finding_is_dropped() {
        let mut site = site("“The Committee met” [@a#p1]\n");
        let bad = site.diagnostics.iter_mut().find(|found| found.code == Code::InexactQuotation).unwrap();
        let edits = &mut bad.fix.as_mut().unwrap().edits;
        edits[0].replacement = "d".to_owned();
        let before = site.diagnostics.clone();
        let mended = fix(site, Options::default());
        assert_eq!((mended.kept.len(), mended.site.diagnostics), (0, before));
    }
}
