//! A citation in the text → its note's marker, or a badge. The words that it supports are marked, its labels hidden.

use super::super::escape::{attribute, text};
use super::super::words;
use super::{Open, Writer};
use crate::bind::BoundCite;
use crate::page::markdown::{self, CitationLink, Event, LinkType};
use crate::page::{Citation, Label};
use crate::prose::citation::Confidence;
use crate::span::Span;
use pulldown_cmark::CowStr;

impl Writer<'_> {
    pub(super) fn start_citation(&mut self, link_type: LinkType, span: Span) {
        let (words, count) = match markdown::citation_link(self.page.markdown(), span, link_type) {
            CitationLink::One { words, .. } => (words, 1),
            CitationLink::Two { .. } => (None, 2),
        };
        let first = self.next_citation;
        self.next_citation += count;
        let citations = first..self.next_citation;
        if words.is_none() && self.note(first).is_some() {
            self.trim_space();
        }
        let mut after = if words.is_some() { "</span>".to_owned() } else { String::new() };
        let mut follows_marker = words.is_none() && self.follows_marker();
        for citation in citations {
            if follows_marker && self.note(citation).is_some() {
                after.push_str("<sup class=\"cite-sep\">,</sup>");
            }
            after.push_str(&self.marker(citation));
            follows_marker = after.ends_with("</sup>");
        }
        if words.is_some() {
            self.inline("<span class=\"cited\">".to_owned());
        }
        self.open.push(Open::Citation { words, after });
    }

    /// A note's marker leans on the word before it, or on another marker.
    fn trim_space(&mut self) {
        let rest = match self.out.last() {
            Some(Event::SoftBreak) => "",
            Some(Event::Text(words)) if words.ends_with(' ') => words.trim_end_matches(' '),
            _ => return,
        };
        let rest = (!rest.is_empty()).then(|| Event::Text(CowStr::from(rest.to_owned())));
        self.out.pop();
        self.out.extend(rest);
    }

    /// Whether the last thing written is a marker: two numbers would run together.
    fn follows_marker(&self) -> bool {
        matches!(self.out.last(), Some(Event::InlineHtml(html)) if html.ends_with("</sup>"))
    }

    fn note(&self, citation: usize) -> Option<usize> {
        self.site.graph.notes(self.index).get(citation).copied().flatten()
    }

    /// What stands in the text for a citation: a marker, or a badge.
    fn marker(&self, citation: usize) -> String {
        let Some(Citation { label, mark }) = self.page.citations.get(citation) else { return String::new() };
        let mut html = String::new();
        if let Some(number) = self.note(citation) {
            let names = words::note_name(self.site, self.index, citation);
            let digits = number.to_string();
            let name = self.said("note.marker", &[("number", &digits), ("names", &names)]);
            html = format!(
                "<sup><a class=\"cite\" href=\"#n{number}\" id=\"r{number}\" role=\"doc-noteref\" aria-label=\"{}\"{}>{number}</a></sup>",
                attribute(&name),
                self.interface()
            );
        }
        match label {
            Label::Needed => html.push_str(&self.badge("needed", "text.needed")),
            Label::Faulty => html.push_str(&format!(
                "<span class=\"badge broken\">{}</span>",
                text(mark.span.of(self.page.file.text()))
            )),
            Label::Cites(_) => {
                for cite in &self.site.bindings.pages[self.index].citations[citation] {
                    match cite {
                        BoundCite::Judgement(confidence) => html.push_str(&self.judgement(*confidence)),
                        BoundCite::Broken => {
                            html.push_str(&format!(
                                "<span class=\"badge broken\">{}</span>",
                                text(mark.span.of(self.page.file.text()))
                            ));
                        }
                        BoundCite::Source(_) => {}
                    }
                }
            }
        }
        html
    }

    fn judgement(&self, confidence: Option<Confidence>) -> String {
        let key = match confidence {
            None => "text.judgement",
            Some(Confidence::Low) => "text.judgement-low",
            Some(Confidence::Moderate) => "text.judgement-moderate",
            Some(Confidence::High) => "text.judgement-high",
        };
        self.badge("judgement", key)
    }

    fn badge(&self, class: &str, key: &str) -> String {
        format!("<span class=\"badge {class}\"{}>{}</span>", self.interface(), text(&self.said(key, &[])))
    }
}
