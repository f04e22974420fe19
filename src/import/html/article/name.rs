//! The name of an element and what its author called it → the kind of boilerplate that it announces. `article` asks for
//! every element, and weighs how much of the page stands in it before it believes the name.

use crate::import::html::page::{Aside, Element};
use crate::import::source::Class;

/// How far a name is believed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reach {
    /// As long as most of the page's running text stands elsewhere.
    Minor,
    /// Up to half of the running text: pictures may have long captions.
    Half,
    /// Even of most of the running text: readers write more than writers.
    Most,
    /// Only of short text: what belongs to an article's head may name all of it.
    Short,
    /// Not of running text.
    Terse,
}

/// What an element announces.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Announcement {
    pub aside: Aside,
    pub reach: Reach,
}

/// The words that announce a kind: alone, as a part of a longer one, and as two in a row.
struct Names {
    class: Class,
    rule: &'static str,
    reach: Reach,
    words: &'static [&'static str],
    parts: &'static [&'static str],
    pairs: &'static [(&'static str, &'static str)],
}

#[rustfmt::skip]
const NAMES: [Names; 18] = [
    Names { class: Class::Comment, rule: "comments", reach: Reach::Most,
        words: &["comment", "comments", "respond", "replies"], parts: &["commentlist", "disqus", "commentbody", "commentcontent", "commenttext", "commentform", "commentarea", "commentsection"],
        pairs: &[] },
    Names { class: Class::Share, rule: "share", reach: Reach::Minor,
        words: &["addthis", "follow", "followus", "share", "sharebar", "shares", "sharetools", "sharing", "social",
            "socialbar", "socialbuttons", "socialicons", "sociallinks", "socialmedia", "socialshare"],
        parts: &["sharebutton", "sharedaddy"], pairs: &[] },
    Names { class: Class::Related, rule: "related", reach: Reach::Minor,
        words: &["alsoread", "latest", "morenews", "morestories", "mostpopular", "mostread", "outbrain", "popular",
            "readmore", "readnext", "recent", "recirc", "recirculation", "recommend", "recommendation",
            "recommendations", "recommended", "related", "relatedarticles", "relatedcontent", "relatedposts", "seealso",
            "taboola", "teasers", "trending"],
        parts: &[],
        pairs: &[("also", "read"), ("more", "from"), ("more", "news"), ("more", "on"), ("more", "stories"),
            ("most", "popular"), ("most", "read"), ("read", "also"), ("read", "more"), ("read", "next"),
            ("see", "also"), ("you", "may")] },
    Names { class: Class::Navigation, rule: "navigation", reach: Reach::Minor,
        words: &["breadcrumb", "breadcrumbs", "crumb", "crumbs", "pager", "pagination", "sitemap", "skip", "skiplink",
            "toolbar", "topnav", "menus"],
        parts: &[], pairs: &[] },
    Names { class: Class::Navigation, rule: "footer", reach: Reach::Minor,
        words: &["colophon", "copyright", "imprint", "legal"], parts: &["footer"], pairs: &[] },
    Names { class: Class::Sidebar, rule: "sidebar", reach: Reach::Minor,
        words: &["aside", "rail", "rightcol", "rightcolumn", "sidecol"], parts: &["sidebar", "widget"],
        pairs: &[("right", "col")] },
    Names { class: Class::Advertisement, rule: "advertisement", reach: Reach::Minor,
        words: &["ad", "ads", "adsense", "adslot", "adv", "advert", "advertisement", "advertising", "banner", "dfp",
            "promo", "promos", "promotion", "sponsor", "sponsored"],
        parts: &[], pairs: &[] },
    Names { class: Class::Subscribe, rule: "subscribe", reach: Reach::Minor,
        words: &["donate", "donation", "membership", "paywall"], parts: &["newsletter", "signup", "subscri"],
        pairs: &[("sign", "up")] },
    Names { class: Class::Notice, rule: "dialog", reach: Reach::Minor,
        words: &["consent", "gdpr", "login", "modal", "overlay", "register", "signin"], parts: &["cookie", "popup"],
        pairs: &[("log", "in"), ("sign", "in")] },
    Names { class: Class::AuthorBox, rule: "author-box", reach: Reach::Minor,
        words: &["aboutauthor", "authorbio", "authorbox", "authorinfo", "bio", "biography", "contributor"], parts: &[],
        pairs: &[("about", "author"), ("author", "bio"), ("author", "box"), ("author", "card"), ("author", "content"),
            ("author", "info")] },
    Names { class: Class::Caption, rule: "caption", reach: Reach::Half,
        words: &["credit", "credits", "cutline", "photocredit"], parts: &["caption"], pairs: &[] },
    Names { class: Class::Hidden, rule: "not-on-screen", reach: Reach::Minor,
        words: &["assistive", "noprint", "offscreen", "visuallyhidden"], parts: &[],
        pairs: &[("no", "print"), ("print", "only"), ("screen", "reader"), ("sr", "only"), ("visually", "hidden")] },
    Names { class: Class::Byline, rule: "byline", reach: Reach::Short,
        words: &["author", "authors", "dateline", "pubdate", "writer"], parts: &["byline"], pairs: &[] },
    Names { class: Class::Dateline, rule: "date", reach: Reach::Short,
        words: &["date", "datetime", "posted", "published", "timestamp"], parts: &[], pairs: &[] },
    Names { class: Class::Metadata, rule: "meta", reach: Reach::Short,
        words: &["articlemeta", "entrymeta", "meta", "postmeta"], parts: &[], pairs: &[] },
    Names { class: Class::Tags, rule: "tags", reach: Reach::Short,
        words: &["keywords", "tagcloud", "taglist", "tags"], parts: &[], pairs: &[] },
    Names { class: Class::Rating, rule: "rating", reach: Reach::Short,
        words: &["rating", "ratings", "vote", "votes"], parts: &[], pairs: &[] },
    Names { class: Class::Header, rule: "masthead", reach: Reach::Terse,
        words: &["brand", "branding", "logo", "masthead", "sitename"], parts: &["siteheader"],
        pairs: &[("page", "header"), ("site", "header")] },
];

/// What an element announces, the surest first.
pub(super) fn announcements(element: &Element) -> Vec<Announcement> {
    let mut found: Vec<Announcement> = by_element(&element.name).into_iter().collect();
    if element.marks.is_empty() {
        return found;
    }
    let words: Vec<&str> = words_of(&element.marks);
    found.extend(
        NAMES
            .iter()
            .filter(|names| names.name(&words))
            .map(|names| Announcement { aside: Aside { class: names.class, rule: names.rule }, reach: names.reach }),
    );
    found
}

impl Names {
    fn name(&self, words: &[&str]) -> bool {
        let alone = |word: &&str| {
            self.words.contains(word)
                || self.parts.iter().any(|part| word.contains(part))
                // So many words begin or end so: `navbar`, `submenu`.
                || self.rule == "navigation" && (word.starts_with("nav") || word.ends_with("menu"))
        };
        words.iter().any(alone) || words.windows(2).any(|pair| self.pairs.contains(&(pair[0], pair[1])))
    }
}

fn by_element(name: &str) -> Option<Announcement> {
    let (class, rule, reach) = match name {
        "nav" => (Class::Navigation, "nav-element", Reach::Minor),
        "footer" => (Class::Navigation, "footer-element", Reach::Minor),
        "aside" => (Class::Sidebar, "aside-element", Reach::Minor),
        "form" | "label" => (Class::Form, "form-element", Reach::Minor),
        "figcaption" | "caption" => (Class::Caption, "caption-element", Reach::Half),
        "address" => (Class::Byline, "address-element", Reach::Short),
        "header" | "h1" => (Class::Header, "header-element", Reach::Terse),
        _ => return None,
    };
    Some(Announcement { aside: Aside { class, rule }, reach })
}

/// Runs of letters, and runs of digits: `post-meta__author2` has four words.
fn words_of(marks: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = marks;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphanumeric()) {
        rest = &rest[start..];
        let digits = rest.starts_with(|c: char| c.is_ascii_digit());
        let same = |c: char| if digits { c.is_ascii_digit() } else { c.is_ascii_alphabetic() };
        let end = rest.find(|c| !same(c)).unwrap_or(rest.len());
        words.push(&rest[..end]);
        rest = &rest[end..];
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::LocalName;

    fn rules(name: &str, marks: &str) -> Vec<&'static str> {
        let element = Element { parent: 0, name: LocalName::from(name), marks: marks.to_owned(), label: String::new() };
        announcements(&element).iter().map(|found| found.aside.rule).collect()
    }

    #[test]
    fn names_announce_what_is_in_an_element() {
        assert_eq!(rules("div", "post-comments2"), ["comments"]);
        assert_eq!(rules("div", "newslettersignup"), ["subscribe"]);
        assert_eq!(rules("ul", "main-navbar"), ["navigation"]);
        assert_eq!(rules("div", "text sr-only"), ["not-on-screen"]);
        assert_eq!(rules("aside", "most-read"), ["aside-element", "related"]);
    }

    #[test]
    fn words_that_only_look_alike_announce_nothing() {
        for marks in ["shadow", "reader", "download", "commentary", "metadata-free", "formatted", "relative"] {
            assert!(rules("div", marks).is_empty(), "{marks}");
        }
    }
}
