//! Events → the timeline, by year and month, and what it can be narrowed to: topics, briefings, people and places.

use super::fingerprint::stamped;
use super::view::{EventView, FilterGroup, FilterView, LinkView, MonthView, TimelineView, ToldView, YearView};
use super::words;
use crate::bind::{BoundCite, Extent};
use crate::corpus::Address;
use crate::date::{Date, Doubt, Edtf};
use crate::graph::{EventRef, StatementRef};
use crate::interface::Words;
use crate::site::Site;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The file of the rules that `style` makes.
pub(super) const STYLE: &str = "events.css";

/// How many filters of a kind a reader can choose from: those with most of the events.
const MOST: usize = 12;

/// Sources, each with one of its passages.
type Passages = BTreeSet<(usize, usize)>;

/// A name with its language, and the events that it goes with.
type Choice = ((String, String), BTreeSet<usize>);

pub(super) fn timeline(site: &Site, address: &Address) -> TimelineView {
    let (groups, narrowed) = filters(site);
    let mut years: Vec<YearView> = Vec::new();
    for numbers in told_together(site) {
        let (number, event) = (numbers[0], site.graph.events()[numbers[0]]);
        let start = event.date.start();
        let year = format!("{:04}", start.year);
        let month = start.month.map(|month| site.words().month(month)).unwrap_or_default();
        if years.last().is_none_or(|last| last.year != year) {
            years.push(YearView { year, events: 0, months: Vec::new() });
        }
        let last = years.last_mut().expect("a year was pushed");
        last.events += numbers.len();
        if last.months.last().is_none_or(|last| last.name != month) {
            let iso = start.month.map(|number| format!("{}-{number:02}", last.year));
            let iso = iso.unwrap_or_else(|| last.year.clone());
            last.months.push(MonthView { name: month, iso, events: Vec::new() });
        }
        let view = EventView {
            filters: numbers
                .iter()
                .flat_map(|&number| narrowed[number].iter().copied())
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
            told: told(site, address, &numbers, &narrowed),
            ..event_view(site, site.words(), address, number, event)
        };
        last.months.last_mut().expect("a month was pushed").events.push(view);
    }
    let filters_css = if groups.is_empty() { String::new() } else { stamped(STYLE, &rules(&groups)) };
    TimelineView { events: site.graph.events().len(), filters: groups, filters_css, years }
}

/// The events in the order of time, each with those of other pages that tell of the same date by the same passages. Nothing is
/// made one: the statements stand side by side. A page that tells of two things by these passages shows that they are not
/// one thing, and then every event stands alone.
fn told_together(site: &Site) -> Vec<Vec<usize>> {
    let events = site.graph.events();
    let mut alike: BTreeMap<(Edtf, Passages), Vec<usize>> = BTreeMap::new();
    for (number, event) in events.iter().enumerate() {
        let passages = passages(site, *event);
        if !passages.is_empty() {
            alike.entry((event.date, passages)).or_default().push(number);
        }
    }
    let mut rows: BTreeMap<usize, Vec<usize>> = (0..events.len()).map(|number| (number, vec![number])).collect();
    for numbers in alike.into_values().filter(|numbers| numbers.len() > 1) {
        let pages: BTreeSet<usize> = numbers.iter().map(|&number| events[number].page).collect();
        if pages.len() == numbers.len() {
            numbers[1..].iter().for_each(|number| drop(rows.remove(number)));
            rows.insert(numbers[0], numbers);
        }
    }
    rows.into_values().collect()
}

/// The passages that an event rests on; none if a source as a whole is among them.
fn passages(site: &Site, event: EventRef) -> Passages {
    let page = &site.corpus.pages[event.page];
    let statements = &page.statements[page.gist.events[event.event].statements.clone()];
    let citations = statements.iter().flat_map(|statement| &statement.citations);
    let mut passages = BTreeSet::new();
    for cite in citations.flat_map(|&citation| &site.bindings.pages[event.page].citations[citation]) {
        match cite {
            BoundCite::Source(cite) if cite.extent == Extent::Whole => return BTreeSet::new(),
            BoundCite::Source(cite) => passages.extend(cite.passages.clone().map(|passage| (cite.source, passage))),
            _ => {}
        }
    }
    passages
}

/// What the pages after the first tell.
fn told(site: &Site, address: &Address, numbers: &[usize], narrowed: &[Vec<usize>]) -> Vec<ToldView> {
    let views =
        numbers.iter().map(|&number| event_view(site, site.words(), address, number, site.graph.events()[number]));
    let mut before = String::new();
    let told = views.zip(numbers).map(|(view, &number)| {
        let is_same = view.text == before;
        before.clone_from(&view.text);
        ToldView {
            id: view.id,
            text: if is_same { String::new() } else { view.text },
            language: view.language,
            page: view.page,
            filters: narrowed[number].clone(),
        }
    });
    told.skip(1).collect()
}

/// The rules of a style sheet that show the events of one filter alone; empty where there is nothing to choose.
pub(super) fn style(site: &Site) -> String {
    rules(&filters(site).0)
}

fn rules(groups: &[FilterGroup]) -> String {
    let mut css = String::new();
    for filter in groups.iter().flat_map(|group| &group.filters) {
        let n = filter.number;
        let chosen = format!("body:has(#ib-f{n}:checked)");
        let event = format!(".ev-item[data-f~=\"{n}\"]");
        css.push_str(&format!(
            "{chosen} :is(.ev-item:not([data-f~=\"{n}\"]),:is(.month,.year):not(:has({event}))),\
             {chosen}:has(#ib-only:checked) :is(.month,.year):not(:has({event}:not(.imprecise))){{display:none}}\n"
        ));
    }
    css
}

/// What the timeline can be narrowed to, and for each event the numbers of the filters that it passes.
/// What all of the events have in common, or only one has, narrows nothing.
fn filters(site: &Site) -> (Vec<FilterGroup>, Vec<Vec<usize>>) {
    let events = site.graph.events();
    let mut of_statement: BTreeMap<StatementRef, Vec<usize>> = BTreeMap::new();
    let mut briefings: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, event) in events.iter().enumerate() {
        briefings.entry(event.page).or_default().push(number);
        for statement in site.corpus.pages[event.page].gist.events[event.event].statements.clone() {
            of_statement.entry(StatementRef { page: event.page, statement }).or_default().push(number);
        }
    }
    let title = |page: usize| (site.corpus.title(page).to_owned(), site.known_language(page).to_owned());
    let topics = site.corpus.topics.values().map(|topic| {
        let numbers = topic.pages.iter().filter_map(|page| briefings.get(page)).flatten().copied();
        let language = topic.own.map_or(site.config.language.as_str(), |page| site.language(page));
        ((topic.title.clone(), language.to_owned()), numbers.collect::<BTreeSet<usize>>())
    });
    let entities = site.corpus.published().filter(|&page| site.corpus.kind(page).is_entity()).map(|page| {
        let mentions = site.graph.pages[page].mentioned_in.iter().filter_map(|mention| of_statement.get(mention));
        (title(page), mentions.flatten().copied().collect())
    });
    let pages = briefings.iter().map(|(&page, numbers)| (title(page), numbers.iter().copied().collect()));
    let kinds: [(&str, Vec<Choice>); 3] =
        [("topic", topics.collect()), ("page", pages.collect()), ("entity", entities.collect())];
    let mut narrowed = vec![Vec::new(); events.len()];
    let mut groups = Vec::new();
    let mut number = 0;
    for (kind, mut found) in kinds {
        found.retain(|(_, numbers)| numbers.len() > 1 && numbers.len() < events.len());
        found.sort_by_key(|(title, numbers)| (Reverse(numbers.len()), title.0.to_lowercase()));
        found.truncate(MOST);
        let filters = found.into_iter().map(|((title, language), numbers)| {
            number += 1;
            numbers.iter().for_each(|&event| narrowed[event].push(number));
            FilterView { number, title, language, events: numbers.len() }
        });
        let group = FilterGroup { kind: kind.to_owned(), filters: filters.collect() };
        groups.extend(Some(group).filter(|group| !group.filters.is_empty()));
    }
    (groups, narrowed)
}

/// The id of an event: its date, and for the others of that date which one it is. It stays when others come.
fn id(site: &Site, number: usize) -> String {
    let date = site.graph.events()[number].date;
    let first = site.graph.events().partition_point(|event| event.date < date);
    let mut id = format!("e{}", date.to_string().replace('/', "--").replace('?', "u").replace('~', "a"));
    id.retain(|c| c.is_ascii_alphanumeric() || c == '-');
    if number > first { format!("{id}-n{}", number - first + 1) } else { id }
}

/// What is known of a date: `day`, `month` or `year`, of an interval that of the end that is known less well.
fn known(date: Edtf) -> &'static str {
    let known = |date: Date| match (date.month, date.day) {
        (_, Some(_)) => 2,
        (Some(_), None) => 1,
        (None, None) => 0,
    };
    let ends = match date {
        Edtf::Date(date) => [Some(date), None],
        Edtf::Interval(from, to) => [from, to],
    };
    ["year", "month", "day"][ends.into_iter().flatten().map(known).min().unwrap_or(0)]
}

fn is_certain(date: Edtf) -> bool {
    match date {
        Edtf::Date(date) => date.doubt == Doubt::None,
        Edtf::Interval(from, to) => [from, to].into_iter().flatten().all(|end| end.doubt == Doubt::None),
    }
}

/// One event, as it stands on a page at this address, which speaks in these words. `number` counts through the timeline
/// from 0.
pub(super) fn event_view(
    site: &Site,
    said: &Words,
    address: &Address,
    number: usize,
    reference: EventRef,
) -> EventView {
    let page = &site.corpus.pages[reference.page];
    let event = &page.gist.events[reference.event];
    let citations: Vec<usize> =
        event.statements.clone().flat_map(|statement| page.statements[statement].citations.iter().copied()).collect();
    let mut sources: Vec<LinkView> = Vec::new();
    for citation in &citations {
        for cite in &site.bindings.pages[reference.page].citations[*citation] {
            let BoundCite::Source(cite) = cite else { continue };
            let source = &site.corpus.pages[cite.source];
            let id = cite.passages.clone().find(|passage| site.graph.publishable(cite.source).contains(passage));
            let fragment = id.map(|passage| format!("#{}", source.passages[passage].id)).unwrap_or_default();
            let file = site.corpus.address(cite.source).to_out_path();
            let title = [words::short_name(site.corpus.face(cite.source)), words::passage_label(site, said, cite)]
                .join(" ")
                .trim_end()
                .to_owned();
            let link = LinkView { title, href: format!("{}{fragment}", address.link_to(file.as_str())) };
            if !sources.contains(&link) {
                sources.push(link);
            }
        }
    }
    let note = citations.iter().find_map(|&citation| site.graph.notes(reference.page)[citation]);
    let fragment = note.map(|note| format!("#r{note}")).unwrap_or_default();
    let file = site.corpus.address(reference.page).to_out_path();
    let known = known(event.date);
    EventView {
        id: id(site, number),
        date: words::date(event.date, said),
        known: known.to_owned(),
        precise: known == "day" && is_certain(event.date),
        text: event.text.clone(),
        language: site.language(reference.page).to_owned(),
        page: LinkView {
            title: page.title().to_owned(),
            href: format!("{}{fragment}", address.link_to(file.as_str())),
        },
        sources,
        filters: Vec::new(),
        told: Vec::new(),
    }
}
