//! Markdown → a suite of cases, and back with new expectations.
//!
//! A suite's title is its `#` heading, a case is a `##` section: a heading, a sentence that says what it shows, and
//! fences. What stands before the first case is shared by all; a case's own file of the same path wins.
//!
//! | fence | meaning |
//! | --- | --- |
//! | `md content/briefings/a.md` | a file; any language will do. `(crlf)` at the end gives it CRLF line ends, `(escaped)` reads `\r`, `\0` and `\u{feff}` in it |
//! | `diagnostics` | the whole report of a build; without one it must be empty |
//! | `body PATH` | the HTML of a page's own text |
//! | `output PATH` | a file of the site |
//! | `head PATH`, `main PATH` | what is between these tags of a page, without the style sheet and the script |
//! | `statements PATH` | a page's statements, what each stands on, and its citations |
//! | `quotations PATH` | a page's quotations and what came of them |
//! | `github`, `sarif` | the annotations for GitHub; the results for code hosts |
//! | `fixed` | what `ibid check --fix` changes, as it shows it, and the report that is left |
//! | `summary`, `json`, `plan` | the figures that are not 0; the report for programs; the files of the site |
//! | `draft` | what `ibid draft` makes of all sources |
//! | `extraction PATH`, `listing PATH` | what `ibid extract` says of a source, for programs and for people |
//! | `proposals` | the pages that are proposed for the names in the sources |
//! | `references PATH` | the entries of a page of the bibliography, or how a source is cited |
//! | `withheld`, `published` | lines that must stand in no file of the site, or in one |

use std::collections::BTreeMap;

pub struct Suite {
    pub path: String,
    lines: Vec<String>,
    shared: Vec<Fence>,
    pub cases: Vec<Case>,
}

pub struct Case {
    pub title: String,
    /// Of the heading, from 1.
    pub line: usize,
    fences: Vec<Fence>,
    /// The line after the last that is not empty, from 0.
    end: usize,
}

struct Fence {
    kind: Kind,
    /// Lines from the opening fence to the closing one, both included, from 0.
    lines: std::ops::Range<usize>,
    text: String,
}

enum Kind {
    File { path: String },
    Expectation { word: String, of: String },
}

/// A word such as `body`, what it is asked of, and the answer.
#[derive(Clone)]
pub struct Expectation {
    pub word: String,
    pub of: String,
    pub text: String,
}

const EXPECTATIONS: &[&str] = &[
    "diagnostics",
    "body",
    "output",
    "head",
    "main",
    "statements",
    "quotations",
    "summary",
    "json",
    "github",
    "sarif",
    "fixed",
    "plan",
    "draft",
    "extraction",
    "listing",
    "proposals",
    "references",
    "withheld",
    "published",
];

impl Suite {
    pub fn parse(path: &str, text: &str) -> Self {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut suite = Suite { path: path.to_owned(), lines: Vec::new(), shared: Vec::new(), cases: Vec::new() };
        let mut at = 0;
        while at < lines.len() {
            let line = &lines[at];
            let mut next = at + 1;
            if let Some(title) = line.strip_prefix("## ") {
                suite.cases.push(Case { title: title.to_owned(), line: next, fences: Vec::new(), end: next });
            } else if let Some(ticks) = fence_length(line) {
                let close = lines[next..].iter().position(|line| closes(line, ticks));
                let close = close.unwrap_or_else(|| panic!("{path}:{next}: nothing closes this fence")) + next;
                let fence = Fence::read(&line[ticks..], &lines[next..close], at..close + 1)
                    .unwrap_or_else(|message| panic!("{path}:{next}: {message}"));
                suite.cases.last_mut().map_or(&mut suite.shared, |case| &mut case.fences).push(fence);
                next = close + 1;
            }
            if let (Some(case), false) = (suite.cases.last_mut(), line.is_empty()) {
                case.end = next;
            }
            at = next;
        }
        suite.lines = lines;
        suite
    }

    /// The files of a case's site.
    pub fn files(&self, case: &Case) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        for fence in self.shared.iter().chain(&case.fences) {
            if let Kind::File { path } = &fence.kind {
                files.insert(path.clone(), fence.text.clone());
            }
        }
        files
    }

    /// Whether the case publishes raw HTML, which may be as unsound as it likes.
    pub fn allows_html(&self, case: &Case) -> bool {
        self.files(case).get("ibid.toml").is_some_and(|config| config.contains("unsafe_html = true"))
    }

    /// What is expected of a case: an empty report first, where it says nothing of one.
    pub fn expectations(&self, case: &Case) -> Vec<Expectation> {
        let mut expected: Vec<Expectation> = case.fences.iter().filter_map(Fence::to_expectation).collect();
        if expected.iter().all(|expectation| expectation.word != "diagnostics") {
            expected.insert(0, Expectation { word: "diagnostics".to_owned(), of: String::new(), text: String::new() });
        }
        expected
    }

    /// Puts other answers into the text; whether anything changed.
    pub fn rewrite(&mut self, actual: &[Vec<Expectation>]) -> bool {
        let mut edits: Vec<(std::ops::Range<usize>, Vec<String>)> = Vec::new();
        for (case, actual) in self.cases.iter().zip(actual) {
            let fences = case.fences.iter().filter(|fence| fence.to_expectation().is_some());
            let added = actual.len() - fences.clone().count();
            let first = case.fences.iter().find(|fence| fence.to_expectation().is_some());
            for report in actual[..added].iter().filter(|report| !report.text.is_empty()) {
                let mut lines = report.to_lines();
                let at = first.map_or(case.end, |fence| fence.lines.start);
                lines.insert(if first.is_some() { lines.len() } else { 0 }, String::new());
                edits.push((at..at, lines));
            }
            let changed = fences.zip(&actual[added..]).filter(|(fence, actual)| {
                // What must be published and what must not is for the author to say.
                fence.text != actual.text && !["withheld", "published"].contains(&actual.word.as_str())
            });
            edits.extend(changed.map(|(fence, actual)| (fence.lines.clone(), actual.to_lines())));
        }
        for (lines, new) in edits.iter().rev() {
            self.lines.splice(lines.clone(), new.iter().cloned());
        }
        !edits.is_empty()
    }

    pub fn to_text(&self) -> String {
        self.lines.join("\n") + "\n"
    }
}

impl Fence {
    fn read(info: &str, inside: &[String], lines: std::ops::Range<usize>) -> Result<Self, String> {
        let (word, rest) = info.trim().split_once(' ').unwrap_or((info.trim(), ""));
        let mut text = inside.join("\n");
        if !text.is_empty() {
            text.push('\n');
        }
        if EXPECTATIONS.contains(&word) {
            let kind = Kind::Expectation { word: word.to_owned(), of: rest.trim().to_owned() };
            return Ok(Self { kind, lines, text });
        }
        let (path, how) = match rest.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")) {
            Some((path, how)) => (path, how),
            None => (rest, ""),
        };
        if path.trim().is_empty() {
            return Err(format!("`{info}` names neither a file nor an expectation"));
        }
        let text = match how {
            "" => text,
            "crlf" => text.replace('\n', "\r\n"),
            "escaped" => unescape(&text),
            other => return Err(format!("`{other}` is no way to write a file")),
        };
        Ok(Self { kind: Kind::File { path: path.trim().to_owned() }, lines, text })
    }

    fn to_expectation(&self) -> Option<Expectation> {
        match &self.kind {
            Kind::File { .. } => None,
            Kind::Expectation { word, of } => {
                Some(Expectation { word: word.clone(), of: of.clone(), text: self.text.clone() })
            }
        }
    }
}

impl Expectation {
    pub fn name(&self) -> String {
        format!("{} {}", self.word, self.of).trim_end().to_owned()
    }

    /// The fence with its content, a fence long enough.
    fn to_lines(&self) -> Vec<String> {
        let longest = self.text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(3.max(longest + 1));
        let mut lines = vec![format!("{fence}{}", self.name())];
        lines.extend(self.text.lines().map(str::to_owned));
        lines.push(fence);
        lines
    }
}

fn fence_length(line: &str) -> Option<usize> {
    let ticks = line.len() - line.trim_start_matches('`').len();
    (ticks >= 3).then_some(ticks)
}

fn closes(line: &str, ticks: usize) -> bool {
    line.len() >= ticks && line.bytes().all(|byte| byte == b'`')
}

/// `\r`, `\n`, `\t`, `\0`, `\\`, `\u{feff}`.
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let code = rest.strip_prefix("u{").and_then(|rest| rest.split_once('}'));
        let (c, length) = match (code, rest.chars().next()) {
            (Some((code, _)), _) => {
                let c = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
                (c.expect("an escape names a character"), code.len() + 3)
            }
            (None, Some('r')) => ('\r', 1),
            (None, Some('n')) => ('\n', 1),
            (None, Some('t')) => ('\t', 1),
            (None, Some('0')) => ('\0', 1),
            (None, Some('\\')) => ('\\', 1),
            (None, other) => panic!("`\\{}` is no escape", other.unwrap_or(' ')),
        };
        out.push(c);
        rest = &rest[length..];
    }
    out + rest
}
