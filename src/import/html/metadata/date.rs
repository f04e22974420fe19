//! Claims → the day of publication. Conflicts are settled towards the first publication; what cannot be settled is
//! told. No day and no month is filled in, and no clock is read.

use super::calendar::Order;
use super::claim::{Claim, Says, claims, first_comment};
use super::{Page, Stated, address};
use crate::date::{Date, Edtf};
use jiff::civil;
use std::cmp::Reverse;

/// What the page says of its dates.
pub(super) struct Dates {
    pub published: Option<Stated<Edtf>>,
    pub modified: Option<Stated<Edtf>>,
    /// What a human should settle.
    pub notes: Vec<String>,
}

/// The best dates of the page.
pub(super) fn dates(page: &Page<'_>, language: Option<&Stated<String>>, url: Option<&Stated<String>>) -> Dates {
    let order = Order::of(language.map(|language| language.value.as_str()));
    let path = url.and_then(|url| address::dated(&url.value, order));
    let path =
        path.map(|(date, evidence)| Claim { date, evidence, says: Says::Published, shown: true, greenwich: None });
    let mut claims = claims(page, order);
    claims.extend(path.clone());
    let modified = claims.iter().find(|claim| claim.says == Says::Modified).cloned();
    claims.retain(|claim| claim.says != Says::Modified);
    let mut notes = Vec::new();
    let published = published(&claims, path.as_ref(), modified.as_ref(), &mut notes);
    let stated = |claim: &Claim| Stated::new(Edtf::Date(claim.date), claim.evidence.as_str());
    // What was changed or commented on was published no later.
    let until = |date: Date, evidence: &str| Stated::new(Edtf::Interval(None, Some(date)), evidence);
    let published = published.as_ref().map(stated).or_else(|| {
        let comment = first_comment(page, order).map(|date| until(date, "first comment"));
        let modified = modified.as_ref().map(|claim| until(claim.date, &claim.evidence));
        comment.into_iter().chain(modified).min_by_key(|stated| stated.value.last_day())
    });
    Dates { published, modified: modified.as_ref().map(stated), notes }
}

/// The first claim, made as precise as the others that agree with it allow, as the readers of the page see the day.
fn published(
    claims: &[Claim],
    path: Option<&Claim>,
    modified: Option<&Claim>,
    notes: &mut Vec<String>,
) -> Option<Claim> {
    let first = claims.first()?;
    let finer = claims.iter().filter(|claim| refines(claim.date, first.date));
    let mut best = finer.min_by_key(|claim| Reverse(precision(claim.date))).unwrap_or(first);
    best = claims.iter().find(|claim| claim.shown && is_local_day(claim.date, best)).unwrap_or(best);
    // An address is given once; a date in the page can be set anew when the page is.
    let earlier =
        |path: &&Claim| precision(path.date) == 3 && day(path.date) < day(best.date) && are_apart(path.date, best.date);
    if let Some(path) = path.filter(earlier) {
        best = path;
    }
    let other = claims.iter().find(|claim| claim.says == Says::Published && are_apart(claim.date, best.date));
    if let Some(other) = other {
        let (best, date) = (&best.evidence, best.date);
        notes.push(format!("the date is that of {best}, {date}; {} says {}", other.evidence, other.date));
    }
    if let Some(changed) = modified.filter(|changed| changed.date.day.is_some() && day(changed.date) < day(best.date))
        && are_apart(changed.date, best.date)
    {
        let evidence = &changed.evidence;
        notes.push(format!("{evidence} says {}, which is before the date of publication, {}", changed.date, best.date));
    }
    Some(best.clone())
}

/// Whether the day can be the one on which a moment fell where the document was published, and is not the one in
/// Greenwich: clocks run at most twelve hours behind it and fourteen ahead.
fn is_local_day(local: Date, moment: &Claim) -> bool {
    let (Some(hour), Some(local), Some(there)) = (moment.greenwich, day(local), day(moment.date)) else { return false };
    there.tomorrow().is_ok_and(|next| next == local) && hour >= 10
        || there.yesterday().is_ok_and(|last| last == local) && hour < 12
}

/// Whether a date says the same and more.
fn refines(fine: Date, coarse: Date) -> bool {
    let agree = fine.year == coarse.year && (coarse.month.is_none() || coarse.month == fine.month);
    agree && precision(fine) > precision(coarse)
}

fn precision(date: Date) -> u8 {
    1 + u8::from(date.month.is_some()) + u8::from(date.day.is_some())
}

/// The day, if it is known.
pub(super) fn day(date: Date) -> Option<civil::Date> {
    civil::Date::new(date.year, date.month? as i8, date.day? as i8).ok()
}

/// How many nights lie between two days.
fn nights(a: Date, b: Date) -> Option<i32> {
    Some(day(a)?.until(day(b)?).ok()?.get_days().abs())
}

/// Whether two dates differ by more than the night that time zones make.
fn are_apart(a: Date, b: Date) -> bool {
    match nights(a, b) {
        Some(nights) => nights > 1,
        None => a.year != b.year || a.month.zip(b.month).is_some_and(|(a, b)| a != b),
    }
}
