//! JSON-LD → Thing: what the page says of itself in schema.org's words. Broken JSON is mended as far as it is certain
//! what was meant; a block that stays broken says nothing.

use super::survey::folded;
use serde_json::{Deserializer, Map, Value};
use std::collections::BTreeMap;

/// What one object says; only what readers ask for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Thing {
    pub kind: String,
    pub headline: Option<String>,
    pub authors: Vec<Party>,
    pub publisher: Option<String>,
    pub published: Option<String>,
    pub created: Option<String>,
    pub modified: Option<String>,
    pub language: Option<String>,
    pub license: Option<String>,
    pub url: Option<String>,
}

/// A person or an organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Party {
    pub name: String,
    pub is_organisation: bool,
}

/// What the JSON-LD blocks say.
#[derive(Default)]
pub(super) struct Structured {
    /// Articles first, then pages of any kind, then the rest; else in the order of the page.
    pub things: Vec<Thing>,
    /// The name of the site or of its organisation.
    pub site: Option<String>,
}

impl Structured {
    /// Keeps only those articles that are the document, where the page describes several.
    pub fn keep_document(&mut self, is_document: impl Fn(&Thing) -> bool) {
        let is_article = |thing: &Thing| rank(&thing.kind) == 0;
        if self.things.iter().filter(|thing| is_article(thing)).count() > 1 {
            self.things.retain(|thing| !is_article(thing) || is_document(thing));
        }
    }
}

/// The most objects that are looked at; a page that describes more describes others.
const MOST: usize = 400;

/// Reads the blocks of a page.
pub(super) fn structured(scripts: &[String]) -> Structured {
    let blocks: Vec<Value> = scripts.iter().flat_map(|script| values(script)).collect();
    let mut objects = Vec::new();
    for block in &blocks {
        top_level(block, 0, &mut objects);
    }
    objects.truncate(MOST);
    let ids: BTreeMap<&str, &Map<String, Value>> = objects
        .iter()
        .filter(|object| object.len() > 1)
        .filter_map(|object| Some((object.get("@id")?.as_str()?, *object)))
        .collect();
    let mut things: Vec<Thing> = objects.iter().map(|object| thing(object, &ids)).collect();
    let named = |kinds: &[&str]| {
        things.iter().find(|thing| kinds.contains(&thing.kind.as_str())).and_then(|thing| thing.headline.clone())
    };
    let site = named(&["WebSite"]).or_else(|| named(&["Organization", "NewsMediaOrganization"]));
    things.retain(|thing| rank(&thing.kind) < 3);
    things.sort_by_key(|thing| rank(&thing.kind));
    Structured { things, site }
}

/// How well an object of this type describes the document: 0 an article, 1 a page, 2 another work, 3 not at all.
fn rank(kind: &str) -> u8 {
    match kind {
        "WebPage" | "ItemPage" | "AboutPage" | "FAQPage" | "MedicalWebPage" => 1,
        "Recipe" | "VideoObject" | "Review" | "CreativeWork" | "Book" | "PodcastEpisode" | "Course" | "HowTo" => 2,
        _ if kind.ends_with("Article") || kind.ends_with("Posting") && kind != "JobPosting" => 0,
        "Report" | "Question" | "QAPage" | "AnalysisNewsArticle" | "LiveBlogPosting" => 0,
        _ => 3,
    }
}

/// The objects that stand at the top, in `@graph`, or as the main entity of one; what they mention is not the page.
fn top_level<'v>(value: &'v Value, depth: usize, objects: &mut Vec<&'v Map<String, Value>>) {
    const DEPTH: usize = 6;
    if depth > DEPTH || objects.len() >= MOST {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| top_level(value, depth + 1, objects)),
        Value::Object(object) => {
            objects.push(object);
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = object.get(key) {
                    top_level(inner, depth + 1, objects);
                }
            }
        }
        _ => {}
    }
}

fn thing(object: &Map<String, Value>, ids: &BTreeMap<&str, &Map<String, Value>>) -> Thing {
    let text = |key: &str| object.get(key).and_then(|value| text(value, ids));
    let authors = ["author", "creator"].iter().find_map(|key| {
        let parties = object.get(*key).map(|value| parties(value, ids)).unwrap_or_default();
        (!parties.is_empty()).then_some(parties)
    });
    Thing {
        kind: kind(object),
        headline: text("headline").or_else(|| text("name")),
        authors: authors.unwrap_or_default(),
        publisher: text("publisher"),
        published: text("datePublished"),
        created: text("dateCreated").or_else(|| text("uploadDate")),
        modified: text("dateModified"),
        language: text("inLanguage"),
        license: text("license"),
        url: text("url"),
    }
}

/// The last part of the object's first type, without the address of the vocabulary.
fn kind(object: &Map<String, Value>) -> String {
    let kinds: Vec<&str> = match object.get("@type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let short = |kind: &str| kind.rsplit(['/', ':', '#']).next().unwrap_or(kind).trim().to_owned();
    kinds.into_iter().map(short).min_by_key(|kind| rank(kind)).unwrap_or_default()
}

/// The text that a value stands for: itself, the first of a list, the name of an object.
fn text(value: &Value, ids: &BTreeMap<&str, &Map<String, Value>>) -> Option<String> {
    let text = match value {
        Value::String(text) => plain(text),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => values.iter().take(8).find_map(|value| match value {
            Value::Array(_) => None,
            value => text(value, ids),
        })?,
        Value::Object(object) => {
            let object = resolved(object, ids);
            ["name", "@value", "url", "@id", "alternateName"]
                .iter()
                .find_map(|key| Some(plain(object.get(*key)?.as_str()?)))?
        }
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty() && text.len() <= 1_000)
}

/// The object that an `@id` alone points to, or the object itself.
fn resolved<'v>(
    object: &'v Map<String, Value>,
    ids: &BTreeMap<&str, &'v Map<String, Value>>,
) -> &'v Map<String, Value> {
    let id = object.get("@id").and_then(Value::as_str).filter(|_| !object.contains_key("name"));
    id.and_then(|id| ids.get(id).copied()).unwrap_or(object)
}

fn parties(value: &Value, ids: &BTreeMap<&str, &Map<String, Value>>) -> Vec<Party> {
    const MANY: usize = 50;
    let party = |value: &Value| match value {
        Value::String(name) => {
            // An author that is only an address may be an object of the graph.
            let object = ids.get(name.as_str()).copied();
            let name = object.and_then(|object| object.get("name")?.as_str()).unwrap_or(name);
            Some(Party { name: plain(name), is_organisation: false })
        }
        Value::Object(object) => {
            let object = resolved(object, ids);
            let name = match object.get("name")? {
                Value::Array(names) => names.first()?.as_str()?,
                name => name.as_str()?,
            };
            let kind = kind(object);
            let is_organisation = kind.ends_with("Organization") || kind == "Corporation" || kind == "Brand";
            Some(Party { name: plain(name), is_organisation })
        }
        _ => None,
    };
    let parties: Vec<Party> = match value {
        Value::Array(values) => values.iter().take(MANY).filter_map(party).collect(),
        // One object with a list of names is a way to write many authors.
        Value::Object(object) if object.get("name").is_some_and(Value::is_array) => {
            let names = object["name"].as_array().into_iter().flatten().take(MANY);
            names.filter_map(|name| Some(Party { name: plain(name.as_str()?), is_organisation: false })).collect()
        }
        value => party(value).into_iter().collect(),
    };
    parties.into_iter().filter(|party| !party.name.is_empty()).collect()
}

/// The words of a value: references to characters resolved, tags dropped, white space folded.
fn plain(text: &str) -> String {
    if text.len() > 10_000 {
        return String::new();
    }
    if !text.contains(['&', '<']) {
        return folded(text);
    }
    let once = without_markup(text);
    folded(&if once.contains('&') { without_markup(&once) } else { once })
}

/// The text that a browser would show for a piece of HTML without structure.
fn without_markup(text: &str) -> String {
    dom_query::Document::fragment(text).text().to_string()
}

/// The JSON values of a block; a block that cannot be mended gives those before the flaw.
fn values(script: &str) -> Vec<Value> {
    let body = unwrapped(script);
    match serde_json::from_str(body) {
        Ok(value) => vec![value],
        Err(_) => Deserializer::from_str(&mended(body)).into_iter::<Value>().map_while(Result::ok).collect(),
    }
}

/// The block without the comment or CDATA marks that hid it from browsers of old.
fn unwrapped(script: &str) -> &str {
    let mut body = script.trim().trim_start_matches('\u{feff}').trim_end_matches(';').trim_end();
    for (open, close) in [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("<![CDATA[", "]]>"), ("/*<![CDATA[*/", "/*]]>*/")]
    {
        if let Some(inner) = body.strip_prefix(open) {
            body = inner.strip_suffix(close).unwrap_or(inner).trim();
        }
    }
    body
}

/// The same JSON with control characters in strings escaped as spaces, and without trailing commas and semicolons
/// between values.
fn mended(body: &str) -> String {
    let mut mended = String::with_capacity(body.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in body.chars() {
        if in_string {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => in_string = false,
                _ => {}
            }
            mended.push(if c.is_control() { ' ' } else { c });
            continue;
        }
        match c {
            '"' => in_string = true,
            '}' | ']' => {
                let kept = mended.trim_end().len();
                if mended[..kept].ends_with(',') {
                    mended.truncate(kept - 1);
                }
            }
            _ => {}
        }
        mended.push(if c == ';' { ' ' } else { c });
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(script: &str) -> Thing {
        structured(&[script.to_owned()]).things.into_iter().next().unwrap_or_default()
    }

    #[test]
    fn flaws_that_are_common_are_mended() {
        for script in [
            r#"{"@type": "Article", "headline": "A bridge",}"#,
            r#"<!-- {"@type": "Article", "headline": "A bridge"} -->"#,
            r#"//<![CDATA[
                {"@type": ["Thing", "http://schema.org/Article"], "headline": "A bridge"}
            //]]>"#,
            "{\"@type\": \"Article\", \"headline\": \"A\nbridge\"}",
            r#"{"@type": "WebSite", "name": "Post"} {"@type": "Article", "headline": "A&nbsp;bridge"};"#,
            r#"[{"@graph": [{"@type": "NewsArticle", "name": "A <b>bridge</b>"}]}]"#,
        ] {
            assert_eq!(first(script).headline.as_deref(), Some("A bridge"), "{script}");
        }
        assert_eq!(first(r#"{"@type": "Article", "headline": "A bri"#), Thing::default());
    }

    #[test]
    fn an_author_may_stand_elsewhere_in_the_graph() {
        let thing = first(
            r##"{"@graph": [
                {"@type": "WebPage", "name": "Page"},
                {"@type": "BlogPosting", "author": [{"@id": "#ada"}, {"@type": "Organization", "name": "Post"}]},
                {"@type": "Person", "@id": "#ada", "name": "Ada Ferry"}
            ]}"##,
        );
        let party = |name: &str, is_organisation| Party { name: name.to_owned(), is_organisation };
        assert_eq!(thing.authors, [party("Ada Ferry", false), party("Post", true)]);
    }

    #[test]
    fn what_a_page_only_mentions_is_not_the_page() {
        let script = r#"{"@type": "ItemList", "itemListElement": [{"@type": "Article", "headline": "Another"}]}"#;
        assert_eq!(first(script), Thing::default());
    }
}
