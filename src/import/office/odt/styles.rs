//! The styles of an ODT, from `styles.xml` and from `content.xml` itself → what each makes of paragraphs, characters, lists.

use crate::import::office::document::Role;
use crate::import::office::font::Font;
use crate::import::office::numeral::{Numerals, numeral};
use crate::import::office::style;
use crate::import::office::xml::{Element, Node, Ns, Xml};
use std::collections::BTreeMap;

/// A chain of styles longer than this runs in a circle.
const CHAIN: usize = 32;
const LEVELS: usize = 10;

#[derive(Debug, Default)]
pub(super) struct Styles {
    /// By family and name.
    by_name: BTreeMap<(String, String), Style>,
    lists: BTreeMap<String, Vec<Level>>,
    /// The language of the whole document.
    pub language: Option<String>,
}

/// What a style says; `None` where it says nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    parent: Option<String>,
    pub role: Option<Role>,
    pub list: Option<String>,
    pub font: Font,
}

/// A level of a list.
#[derive(Clone, Debug)]
struct Level {
    /// `None` for a bullet, or for no sign at all.
    numerals: Option<Numerals>,
    prefix: String,
    suffix: String,
    /// How many levels its number shows.
    shown: usize,
    start: u32,
}

impl Default for Level {
    fn default() -> Self {
        Self { numerals: None, prefix: String::new(), suffix: String::new(), shown: 1, start: 1 }
    }
}

impl Styles {
    /// Adds the styles of a part; those of a later part go before those of an earlier.
    pub fn read(&mut self, part: &str, text: &str) -> Result<(), String> {
        let mut xml = Xml::new(part, text);
        let mut open: Option<((String, String), Style)> = None;
        let mut list: Option<String> = None;
        let mut default = false;
        while let Some(node) = xml.next()? {
            let Node::Start(element) = node else { continue };
            let get = |name| element.get(name).unwrap_or_default();
            match (element.ns, element.name()) {
                // The text itself has no styles in it.
                (Ns::Office, "body") => xml.skip()?,
                (Ns::Style, "style") => {
                    self.by_name.extend(open.take());
                    default = false;
                    open = Some(((get("family"), get("name")), new(&element)));
                }
                (Ns::Style, "default-style") => {
                    self.by_name.extend(open.take());
                    default = get("family") == "paragraph";
                }
                (Ns::Style, "text-properties") => {
                    if let Some((_, style)) = &mut open {
                        style.font = font(&element).over(&style.font);
                    } else if default {
                        let country = element.get("country").filter(|country| country != "none");
                        let country = country.map(|country| format!("-{country}")).unwrap_or_default();
                        self.language = element.get("language").map(|language| language + &country);
                    }
                }
                (Ns::Text, "list-style" | "outline-style") => {
                    self.by_name.extend(open.take());
                    self.lists.insert(get("name"), vec![Level::default(); LEVELS]);
                    list = Some(get("name"));
                }
                (Ns::Text, "list-level-style-number" | "list-level-style-bullet" | "outline-level-style") => {
                    let at = get("level").parse::<usize>().unwrap_or(1).clamp(1, LEVELS) - 1;
                    if let Some(levels) = list.as_ref().and_then(|list| self.lists.get_mut(list)) {
                        levels[at] = level(&element);
                    }
                }
                _ => {}
            }
        }
        self.by_name.extend(open.take());
        Ok(())
    }

    /// What a style says together with those that it is based on.
    pub fn resolve(&self, family: &str, name: Option<&str>) -> Style {
        let mut resolved = Style::default();
        let mut key = (family.to_owned(), name.unwrap_or("Standard").to_owned());
        for _ in 0..CHAIN {
            let Some(style) = self.by_name.get(&key) else { break };
            resolved.role = resolved.role.or_else(|| style.role.clone());
            resolved.list = resolved.list.or_else(|| style.list.clone());
            resolved.font = resolved.font.over(&style.font);
            let Some(parent) = &style.parent else { break };
            key.1.clone_from(parent);
        }
        // A style that the file does not define, such as one of the program's own, still has a name.
        resolved.role = resolved.role.or_else(|| style::role(&key.1).filter(|_| family == "paragraph"));
        resolved
    }

    /// The number that a list draws at the last of these levels, each with how far it has counted; `None` for a bullet.
    pub fn number(&self, list: &str, counts: &[Option<u32>]) -> Option<String> {
        let levels = self.lists.get(list)?;
        let last = counts.len().checked_sub(1)?;
        let level = levels.get(last)?;
        level.numerals?;
        let shown = (last + 1).saturating_sub(level.shown)..=last;
        let numbers: Vec<String> = shown
            .filter_map(|at| Some(numeral(counts[at].unwrap_or(levels[at].start), levels[at].numerals?)))
            .collect();
        Some(format!("{}{}{}", level.prefix, numbers.join("."), level.suffix).trim().to_owned())
    }

    pub fn start(&self, list: &str, level: usize) -> u32 {
        self.lists.get(list).and_then(|levels| levels.get(level)).map_or(1, |level| level.start)
    }
}

fn new(element: &Element<'_>) -> Style {
    let name = element.get("display-name").or_else(|| element.get("name")).unwrap_or_default();
    let level = element.get("default-outline-level").and_then(|level| level.parse().ok());
    let paragraph = element.get("family").as_deref() == Some("paragraph");
    let role = style::role(&name).filter(|_| paragraph);
    Style {
        parent: element.get("parent-style-name"),
        role: role.or_else(|| level.filter(|level| (1..=9).contains(level)).map(Role::Heading)),
        list: element.get("list-style-name"),
        font: Font { code: style::is_code(&name).then_some(true), ..Font::default() },
    }
}

fn font(element: &Element<'_>) -> Font {
    let weight = element.get("font-weight");
    let bold = |weight: String| weight == "bold" || weight.parse::<u16>().is_ok_and(|weight| weight >= 600);
    let position = element.get("text-position");
    let raised = |position: String| {
        let place = position.split_whitespace().next().unwrap_or_default();
        place == "super"
            || place.strip_suffix('%').and_then(|place| place.parse::<f32>().ok()).is_some_and(|up| up > 0.0)
    };
    let face = element.get("font-name").or_else(|| element.get("font-family"));
    Font {
        strong: weight.map(bold),
        emphasis: element.get("font-style").map(|style| style == "italic" || style == "oblique"),
        strike: element.get("text-line-through-style").map(|style| style != "none"),
        hidden: element.get("display").map(|display| display == "none"),
        raised: position.map(raised),
        code: face.map(|face| style::is_typewriter(face.trim_matches(['\'', '"']))),
        style: None,
    }
}

fn level(element: &Element<'_>) -> Level {
    let format = element.get("num-format").unwrap_or_default();
    let numerals = match format.as_str() {
        "1" => Some(Numerals::Decimal),
        "a" => Some(Numerals::Letters { upper: false }),
        "A" => Some(Numerals::Letters { upper: true }),
        "i" => Some(Numerals::Roman { upper: false }),
        "I" => Some(Numerals::Roman { upper: true }),
        _ => None,
    };
    let count = |name: &str| element.get(name).and_then(|count| count.parse::<u32>().ok()).unwrap_or(1);
    Level {
        numerals: numerals.filter(|_| element.name() != "list-level-style-bullet"),
        prefix: element.get("num-prefix").unwrap_or_default(),
        suffix: element.get("num-suffix").unwrap_or_default(),
        shown: count("display-levels") as usize,
        start: count("start-value"),
    }
}
