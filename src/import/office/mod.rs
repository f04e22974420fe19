//! Office documents and electronic books → Source. `import::read` calls the reader of the format that it has recognised.
//!
//! DOCX, ODT and RTF become a `Document` first: parts in their order, with what the file says of each. `compose.rs` makes
//! a source of it, by the same rules for all. Each reader gathers what the document shows a second time, on a plain walk
//! that knows nothing of parts, so that `account::whole` can prove that nothing was lost.

mod archive;
mod compose;
mod document;
pub(crate) mod docx;
pub(crate) mod epub;
mod font;
mod front;
mod numeral;
pub(crate) mod odt;
mod properties;
pub(crate) mod rtf;
mod run;
mod story;
mod style;
mod symbol;
mod table;
mod xml;

#[cfg(test)]
mod tests {
    use crate::import::account::{Yield, whole};
    use crate::import::markdown::{Origin, page};
    use crate::import::source::Source;
    use crate::key::SourceKey;
    use crate::page::{Reading, parse};
    use crate::path::FilePath;
    use crate::world::{File, Sha256};
    use std::sync::Arc;

    type Reader = fn(&[u8]) -> Result<Yield, String>;

    /// The reader for a file's name. What the bytes are is for `import::read` to find out.
    fn reader(name: &str) -> Option<Reader> {
        Some(match name.rsplit('.').next()? {
            "docx" => super::docx::read,
            "epub" => super::epub::read,
            "odt" => super::odt::read,
            "rtf" => super::rtf::read,
            _ => return None,
        })
    }

    /// What is read, when it is whole and comes back from its page as it went in.
    pub(super) fn proven(read: Result<Yield, String>) -> Result<Source, String> {
        let Yield { source, received } = read?;
        whole(&received, &source).unwrap_or_else(|lost| panic!("{lost}\n{}", written(&source)));
        let file = Arc::new(File::new(written(&source)));
        let found = parse(&FilePath::new("content/sources/a.md").unwrap(), &file, Reading::default());
        let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let meant: Vec<String> = source.passages().map(|passage| fold(&passage.words.text)).collect();
        let back: Vec<String> = found.passages.iter().map(|passage| fold(passage.prose.text())).collect();
        assert_eq!(meant, back, "{}", written(&source));
        Ok(source)
    }

    /// The page of a source.
    pub(super) fn written(source: &Source) -> String {
        let origin = Origin {
            key: &SourceKey::new("a").unwrap(),
            seed: &FilePath::new("seeds/a").unwrap(),
            sha256: Sha256::of(b""),
            retrieved: None,
        };
        page(&origin, source)
    }

    /// The page below its front matter.
    pub(super) fn body(source: &Source) -> String {
        let page = written(source);
        page.splitn(3, "---\n").nth(2).unwrap_or_default().trim().to_owned()
    }

    /// One document of each format, with most of what a document can have.
    fn documents() -> Vec<(Reader, Vec<u8>)> {
        let docx = super::docx::tests::sample();
        let odt = super::odt::tests::sample();
        let epub =
            super::epub::tests::epub("<dc:title>x</dc:title>", &[("a.xhtml", "<h1>x</h1><p>It <b>sank</b>.</p>")], &[]);
        let rtf = super::rtf::tests::sample().into_bytes();
        vec![(super::docx::read, docx), (super::odt::read, odt), (super::epub::read, epub), (super::rtf::read, rtf)]
    }

    /// Reads documents that were damaged at random places: each is read and proven, or refused.
    fn damage(rounds: u64) {
        for (read, whole) in documents() {
            for seed in 0..rounds {
                let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
                let mut next = |below: usize| {
                    state ^= state << 13;
                    state ^= state >> 7;
                    state ^= state << 17;
                    (state % below.max(1) as u64) as usize
                };
                let bytes = damaged(&whole, &mut next);
                // What the file itself shows and what was made of it agree, whatever was damaged.
                if let Err(payload) = std::panic::catch_unwind(|| proven(read(&bytes))) {
                    println!("damaged by {seed}");
                    std::panic::resume_unwind(payload);
                }
            }
        }
    }

    /// Changes a few bytes of a file, or of the parts of an archive, for an archive itself only tells that it is damaged.
    fn damaged(whole: &[u8], next: &mut impl FnMut(usize) -> usize) -> Vec<u8> {
        if !whole.starts_with(b"PK") || next(8) == 0 {
            return mutated(whole.to_vec(), next);
        }
        let mut archive = super::archive::Archive::open(whole).unwrap();
        let names: Vec<String> = archive.names().map(str::to_owned).collect();
        let hit = next(names.len());
        let mut parts = Vec::new();
        for (nth, name) in names.into_iter().enumerate() {
            let bytes = archive.part(&name).unwrap().unwrap();
            parts.push((name, if nth == hit { mutated(bytes, next) } else { bytes }));
        }
        super::archive::tests::archive(&parts)
    }

    fn mutated(mut bytes: Vec<u8>, next: &mut impl FnMut(usize) -> usize) -> Vec<u8> {
        const SIGNS: &[u8] = b"<>/{}\\'\"& =10ap*\0\x80\xFF";
        for _ in 0..=next(6) {
            let (at, length) = (next(bytes.len()), next(40));
            let end = (at + length).min(bytes.len());
            match next(5) {
                0 => bytes.truncate(at),
                1 => drop(bytes.drain(at..end)),
                // The same again, in another place.
                2 => {
                    let copy = bytes[at..end].to_vec();
                    let to = next(bytes.len());
                    bytes.splice(to..to, copy);
                }
                3 if at < bytes.len() => bytes[at] = SIGNS[next(SIGNS.len())],
                _ if at < bytes.len() => bytes[at] ^= 1 << next(8),
                _ => {}
            }
        }
        bytes
    }

    #[test]
    fn damaged_documents_are_proven_or_refused() {
        damage(60);
    }

    #[test]
    #[ignore = "takes minutes"]
    fn many_damaged_documents_are_proven_or_refused() {
        damage(1_500);
    }

    /// Documents of other programs, in a folder that the caller names: each is read, proven and shown.
    #[test]
    #[ignore = "for a human, with documents of their own: IBID_DOCUMENTS=folder"]
    #[expect(clippy::disallowed_methods, reason = "reads what the caller names")]
    fn documents_of_a_folder() {
        let folder = std::env::var("IBID_DOCUMENTS").expect("IBID_DOCUMENTS names a folder");
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let Some(read) = reader(&name) else { continue };
            let bytes = std::fs::read(&path).unwrap();
            let begun = std::time::Instant::now();
            let read = read(&bytes);
            println!("\n=== {name} ({} bytes, {:?})", bytes.len(), begun.elapsed());
            match std::panic::catch_unwind(|| proven(read)) {
                Ok(Ok(source)) => println!("{}", written(&source)),
                Ok(Err(reason)) => println!("refused: {reason}"),
                Err(_) => println!("NOT WHOLE"),
            }
        }
    }
}
