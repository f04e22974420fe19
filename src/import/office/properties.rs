//! The properties of an office document → metadata. What a program filled in by itself is no evidence: the name of a
//! file is no title, and the day on which a file was made is not the day on which the document was published.

use crate::import::source::Metadata;

/// As the file has them.
#[derive(Clone, Debug, Default)]
pub(super) struct Properties {
    pub title: Option<String>,
    pub creators: Vec<String>,
    pub language: Option<String>,
    /// Points of time, as written.
    pub created: Option<String>,
    pub modified: Option<String>,
}

/// Names that a program puts where an author's should stand.
const NOBODY: [&str; 12] = [
    "admin",
    "administrator",
    "author",
    "default",
    "guest",
    "microsoft office user",
    "owner",
    "python-docx",
    "unknown",
    "user",
    "windows user",
    "un-named",
];

impl Properties {
    /// The metadata, but for the title, which the text itself may have.
    pub fn metadata(&self) -> Metadata {
        let mut metadata = Metadata::default();
        let named = |name: &&String| !NOBODY.contains(&name.to_lowercase().as_str()) && !name.is_empty();
        let names: Vec<String> = self.creators.iter().map(|name| fold(name)).collect();
        metadata.authors = names.iter().filter(named).cloned().collect();
        metadata.authors.dedup();
        if !metadata.authors.is_empty() {
            metadata.evidence.insert("authors".into(), "document property: creator".into());
        }
        metadata.language = self.language.as_deref().and_then(language);
        metadata
    }

    /// The title, unless a program made it up.
    pub fn title(&self) -> Option<String> {
        let title = fold(self.title.as_deref()?);
        let folded = title.to_lowercase();
        let file = [".doc", ".docx", ".odt", ".rtf", ".dot", ".tmp"].iter().any(|end| folded.ends_with(end));
        let made_up = file
            || folded.starts_with("microsoft word - ")
            || ["untitled", "title", "word document", "document", "document1", "dokument1"].contains(&folded.as_str());
        (!title.is_empty() && !made_up).then_some(title)
    }

    /// When the file was made, for a human to weigh.
    pub fn days(&self) -> Option<String> {
        let day = |time: &Option<String>| time.as_deref().and_then(|time| time.get(..10)).map(str::to_owned);
        Some(match (day(&self.created), day(&self.modified)) {
            (Some(made), Some(saved)) if made != saved => format!(
                "the file was made on {made} and last saved on {saved}; neither needs to be the date of the document"
            ),
            (Some(made), _) => format!("the file was made on {made}, which need not be the date of the document"),
            (None, Some(saved)) => {
                format!("the file was last saved on {saved}, which need not be the date of the document")
            }
            (None, None) => return None,
        })
    }
}

/// A BCP 47 tag as far as its shape shows one.
pub(super) fn language(tag: &str) -> Option<String> {
    let tag = tag.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    let sound = (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    (sound && !["und", "zxx", "mul"].contains(&primary)).then_some(tag)
}

pub(super) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_filled_in_is_no_evidence() {
        let titled = |title: &str| Properties { title: Some(title.into()), ..Properties::default() }.title();
        assert_eq!(titled(" The  ferry "), Some("The ferry".into()));
        assert_eq!((titled("Microsoft Word - ferry.doc"), titled("ferry_final.docx"), titled("")), (None, None, None));
        let creators = vec!["Administrator".to_owned(), "Ada Stone".to_owned()];
        assert_eq!(Properties { creators, ..Properties::default() }.metadata().authors, ["Ada Stone"]);
    }

    #[test]
    fn days_are_told_and_not_believed() {
        let mut properties = Properties { created: Some("2024-05-03T10:00:00Z".into()), ..Properties::default() };
        assert_eq!(
            properties.days().unwrap(),
            "the file was made on 2024-05-03, which need not be the date of the document"
        );
        properties.modified = Some("2024-06-01T10:00:00Z".into());
        assert!(properties.days().unwrap().contains("last saved on 2024-06-01"));
        assert_eq!(Properties::default().days(), None);
    }

    #[test]
    fn a_language_is_a_tag() {
        assert_eq!(language("en_GB").as_deref(), Some("en-GB"));
        assert_eq!((language("x-none"), language("English"), language("und")), (None, None, None));
    }
}
