//! `ibid new`: a folder and documents → a site that builds as it stands, with a first page that cites them. What is there
//! already is left alone.

use super::import;
use super::seeds::Names;
use super::session::{Session, count};
use super::{Failure, Outcome};
use crate::disk::load::load;
use crate::disk::save::save;
use crate::import::Status;
use crate::page::{self, Page, Passage, Reading};
use crate::path::FilePath;
use std::path::{Path, PathBuf};

#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// The folder of the site: a new one, or an empty one
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Documents to begin with: files, folders or patterns; they are copied into `seeds/`
    #[arg(value_name = "SEED")]
    seeds: Vec<PathBuf>,
    /// The title of the site [default: the folder's name]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session) -> Result<Outcome, Failure> {
    let folder = &arguments.folder;
    refuse_inhabited(folder)?;
    // What cannot be imported should be known before there is a site.
    let names = Names { seeds: arguments.seeds.clone(), ..Names::default() };
    for seed in &names.seeds {
        crate::disk::find::named_files(seed)?;
    }
    let title = arguments.title.clone().unwrap_or_else(|| title_of(folder));
    write(folder, "ibid.toml", &configuration(&title))?;
    write(folder, ".gitignore", "/public/\n/.ibid/\n/.ibid-*/\n")?;
    std::fs::create_dir_all(folder.join("seeds")).map_err(|error| failed(folder, &error))?;
    let reports = if names.seeds.is_empty() { Vec::new() } else { import::import_named(folder, names, session)? };
    let pages = sources(folder)?;
    write(folder, "content/_index.md", &home(&title))?;
    write(folder, "content/briefings/first-briefing.md", &first_briefing(&pages))?;
    let failed = reports.iter().filter(|report| report.status == Status::Failed).count();
    session.say(&format!(
        "made a site in `{}` with {}; `ibid build --root {0}` publishes it to `{0}/public`",
        folder.display(),
        count(pages.len(), "source")
    ));
    Ok(if failed > 0 { Outcome::Unsound } else { Outcome::Sound })
}

/// A folder with somebody's files in it is not taken over; a repository without any is as good as empty.
fn refuse_inhabited(folder: &Path) -> Result<(), Failure> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(folder, &error)),
    };
    let mut names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    match names.find(|name| !matches!(name.as_str(), ".git" | ".gitattributes" | ".DS_Store")) {
        Some(name) => Err(Failure::Environment(format!(
            "`{}` is not empty (there is `{name}` in it); a new site wants a folder of its own",
            folder.display()
        ))),
        None => Ok(()),
    }
}

fn failed(folder: &Path, error: &std::io::Error) -> Failure {
    Failure::Environment(format!("cannot make a site in `{}`: {error}", folder.display()))
}

fn write(root: &Path, path: &str, text: &str) -> Result<(), Failure> {
    let path = FilePath::new(path).expect("a path below the root");
    Ok(save(root, &path, None, text).map(drop)?)
}

/// `river-ferries` is called “River ferries”.
fn title_of(folder: &Path) -> String {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let name = folder.file_name().unwrap_or_default().to_string_lossy().replace(['-', '_'], " ");
    let mut letters = name.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Briefings".to_owned(),
    }
}

fn configuration(title: &str) -> String {
    let title = toml::Value::String(title.to_owned());
    format!(
        "title = {title}\n# The address of the home page; feeds, the sitemap and canonical links need it.\n\
         # base_url = \"https://briefings.example/\"\nlanguage = \"en\"\n\n\
         # Every statement of a briefing must cite a passage, or be marked as a judgement.\n# strict = true\n"
    )
}

fn home(title: &str) -> String {
    format!(
        "---\ntitle: {}\n---\n\nBriefings whose every citation and quotation has been checked against its source.\n",
        serde_json::Value::String(title.to_owned())
    )
}

/// The source pages that the import made, in order of their paths.
fn sources(root: &Path) -> Result<Vec<Page>, Failure> {
    let world = load(root)?;
    let pages = world.files.iter().filter(|(path, _)| path.as_str().starts_with("content/sources/"));
    Ok(pages.map(|(path, file)| page::parse(path, file, Reading::default())).collect())
}

/// A page that shows how to cite: with the site's own sources, if it has any.
fn first_briefing(pages: &[Page]) -> String {
    let mut page = String::from(
        "---\ntitle: A first briefing\nsummary: How a briefing cites its sources.\n---\n\n\
         Write in Markdown, and end a statement with the passage that supports it. [@judgement]\n",
    );
    let cited: Vec<(&str, &Passage)> =
        pages.iter().filter_map(|page| Some((key(page), telling(page)?))).take(2).collect();
    if cited.is_empty() {
        page.push_str(
            "\nPut documents into `seeds/` and run `ibid import`: each becomes a page in `content/sources/` whose \
             passages have numbers. A citation names the source and the passage, `[@key#p3]`. [@judgement]\n",
        );
        return page;
    }
    for (key, passage) in &cited {
        let id = passage.id;
        page.push_str(&match opening(passage.prose.text()) {
            Some(words) => format!(
                "\nPassage {} of this source begins “{words}” [@{key}#{id}]. The citation behind the words reads \
                 `[@{key}#{id}]`, and the build checks that they stand there. [@judgement]\n",
                id.number()
            ),
            None => format!(
                "\nThis statement cites passage {} of a source, with `[@{key}#{id}]` [@{key}#{id}].\n",
                id.number()
            ),
        });
    }
    page.push_str("\n## The sources\n\n");
    for source in pages {
        page.push_str(&format!("- The document that is cited as `@{0}`. [@{0}]\n", key(source)));
    }
    page.push_str("\nReplace this page by your own. [@judgement]\n");
    page
}

fn key(page: &Page) -> &str {
    page.meta.source.key.as_ref().map_or(page.path.stem(), |key| key.value.as_str())
}

/// The first passage that says something, else the first of all.
fn telling(page: &Page) -> Option<&Passage> {
    let passages = &page.passages;
    passages.iter().find(|passage| opening(passage.prose.text()).is_some()).or(passages.first())
}

/// The first words of a passage, where they can stand in quotation marks and in Markdown as they are.
fn opening(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().take(8).collect();
    let is_plain = |word: &&str| {
        let word = word.trim_end_matches([',', ';', ':', '.']);
        !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '\u{2019}' | '-' | '\''))
    };
    let plain: Vec<&str> = words.iter().copied().take_while(is_plain).collect();
    let words = plain.join(" ");
    let words = words.trim_end_matches([',', ';', ':', '.']);
    (plain.len() >= 4 && words.chars().any(char::is_alphabetic)).then(|| words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_names_its_site() {
        assert_eq!(title_of(Path::new("/x/river-ferries_2")), "River ferries 2");
        assert_eq!(title_of(Path::new("/")), "Briefings");
    }

    #[test]
    fn only_plain_words_are_quoted() {
        assert_eq!(
            opening("It was, he said, a fine old ferry, and it sank.").unwrap(),
            "It was, he said, a fine old ferry"
        );
        assert_eq!(opening("He said “no” to it"), None);
        assert_eq!(opening("1 2 3 4 5"), None);
    }
}
