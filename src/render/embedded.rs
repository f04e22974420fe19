//! The default theme, inside the binary: what a site has when it has no theme of its own.

macro_rules! files {
    ($folder:literal, $include:ident: $($name:literal)*) => {
        &[$(($name, $include!(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/", $folder, "/", $name))),)*]
    };
}

/// Templates by name.
pub(super) const TEMPLATES: &[(&str, &str)] = files!("templates", include_str:
    "backlinks.html" "base.html" "bibliography.html" "briefing.html" "card.html" "cited-in.html" "compare.html" "corrections.html" "counts.html" "coverage.html" "date.html"
    "entity.html" "events.html" "follow.html" "footer.html" "header.html" "home.html" "index-list.html" "mentions.html" "method.html" "not-found.html" "note.html"
    "page.html" "passage.html" "reference.html" "related.html" "search.html" "section.html" "source-items.html" "source-summary.html" "source.html" "timeline.html" "toc.html" "topic.html"
    "topics.html"
);

/// Files that are published as they are, by name.
pub(super) const STATIC: &[(&str, &[u8])] =
    files!("static", include_bytes: "ibid.js" "icon.svg" "not-found.js" "search.js" "style.css");
