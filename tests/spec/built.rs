//! The files of a case → its site as `ibid build` would make it, and what can be asked of it. No disk.

use crate::suite::Expectation;
use ibid::bind::quote::Grade;
use ibid::bind::{Standing, Verdict};
use ibid::compile::{Options, compile};
use ibid::diagnostic::Diagnostic;
use ibid::draft::draft;
use ibid::extract::{Extraction, extract, known};
use ibid::fix::fix;
use ibid::page::Page;
use ibid::path::{FilePath, OutPath};
use ibid::picture::Picture;
use ibid::propose::{Proposal, propose};
use ibid::render::{self, Artefact, Plan, Theme};
use ibid::report::{self, Style};
use ibid::site::Site;
use ibid::world::{Asset, World};
use std::collections::BTreeMap;
use std::sync::LazyLock;

const STYLE: Style = Style { colour: false, width: 100, most: None };

/// Parsed once for all cases that have no templates and no words of their own, and are in English.
static DEFAULT_THEME: LazyLock<Theme> = LazyLock::new(|| Theme::load(&compile(World::default(), Options::default())).0);

pub struct Built {
    site: Site,
    plan: Plan,
    pub report: String,
    /// The bytes of every file that the site makes, by path. Files that are copied are empty.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Built {
    pub fn new(texts: &BTreeMap<String, String>) -> Self {
        let mut site = compile(world(texts), Options::default());
        let is_dressed =
            |path: &String| ["templates/", "themes/", "languages/", "static/"].iter().any(|own| path.starts_with(own));
        let is_plain = !texts.keys().any(is_dressed) && site.languages.all().iter().all(|words| words.tag() == "en");
        let own = (!is_plain || site.config.theme != "default").then(|| {
            let (theme, faults) = Theme::load(&site);
            site.diagnostics.extend(faults);
            theme
        });
        let theme = own.as_ref().unwrap_or(&DEFAULT_THEME);
        let plan = render::plan(&site);
        let mut files = BTreeMap::new();
        let mut faults: Vec<Diagnostic> = Vec::new();
        for (path, artefact) in plan.artefacts.iter() {
            match plan.bytes(artefact, &site, theme) {
                Ok(bytes) => drop(files.insert(path.as_str().to_owned(), bytes.into_owned())),
                // One fault of a template shows on every page that it makes.
                Err(fault) if !faults.contains(&fault) => faults.push(*fault),
                Err(_) => {}
            }
        }
        site.diagnostics.extend(faults);
        let report = report::text(&site.diagnostics, &site.world, STYLE);
        Self { site, plan, report, files }
    }

    pub fn has_errors(&self) -> bool {
        self.site.has_errors()
    }

    /// The answer to what a case asks.
    pub fn observe(&self, asked: &Expectation) -> Expectation {
        let text = match asked.word.as_str() {
            "diagnostics" => trimmed(&self.report),
            "body" => render::body(&self.site, self.index(&asked.of)),
            "output" => self.output(&asked.of),
            "head" => between(&self.output(&asked.of), "<head>\n", "</head>"),
            "main" => between(&self.output(&asked.of), "tabindex=\"-1\">\n", "</main>"),
            "statements" => self.statements(self.index(&asked.of)),
            "quotations" => self.quotations(self.index(&asked.of)),
            "summary" => self.summary(),
            "json" => report::json(&self.site.diagnostics, &self.site.world, &self.site.summary()),
            "github" => report::github(&self.site.diagnostics, &self.site.world, ""),
            "sarif" => self.sarif(),
            "fixed" => self.fixed(),
            "plan" => self.planned(),
            "draft" => self.draft(),
            "extraction" => self.extraction(self.index(&asked.of)),
            "listing" => {
                let index = self.index(&asked.of);
                report::extraction::text(
                    &self.site.corpus,
                    &known(&self.site.corpus),
                    &[(index, self.extracted(index))],
                )
            }
            "proposals" => self.proposals().iter().map(|of| format!("== {}\n{}", of.path, of.text)).collect(),
            "references" => references(&self.output(&asked.of)),
            "withheld" => self.lines(&asked.text, |found| !found),
            "published" => self.lines(&asked.text, |found| found),
            other => panic!("`{other}` is no expectation"),
        };
        // Some formats end their lines as telegraphs did; a suite has lines of its own.
        let text = text.replace("\r\n", "\n");
        let text = if text.is_empty() || text.ends_with('\n') { text } else { text + "\n" };
        Expectation { text, ..asked.clone() }
    }

    /// What is proposed for the names in all sources of the site.
    pub fn proposals(&self) -> Vec<Proposal> {
        let found: Vec<_> = self.site.corpus.sources().map(|source| (source, self.extracted(source))).collect();
        propose(&self.site.corpus, &found)
    }

    fn extracted(&self, index: usize) -> Vec<Extraction> {
        extract(&self.site.corpus.pages[index], &self.site.config.language, &known(&self.site.corpus))
    }

    fn draft(&self) -> String {
        let site = &self.site;
        let found: Vec<_> = site.corpus.sources().map(|index| (index, self.extracted(index))).collect();
        draft(&site.corpus, &found, "Draft", &site.config.language, site.languages.site()).write().text
    }

    /// The report for programs, a field a line.
    fn extraction(&self, index: usize) -> String {
        let json =
            report::extraction::json(&self.site.corpus, &known(&self.site.corpus), &[(index, self.extracted(index))]);
        let value: serde_json::Value = serde_json::from_str(&json).expect("a report is JSON");
        serde_json::to_string_pretty(&value).expect("what was read can be written")
    }

    fn index(&self, path: &str) -> usize {
        self.site.corpus.by_path(path).unwrap_or_else(|| panic!("the case has no page `{path}`"))
    }

    fn output(&self, path: &str) -> String {
        let bytes = self.files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        bytes.unwrap_or_else(|| "(no such file)".to_owned())
    }

    /// `sourced | The ferry was late. | @a#p1`
    fn statements(&self, index: usize) -> String {
        let page = &self.site.corpus.pages[index];
        let standings = page.statements.iter().zip(&self.site.bindings.pages[index].standings);
        let line = |(statement, standing): (&ibid::page::Statement, &Standing)| {
            let labels: Vec<&str> = statement.citations.iter().map(|&citation| label(page, citation)).collect();
            format!("{} | {} | {}", standing_name(*standing), statement.text(&page.blocks), labels.join("; "))
                .trim_end()
                .to_owned()
                + "\n"
        };
        standings.map(line).collect()
    }

    /// `exact a#p1 | the words`
    fn quotations(&self, index: usize) -> String {
        let page = &self.site.corpus.pages[index];
        let verdicts = page.quotations.iter().zip(&self.site.bindings.pages[index].quotations);
        let line = |(quotation, verdict): (&ibid::page::Quotation, &Verdict)| {
            let words: Vec<&str> = quotation.prose.text().split_whitespace().collect();
            format!("{} | {}\n", self.verdict(verdict), words.join(" "))
        };
        verdicts.map(line).collect()
    }

    fn verdict(&self, verdict: &Verdict) -> String {
        let (how, verified) = match verdict {
            Verdict::Verified(verified) => ("", verified),
            Verdict::Translated(verified) => ("translated, ", verified),
            Verdict::Uncited => return "uncited".to_owned(),
            Verdict::Unclaimed => return "unclaimed".to_owned(),
            Verdict::Refused => return "refused".to_owned(),
            Verdict::Unchecked => return "unchecked".to_owned(),
        };
        let grade = match verified.grade {
            Grade::Exact => "exact",
            Grade::Typographic => "typographic",
            Grade::Edited => "edited",
            Grade::Inexact => "inexact",
        };
        let source = &self.site.corpus.pages[verified.source];
        let mut ids: Vec<String> =
            verified.places.iter().map(|(passage, _)| source.passages[*passage].id.to_string()).collect();
        ids.dedup();
        let key = self.site.corpus.key(verified.source).expect("a source has a key");
        format!("{how}{grade} {key}#{}", ids.join("+"))
    }

    /// The figures that are not 0, a line each.
    fn summary(&self) -> String {
        let summary = serde_json::to_value(self.site.summary()).expect("figures are JSON");
        let figures = summary.as_object().expect("a summary is an object").iter();
        let figures = figures.filter(|(_, figure)| figure.as_u64().is_some_and(|figure| figure > 0));
        figures.map(|(name, figure)| format!("{name} {figure}\n")).collect()
    }

    /// The results of the log, for people to read.
    fn sarif(&self) -> String {
        let log = report::sarif(&self.site.diagnostics, &self.site.world, "");
        let log: serde_json::Value = serde_json::from_str(&log).expect("the log is JSON");
        serde_json::to_string_pretty(&log["runs"][0]["results"]).expect("the results are JSON")
    }

    /// The diff of each file, and what is reported then.
    fn fixed(&self) -> String {
        let before = &self.site.world;
        let fixed = fix(compile(before.clone(), Options::default()), Options::default());
        let mut text = String::new();
        for (path, file) in &before.files {
            let mends: Vec<_> = fixed.kept.iter().filter(|mend| mend.path == *path).collect();
            text += &report::changes(file, &mends, false);
        }
        let left = report::text(&fixed.site.diagnostics, &fixed.site.world, STYLE);
        trimmed(&format!("{text}\n{left}"))
    }

    /// The paths of the site, without the files of the default theme.
    fn planned(&self) -> String {
        let artefacts = self.plan.artefacts.iter();
        let own = artefacts.filter(|(_, artefact)| !matches!(artefact, Artefact::Embedded(_)));
        own.map(|(path, _)| format!("{path}\n")).collect()
    }

    /// Those lines of `text` for which `wanted` says yes to whether they stand in a file of the site.
    fn lines(&self, text: &str, wanted: impl Fn(bool) -> bool) -> String {
        // What is the same on every site says nothing about this one.
        let is_own = |path: &str| {
            let artefact = OutPath::new(path).ok().and_then(|path| self.plan.artefacts.get(&path));
            !matches!(artefact, Some(Artefact::Embedded(_)))
        };
        let files = self.files.iter().filter(|(path, _)| is_own(path));
        let texts: Vec<String> = files.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect();
        let words: Vec<String> = texts.iter().map(|text| letters(text)).collect();
        let stands = |line: &&str| match line.contains('<') {
            true => wanted(texts.iter().any(|text| text.contains(line.trim_end()))),
            false => wanted(words.iter().any(|words| words.contains(letters(line).trim_end()))),
        };
        text.lines().filter(stands).map(|line| format!("{line}\n")).collect()
    }
}

/// What stands between two texts, without empty lines and what is the same on every page.
/// The references on a page, under the names of their groups.
fn references(html: &str) -> String {
    let lines = html.lines().filter_map(|line| {
        let group = line.strip_prefix("<h2 id=\"g").map(|rest| {
            format!("# {}\n", rest.split_once('>').map_or(rest, |(_, name)| name.trim_end_matches("</h2>")))
        });
        let entry = || {
            line.strip_prefix("<p class=\"bib-entry\" dir=\"auto\">")
                .map(|entry| entry.trim_end_matches("</p>").to_owned() + "\n")
        };
        group.or_else(entry)
    });
    lines.collect()
}

fn between(text: &str, start: &str, end: &str) -> String {
    let found = text.split_once(start).and_then(|(_, rest)| rest.split_once(end)).map_or(text, |(found, _)| found);
    let everywhere = [
        "<meta charset",
        "<meta name=\"viewport\"",
        "<meta name=\"color-scheme\"",
        "<link rel=\"icon\"",
        "<link rel=\"stylesheet\"",
        "<script src=",
    ];
    let lines =
        found.lines().filter(|line| !line.is_empty() && !everywhere.iter().any(|start| line.starts_with(start)));
    lines.map(|line| format!("{line}\n")).collect()
}

/// What `disk` makes of the same files.
fn world(texts: &BTreeMap<String, String>) -> World {
    let is_asset = |path: &str| {
        path.starts_with("static/")
            || path.starts_with("themes/") && path.contains("/static/")
            || path.starts_with("content/") && !path.ends_with(".md")
    };
    let mut world = World::from_texts(
        texts.iter().filter(|(path, _)| !is_asset(path)).map(|(path, text)| (path.as_str(), text.as_str())),
    );
    for (path, text) in texts.iter().filter(|(path, _)| is_asset(path)) {
        let path = FilePath::new(path).expect("a file of a case lies inside the root");
        let asset = Asset::of(&path, text.as_bytes());
        // A case has no room for pixels: `800 × 400` stands for an image of that size.
        let size =
            text.trim().split_once(" × ").and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
        let drawn = size.map(|_| Picture { size, is_photograph: path.extension() != Some("svg") });
        world.assets.insert(path, Asset { picture: asset.picture.or(drawn), ..asset });
    }
    world
}

fn label(page: &Page, citation: usize) -> &str {
    page.citations[citation].mark.label.of(page.file.text())
}

fn standing_name(standing: Standing) -> String {
    match standing {
        Standing::Sourced => "sourced".to_owned(),
        Standing::Judgement(None) => "judgement".to_owned(),
        Standing::Judgement(Some(confidence)) => format!("judgement {}", confidence.as_str()),
        Standing::Needed => "needed".to_owned(),
        Standing::Unsourced => "unsourced".to_owned(),
        Standing::Aside => "aside".to_owned(),
    }
}

/// Without white space at the ends of lines, which an editor may take away, and without an empty line at the end.
fn trimmed(report: &str) -> String {
    let lines: Vec<&str> = report.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned()
}

/// Letters and digits alone, tags and percent signs read: words are found however they are marked up, escaped or encoded.
fn letters(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let code = (byte == b'%').then(|| tail.get(..2)).flatten().and_then(|code| str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest = &tail[2..];
            }
            None => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    let decoded = String::from_utf8_lossy(&bytes);
    let mut inside_tag = false;
    let mut tags = String::new();
    let mut words = String::new();
    for c in decoded.chars() {
        match c {
            '<' => inside_tag = true,
            '>' => inside_tag = false,
            c if c.is_alphanumeric() => {
                if inside_tag {
                    tags.push(c)
                } else {
                    words.push(c)
                }
            }
            _ => {}
        }
    }
    // What attributes say is published too.
    words + "\n" + &tags
}
