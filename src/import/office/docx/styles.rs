//! `styles.xml` → what each style makes of a paragraph or of its characters, with all that it is based on.

use crate::import::office::document::Role;
use crate::import::office::font::Font;
use crate::import::office::style;
use crate::import::office::xml::{Element, Node, Ns, Xml};
use std::collections::BTreeMap;

/// A chain of styles longer than this runs in a circle.
const CHAIN: usize = 32;

#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: BTreeMap<String, Style>,
    /// The style of a paragraph that names none.
    default: Option<String>,
    /// The language of the whole document.
    pub language: Option<String>,
}

/// What a style says; `None` where it says nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    based_on: Option<String>,
    pub role: Option<Role>,
    /// The id of a list and the level in it.
    pub list: (Option<String>, Option<usize>),
    pub font: Font,
}

impl Styles {
    pub fn read(part: &str, text: &str) -> Result<Self, String> {
        let mut xml = Xml::new(part, text);
        let mut styles = Self::default();
        // The style that is open: its id, its name, what it says.
        let mut open: Option<(String, Style)> = None;
        while let Some(node) = xml.next()? {
            let Node::Start(element) = node else { continue };
            if element.ns != Ns::W {
                continue;
            }
            match (element.name(), &mut open) {
                ("style", _) => {
                    styles.keep(open.take());
                    let id = element.get("styleId").unwrap_or_default();
                    if element.get("default").is_some_and(|on| is_on(&on))
                        && element.get("type").as_deref() == Some("paragraph")
                    {
                        styles.default = Some(id.clone());
                    }
                    open = Some((id, Style::default()));
                }
                ("lang", None) => styles.language = styles.language.take().or_else(|| element.get("val")),
                ("rPr", Some((_, style))) => style.font = run_properties(&mut xml)?,
                ("name", Some((_, style))) => {
                    let name = element.get("val").unwrap_or_default();
                    style.role = style::role(&name).or_else(|| style.role.take());
                    if style::is_code(&name) {
                        style.font.code = Some(true);
                    }
                }
                ("basedOn", Some((_, style))) => style.based_on = element.get("val"),
                ("outlineLvl", Some((_, style))) if style.role.is_none() => style.role = outline(&element),
                ("numId", Some((_, style))) => style.list.0 = element.get("val"),
                ("ilvl", Some((_, style))) => style.list.1 = number(&element),
                _ => {}
            }
        }
        styles.keep(open.take());
        Ok(styles)
    }

    fn keep(&mut self, open: Option<(String, Style)>) {
        if let Some((id, style)) = open {
            self.by_id.insert(id, style);
        }
    }

    /// What a style says together with those that it is based on; the paragraph's default where there is no such style.
    pub fn paragraph(&self, id: Option<&str>) -> Style {
        self.resolve(id.or(self.default.as_deref()))
    }

    pub fn characters(&self, id: &str) -> Font {
        self.resolve(Some(id)).font
    }

    fn resolve(&self, id: Option<&str>) -> Style {
        let mut resolved = Style::default();
        let mut next = id;
        for _ in 0..CHAIN {
            let Some(style) = next.and_then(|id| self.by_id.get(id)) else { break };
            resolved.role = resolved.role.or_else(|| style.role.clone());
            resolved.list.0 = resolved.list.0.or_else(|| style.list.0.clone());
            resolved.list.1 = resolved.list.1.or(style.list.1);
            resolved.font = resolved.font.over(&style.font);
            next = style.based_on.as_deref();
        }
        resolved
    }
}

/// Reads the `w:rPr` that was started last, to its end.
pub(super) fn run_properties(xml: &mut Xml<'_>) -> Result<Font, String> {
    let mut font = Font::default();
    let mut depth = 1;
    while depth > 0 {
        match xml.next()? {
            // The look before a tracked change is no look.
            Some(Node::Start(element)) if element.is(Ns::W, "rPrChange") => xml.skip()?,
            Some(Node::Start(element)) => {
                depth += 1;
                if element.ns == Ns::W {
                    run_property(&mut font, &element);
                }
            }
            Some(Node::End) => depth -= 1,
            Some(Node::Text(_)) => {}
            None => break,
        }
    }
    Ok(font)
}

fn run_property(font: &mut Font, element: &Element<'_>) {
    let value = element.get("val");
    let on = Some(value.as_deref().is_none_or(is_on));
    match element.name() {
        "b" => font.strong = on,
        "i" => font.emphasis = on,
        "strike" | "dstrike" => font.strike = if font.strike == Some(true) { font.strike } else { on },
        "vanish" => font.hidden = on,
        "vertAlign" => font.raised = Some(value.as_deref() == Some("superscript")),
        "rStyle" => font.style = value,
        "rFonts" => {
            let face = element.get("ascii").or_else(|| element.get("hAnsi"));
            font.code = face.as_deref().map(style::is_typewriter);
        }
        _ => {}
    }
}

/// The heading that an outline level makes; the tenth is running text.
pub(super) fn outline(element: &Element<'_>) -> Option<Role> {
    number(element).filter(|level| *level < 9).map(|level| Role::Heading(level as u8 + 1))
}

pub(super) fn number(element: &Element<'_>) -> Option<usize> {
    element.get("val")?.trim().parse().ok()
}

pub(super) fn is_on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off" | "none")
}
