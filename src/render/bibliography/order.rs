//! The sort keys of a style → the bytes that a reference is ordered by. `format` calls it. The formatter's own sorting
//! renders two entries for every comparison; here each is rendered once, with dates that sort as text.

use super::format::format;
use super::reference::Reference;
use super::style::Style;
use super::tree::sort_dates;
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::Variable;
use hayagriva::citationberg::{
    Date, IndependentStyle, LayoutRenderingElement as Element, NameAsSortOrder, SortDirection, SortKey,
    Style as AnyStyle, Text, TextTarget,
};
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale::Locale;

/// A style that prints one macro and dates that sort, to take its parts from: they cannot be made otherwise.
const PARTS: &str = r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title>Keys</title><id>keys</id>
<updated>2026-01-01T00:00:00+00:00</updated></info><citation><layout><text macro="key"/></layout></citation><bibliography><layout>
<text macro="key"/><date variable="issued"><date-part name="year"/><date-part name="month" form="numeric-leading-zeros" prefix="-"/>
<date-part name="day" form="numeric-leading-zeros" prefix="-"/></date></layout></bibliography></style>"#;

/// What a style orders by.
pub(super) struct Sorter {
    keys: Vec<(Key, SortDirection)>,
    collator: Option<CollatorBorrowed<'static>>,
}

enum Key {
    /// What the style prints whose only rule is this macro.
    Printed(Box<IndependentStyle>),
    Variable(Variable),
    /// Who says it, then the title: what a style goes by that has no order of its own, and what decides last.
    Name,
}

/// A value of a key. Nothing comes last, whatever the direction.
#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Value {
    Ascending(Vec<u8>),
    Descending(std::cmp::Reverse<Vec<u8>>),
    Nothing,
}

pub(super) fn sorter(style: &Style) -> Sorter {
    let sort = style.csl.bibliography.as_ref().and_then(|bibliography| bibliography.sort.as_ref());
    let mut keys: Vec<(Key, SortDirection)> = Vec::new();
    for key in sort.into_iter().flat_map(|sort| &sort.keys) {
        keys.push(match key {
            SortKey::Variable { variable, .. } => (Key::Variable(*variable), key.sort_direction()),
            SortKey::MacroName { name, .. } => {
                (Key::Printed(Box::new(printing(&style.csl, name))), key.sort_direction())
            }
        });
    }
    keys.push((Key::Name, SortDirection::Ascending));
    let locale =
        style.locale.as_ref().or(style.csl.default_locale.as_ref()).and_then(|code| code.0.parse::<Locale>().ok());
    let collator = Collator::try_new(locale.unwrap_or(Locale::UNKNOWN).into(), CollatorOptions::default()).ok();
    Sorter { keys, collator }
}

/// The style with a bibliography of one macro, names in the order of sorting, and dates that sort.
fn printing(csl: &IndependentStyle, name: &str) -> IndependentStyle {
    let (mut text, date) = parts();
    text.target = TextTarget::Macro { name: name.to_owned() };
    let mut printing = csl.clone();
    printing.macros.iter_mut().for_each(|own| sort_dates(&mut own.children, &date));
    printing.settings.options.name_as_sort_order = Some(NameAsSortOrder::All);
    printing.citation.layout.elements.clear();
    printing.citation.sort = None;
    if let Some(bibliography) = &mut printing.bibliography {
        bibliography.sort = None;
        bibliography.second_field_align = None;
        bibliography.layout.elements = vec![Element::Text(text)];
        (bibliography.layout.prefix, bibliography.layout.suffix) = (None, None);
    }
    printing
}

fn parts() -> (Text, Date) {
    let Ok(AnyStyle::Independent(style)) = AnyStyle::from_xml(PARTS) else { unreachable!("the parts are a style") };
    let layout = style.bibliography.map(|bibliography| bibliography.layout.elements).unwrap_or_default();
    let Ok([Element::Text(text), Element::Date(date)]) = <[Element; 2]>::try_from(layout) else {
        unreachable!("the style of the parts has a text and a date")
    };
    (text, date)
}

impl Sorter {
    /// What a reference is ordered by.
    pub fn key(&self, reference: &Reference, item: &Item, style: &Style) -> Vec<Value> {
        let value = |(key, direction): &(Key, SortDirection)| {
            let text = match key {
                Key::Printed(csl) => {
                    let printed = format(&[item], csl, style, 0);
                    printed.first().map(|printed| format!("{:#}", printed.content).to_lowercase()).unwrap_or_default()
                }
                Key::Variable(variable) => of_variable(reference, *variable),
                Key::Name => of_name(reference),
            };
            self.value(text.trim(), *direction)
        };
        self.keys.iter().map(value).collect()
    }

    fn value(&self, text: &str, direction: SortDirection) -> Value {
        if text.is_empty() {
            return Value::Nothing;
        }
        let mut bytes = Vec::new();
        match &self.collator {
            Some(collator) => collator.write_sort_key_to(text, &mut bytes).unwrap_or_else(|never| match never {}),
            None => bytes.extend(text.bytes()),
        }
        match direction {
            SortDirection::Ascending => Value::Ascending(bytes),
            SortDirection::Descending => Value::Descending(std::cmp::Reverse(bytes)),
        }
    }
}

fn of_variable(reference: &Reference, variable: Variable) -> String {
    let name = variable.to_string();
    match variable {
        Variable::Date(_) => reference.dates.get(&name).map(|date| date.to_html_time()).unwrap_or_default(),
        Variable::Name(_) => {
            reference.names_of(&name).iter().map(|name| name.inverted()).collect::<Vec<_>>().join("; ")
        }
        Variable::Number(_) | Variable::Page(_) | Variable::Standard(_) => reference.text_of(&name).to_owned(),
    }
}

fn of_name(reference: &Reference) -> String {
    let author = reference.names_of("author").first().map(|name| name.inverted());
    let outlet = ["container-title", "publisher"].map(|variable| reference.text_of(variable)).join("");
    format!("{} {}", author.unwrap_or(outlet), reference.text_of("title"))
}
