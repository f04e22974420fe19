//! Page → figures of its grains and of the elements around them. The judges of `article/` ask; nothing is decided here.

use crate::import::html::page::{Grain, Page};
use crate::import::line::is_ink;

/// What can be counted in a page, in its order: `grains` for its grains, `elements` for its elements.
#[derive(Debug)]
pub(super) struct Measures {
    pub grains: Vec<Measure>,
    pub elements: Vec<Sum>,
}

/// What can be counted in a grain.
#[derive(Clone, Debug)]
pub(super) struct Measure {
    /// Letters and digits in lower case: how two texts are compared.
    pub key: String,
    pub words: usize,
    /// The share of its characters that stands in links.
    pub linked: f64,
    /// Where its words end sentences or clauses.
    pub stops: usize,
    /// Its letters outside links, if it is running text; else 0.
    pub prose: f64,
}

/// What the grains in an element come to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    pub letters: f64,
    pub linked: f64,
    pub prose: f64,
}

impl Measures {
    pub fn of(page: &Page) -> Self {
        let grains: Vec<Measure> = page.grains.iter().map(Measure::of).collect();
        let mut elements = vec![Sum::default(); page.elements.len()];
        for (grain, measure) in page.grains.iter().zip(&grains) {
            let letters = measure.key.chars().count() as f64;
            let sum = &mut elements[grain.element];
            sum.letters += letters;
            sum.linked += letters * measure.linked;
            sum.prose += measure.prose;
        }
        // An element stands behind its parent, so that sums can be handed up from the end.
        for at in (1..elements.len()).rev() {
            let (sum, parent) = (elements[at], page.elements[at].parent);
            elements[parent].letters += sum.letters;
            elements[parent].linked += sum.linked;
            elements[parent].prose += sum.prose;
        }
        Self { grains, elements }
    }

    /// All running text of the page, in letters; never 0.
    pub fn prose(&self) -> f64 {
        self.elements[0].prose.max(1.0)
    }

    /// The share of the page's running text that stands in an element.
    pub fn share(&self, element: usize) -> f64 {
        self.elements[element].prose / self.prose()
    }
}

impl Sum {
    /// The share of its letters that stands in links.
    pub fn density(self) -> f64 {
        self.linked / self.letters.max(1.0)
    }
}

impl Measure {
    fn of(grain: &Grain) -> Self {
        /// With fewer words nothing is running text.
        const FEWEST: usize = 10;
        let text = grain.words.shown();
        let key: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let ink = text.chars().filter(|&c| is_ink(c)).count();
        let linked = (grain.linked as f64 / ink.max(1) as f64).min(1.0);
        let (words, stops) = (words(&text).count(), stops(&text));
        let is_prose = words >= FEWEST && stops >= 1 && linked < 0.5;
        let prose = if is_prose { key.chars().count() as f64 * (1.0 - linked) } else { 0.0 };
        Self { key, words, linked, stops, prose }
    }
}

/// The words of a text: runs of letters and digits.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn stops(text: &str) -> usize {
    let mut stops = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !matches!(c, '.' | '!' | '?' | '…' | ':' | ';' | '。' | '！' | '？') {
            continue;
        }
        while chars.next_if(|c| matches!(c, '"' | '”' | '’' | '»' | ')' | ']')).is_some() {}
        stops += usize::from(chars.peek().is_none_or(|c| c.is_whitespace()));
    }
    stops
}
