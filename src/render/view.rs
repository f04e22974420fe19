//! What each template receives, whole: plain values, no handles into the site. `render/` fills them, templates read them, and
//! `docs/templates.md` is made of the comments here.
//! Strings are plain text and templates escape them, except the fields that say *HTML*, which are inserted as they are.
//! Links are relative to the page that carries them.

use crate::date::Edtf;
use serde::Serialize;

/// What every template receives besides its own view, under the names of these fields.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Frame {
    pub site: SiteView,
    /// `briefing`, `source`, `person`, `organisation`, `place`, `page`, `home`, `section`, `topic`, `topics`,
    /// `timeline`, `bibliography`, `corrections`, `method`, `search`, `not-found`.
    pub kind: String,
    pub title: String,
    /// For search engines and previews; empty when there is nothing to say.
    pub description: String,
    /// BCP 47 tag.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// The language of the interface, where it is not that of the page.
    pub interface: Option<InterfaceView>,
    /// From this page to the folder of the home page: empty or `../../`.
    pub root: String,
    /// The absolute address; absent without `base_url`.
    pub canonical: Option<String>,
    /// JSON-LD, safe in a `<script>`; empty when there is nothing to say.
    pub structured: String,
    pub nav: Vec<NavLink>,
    /// The feeds of this page, then those of the site.
    pub feeds: Vec<FeedLink>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct InterfaceView {
    /// BCP 47 tag.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: String,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SiteView {
    pub title: String,
    /// BCP 47 tag.
    pub language: String,
    pub description: String,
    pub author: String,
    pub publisher: String,
    /// Whether `feed.xml` is written: it needs `base_url`.
    pub has_feed: bool,
    /// Whether there is a list of topics, at `topics/index.html`.
    pub has_topics: bool,
    /// Whether there is a log of corrections, at `corrections/index.html`.
    pub has_corrections: bool,
    /// Whether the site can be searched, at `search/index.html`.
    pub has_search: bool,
    /// Whether the site or its theme adds a style sheet of its own, `static/custom.css`.
    pub has_custom_css: bool,
    /// The address below `root` of the rules that tie notes to their markers, for pages that have notes.
    pub notes_css: String,
}

/// A feed, for `<link rel="alternate">`.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct FeedLink {
    pub title: String,
    pub href: String,
    /// `application/atom+xml` or `application/feed+json`.
    pub mime: String,
    /// `Atom` or `JSON`.
    pub format: String,
    /// Whether it tells of this very page, not of the whole site.
    pub own: bool,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct NavLink {
    pub title: String,
    pub href: String,
    pub current: bool,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct LinkView {
    pub title: String,
    pub href: String,
}

/// A link to a topic's page.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TopicLink {
    pub title: String,
    pub href: String,
    /// How many pages are about it.
    pub pages: usize,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct DateView {
    /// For `<time datetime>`: `2026`, `2026-02` or `2026-02-05`.
    pub iso: String,
    /// Whether that is all of it: no doubt, no interval.
    pub plain: bool,
    /// Whether the text says that the date is uncertain.
    pub uncertain: bool,
    /// For people: `5 February 2026`, `February 2026`, `2026 (uncertain)`, `23–25 April 2025`.
    pub text: String,
}

/// A page as it stands in a list.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Card {
    pub kind: String,
    /// BCP 47 tag of the language that it is in; empty where it is not known.
    pub language: String,
    pub title: String,
    pub href: String,
    pub summary: String,
    pub date: Option<DateView>,
    pub as_of: Option<DateView>,
    /// For a source: its publisher; for an entity: its role; else empty.
    pub note: String,
}

/// Template `home.html`.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct HomeView {
    /// HTML: the text of `content/_index.md`.
    pub body: String,
    pub notes: Vec<NoteView>,
    pub lead: Option<Card>,
    /// The counts of the lead briefing.
    pub lead_counts: Option<CountsView>,
    /// Newest first, without the lead.
    pub briefings: Vec<Card>,
    pub topics: Vec<TopicLink>,
    /// What changed of pages that were there before, newest first, at most five.
    pub lately: Vec<ChangeView>,
    pub sources: Vec<Card>,
    pub people: Vec<Card>,
    pub organisations: Vec<Card>,
    pub places: Vec<Card>,
}

/// An update of a page, or a correction of it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ChangeView {
    /// The page, or the correction on it.
    pub page: LinkView,
    /// Of the title and the correction: BCP 47 tag.
    pub language: String,
    pub date: DateView,
    /// What was put right; empty for an update.
    pub correction: String,
}

/// Template `briefing.html`; with fewer things filled also `page.html`.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct BriefingView {
    pub summary: String,
    pub authors: Vec<String>,
    pub date: Option<DateView>,
    pub updated: Option<DateView>,
    pub as_of: Option<DateView>,
    pub topics: Vec<TopicLink>,
    pub counts: CountsView,
    /// Statements that neither cite nor are marked as judgement, in order.
    pub unsourced: Vec<LinkView>,
    pub toc: Vec<TocView>,
    /// HTML.
    pub body: String,
    pub notes: Vec<NoteView>,
    pub corrections: Vec<CorrectionView>,
    pub sources: SourceSummaryView,
    /// Pages that link here, with the sentence that does.
    pub backlinks: Vec<BacklinkView>,
    /// Briefings that share sources, topics or entities, those that share most first; at most five.
    pub related: Vec<RelatedView>,
}

/// A page that links here.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct BacklinkView {
    pub title: String,
    pub href: String,
    /// Of the title and the sentences: BCP 47 tag.
    pub language: String,
    /// The sentences that link here, in their order, at most three; none where all links stand outside of any.
    pub sentences: Vec<SentenceView>,
    /// How many there are besides.
    pub more: usize,
}

/// A sentence of a page.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SentenceView {
    pub text: String,
    /// To the sentence's note, where it has one, else to the page.
    pub href: String,
}

/// A related briefing, and what it shares with this one: at most four of each kind are named.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct RelatedView {
    pub card: Card,
    pub shared_sources: usize,
    /// By name.
    pub sources: Vec<LinkView>,
    pub topics: Vec<LinkView>,
    pub shared_entities: usize,
    /// By name.
    pub entities: Vec<PageLink>,
}

#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct CountsView {
    pub statements: usize,
    pub sourced: usize,
    pub judgements: usize,
    /// The needed among them.
    pub unsourced: usize,
    /// Marked `citation needed`.
    pub needed: usize,
    pub quotations: usize,
    pub verified: usize,
    pub citations: usize,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TocView {
    pub title: String,
    /// The heading's id on this page, without `#`.
    pub id: String,
    /// 2 or 3.
    pub level: u8,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CorrectionView {
    /// The same on its page and in the log.
    pub id: String,
    pub date: Option<DateView>,
    /// The same date, to order by.
    #[serde(skip)]
    pub edtf: Option<Edtf>,
    pub text: String,
}

/// A note: one citation mark in the text. Its `<li>` has the id `n3`, its marker in the text `r3`, its card `c3`.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct NoteView {
    pub number: usize,
    pub cites: Vec<CiteView>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CiteView {
    /// BCP 47 tag of the source's language, which its name, title and passages are in; empty where it is not known.
    pub language: String,
    /// Who says it: publisher, author or title: `NPR`.
    pub name: String,
    /// Empty in the notes after the first that names the source.
    pub title: String,
    pub date: Option<DateView>,
    /// To the passage on the source's page.
    pub href: String,
    /// `¶ 6`, `¶ 3–5`, or empty for a whole source.
    pub passage_label: String,
    /// What the writer put before the citation: `see`.
    pub prefix: String,
    /// What the writer put after it: `second half`.
    pub locator: String,
    /// The cited passages, as far as the source's rights allow.
    pub passages: Vec<ExcerptView>,
    /// Said in place of passages that are withheld; empty otherwise.
    pub withheld: String,
    /// `quotation`, `passage`, `translated` or `source`.
    pub badge: String,
    /// `Quotation verified`, `Passage cited`, `Translated`, `Source cited`.
    pub badge_label: String,
    /// The original address with a text fragment, where the source has one.
    pub original: Option<String>,
    /// The same without it.
    pub url: Option<String>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ExcerptView {
    /// `p6`.
    pub id: String,
    /// `text`, `code`, `term` or `row`.
    pub form: String,
    /// The speaker's label; empty if there is none.
    pub speaker: String,
    /// HTML: the passage with quoted words in `<mark>`; of code the `<pre>`; empty for a row.
    pub html: String,
    /// The cells of a row that are not empty.
    pub cells: Vec<CellView>,
    /// The first note of the page that shows the passage, if it is another.
    pub shown_in: Option<usize>,
}

/// What a page rests on: the source summary statement of ICD 206, in figures.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct SourceSummaryView {
    pub total: usize,
    pub cited_passages: usize,
    /// Statements that cite sources.
    pub statements: usize,
    /// Those of them that cite one source alone.
    pub single: usize,
    /// The most frequent first.
    pub kinds: Vec<TallyView>,
    /// Those with most of the sources first.
    pub publishers: Vec<TallyView>,
    /// Sources that name no publisher.
    pub unnamed: usize,
    /// The date of the oldest source, and that of the newest where it is another.
    pub earliest: Option<DateView>,
    pub latest: Option<DateView>,
    pub undated: usize,
    /// The best first.
    pub grades: Vec<GradeView>,
    pub ungraded: usize,
    /// Those cited most first.
    pub sources: Vec<CitedSourceView>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TallyView {
    pub name: String,
    pub count: usize,
}

/// An Admiralty grade and how many sources have it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct GradeView {
    /// `A` to `F`.
    pub grade: String,
    pub count: usize,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CitedSourceView {
    pub card: Card,
    /// Human name of its kind: `Interview`.
    pub kind: String,
    /// Admiralty grade, `A` to `F`; empty if not graded.
    pub reliability: String,
    pub descriptor: String,
    pub citations: usize,
}

/// Template `source.html`.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SourceView {
    pub key: String,
    /// BCP 47 tag of the language of the document; empty where it is not known.
    pub text_language: String,
    pub summary: String,
    pub kind_name: String,
    pub authors: Vec<String>,
    pub publisher: String,
    pub speakers: Vec<String>,
    pub date: Option<DateView>,
    pub retrieved: Option<DateView>,
    pub url: String,
    pub copyright: String,
    pub sha256: String,
    pub seed: String,
    /// `sealed`, `unsealed` or `altered`.
    pub seal: String,
    /// `full`, `excerpt` or `none`.
    pub rights: String,
    pub reliability: String,
    pub descriptor: String,
    pub total_passages: usize,
    pub cited_passages: usize,
    /// In page order; what may not be published is a gap.
    pub items: Vec<SourceItem>,
    /// Citations of the source as a whole.
    pub cited_in: Vec<CitedInView>,
    pub reference: ReferenceView,
    /// Pages that link here, with the sentences that do; citations are not links.
    pub backlinks: Vec<BacklinkView>,
}

/// One thing on a source's page. Things stand in each other as they do in the document, at most eight deep.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum SourceItem {
    Heading(HeadingView),
    Passage(PassageView),
    Gap(GapView),
    List(ListView),
    Table(TableView),
    /// A block quotation of the document.
    Quote(QuoteView),
    /// A footnote of the document.
    Note(NoteItemView),
    /// What is said of the term before it.
    Definition(QuoteView),
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct HeadingView {
    pub level: u8,
    pub id: String,
    /// HTML.
    pub html: String,
}

/// Passages that are not published. A gap stands in all that holds the passages on both sides of it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct GapView {
    pub passages: usize,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ListView {
    pub ordered: bool,
    pub items: Vec<ListItemView>,
}

/// An item of a list, or passages between two of them that are not published.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct ListItemView {
    /// Its number, where it is not the one after the last.
    pub value: Option<usize>,
    /// How many passages are missing here; 0 for an item.
    pub gap: usize,
    pub items: Vec<SourceItem>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TableView {
    /// Counted through what is shown, from 1.
    pub number: usize,
    /// How many columns it has.
    pub width: usize,
    /// The cells of the header; empty where the document has none.
    pub columns: Vec<CellView>,
    pub rows: Vec<RowView>,
}

/// A row of a table, or rows between two of them that are not published.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct RowView {
    /// How many passages are missing here; 0 for a row.
    pub gap: usize,
    pub passage: Option<PassageView>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CellView {
    /// The words of the column's header; empty if it has none.
    pub name: String,
    /// HTML.
    pub html: String,
    /// `center`, `right` or empty.
    pub align: String,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct QuoteView {
    pub items: Vec<SourceItem>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct NoteItemView {
    /// As the document marks it: `1`.
    pub label: String,
    pub items: Vec<SourceItem>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PassageView {
    /// `p6`.
    pub id: String,
    /// `text`, `code`, `term` or `row`.
    pub form: String,
    pub speaker: String,
    /// `page 7`, `00:12:04`; empty if there is none.
    pub locator: String,
    /// HTML, with verified quotations in `<mark>`; of code the `<pre>`; empty for a row.
    pub html: String,
    /// The cells of a row, one for each column.
    pub cells: Vec<CellView>,
    pub cited_in: Vec<CitedInView>,
    /// Passages of other sources that go with it, at most three.
    pub compare: Vec<CompareView>,
    /// What to paste to cite it: `[@npr-witkoff#p6]`.
    pub citation: String,
}

/// A passage of another source that goes with one, and what joins the two.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CompareView {
    /// `copy` (most of this passage stands there word for word), `together` (a statement cites both) or `words` (they
    /// share names, and what is said of them).
    pub bond: String,
    /// Who says it: publisher, author or title.
    pub name: String,
    /// `¶ 12`.
    pub passage_label: String,
    pub href: String,
    /// The speaker's label; empty if there is none.
    pub speaker: String,
    /// What it says, in short.
    pub excerpt: String,
    /// Of the name and the excerpt: BCP 47 tag; empty where it is not known.
    pub language: String,
    /// For `words`: the words that both have, as this passage writes them: names first, then those that say most.
    pub shared: Vec<String>,
    /// For `together`: the statement that cites both.
    pub statement: Option<CitedInView>,
}

/// A statement that cites: the page, the note's marker on it, and the words.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct CitedInView {
    pub title: String,
    pub href: String,
    pub statement: String,
    /// BCP 47 tag.
    pub language: String,
}

/// Template `entity.html`, for people, organisations and places.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EntityView {
    pub kind_name: String,
    pub summary: String,
    pub names: Vec<String>,
    pub role: String,
    pub same_as: Vec<String>,
    /// HTML.
    pub body: String,
    pub notes: Vec<NoteView>,
    /// Verified quotations of what this person said.
    pub quoted: Vec<QuotedView>,
    pub events: Vec<EventView>,
    /// The statements that mention the entity, by page, the newest page first; at most a hundred pages.
    pub mentions: Vec<MentionsView>,
    /// How many more pages mention it.
    pub more_mentions: usize,
    /// The published passages that name the entity, by source, the newest source first; at most sixty sources.
    pub passages: Vec<MentionsView>,
    /// How many more sources name it.
    pub more_passages: usize,
    /// Entities named in the same statements and passages, most often first; at most ten.
    pub beside: Vec<BesideView>,
    /// Pages that link here by other words than a name, with the sentences that do.
    pub backlinks: Vec<BacklinkView>,
}

/// Where a page or source names an entity.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MentionsView {
    pub page: PageLink,
    pub date: Option<DateView>,
    /// The first twelve.
    pub places: Vec<MentionView>,
    /// Those after them, at most fifty.
    pub rest: Vec<MentionView>,
    /// How many there are besides.
    pub more: usize,
}

/// A statement or a passage that names an entity.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MentionView {
    /// To the passage, or to the first note of the statement.
    pub href: String,
    /// `¶ 6`; empty for a statement.
    pub passage_label: String,
    /// HTML: the sentence, of a passage with the name in `<b>`.
    pub html: String,
    /// BCP 47 tag; empty where it is not known.
    pub language: String,
}

/// An entity that is named beside another.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct BesideView {
    pub page: PageLink,
    /// How many statements name both.
    pub statements: usize,
    /// How many published passages name both.
    pub passages: usize,
    /// Some of these, at most three: statements first.
    pub places: Vec<MentionView>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct QuotedView {
    pub text: String,
    /// BCP 47 tag of the language that it is in; empty where it is not known.
    pub language: String,
    pub source: LinkView,
    pub briefing: PageLink,
    /// Whether the source quotes the words itself: then its passage names the speaker.
    pub retold: bool,
}

/// Template `timeline.html`.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TimelineView {
    /// How many there are.
    pub events: usize,
    /// What the events can be narrowed to.
    pub filters: Vec<FilterGroup>,
    /// The address below `root` of the rules for that; empty where there is nothing to choose.
    pub filters_css: String,
    pub years: Vec<YearView>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct FilterGroup {
    /// `topic`, `page` (the page that tells the event) or `entity`.
    pub kind: String,
    /// Those with most of the events first, at most twelve.
    pub filters: Vec<FilterView>,
}

/// A choice among the events. Its control has the id `ib-f3`, and an event that passes it names it: `data-f="1 3"`.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct FilterView {
    pub number: usize,
    pub title: String,
    /// Of the title: BCP 47 tag.
    pub language: String,
    /// How many events pass it.
    pub events: usize,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct YearView {
    pub year: String,
    /// How many there are.
    pub events: usize,
    pub months: Vec<MonthView>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MonthView {
    /// `April`; empty for events of which only the year is known.
    pub name: String,
    /// For `<time datetime>`: `2025-04`, or `2025` where the month is not known.
    pub iso: String,
    pub events: Vec<EventView>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EventView {
    /// From its date, so that it stays: `e2025-04-11`.
    pub id: String,
    pub date: DateView,
    /// `day`, `month` or `year`: what is known of the date, of an interval that of the end that is known less well.
    pub known: String,
    /// Whether the day is known, without doubt.
    pub precise: bool,
    pub text: String,
    /// BCP 47 tag of the language of `text` and `page`.
    pub language: String,
    pub page: LinkView,
    pub sources: Vec<LinkView>,
    /// On the timeline, the numbers of the filters that it passes, or one that is told with it.
    pub filters: Vec<usize>,
    /// On the timeline: what other pages tell of the same date by the same passages.
    pub told: Vec<ToldView>,
}

/// An event as another page tells it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ToldView {
    pub id: String,
    /// Empty where the words are those before it.
    pub text: String,
    /// BCP 47 tag of the language of `text` and `page`.
    pub language: String,
    pub page: LinkView,
    /// The numbers of the filters that it passes.
    pub filters: Vec<usize>,
}

/// Template `bibliography.html`.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct BibliographyView {
    /// By kind of source or by publisher, in order of name; entries in the order of the style.
    pub groups: Vec<BibliographyGroup>,
    /// The two pages of the bibliography; `current` is this one.
    pub ways: Vec<NavLink>,
    /// What the style is called: `American Psychological Association 7th edition`.
    pub style: String,
    /// All entries for other programs.
    pub exports: Vec<ExportView>,
}

/// A file for programs of references.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ExportView {
    /// `CSL-JSON`, `BibTeX` or `RIS`.
    pub name: String,
    pub href: String,
}

/// How to cite a source.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ReferenceView {
    /// HTML: the reference in the site's style, without a number.
    pub html: String,
    /// What the style is called.
    pub style: String,
    pub exports: Vec<ExportView>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct BibliographyGroup {
    pub name: String,
    pub entries: Vec<BibliographyEntry>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct BibliographyEntry {
    pub key: String,
    /// HTML: the number or label that the style sets apart, `[1]`; empty in most styles.
    pub label: String,
    /// HTML: the reference in the site's style.
    pub html: String,
    pub exports: Vec<ExportView>,
    pub authors: Vec<String>,
    pub publisher: String,
    pub title: String,
    pub date: Option<DateView>,
    /// To the source's page.
    pub href: String,
    pub url: String,
    /// How many statements cite it.
    pub citations: usize,
    pub cited_in: Vec<PageLink>,
}

/// Template `section.html`: the list of a folder's pages.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SectionView {
    /// HTML: the text of the section's `_index.md`.
    pub body: String,
    pub notes: Vec<NoteView>,
    pub pages: Vec<Card>,
}

/// Template `topic.html`.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TopicView {
    /// HTML: the text of the topic's page in `content/topics/`.
    pub body: String,
    pub notes: Vec<NoteView>,
    /// Newest first.
    pub briefings: Vec<Card>,
    /// Other pages that name the topic.
    pub others: Vec<Card>,
}

/// Template `topics.html`: the list of all topics.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TopicsView {
    /// HTML: the text of `content/topics/_index.md`.
    pub body: String,
    pub notes: Vec<NoteView>,
    /// By title.
    pub topics: Vec<TopicLink>,
}

/// Template `corrections.html`: the log of all corrections.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CorrectionsView {
    /// Newest first.
    pub entries: Vec<LoggedCorrection>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LoggedCorrection {
    /// BCP 47 tag of the language of both.
    pub language: String,
    pub correction: CorrectionView,
    /// The page, and the correction on it.
    pub page: LinkView,
}

/// Template `search.html`. What is sought is found by `search.js`; this is what readers without scripts have.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SearchView {
    /// Behind the addresses of the index's scripts, so that no browser mixes those of two builds.
    pub version: String,
    /// In the order of kinds; none is empty.
    pub groups: Vec<SearchGroup>,
    /// JSON, safe in a `<script>`: what `search.js` says, in the language of the site.
    pub words: String,
}

/// A link to a page by its title.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct PageLink {
    pub title: String,
    pub href: String,
    /// Of the title: BCP 47 tag.
    pub language: String,
}

/// The pages of one kind.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SearchGroup {
    /// `briefing`, `source`, `person`, `organisation`, `place`, `page`.
    pub kind: String,
    /// How many there are.
    pub total: usize,
    /// At most 60: what is written here newest first, the rest by title.
    pub pages: Vec<PageLink>,
    /// How many there are besides.
    pub more: usize,
    /// Where there are more: the lists that have them all.
    pub lists: Vec<LinkView>,
}

/// Template `not-found.html`. Links are absolute paths below `base_url`.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct NotFoundView {
    pub pages: Vec<PageLink>,
    /// JSON, safe in a `<script>`: a list of titles and links, for a script that finds the nearest.
    pub titles: String,
}
