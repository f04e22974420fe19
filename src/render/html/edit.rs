//! What is put into running text at a byte of the file: links on names, dates in words, anchors of what is unsourced.

use super::super::escape::{attribute, text};
use super::super::words;
use super::{Writer, interface};
use crate::bind::{Standing, Verdict};
use crate::interface::direction;
use crate::meta::Kind;
use crate::page::markdown::Event;
use crate::site::Site;
use crate::span::Span;
use pulldown_cmark::CowStr;
use std::collections::VecDeque;

pub(super) enum Edit {
    /// HTML before the byte.
    Anchor { at: usize, html: String },
    /// HTML in place of the bytes.
    Replace { span: Span, html: String },
}

/// The edits of a page, in order, without overlaps.
pub(super) fn edits(site: &Site, index: usize) -> VecDeque<Edit> {
    let page = &site.corpus.pages[index];
    let bindings = &site.bindings.pages[index];
    let mut edits = Vec::new();
    for mention in bindings.mentions.iter().filter(|mention| mention.link) {
        let href = attribute(&site.link(index, mention.entity, None));
        let name = text(mention.span.of(page.file.text()));
        edits.push(Edit::Replace {
            span: mention.span,
            html: format!("<a class=\"entity\" href=\"{href}\">{name}</a>"),
        });
    }
    for event in &page.gist.events {
        let date = words::date(event.date, site.words_of(index));
        let html = format!("<time datetime=\"{}\"{}>{}</time>", date.iso, interface(site, index), text(&date.text));
        edits.push(Edit::Replace { span: event.date_span, html });
    }
    if page.kind == Kind::Briefing {
        for (number, (statement, standing)) in page.statements.iter().zip(&bindings.standings).enumerate() {
            if matches!(standing, Standing::Unsourced | Standing::Needed) {
                let html = format!("<span class=\"unsourced\" id=\"s{}\"></span>", number + 1);
                edits.push(Edit::Anchor { at: statement.span.start, html });
            }
        }
    }
    edits.extend(foreign_quotations(site, index));
    edits.sort_by_key(Edit::place);
    edits.into()
}

/// What is quoted in another language than the page's, marked as being in it: read aloud rightly, and set apart from the
/// direction of the text around it.
fn foreign_quotations(site: &Site, index: usize) -> Vec<Edit> {
    let page = &site.corpus.pages[index];
    let own = primary(site.language(index));
    let mut edits = Vec::new();
    for (quotation, verdict) in page.quotations.iter().zip(&site.bindings.pages[index].quotations) {
        let Verdict::Verified(verified) = verdict else { continue };
        let language = site.language(verified.source);
        let words = quotation.prose.to_bytes(Span::new(0, quotation.prose.text().len()));
        if quotation.block_quote || primary(language) == own || !is_plain(words.of(page.file.text())) {
            continue;
        }
        let (language, direction) = (attribute(language), direction(language));
        let html = format!("<span lang=\"{language}\" dir=\"{direction}\">");
        edits.push(Edit::Anchor { at: words.start, html });
        edits.push(Edit::Anchor { at: words.end, html: "</span>".to_owned() });
    }
    edits
}

/// The language of a BCP 47 tag, without script and region.
fn primary(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

/// Whether Markdown is nothing but words of one paragraph: an element around it then crosses no other.
fn is_plain(markdown: &str) -> bool {
    !markdown.contains(['*', '_', '~', '^', '`', '[', ']', '<', '>', '&', '\\', '|']) && !markdown.contains("\n\n")
}

impl Edit {
    fn place(&self) -> Span {
        match self {
            Edit::Anchor { at, .. } => Span::at(*at),
            Edit::Replace { span, .. } => *span,
        }
    }
}

impl<'a> Writer<'a> {
    /// Writes a piece of running text, with the edits that fall into it.
    pub(super) fn words(&mut self, words: CowStr<'a>, span: Span) {
        if self.attributions.contains(&span.start) && !self.footer {
            self.inline(format!("</p>{}", self.start_footer()));
            self.footer = true;
        }
        // Only text that stands in the file as it reads can be edited in place.
        let as_written = self.page.markdown().get(span.start..span.end) == Some(words.as_ref());
        let mut at = span.start;
        while let Some(edit) = self.next_edit(span) {
            match edit {
                Edit::Anchor { at: place, html } => {
                    if as_written {
                        at = self.as_written(at, place);
                    }
                    self.inline(html);
                }
                Edit::Replace { span: place, html } if as_written && at <= place.start && place.end <= span.end => {
                    self.as_written(at, place.start);
                    self.inline(html);
                    at = place.end;
                }
                Edit::Replace { .. } => {}
            }
        }
        if as_written {
            self.as_written(at, span.end);
        } else {
            self.out.push(Event::Text(words));
        }
    }

    /// Anchors that stand where no text begins: before an image, before code.
    pub(super) fn flush_edits(&mut self, before: usize) {
        while let Some(edit) = self.edits.pop_front_if(|edit| match edit {
            Edit::Anchor { at, .. } => *at <= before,
            Edit::Replace { span, .. } => span.start < before,
        }) {
            if let Edit::Anchor { html, .. } = edit {
                self.inline(html);
            }
        }
    }

    fn next_edit(&mut self, span: Span) -> Option<Edit> {
        self.edits.pop_front_if(|edit| match edit {
            Edit::Anchor { at, .. } => *at < span.end || *at == span.start,
            Edit::Replace { span: place, .. } => place.start < span.end,
        })
    }

    /// Writes the file's text between two bytes; returns where it ended.
    fn as_written(&mut self, from: usize, to: usize) -> usize {
        if from < to {
            self.out.push(Event::Text(CowStr::from(self.page.markdown()[from..to].to_owned())));
        }
        from.max(to)
    }
}
