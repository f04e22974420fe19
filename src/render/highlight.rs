//! Code blocks → HTML with classes for the theme's style sheet to colour. No styles of its own, so a strict content
//! security policy holds and both colour schemes work.
//!
//! To read a line takes a hundred patterns, many of which look back and ahead, and that takes longer than all the rest of
//! a page. Programs repeat themselves: nearly half the lines of code in the READMEs of six hundred Rust packages stand
//! there twice. So a line that comes again where the same is open is not read again.

use super::escape::{attribute, text};
use foldhash::HashMap;
use std::sync::{Arc, LazyLock, Mutex};
use syntect::html::{ClassStyle, line_tokens_to_classed_spans};
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

/// Loaded when the first block of code appears.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// What was read so far, of all pages.
static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);

const STYLE: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

/// So many lines are remembered, some megabytes; then all are forgotten, and those that come often are soon back.
const MOST: usize = 8192;

/// A longer line, in bytes, does not come again.
const LONGEST: usize = 200;

/// A `<pre>` with the code; plain where the language is not known.
pub(crate) fn highlight(language: &str, code: &str) -> String {
    let inner = if language.is_empty() { None } else { classed(language, code) };
    let inner = inner.unwrap_or_else(|| text(code));
    let class =
        if language.is_empty() { String::new() } else { format!(" class=\"language-{}\"", attribute(language)) };
    format!("<pre class=\"code\" tabindex=\"0\"><code{class}>{inner}</code></pre>\n")
}

fn classed(language: &str, code: &str) -> Option<String> {
    let syntax = SYNTAXES.find_syntax_by_token(language)?;
    let (mut html, mut open) = (String::with_capacity(code.len() * 4), 0);
    let mut state = known(|known| known.number(State::new(syntax)));
    for line in LinesWithEndings::from(code) {
        let step = match known(|known| known.step(&state, line)) {
            Some(step) => step,
            None => {
                let (spans, opened, after) = state.state.read(line)?;
                known(|known| known.learn(&state, line, spans, opened, after))
            }
        };
        html.push_str(&step.html);
        open += step.opened;
        state = step.after;
    }
    (0..open).for_each(|_| html.push_str("</span>"));
    Some(html)
}

/// Nobody reads a line while holding the lock.
fn known<T>(ask: impl FnOnce(&mut Known) -> T) -> T {
    ask(&mut KNOWN.lock().expect("nothing panics while it holds the lock"))
}

/// What is open between two lines.
#[derive(Clone, PartialEq, Eq)]
struct State {
    parse: ParseState,
    scopes: ScopeStack,
}

impl State {
    fn new(syntax: &SyntaxReference) -> Self {
        Self { parse: ParseState::new(syntax), scopes: ScopeStack::new() }
    }

    /// A line as HTML, how many elements it opens more than it closes, and what is open after it.
    fn read(&self, line: &str) -> Option<(String, isize, State)> {
        let mut state = self.clone();
        let tokens = state.parse.parse_line(line, &SYNTAXES).ok()?;
        let (html, opened) = line_tokens_to_classed_spans(line, &tokens, STYLE, &mut state.scopes).ok()?;
        Some((html, opened, state))
    }
}

/// A state and its number. Equal states have one number while they are remembered; no number is ever given twice.
#[derive(Clone)]
struct Numbered {
    number: u64,
    state: Arc<State>,
}

/// What a line did in one state.
#[derive(Clone)]
struct Step {
    html: Arc<str>,
    opened: isize,
    after: Numbered,
}

/// Lines that were read.
#[derive(Default)]
struct Known {
    /// By the number of the state before them.
    steps: HashMap<u64, HashMap<Box<str>, Step>>,
    /// How many lines were learnt.
    count: usize,
    /// By the scopes that are open.
    states: HashMap<Vec<Scope>, Vec<Numbered>>,
    next: u64,
}

impl Known {
    fn number(&mut self, state: State) -> Numbered {
        let alike = self.states.entry(state.scopes.scopes.clone()).or_default();
        if let Some(known) = alike.iter().find(|known| *known.state == state) {
            return known.clone();
        }
        let numbered = Numbered { number: self.next, state: Arc::new(state) };
        self.next += 1;
        alike.push(numbered.clone());
        numbered
    }

    fn step(&self, before: &Numbered, line: &str) -> Option<Step> {
        self.steps.get(&before.number)?.get(line).cloned()
    }

    fn learn(&mut self, before: &Numbered, line: &str, html: String, opened: isize, after: State) -> Step {
        if self.count >= MOST {
            *self = Self { next: self.next, ..Self::default() };
        }
        let step = Step { html: html.into(), opened, after: self.number(after) };
        self.count += 1;
        if line.len() <= LONGEST {
            self.steps.entry(before.number).or_default().insert(line.into(), step.clone());
        }
        step
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syntect::html::ClassedHTMLGenerator;

    #[test]
    fn code_is_classed_and_escaped() {
        let html = highlight("rust", "let x = \"<b>\"; // no\n");
        assert!(html.starts_with("<pre class=\"code\" tabindex=\"0\"><code class=\"language-rust\">"), "{html}");
        assert!(html.contains("hl-comment") && html.contains("&lt;b&gt;") && !html.contains("style="), "{html}");
    }

    #[test]
    fn unknown_languages_stay_plain() {
        let html = highlight("no-such\"", "a < b\n");
        assert_eq!(
            html,
            "<pre class=\"code\" tabindex=\"0\"><code class=\"language-no-such&quot;\">a &lt; b\n</code></pre>\n"
        );
    }

    /// The same as the library makes of the whole block, whatever was read before.
    #[test]
    fn lines_that_come_again_read_as_they_did() {
        let blocks = [
            ("rust", "/* a\nb */ let x = \"\n}\n\";\n}\n"),
            ("rust", "}\nb */ let x = \"\n}\n"),
            ("rust", "/* a\n/* b\n}\nb */ let x = \"\n*/ }\n"),
            ("bash", "cat <<END\n}\nEND\n}\n"),
            ("bash", "cat <<OTHER\n}\nEND\nOTHER\n}\nEND"),
            ("html", "<p>a\n<script>\nlet x = 1\n</script>\nlet x = 1\n"),
            ("python", "def f(a,\n  b): \"\"\"c\n\n\"\"\"\n\n  b): \"\"\"c\n"),
        ];
        for _ in 0..3 {
            for (language, code) in blocks {
                let syntax = SYNTAXES.find_syntax_by_token(language).unwrap();
                let mut whole = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, STYLE);
                for line in LinesWithEndings::from(code) {
                    whole.parse_html_for_line_which_includes_newline(line).unwrap();
                }
                assert_eq!(classed(language, code).unwrap(), whole.finalize(), "{code}");
            }
        }
    }

    #[test]
    fn what_is_remembered_has_a_limit() {
        let mut known = Known::default();
        let start = known.number(State::new(SYNTAXES.find_syntax_by_token("json").unwrap()));
        for line in 0..MOST * 2 {
            let after = State::clone(&start.state);
            known.learn(&start, &line.to_string(), String::new(), 0, after);
            assert!(known.count <= MOST);
        }
        assert!(known.step(&start, "0").is_none());
        let again = known.number(State::clone(&start.state));
        assert_ne!(again.number, start.number);
    }
}
