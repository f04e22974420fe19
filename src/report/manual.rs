//! `docs/diagnostics.md`, which this program carries → what it says about one code, for a terminal and for other tools.
//! `ibid explain` prints it, SARIF quotes it. The page is the only place where a code is explained.

use crate::diagnostic::{Code, Level};

/// The page, as it stands in the documentation.
pub const PAGE: &str = include_str!("../../docs/diagnostics.md");

/// The columns that a paragraph takes.
const WIDTH: usize = 80;

/// The section of a code, in Markdown, without its heading. Empty if there is none: a test sees to it that there is.
pub fn section(code: Code) -> &'static str {
    let heading = format!("\n### {code}\n");
    let Some((_, rest)) = PAGE.split_once(&heading) else { return "" };
    let end = ["\n## ", "\n### "].iter().filter_map(|next| rest.find(next)).min();
    rest[..end.unwrap_or(rest.len())].trim()
}

/// What a code means, in the words of its first paragraph, on one line.
pub fn paragraph(code: Code) -> String {
    let paragraph = section(code).split("\n\n").next().unwrap_or_default();
    unlinked(&paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The first sentence of it, up to a colon, without its full stop.
pub fn summary(code: Code) -> String {
    let paragraph = paragraph(code);
    let end = [". ", ": "].iter().filter_map(|end| paragraph.find(end)).min();
    paragraph[..end.unwrap_or(paragraph.len())].trim_end_matches('.').to_owned()
}

/// The section as text: links are their words.
pub fn plain(code: Code) -> String {
    section(code).lines().map(|line| unlinked(line) + "\n").collect()
}

/// The section for a terminal, below a line that names the code and its levels.
pub fn explain(code: Code, colour: bool) -> String {
    let paint = Paint { colour };
    let mut text = format!("{}: {}\n\n", paint.bold(code.as_str()), levels(code));
    let mut paragraph = String::new();
    let mut is_code = false;
    for line in section(code).lines().chain([""]) {
        let is_fence = line.starts_with("```");
        if is_code || is_fence || line.is_empty() {
            paint.push_paragraph(&mut text, &std::mem::take(&mut paragraph));
        }
        match line {
            _ if is_fence => is_code = !is_code,
            line if is_code => text += &format!("    {}\n", paint.example(line)).replace("    \n", "\n"),
            "" => text.push('\n'),
            line => {
                if line.starts_with("- ") {
                    paint.push_paragraph(&mut text, &std::mem::take(&mut paragraph));
                }
                paragraph = format!("{paragraph} {line}");
            }
        }
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

/// All codes, a line each: the default level, and what it means.
pub fn list(colour: bool) -> String {
    let paint = Paint { colour };
    let widest = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or(0);
    let line = |&code: &Code| {
        let name = format!("{:widest$}", code.as_str());
        format!("{}  {:7}  {}\n", paint.bold(&name), level_name(code.default_level()), summary(code))
    };
    Code::ALL.iter().map(line).collect()
}

/// `a warning by default, an error under strict`
fn levels(code: Code) -> String {
    let (default, strict) = (code.default_level(), code.strict_level());
    let mut levels = format!("{} by default", level_name(default));
    if strict != default {
        levels += &format!(", {} under `strict`", level_name(strict));
    }
    levels
        + match code.can_be_lowered() {
            true => "; set it in `ibid.toml` or on a page",
            false => "; it cannot be lowered",
        }
}

/// A level as the documentation calls it.
pub fn level_name(level: Level) -> &'static str {
    match level {
        Level::Allow => "allowed",
        Level::Warn => "warning",
        Level::Deny => "error",
    }
}

/// Colours, where they are wanted.
struct Paint {
    colour: bool,
}

impl Paint {
    fn paint(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn bold(&self, text: &str) -> String {
        self.paint("1", text)
    }

    /// A line of an example: wrong in red, right in green.
    fn example(&self, line: &str) -> String {
        let marks = [("wrong:", "31"), ("right:", "32")];
        let mark = marks.iter().find(|(mark, _)| line.starts_with(mark));
        mark.map_or(line.to_owned(), |(mark, code)| self.paint(code, mark) + &line[mark.len()..])
    }

    /// Words in lines of some width, those of an item of a list set in; code in colour, or else between its backticks.
    fn push_paragraph(&self, text: &mut String, paragraph: &str) {
        let paragraph = unlinked(paragraph.trim());
        let indent = if paragraph.starts_with("- ") { "  " } else { "" };
        let mut column = 0;
        for word in paragraph.split_whitespace() {
            let length = word.chars().count();
            if column > 0 && column + 1 + length > WIDTH {
                text.push('\n');
                text.push_str(indent);
                column = indent.len();
            } else if column > 0 {
                text.push(' ');
                column += 1;
            }
            text.push_str(&self.coded(word));
            column += length;
        }
        if column > 0 {
            text.push('\n');
        }
    }

    /// A word in which code is set off. Code with spaces in it stays between its backticks.
    fn coded(&self, word: &str) -> String {
        let parts: Vec<&str> = word.split('`').collect();
        if !self.colour || parts.len() != 3 {
            return word.to_owned();
        }
        format!("{}{}{}", parts[0], self.paint("36", parts[1]), parts[2])
    }
}

/// Markdown without the targets of its links: `[text](target)` becomes `text`. Code stays as it is.
fn unlinked(text: &str) -> String {
    let mut out = String::new();
    // Where the words of links begin in `out` that may yet turn out to be links.
    let mut open = Vec::new();
    let mut rest = text;
    let mut is_code = false;
    while let Some(c) = rest.chars().next() {
        let target = rest.strip_prefix("](").filter(|_| !is_code).and_then(|rest| rest.split_once(')'));
        if let (Some((_, after)), Some(at)) = (target, open.last().copied()) {
            open.pop();
            out.remove(at);
            rest = after;
            continue;
        }
        is_code ^= c == '`';
        if c == '[' && !is_code {
            open.push(out.len());
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained() {
        for &code in Code::ALL {
            assert!(!section(code).is_empty(), "`{code}` has no section in docs/diagnostics.md");
            assert!((20..=100).contains(&summary(code).len()), "{code}: {}", summary(code));
            let text = explain(code, false);
            assert!(text.contains("    wrong: ") && text.contains("    right: "), "{text}");
        }
    }

    #[test]
    fn a_section_reads_well_on_a_terminal() {
        let expected = "\
short-quotation: warning by default; set it in `ibid.toml` or on a page

One or two quoted words do not stand in the cited passage. They may be a scare
quote, so this is only a warning.

    wrong: The “grand project” was approved [@minutes#p1].
    right: The “new breakwater” was approved [@minutes#p1].

Quote the source's words, or take the marks off.
";
        assert_eq!(explain(Code::ShortQuotation, false), expected);
        let coloured = explain(Code::ShortQuotation, true);
        assert!(coloured.starts_with("\u{1b}[1mshort-quotation\u{1b}[0m: warning"), "{coloured}");
        assert!(coloured.contains("    \u{1b}[31mwrong:\u{1b}[0m The “grand"), "{coloured}");
    }

    #[test]
    fn links_are_their_words_and_code_is_left_alone() {
        assert_eq!(unlinked("see [themes.md](themes.md), `[a](b)`, [x](y)."), "see themes.md, `[a](b)`, x.");
        assert_eq!(unlinked("[`a`](b) c"), "`a` c");
    }
}
