//! Office documents and electronic books → Source. `import::read` calls the reader of the format that it has recognised.
//!
//! DOCX, ODT and RTF become a `Document` first: parts in their order, with what the file says of each. `compose.rs` makes
//! a source of it, by the same rules for all. Each reader gathers what the document shows a second time, on a plain walk
//! that knows nothing of parts, so that `account::whole` can prove that nothing was lost.

mod archive;
mod compose;
mod document;
pub(crate) mod docx;
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
            let read = std::panic::catch_unwind(|| proven(read(&bytes)));
            println!("\n=== {name} ({} bytes, {:?})", bytes.len(), begun.elapsed());
            match read {
                Ok(Ok(source)) => println!("{}", written(&source)),
                Ok(Err(reason)) => println!("refused: {reason}"),
                Err(_) => println!("NOT WHOLE"),
            }
        }
    }
}
