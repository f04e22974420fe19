//! The front matter of a page, of its last import and of a new one → one that keeps what a human wrote. It is merged line
//! by line, so that comments, order and notation stay. `merge` calls it.

use super::change::Conflict;
use super::matter::{Matter, Piece, comments, pieces, replaced};
use super::{Choice, Settle, choose};
use crate::fields::Value;
use crate::import::yaml::scalar;
use crate::seal::{Imprint, PassageHash};
use std::collections::BTreeMap;

/// Front matter, merged.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Front {
    /// With the lines that fence it.
    pub text: String,
    pub respected: Vec<String>,
    pub conflicts: Vec<Conflict>,
}

/// The values of a front matter, as the seal remembers them: those of `extra` each for itself, notes apart.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Values {
    pub fields: BTreeMap<String, PassageHash>,
    pub notes: Vec<PassageHash>,
}

/// What every import writes anew, and nobody else.
const OWN: &[&str] = &["seed", "sha256"];

/// Merges the front matter `page[..body]` with that of a new import. `base` is what the last import wrote, if it is
/// known; without it every value on the page may be a human's.
pub(super) fn merge(page: &str, base: Option<&Imprint>, new: &str, settle: Settle) -> Result<Front, String> {
    let (old, fresh) = (Matter::of(page)?, Matter::of(new)?);
    let mut merger = Merger { settle, base, out: Front::default() };
    let lines = merger.level(&old.pieces, &fresh.pieces, "")?;
    merger.out.text = [old.open, &lines, old.close].concat();
    Ok(merger.out)
}

/// What the seal is to remember of a front matter that an import wrote.
pub(super) fn values(text: &str) -> Result<Values, String> {
    let matter = Matter::of(text)?;
    let mut values = Values::default();
    for piece in &matter.pieces {
        match (piece.key.as_deref(), &piece.value) {
            (Some("notes"), Value::List(notes)) => values.notes = notes.iter().map(note_hash).collect(),
            (Some("extra"), Value::Table(table)) => {
                values.fields.extend(table.iter().map(|(key, value)| (format!("extra.{key}"), hash(value))));
            }
            (Some(key), value) if !OWN.contains(&key) => {
                values.fields.insert(key.to_owned(), hash(value));
            }
            _ => {}
        }
    }
    Ok(values)
}

fn hash(value: &Value) -> PassageHash {
    PassageHash::of(&canonical(value))
}

/// A value in one notation, whatever it was written in.
fn canonical(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::List(list) => format!("[{}]", list.iter().map(canonical).collect::<Vec<_>>().join(", ")),
        Value::Table(table) => {
            let entries: Vec<String> =
                table.iter().map(|(key, value)| format!("{key}: {}", canonical(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        scalar => scalar.clone().into_text().unwrap_or_default(),
    }
}

/// A note is the same note when only the lines of the seed that it names have moved.
fn note_hash(note: &Value) -> PassageHash {
    let text = canonical(note);
    let mut words: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        let counted = words.last().is_some_and(|last| last.trim_start_matches('(').starts_with("line"));
        words.push(if counted { word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-') } else { word });
    }
    PassageHash::of(&words.join(" "))
}

struct Merger<'a> {
    settle: Settle,
    base: Option<&'a Imprint>,
    out: Front,
}

impl Merger<'_> {
    /// Merges the keys of one level; `prefix` is `extra.` within `extra`.
    fn level(&mut self, old: &[Piece<'_>], new: &[Piece<'_>], prefix: &str) -> Result<String, String> {
        let mut lines: Vec<(Option<&str>, String)> = Vec::new();
        for piece in old {
            let key = piece.key.as_deref();
            let fresh = new.iter().find(|other| key.is_some() && other.key.as_deref() == key);
            let merged = match key {
                None => piece.lines.to_owned(),
                Some(key) => self.piece(key, Some(piece), fresh, prefix)?,
            };
            lines.push((key, merged));
        }
        for (nth, piece) in new.iter().enumerate() {
            let Some(key) = piece.key.as_deref().filter(|key| lines.iter().all(|(other, _)| *other != Some(key)))
            else {
                continue;
            };
            let merged = self.piece(key, None, Some(piece), prefix)?;
            // After the nearest of the keys before it that the page has.
            let before = new[..nth].iter().rev().filter_map(|before| before.key.as_deref());
            let place = before.filter_map(|before| lines.iter().position(|(key, _)| *key == Some(before))).next();
            lines.insert(place.map_or(0, |place| place + 1), (Some(key), merged));
        }
        Ok(lines.into_iter().map(|(_, lines)| lines).collect())
    }

    fn piece(
        &mut self,
        key: &str,
        old: Option<&Piece<'_>>,
        new: Option<&Piece<'_>>,
        prefix: &str,
    ) -> Result<String, String> {
        if prefix.is_empty()
            && key == "extra"
            && let Some(merged) = self.extra(old, new)?
        {
            return Ok(merged);
        }
        if prefix.is_empty() && key == "notes" {
            return Ok(self.notes(old, new));
        }
        let kept = || old.map_or(String::new(), |old| old.lines.to_owned());
        if prefix.is_empty() && OWN.contains(&key) {
            // A page from which a human took it does without.
            return Ok(match (old, new) {
                (Some(old), Some(new)) if hash(&old.value) != hash(&new.value) => replaced(old.lines, new.lines),
                _ => kept(),
            });
        }
        let name = format!("{prefix}{key}");
        let value = |piece: Option<&Piece<'_>>| {
            piece.map(|piece| &piece.value).filter(|value| **value != Value::Null).map(hash)
        };
        let sealed = self.base.map(|base| base.fields.get(&name).copied());
        let choice = match (value(old), sealed, value(new)) {
            (page, None, new) if page == new => Choice::Same,
            // Nobody knows whose the page's value is, or whether a human took it away.
            (_, None, _) => Choice::Page,
            // What the document says no longer may stay where a human wrote it.
            (page, Some(sealed), None) if page != sealed => Choice::Page,
            (page, Some(sealed), new) => choose(page, sealed, new),
        };
        let shown = |piece: Option<&Piece<'_>>| piece.map_or(String::new(), |piece| canonical(&piece.value));
        let choice = match choice {
            Choice::Both => {
                self.out.conflicts.push(Conflict::new(None, &name, &shown(old), &shown(new)));
                self.settle.choice()
            }
            choice => choice,
        };
        if choice == Choice::Page {
            self.out.respected.push(name);
        }
        Ok(match (choice, old, new) {
            (Choice::Seed, Some(old), Some(new)) => replaced(old.lines, new.lines),
            (Choice::Seed, Some(old), None) => comments(old.lines),
            (Choice::Seed, None, Some(new)) => new.lines.to_owned(),
            _ => kept(),
        })
    }

    /// Key by key, where both sides write a line for each.
    fn extra(&mut self, old: Option<&Piece<'_>>, new: Option<&Piece<'_>>) -> Result<Option<String>, String> {
        let table = |piece: Option<&Piece<'_>>| match piece.map(|piece| &piece.value) {
            Some(Value::Table(table)) => Some(table.clone()),
            Some(Value::Null) | None => Some(BTreeMap::new()),
            _ => None,
        };
        let (Some(mut ours), Some(mut theirs)) = (table(old), table(new)) else { return Ok(None) };
        let inside = |piece: Option<&Piece<'_>>| -> String {
            piece.and_then(|piece| piece.lines.split_once('\n')).map_or(String::new(), |(_, inside)| inside.to_owned())
        };
        let (old_lines, new_lines) = (inside(old), inside(new));
        let indent = |lines: &str| -> String {
            let first = lines.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
            first.map_or("  ".to_owned(), |line| line[..line.len() - line.trim_start().len()].to_owned())
        };
        let (mut old_pieces, mut new_pieces) =
            (pieces(&old_lines, &indent(&old_lines)), pieces(&new_lines, &indent(&new_lines)));
        for (pieces, values) in [(&mut old_pieces, &mut ours), (&mut new_pieces, &mut theirs)] {
            for piece in pieces {
                if let Some(key) = &piece.key {
                    let Some(value) = values.remove(key) else { return Ok(None) };
                    piece.value = value;
                }
            }
        }
        // A table in one line, or keys that cannot be told by their lines, is a value like any other.
        if !ours.is_empty()
            || !theirs.is_empty()
            || indent(&old_lines) != indent(&new_lines) && old.is_some() && new.is_some()
        {
            return Ok(None);
        }
        let lines = self.level(&old_pieces, &new_pieces, "extra.")?;
        let head = old.or(new).and_then(|piece| piece.lines.split_inclusive('\n').next()).unwrap_or("extra:\n");
        Ok(Some(if lines.is_empty() { String::new() } else { [head, &lines].concat() }))
    }

    /// Item by item: what a human settled and took out stays out.
    fn notes(&mut self, old: Option<&Piece<'_>>, new: Option<&Piece<'_>>) -> String {
        let items = |piece: Option<&Piece<'_>>| match piece.map(|piece| &piece.value) {
            Some(Value::List(list)) => list.clone(),
            _ => Vec::new(),
        };
        let (ours, theirs) = (items(old), items(new));
        let (mine, fresh): (Vec<_>, Vec<_>) =
            (ours.iter().map(note_hash).collect(), theirs.iter().map(note_hash).collect());
        let sealed = |hash: &PassageHash| self.base.is_none_or(|base| base.notes.contains(hash));
        let obsolete = |hash: &PassageHash| self.base.is_some() && sealed(hash) && !fresh.contains(hash);
        let mut notes: Vec<&Value> =
            ours.iter().zip(&mine).filter(|(_, hash)| !obsolete(hash)).map(|(note, _)| note).collect();
        let settled = fresh.iter().any(|hash| sealed(hash) && !mine.contains(hash));
        let news = theirs.iter().zip(&fresh).filter(|(_, hash)| !sealed(hash) && !mine.contains(hash));
        notes.extend(news.map(|(note, _)| note));
        if settled {
            self.out.respected.push("notes".to_owned());
        }
        if let Some(old) = old.filter(|_| notes.len() == ours.len() && notes.iter().zip(&ours).all(|(a, b)| *a == b)) {
            return old.lines.to_owned();
        }
        let lines: String = notes.iter().map(|note| format!("  - {}\n", scalar(&canonical(note)))).collect();
        let comments = old.map_or(String::new(), |old| comments(old.lines));
        if lines.is_empty() { comments } else { format!("{comments}notes:\n{lines}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imprint(text: &str) -> Imprint {
        let Values { fields, notes } = values(text).unwrap();
        Imprint { fields, notes, ..Imprint::default() }
    }

    fn merged(base: &str, page: &str, new: &str) -> Front {
        let [base, page, new] = [base, page, new].map(|text| format!("---\n{text}---\n"));
        merge(&page, Some(&imprint(&base)), &new, Settle::Stop).unwrap()
    }

    fn inside(front: &Front) -> &str {
        front.text.strip_prefix("---\n").unwrap().strip_suffix("---\n").unwrap()
    }

    const BASE: &str = "title: A log\nkey: a\ntype: document\ndate: 2026\nseed: seeds/a.txt\nsha256: 00\nrights: excerpt\nnotes:\n  - p1 is odd\n  - no line gives the day (line 3)\nextra:\n  roles:\n    Ada Stone: HOST\n";

    #[test]
    fn what_a_human_wrote_stays_and_what_is_new_comes() {
        let page = "# mine\ntitle: 'A log'   # checked\nkey: b\ntype: report\ndate: 2026\npublisher: KXYZ\nseed: seeds/a.txt\nsha256: 00 # old\nrights: full\nnotes:\n  - p1 is odd\n  - mine\nextra:\n  mine: 1 # own\n  roles:\n    Ada Stone: HOST\n";
        let new = BASE
            .replace("2026", "2026-02")
            .replace(": 00", ": 11")
            .replace("line 3", "line 5")
            .replace("p1 is odd", "p2 is odd")
            .replace("HOST", "EDITOR");
        let front = merged(BASE, page, &new);
        assert_eq!(
            inside(&front),
            "# mine\ntitle: 'A log'   # checked\nkey: b\ntype: report\ndate: 2026-02\npublisher: KXYZ\nseed: seeds/a.txt\nsha256: 11 # old\nrights: full\nnotes:\n  - mine\n  - p2 is odd\nextra:\n  mine: 1 # own\n  roles:\n    Ada Stone: EDITOR\n"
        );
        assert_eq!(front.conflicts, []);
        assert_eq!(front.respected, ["key", "type", "publisher", "rights", "notes", "extra.mine"]);
    }

    #[test]
    fn two_changes_of_one_value_are_a_conflict() {
        let page = BASE.replace("A log", "My log");
        let new = BASE.replace("A log", "The log").replace("document", "report");
        let front = merged(BASE, &page, &new);
        assert_eq!(front.conflicts, [Conflict::new(None, "title", "My log", "The log")]);
        assert_eq!(front.conflicts[0].difference, "[-My-] {+The+} log");
        assert_eq!(merged(BASE, &new, &new).conflicts, []);
    }

    #[test]
    fn keys_come_and_go_with_the_document() {
        let front = merged(
            BASE,
            &format!("{BASE}mine: 1\n"),
            &BASE.replace("date: 2026\n", "").replace("key: a\n", "key: a\nlanguage: en\n"),
        );
        assert!(inside(&front).contains("key: a\nlanguage: en\ntype"), "{}", front.text);
        assert!(!front.text.contains("date") && front.text.contains("mine: 1"), "{}", front.text);
        let gone = merged(BASE, &BASE.replace("date: 2026\n", ""), BASE);
        assert!(!gone.text.contains("date"), "what a human took out stays out");
        let bare = BASE.split("notes:").next().unwrap();
        assert_eq!(inside(&merged(bare, bare, BASE)), BASE);
        assert_eq!(inside(&merged(BASE, BASE, bare)), bare);
    }

    #[test]
    fn without_a_base_the_page_is_right() {
        let page = "---\ntitle: mine\nsha256: 00\n---\n";
        let front = merge(page, None, "---\ntitle: theirs\ndate: 2026\nsha256: 11\n---\n", Settle::Stop).unwrap();
        assert_eq!(front.text, "---\ntitle: mine\nsha256: 11\n---\n");
    }
}
