//! All text that an RTF shows, in the order of the file: the other side of the account. It knows neither paragraphs nor
//! looks; `mod.rs` calls it.

use super::decode::{Decoder, Event};
use super::destination::Destination;

pub(super) fn gather(bytes: &[u8]) -> Result<String, String> {
    let mut all = String::new();
    // For each open group: where its text belongs, and whether `\*` came before its first word.
    let mut open: Vec<(Destination, Option<bool>)> = vec![(Destination::Body, None)];
    Decoder::new().run(bytes, |_, event| {
        let last = open.last_mut().map(|(found, fresh)| (*found, fresh));
        let Some((destination, fresh)) = last else { return Ok(()) };
        match event {
            Event::Open => open.push((destination, Some(false))),
            Event::Close => drop(open.pop()),
            Event::Star => *fresh = fresh.map(|_| true),
            Event::Word(word, _) => {
                let star = fresh.take();
                if let (Some(star), Some((found, _))) = (star, open.last_mut()) {
                    *found = destination.within(word, star);
                    all.push_str(if *found == Destination::CommentAuthor { ":" } else { "" });
                }
            }
            Event::Text(text) => {
                *fresh = None;
                all.push_str(if destination.is_shown() { &text } else { "" });
            }
        }
        Ok(())
    })?;
    Ok(all)
}
