//! Code blocks → HTML with classes for the theme's style sheet to colour. No styles of its own, so a strict content
//! security policy holds and both colour schemes work.

use super::escape::{attribute, text};
use std::sync::LazyLock;
use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

/// Loaded when the first block of code appears.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

const STYLE: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

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
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, STYLE);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
