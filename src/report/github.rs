//! Diagnostics → workflow commands, by which GitHub Actions shows them beside the lines of a change.
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>

use super::excerpt::{fit, visible};
use super::{places, sorted};
use crate::diagnostic::Diagnostic;
use crate::world::World;

/// So much of a passage is shown: an annotation is no place to read at length.
const LONGEST: usize = 300;

/// A command for each diagnostic, a line each. `folder` is the way from the repository to the site, with a final `/`;
/// empty where they are one.
pub fn github(diagnostics: &[Diagnostic], world: &World, folder: &str) -> String {
    sorted(diagnostics).into_iter().map(|diagnostic| command(diagnostic, world, folder)).collect()
}

fn command(diagnostic: &Diagnostic, world: &World, folder: &str) -> String {
    let [start, end] = places(&diagnostic.place, world);
    let file = property(&format!("{folder}{}", diagnostic.place.path));
    // Columns mean something within one line only.
    let columns = match start.line == end.line && start.column < end.column {
        true => format!(",col={},endColumn={}", start.column, end.column),
        false => String::new(),
    };
    format!(
        "::{} file={file},line={},endLine={}{columns},title={}::{}\n",
        diagnostic.severity.as_str(),
        start.line,
        end.line,
        property(diagnostic.code.as_str()),
        data(&message(diagnostic, world))
    )
}

/// The message with all that explains it, a line each.
fn message(diagnostic: &Diagnostic, world: &World) -> String {
    let mut lines = vec![diagnostic.message.clone()];
    lines.extend(diagnostic.label.clone());
    for related in &diagnostic.related {
        let place = places(&related.place, world)[0];
        lines.push(format!("note: {} ({}:{})", related.message, related.place.path, place.line));
        if let Some(file) = world.files.get(&related.place.path) {
            let words = fit(related.place.span, file.text()).of(file.text());
            lines.extend(Some(shortened(words)).filter(|words| !words.is_empty()).map(|words| format!("  {words}")));
        }
    }
    lines.extend(diagnostic.help.iter().map(|help| format!("help: {help}")));
    visible(&lines.join("\n"))
}

fn shortened(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", words[..at].trim_end()),
        None => words,
    }
}

/// Text after the `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which ends at `,` or `::`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
