//! The corrections of all pages → one log of them, and the name by which each can be linked to.

use super::view::{CorrectionView, CorrectionsView, LinkView, LoggedCorrection};
use super::words;
use crate::corpus::Address;
use crate::interface::Words;
use crate::site::Site;
use crate::world::Sha256;
use std::cmp::Reverse;

/// The log: the newest first, those without a date at the end.
pub(super) fn log(site: &Site, address: &Address) -> CorrectionsView {
    let entries = all(site).into_iter().map(|(page, correction)| LoggedCorrection {
        language: site.language(page).to_owned(),
        page: LinkView {
            title: site.corpus.title(page).to_owned(),
            href: format!("{}#{}", address.link_to(&super::frame::file_of(site, page)), correction.id),
        },
        correction,
    });
    CorrectionsView { entries: entries.collect() }
}

/// Every correction of a published page, in the order of the log.
pub(super) fn all(site: &Site) -> Vec<(usize, CorrectionView)> {
    let pages = site.corpus.published();
    let mut all: Vec<(usize, CorrectionView)> =
        pages.flat_map(|page| of_page(site, site.words(), page).into_iter().map(move |view| (page, view))).collect();
    all.sort_by_key(|(page, view)| (Reverse(view.edtf), *page));
    all
}

/// The corrections of one page, as it lists them. What a correction says is what its id is made of, so that a link to it
/// holds wherever it stands in the list.
pub(super) fn of_page(site: &Site, words: &Words, index: usize) -> Vec<CorrectionView> {
    let mut views: Vec<CorrectionView> = Vec::new();
    for correction in &site.corpus.meta(index).briefing.corrections {
        let said = correction.date.map_or_else(String::new, |date| date.to_string());
        let said = format!("{}\n{said}\n{}", site.corpus.path(index), correction.text.value);
        let mut id = format!("ib-correction-{:.8}", Sha256::of(said.as_bytes()).to_string());
        while views.iter().any(|view| view.id == id) {
            id.push_str("-again");
        }
        views.push(CorrectionView {
            id,
            date: correction.date.map(|date| words::date(date, words)),
            edtf: correction.date,
            text: correction.text.value.clone(),
        });
    }
    views
}
