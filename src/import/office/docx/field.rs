//! The fields of a DOCX that are open: whether text is code or result, and where a link leads. `body.rs` feeds it.

use crate::import::office::run::address;
use std::rc::Rc;

#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    /// How many of them have not come to their result yet.
    in_code: usize,
}

#[derive(Debug, Default)]
struct Field {
    instruction: String,
    has_result: bool,
    /// Its own, or that of the field around it.
    link: Option<Rc<str>>,
}

impl Fields {
    pub fn begin(&mut self) {
        self.open.push(Field { link: self.link(), ..Field::default() });
        self.in_code += 1;
    }

    pub fn instruct(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut().filter(|field| !field.has_result) {
            field.instruction.push_str(text);
        }
    }

    pub fn separate(&mut self) {
        if let Some(field) = self.open.last_mut().filter(|field| !field.has_result) {
            field.has_result = true;
            field.link = hyperlink(&field.instruction).or(field.link.take());
            self.in_code -= 1;
        }
    }

    pub fn end(&mut self) {
        if let Some(field) = self.open.pop()
            && !field.has_result
        {
            self.in_code -= 1;
        }
    }

    /// Whether text that comes now is part of a field's code, which nobody sees.
    pub fn in_code(&self) -> bool {
        self.in_code > 0
    }

    pub fn link(&self) -> Option<Rc<str>> {
        self.open.last()?.link.clone()
    }
}

/// The address in `HYPERLINK "https://…" \l "part"`. RTF spells its fields in the same way.
pub(in crate::import::office) fn hyperlink(instruction: &str) -> Option<Rc<str>> {
    let (name, rest) = instruction.trim_start().split_at_checked(9)?;
    if !name.eq_ignore_ascii_case("HYPERLINK") {
        return None;
    }
    let before = rest.split('"').next().unwrap_or_default();
    let target = if before.trim().is_empty() { rest.split('"').nth(1)? } else { before.split_whitespace().next()? };
    if target.starts_with('\\') {
        return None;
    }
    let part = rest.split_once("\\l").and_then(|(_, part)| part.split('"').nth(1));
    match part {
        Some(part) if !target.contains('#') => address(&format!("{target}#{part}")),
        _ => address(target),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_may_hold_a_link() {
        let link = |instruction: &str| hyperlink(instruction).map(|link| link.to_string());
        assert_eq!(link(" HYPERLINK \"https://a.example/b\" ").as_deref(), Some("https://a.example/b"));
        assert_eq!(link("hyperlink https://a.example/b").as_deref(), Some("https://a.example/b"));
        assert_eq!(link("HYPERLINK \"https://a.example\" \\l \"c\"").as_deref(), Some("https://a.example#c"));
        assert_eq!((link("HYPERLINK \\l \"here\""), link("PAGE"), link("HYPERLINK \"file:///x\"")), (None, None, None));
    }

    #[test]
    fn a_field_without_an_end_does_no_harm() {
        let mut fields = Fields::default();
        fields.end();
        fields.separate();
        fields.begin();
        assert!(fields.in_code());
        fields.begin();
        fields.separate();
        fields.separate();
        fields.end();
        fields.end();
        assert!(!fields.in_code());
    }
}
