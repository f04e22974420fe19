//! The tree of a style's rules: what is wrong with it that its schema does not say, and the same tree with dates that can be
//! sorted, or for things of one type. `style`, `order` and `format` ask; nothing here formats.

use hayagriva::citationberg::taxonomy::Kind;
use hayagriva::citationberg::{
    Choose, ChooseBranch, ChooseMatch, Date, DatePartName, DateParts, IndependentStyle,
    LayoutRenderingElement as Element, Name, NamesChild, SortKey, TextTarget,
};
use std::collections::{BTreeMap, BTreeSet};

/// Rules may lie within one another this deep.
const DEEPEST: usize = 64;

/// What keeps a style from being used: no bibliography, a macro that is not there, or one that calls itself.
pub(super) fn fault(style: &IndependentStyle) -> Option<String> {
    let Some(bibliography) = &style.bibliography else {
        return Some("it formats notes and no bibliography".to_owned());
    };
    let macros = style.macros.iter().map(|own| (own.name.as_str(), calls(&own.children))).collect();
    let keys = [&bibliography.sort, &style.citation.sort].into_iter().flatten().flat_map(|sort| &sort.keys);
    let keys = keys.filter_map(|key| match key {
        SortKey::MacroName { name, .. } => Some(name.as_str()),
        SortKey::Variable { .. } => None,
    });
    let layouts = [&bibliography.layout, &style.citation.layout].into_iter().flat_map(|layout| calls(&layout.elements));
    let mut calls = Calls { macros, sound: BTreeSet::new(), path: Vec::new() };
    keys.chain(layouts).find_map(|name| calls.follow(name))
}

/// Which macro calls which.
struct Calls<'a> {
    macros: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// Those from which every way ends.
    sound: BTreeSet<&'a str>,
    /// The way to the one that is looked at.
    path: Vec<&'a str>,
}

impl<'a> Calls<'a> {
    /// Follows a macro through those that it calls.
    fn follow(&mut self, name: &'a str) -> Option<String> {
        if self.sound.contains(name) {
            return None;
        }
        if self.path.contains(&name) {
            return Some(format!("its macro `{name}` calls itself"));
        }
        if self.path.len() == DEEPEST {
            return Some(format!("its macros call one another more than {DEEPEST} deep"));
        }
        let Some(inner) = self.macros.get(name).cloned() else {
            return Some(format!("it calls the macro `{name}`, which it does not have"));
        };
        self.path.push(name);
        let fault = inner.into_iter().find_map(|inner| self.follow(inner));
        self.path.pop();
        self.sound.insert(name);
        fault
    }
}

/// The macros that some rules call.
fn calls(elements: &[Element]) -> BTreeSet<&str> {
    let mut called = BTreeSet::new();
    for element in elements {
        if let Element::Text(text) = element
            && let TextTarget::Macro { name } = &text.target
        {
            called.insert(name.as_str());
        }
        for inner in children(element) {
            called.extend(calls(inner));
        }
    }
    called
}

/// The lists of rules that lie in a rule.
fn children(element: &Element) -> Vec<&[Element]> {
    match element {
        Element::Group(group) => vec![&group.children],
        Element::Choose(choose) => {
            let branches = choose.branches().map(|branch| branch.children.as_slice());
            branches.chain(choose.otherwise.as_ref().map(|other| other.children.as_slice())).collect()
        }
        Element::Names(names) => names
            .children
            .iter()
            .filter_map(|child| match child {
                NamesChild::Substitute(substitute) => Some(substitute.children.as_slice()),
                _ => None,
            })
            .collect(),
        Element::Text(_) | Element::Date(_) | Element::Number(_) | Element::Label(_) => Vec::new(),
    }
}

/// The same, to be changed.
fn children_mut(element: &mut Element) -> Vec<&mut [Element]> {
    match element {
        Element::Group(group) => vec![&mut group.children],
        Element::Choose(choose) => {
            let branches = std::iter::once(&mut choose.if_).chain(&mut choose.else_if);
            let branches = branches.map(|branch| branch.children.as_mut_slice());
            branches.chain(choose.otherwise.as_mut().map(|other| other.children.as_mut_slice())).collect()
        }
        Element::Names(names) => names
            .children
            .iter_mut()
            .filter_map(|child| match child {
                NamesChild::Substitute(substitute) => Some(substitute.children.as_mut_slice()),
                _ => None,
            })
            .collect(),
        Element::Text(_) | Element::Date(_) | Element::Number(_) | Element::Label(_) => Vec::new(),
    }
}

/// Gives the lists of names that say nothing of how a name looks the rule that this stands for in CSL. The formatter leaves
/// such names out. Those that stand in for others take the rule from them.
pub(super) fn complete(style: &mut IndependentStyle) {
    let layouts = [Some(&mut style.citation.layout), style.bibliography.as_mut().map(|own| &mut own.layout)];
    layouts.into_iter().flatten().for_each(|layout| complete_names(&mut layout.elements));
    style.macros.iter_mut().for_each(|own| complete_names(&mut own.children));
}

fn complete_names(elements: &mut [Element]) {
    for element in elements {
        match element {
            Element::Names(names) => {
                if !names.children.iter().any(|child| matches!(child, NamesChild::Name(_))) {
                    names.children.insert(0, NamesChild::Name(Name::default()));
                }
            }
            other => children_mut(other).into_iter().for_each(complete_names),
        }
    }
}

/// Leaves of every choice what it can come to for a thing of this type. A bibliography asks for the type in a hundred
/// places, and the formatter looks into each of them again and again before it prints anything.
pub(super) fn decide(style: &mut IndependentStyle, kind: Kind) {
    let layout = style.bibliography.as_mut().map(|own| &mut own.layout.elements);
    let macros = style.macros.iter_mut().map(|own| &mut own.children);
    layout.into_iter().chain(macros).for_each(|elements| decide_choices(elements, kind));
}

fn decide_choices(elements: &mut [Element], kind: Kind) {
    for element in elements {
        if let Element::Choose(choose) = element {
            decide_choice(choose, kind);
        }
        children_mut(element).into_iter().for_each(|inner| decide_choices(inner, kind));
    }
}

fn decide_choice(choose: &mut Choose, kind: Kind) {
    let mut left = Vec::new();
    for branch in std::iter::once(choose.if_.clone()).chain(std::mem::take(&mut choose.else_if)) {
        match is_taken(&branch, kind) {
            Some(false) => {}
            Some(true) => {
                left.push(of_types(&branch, vec![kind]));
                break;
            }
            None => left.push(branch),
        }
    }
    let mut left = left.into_iter();
    choose.if_ = left.next().unwrap_or_else(|| of_types(&choose.if_, Vec::new()));
    choose.else_if = left.collect();
}

/// Whether things of a type take this branch; none where it asks for more than the type.
fn is_taken(branch: &ChooseBranch, kind: Kind) -> Option<bool> {
    let asks_more = branch.disambiguate.is_some()
        || branch.is_numeric.is_some()
        || branch.is_uncertain_date.is_some()
        || branch.locator.is_some()
        || branch.position.is_some()
        || branch.variable.is_some();
    let types = branch.type_.as_ref().filter(|_| !asks_more)?;
    Some(branch.match_.test(types.iter().map(|own| *own == kind)))
}

/// The same branch for things of these types and for no others.
fn of_types(branch: &ChooseBranch, types: Vec<Kind>) -> ChooseBranch {
    ChooseBranch { type_: Some(types), match_: ChooseMatch::Any, ..branch.clone() }
}

/// Makes the dates of some rules print so that their order as text is that of time: `2026-02-05`, of which as much as the
/// style would print.
pub(super) fn sort_dates(elements: &mut [Element], sortable: &Date) {
    for element in elements {
        if let Element::Date(date) = element {
            let shown = |name: DatePartName| match (date.form, date.parts) {
                (None, _) => date.date_part.iter().any(|part| part.name == name),
                (Some(_), Some(DateParts::Year)) => name == DatePartName::Year,
                (Some(_), Some(DateParts::YearMonth)) => name != DatePartName::Day,
                (Some(_), _) => true,
            };
            let date_part = sortable.date_part.iter().filter(|part| shown(part.name)).cloned().collect();
            *date = Date { variable: date.variable, date_part, ..sortable.clone() };
        }
        for inner in children_mut(element) {
            sort_dates(inner, sortable);
        }
    }
}
