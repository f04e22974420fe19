//! Page → a verdict on each of its grains: what is the article, and what was set aside, by which rule. `html` calls it
//! for web pages.
//!
//! The rules go first, from what is certain to what is likely: what an element hides, what the names of the elements
//! around a grain announce, what its words say. What they leave open is weighed in `card.rs`, together with the voice of
//! an extractor. Only verdicts come out of it: the text is the page's own, and what is set aside stays in the source.

mod card;
mod measure;
mod name;
mod phrase;
mod readable;

use super::assemble::Verdict;
use super::page::{Aside, Grain, Page, Shape};
use crate::import::source::{Class, Field};
use card::likeness;
use dom_query::Document;
use measure::{Measure, Measures};
use name::{Announcement, Reach, announcements};

/// Larger pages are left to the rules: an extractor may need more than linear time. In bytes of text.
const LONG: usize = 3 << 20;

/// What is known of a page before it is judged.
pub(super) struct Titles<'a> {
    /// The title that the front matter has.
    pub settled: Option<&'a str>,
    /// The `<title>` as it stands.
    pub declared: &'a str,
}

/// Judges the grains of a page; the verdicts stand in their order. At least one is body, if the page has any text.
pub(super) fn verdicts(document: &Document, page: &Page, titles: &Titles<'_>) -> Vec<Verdict> {
    let measures = Measures::of(page);
    let mut verdicts = settled(page, &measures, titles);
    let open: Vec<usize> = (0..page.grains.len()).filter(|&nth| verdicts[nth].is_none()).collect();
    let size: usize = page.grains.iter().map(|grain| grain.words.text.len()).sum();
    let voices = if size <= LONG { readable::voices(document, page, &measures.grains) } else { None };
    let field = card::Field { page, measures: &measures, open: &open, voices: voices.as_deref() };
    let points = card::points(&field);
    // A page without a grain that would be body is one whose best must do.
    let best = points.iter().copied().max().unwrap_or(0).min(1);
    for (&nth, points) in open.iter().zip(points) {
        let aside = || Verdict::Aside(apart(&measures.grains[nth]));
        verdicts[nth] = Some(if points >= best { Verdict::Body } else { aside() });
    }
    let mut verdicts: Vec<Verdict> = verdicts.into_iter().flatten().collect();
    if !verdicts.contains(&Verdict::Body) {
        reprieve(page, &mut verdicts);
    }
    join_tables(page, &measures, &mut verdicts);
    drop_last_headings(page, &mut verdicts);
    verdicts
}

/// What a grain is called that nothing but its surroundings spoke against.
fn apart(measure: &Measure) -> Aside {
    match measure.linked {
        linked if linked >= 0.5 => Aside { class: Class::Navigation, rule: "links" },
        _ => Aside { class: Class::Sidebar, rule: "apart" },
    }
}

/// Takes back all rules but the hidden: a page that has text has a body.
fn reprieve(page: &Page, verdicts: &mut [Verdict]) {
    for (grain, verdict) in page.grains.iter().zip(verdicts) {
        if grain.aside.is_none() && matches!(verdict, Verdict::Aside(_)) {
            *verdict = Verdict::Body;
        }
    }
}

/// A table is body or not as a whole, by the greater part of its letters.
fn join_tables(page: &Page, measures: &Measures, verdicts: &mut [Verdict]) {
    let table = |grain: &Grain| match grain.shape {
        Shape::Cell(cell) => Some(cell.table),
        _ => None,
    };
    let mut at = 0;
    while at < page.grains.len() {
        let Some(number) = table(&page.grains[at]) else {
            at += 1;
            continue;
        };
        let length = page.grains[at..].iter().take_while(|grain| table(grain) == Some(number)).count();
        let range = at..at + length;
        let letters = |nth: &usize| measures.grains[*nth].key.len();
        let all: usize = range.clone().map(|nth| letters(&nth)).sum();
        let body: usize = range.clone().filter(|&nth| verdicts[nth] == Verdict::Body).map(|nth| letters(&nth)).sum();
        let other = range.clone().find(|&nth| verdicts[nth] != Verdict::Body).map(|nth| verdicts[nth].clone());
        for nth in range {
            if page.grains[nth].aside.is_some() {
                continue;
            }
            match &other {
                _ if body * 2 >= all => verdicts[nth] = Verdict::Body,
                Some(other) => verdicts[nth] = other.clone(),
                None => {}
            }
        }
        at += length;
    }
}

/// A heading with nothing under it belongs to what was set aside after it.
fn drop_last_headings(page: &Page, verdicts: &mut [Verdict]) {
    let is_heading = |nth: usize| matches!(page.grains[nth].shape, Shape::Heading(_));
    let Some(last) = (0..verdicts.len()).rev().find(|&nth| verdicts[nth] == Verdict::Body && !is_heading(nth)) else {
        return;
    };
    for verdict in verdicts[last + 1..].iter_mut().filter(|verdict| **verdict == Verdict::Body) {
        *verdict = Verdict::Aside(Aside { class: Class::Label, rule: "empty-section" });
    }
}

/// What the rules settle; `None` where they have nothing to say.
fn settled(page: &Page, measures: &Measures, titles: &Titles<'_>) -> Vec<Option<Verdict>> {
    let announced: Vec<Vec<Announcement>> = page.elements.iter().map(announcements).collect();
    let believed = believed(page, measures, &announced);
    let shown = shown_by_script(page, measures);
    let mut title = titles.settled;
    let judge = |(nth, grain): (usize, &Grain)| {
        let measure = &measures.grains[nth];
        if let Some(aside) = grain.aside.filter(|aside| !shown.contains(&aside.rule)) {
            return Some(Verdict::Aside(aside));
        }
        if title.is_some_and(|title| title == grain.words.text && grain.words.marks.is_empty()) {
            title = None;
            return Some(Verdict::Taken(Field::Title));
        }
        if is_title(page, grain, measure, titles) {
            return Some(Verdict::Aside(Aside { class: Class::DuplicateTitle, rule: "title" }));
        }
        by_name(&believed, grain, measure).or_else(|| by_words(page, measures, grain, measure)).map(Verdict::Aside)
    };
    page.grains.iter().enumerate().map(judge).collect()
}

/// The rules that would hide the greater part of the page: what they hide, a script will show.
fn shown_by_script(page: &Page, measures: &Measures) -> Vec<&'static str> {
    const RULES: [&str; 3] = ["hidden", "aria-hidden", "not-displayed"];
    let prose = |rule: &str| -> f64 {
        let hidden = page.grains.iter().zip(&measures.grains);
        hidden
            .filter(|(grain, _)| grain.aside.is_some_and(|aside| aside.rule == rule))
            .map(|(_, measure)| measure.prose)
            .sum()
    };
    RULES.into_iter().filter(|rule| prose(rule) > measures.prose() / 2.0).collect()
}

/// The heading that repeats the title of the page.
fn is_title(page: &Page, grain: &Grain, measure: &Measure, titles: &Titles<'_>) -> bool {
    let like = [titles.settled.unwrap_or_default(), titles.declared].map(|title| likeness(&grain.words.text, title));
    let like = like[0].max(like[1]);
    let first = page.ancestors(grain.element).take(2).any(|at| &*page.elements[at].name == "h1");
    first && like >= 0.4 || measure.words >= 3 && like >= 0.7 && measure.words <= 40
}

/// For each element what it, or the nearest element around it, announces and may be believed in.
fn believed(page: &Page, measures: &Measures, announced: &[Vec<Announcement>]) -> Vec<Vec<Announcement>> {
    let mut believed: Vec<Vec<Announcement>> = Vec::with_capacity(page.elements.len());
    for (at, element) in page.elements.iter().enumerate() {
        let whole = matches!(&*element.name, "html" | "body" | "main");
        let own = announced[at].iter().filter(|found| !whole && is_credible(measures, at, found.reach)).copied();
        let mut all: Vec<Announcement> = own.collect();
        if at > 0 {
            // A page has few kinds of boilerplate, and the nearest of a kind is as good as any other.
            let around: Vec<Announcement> =
                believed[element.parent].iter().filter(|found| !all.contains(found)).copied().collect();
            all.extend(around);
        }
        believed.push(all);
    }
    believed
}

/// Whether so little of the page's running text stands in an element that it may be what its name says.
fn is_credible(measures: &Measures, element: usize, reach: Reach) -> bool {
    /// What is left of an article when its comments are taken away, in letters.
    const ARTICLE: f64 = 300.0;
    let sum = measures.elements[element];
    let most = match reach {
        Reach::Minor | Reach::Short | Reach::Terse => 0.3,
        Reach::Half => 0.5,
        Reach::Most if measures.prose() - sum.prose >= ARTICLE => 0.85,
        Reach::Most => 0.0,
    };
    sum.prose <= most * measures.prose()
}

fn by_name(believed: &[Vec<Announcement>], grain: &Grain, measure: &Measure) -> Option<Aside> {
    /// A byline has no more words.
    const SHORT: usize = 25;
    let reaches = |found: &&Announcement| match found.reach {
        Reach::Short => measure.words <= SHORT,
        Reach::Terse => measure.prose == 0.0,
        Reach::Minor | Reach::Half | Reach::Most => true,
    };
    believed[grain.element].iter().find(reaches).map(|found| found.aside)
}

fn by_words(page: &Page, measures: &Measures, grain: &Grain, measure: &Measure) -> Option<Aside> {
    let text = grain.words.text.as_str();
    let around = |names: &[&str]| page.ancestors(grain.element).find(|&at| names.contains(&&*page.elements[at].name));
    let aside = |class, rule| Some(Aside { class, rule });
    if measure.words <= 60
        && around(&["blockquote", "table"]).is_none()
        && around(&["figure"]).is_some_and(|figure| measures.share(figure) < 0.3)
    {
        return aside(Class::Caption, "figure-element");
    }
    // A page of nothing but links is a page of links.
    if measures.prose() > 500.0 {
        let in_list = &*page.elements[grain.element].name == "li" || matches!(grain.shape, Shape::Cell(_));
        if measure.linked >= 0.9 && !in_list {
            return aside(Class::Related, "only-a-link");
        }
        if around(&["ul", "ol"]).is_some_and(|list| measures.elements[list].density() >= 0.7) {
            return aside(Class::Related, "list-of-links");
        }
        let points = measure.linked > 0.2 || measure.words <= 4 || text.ends_with([':', '…']) || text.ends_with("...");
        if measure.words <= 40 && points && phrase::is_pointer(text) {
            return aside(Class::Related, "pointer");
        }
        if measure.words <= 60 && (measure.linked > 0.0 || measure.words <= 25) && phrase::is_appeal(text) {
            return aside(Class::Subscribe, "appeal");
        }
    }
    if phrase::is_date(text) {
        return aside(Class::Dateline, "date-alone");
    }
    (measure.words <= 40 && measure.stops < 3 && phrase::is_credit(text))
        .then_some(Aside { class: Class::Caption, rule: "credit" })
}
