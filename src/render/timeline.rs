//! Events → the timeline, by year and month.

use super::view::{EventView, LinkView, MonthView, TimelineView, YearView};
use super::words;
use crate::bind::BoundCite;
use crate::corpus::Address;
use crate::date::{Doubt, Edtf};
use crate::graph::EventRef;
use crate::interface::Words;
use crate::site::Site;

pub(super) fn timeline(site: &Site, address: &Address) -> TimelineView {
    let mut years: Vec<YearView> = Vec::new();
    for (number, event) in site.graph.events.iter().enumerate() {
        let start = date_of(site, *event).start();
        let year = format!("{:04}", start.year);
        let month = start.month.map(|month| site.words().month(month)).unwrap_or_default();
        if years.last().is_none_or(|last| last.year != year) {
            years.push(YearView { year, months: Vec::new() });
        }
        let months = &mut years.last_mut().expect("a year was pushed").months;
        if months.last().is_none_or(|last| last.name != month) {
            months.push(MonthView { name: month, events: Vec::new() });
        }
        months.last_mut().expect("a month was pushed").events.push(event_view(
            site,
            site.words(),
            address,
            number,
            *event,
        ));
    }
    TimelineView { years }
}

fn date_of(site: &Site, event: EventRef) -> Edtf {
    site.corpus.pages[event.page].events[event.event].date
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
    let event = &page.events[reference.event];
    let citations: Vec<usize> =
        event.statements.clone().flat_map(|statement| page.statements[statement].citations.iter().copied()).collect();
    let mut sources: Vec<LinkView> = Vec::new();
    for citation in &citations {
        for cite in &site.bindings.pages[reference.page].citations[*citation] {
            let BoundCite::Source(cite) = cite else { continue };
            let source = &site.corpus.pages[cite.source];
            let id = cite.passages.clone().find(|passage| site.graph.pages[cite.source].publishable.contains(passage));
            let fragment = id.map(|passage| format!("#{}", source.passages[passage].id)).unwrap_or_default();
            let file = site.corpus.address(cite.source).to_out_path();
            let title =
                [words::short_name(source), words::passage_label(site, said, cite)].join(" ").trim_end().to_owned();
            let link = LinkView { title, href: format!("{}{fragment}", address.link_to(file.as_str())) };
            if !sources.contains(&link) {
                sources.push(link);
            }
        }
    }
    let note = citations.iter().find_map(|&citation| site.graph.pages[reference.page].notes[citation]);
    let fragment = note.map(|note| format!("#r{note}")).unwrap_or_default();
    let file = site.corpus.address(reference.page).to_out_path();
    let start = event.date.start();
    EventView {
        id: format!("e{}", number + 1),
        date: words::date(event.date, said),
        precise: matches!(event.date, Edtf::Date(_)) && start.day.is_some() && start.doubt == Doubt::None,
        text: event.text.clone(),
        language: site.language(reference.page).to_owned(),
        page: LinkView {
            title: page.title().to_owned(),
            href: format!("{}{fragment}", address.link_to(file.as_str())),
        },
        sources,
    }
}
