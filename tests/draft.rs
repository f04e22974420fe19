//! Drafting again, and words that Markdown would read otherwise. What a draft says is in `tests/spec/drafts.md`.

use ibid::compile::{Options, compile};
use ibid::draft::{Again, Draft, draft, is_draft, redraft, sources_of};
use ibid::extract::{extract, known};
use ibid::world::World;

const LETTER: &str = "---\ntitle: Letter\ndate: 2026-03-06\n---\n\n\
    The harbour office closed the lock at Port Ellery on 5 March 2026 and moved 40 boats. {#p1}\n\n\
    Captain Ines Varga said that the lock was closed on 6 March 2026. {#p2}\n\n";
const MORE: &str = "The office counted 90 boats at Port Ellery on 7 March 2026. {#p3}\n";

fn drafted(source: &str) -> Draft {
    let site =
        compile(World::from_texts([("ibid.toml", ""), ("content/sources/letter.md", source)]), Options::default());
    let known = known(&site.corpus);
    let found: Vec<_> =
        site.corpus.sources().map(|page| (page, extract(&site.corpus.pages[page], "en", &known))).collect();
    draft(&site.corpus, &found, "Draft", "en", site.languages.site())
}

fn line<'a>(text: &'a str, part: &str) -> &'a str {
    text.lines().find(|line| line.starts_with("- ") && line.contains(part)).unwrap()
}

#[test]
fn the_same_draft_again_changes_nothing() {
    let draft = drafted(LETTER);
    let text = draft.write().text;
    assert!(is_draft(&text));
    assert_eq!(sources_of(&text), ["letter"]);
    assert_eq!(redraft(&text, &draft), Again { text: text.clone(), added: 0, removed: 0, homeless: 0 });
}

#[test]
fn what_nobody_touched_is_brought_up_to_date() {
    let (old, new) = (drafted(LETTER), drafted(&format!("{LETTER}{MORE}")));
    let again = redraft(&old.write().text, &new);
    assert_eq!(again.text, new.write().text.replace("as_of: 2026-03-07", "as_of: 2026-03-06"));
    assert!(again.added > 0 && again.removed == 0, "{again:?}");
    let back = redraft(&again.text, &old);
    assert_eq!(back.text, old.write().text);
    assert_eq!(back.removed, again.added);
}

#[test]
fn what_a_human_did_stays() {
    let (old, new) = (drafted(LETTER), drafted(&format!("{LETTER}{MORE}")));
    let text = old.write().text;
    let timeline = line(&text, "2026-03-05 — ");
    let said = line(&text, "Ines Varga, as reported");
    // A line is rewritten, one deleted, one wrapped, one moved below a heading of the human's own, and sentences are added.
    let moved = line(&text, "40 boats: ");
    let edited = text
        .replace(timeline, "- 2026-03-05 — The lock was closed [@letter#p1].\n- 2026-03-06 — It rained [@letter].")
        .replace(&format!("{said}\n"), "")
        .replace(&format!("{moved}\n"), "")
        .replace("## Key passages\n", &format!("## Mine\n\nIt matters [@judgement].\n\n{moved}\n\n## Key passages\n"))
        .replace(" closed the lock at Port Ellery on", " closed the lock\n  at Port Ellery on");
    let again = redraft(&edited, &new);
    for kept in [
        "- 2026-03-05 — The lock was closed [@letter#p1].\n- 2026-03-06 — It rained [@letter].",
        "## Mine\n\nIt matters [@judgement].\n\n- 40 boats: ",
    ] {
        assert!(again.text.contains(kept), "{kept}\n{}", again.text);
    }
    assert!(!again.text.contains(said), "{}", again.text);
    assert!(again.text.contains("## Timeline\n"), "{}", again.text);
    assert_eq!(again.text.matches("40 boats: ").count(), 1);
    assert!(again.text.contains("- 2026-03-07 — “The office counted 90 boats"), "{}", again.text);
    assert_eq!(redraft(&again.text, &new).text, again.text, "drafting once more changes nothing");
}

#[test]
fn a_heading_that_is_gone_does_not_come_back() {
    let (old, new) = (drafted(LETTER), drafted(&format!("{LETTER}{MORE}")));
    let text = old.write().text.replace("## Timeline", "## What happened");
    let again = redraft(&text, &new);
    assert!(again.text.contains("## What happened") && !again.text.contains("## Timeline"));
    assert_eq!(again.homeless, 1);
}

#[test]
fn words_that_markdown_would_read_otherwise_are_quoted_as_they_are() {
    let hostile = [
        "He wrote *“no*” [sic] to <b>Port Ellery</b> & Skerry on 5 March 2026 \\(again\\).",
        "The list says “one”, \"two\" and 'three' of the 40 boats | 50 crates at Port Ellery.",
        "See \\@letter#p1 and \\[\\@letter\\] in the file of Port Ellery of 5 March 2026 … or not.",
        "“All of it is quoted,” said Ines Varga on 6 March 2026, “and this too.”",
        "The sum of \\$5,000 – about 10² metres of `code` – was paid on 7 March 2026 at Port Ellery\\_West.",
    ];
    let source: String = hostile.iter().zip(1..).map(|(text, id)| format!("{text} {{#p{id}}}\n\n")).collect();
    let source = format!("---\ntitle: Letter\n---\n\n{source}");
    let written = drafted(&source).write();
    let files =
        [("ibid.toml", ""), ("content/sources/letter.md", &*source), ("content/briefings/a.md", &*written.text)];
    let site = compile(World::from_texts(files), Options { strict: true, ..Options::default() });
    let found: Vec<_> = site.diagnostics.iter().filter(|found| found.place.path.as_str().ends_with("a.md")).collect();
    assert!(found.is_empty() && written.lines.len() > 5, "{found:#?}\n{}", written.text);
}
