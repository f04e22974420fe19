//! What becomes of each form of HTML: small pages, and the blocks that they become, one a line.

use super::*;
use crate::import::account;
use crate::import::source::{Content, Form, Source};
use crate::import::words::{Style, Words};

/// The blocks of a piece of HTML, as `forms` writes them.
fn chapter(html: &str) -> String {
    let mut built = Blocks::default();
    let chapter = Chapter { base: Some("https://a.example/b/c.html"), notes: "" };
    let received = blocks(&mut built, html, chapter, &Locator::None);
    let source = Source { blocks: built.into_blocks(), ..Source::default() };
    assert_eq!(account::whole(&received, &source), Ok(()), "{html}");
    forms(&source)
}

/// A line for each block: what it is, and its words with marks as tags.
fn forms(source: &Source) -> String {
    let mut lines = Vec::new();
    for block in &source.blocks {
        lines.push(match &block.content {
            Content::Metadata(values) => format!("{values:?}"),
            Content::Heading { level, text } => format!("h{level} {text}"),
            Content::TableHead(cells) => format!("head {}", cells.iter().map(tagged).collect::<Vec<_>>().join(" | ")),
            Content::Boilerplate { class, rule, raw } => {
                format!("- {} {rule}{}: {}", class.as_str(), block.at, raw.join("⏎"))
            }
            Content::Passage(passage) => {
                let form = match &passage.form {
                    Form::Paragraph => "p".to_owned(),
                    Form::Item { mark, depth } => format!("{}{mark}", "  ".repeat(*depth)),
                    Form::Quote => ">".to_owned(),
                    Form::Row(_) => "row".to_owned(),
                    Form::Code { language } => format!("code {}", language.as_deref().unwrap_or("?")),
                    Form::Note(label) => format!("[^{label}]:"),
                };
                let label = passage.label.as_ref().map(|label| format!(" <{}>", label.shown)).unwrap_or_default();
                format!("{form}{label} {}", tagged(&passage.words))
            }
        });
    }
    lines.join("\n")
}

fn tagged(words: &Words) -> String {
    let mut signs: Vec<(usize, usize, String)> = Vec::new();
    for (nth, mark) in words.marks.iter().enumerate() {
        let (open, close) = match &mark.style {
            Style::Strong => ("<b>".to_owned(), "</b>"),
            Style::Emphasis => ("<i>".to_owned(), "</i>"),
            Style::Strike => ("<s>".to_owned(), "</s>"),
            Style::Code => ("<code>".to_owned(), "</code>"),
            Style::Link(address) => (format!("<{address}>"), "</a>"),
            Style::Note { label, raw } => (format!("[^{label}={raw}]"), ""),
        };
        signs.push((mark.span.start, 1_000 + nth, open));
        signs.push((mark.span.end, 1_000 - nth, close.to_owned()));
    }
    signs.sort_by_key(|(at, order, _)| std::cmp::Reverse((*at, *order)));
    let mut text = words.text.clone();
    for (at, _, sign) in signs {
        text.insert_str(at, &sign);
    }
    text.replace('\n', "⏎")
}

#[test]
fn paragraphs_are_folded_and_breaks_are_kept() {
    assert_eq!(
        chapter("<p> One \n two<br>three </p>four<br><br>five<div>six <p>seven"),
        "p One two⏎three\np four\np five\np six\np seven"
    );
    assert_eq!(chapter("<p>a\u{a0}b</p><p>\u{a0}</p><p>\u{200b}</p>"), "p a\u{a0}b");
}

#[test]
fn inline_marks_stand_on_their_words() {
    assert_eq!(
        chapter("<p>A <b>bold <i>word</i></b>, <del>gone</del> <a href='d.html'>link</a> <code>x</code>.</p>"),
        "p A <b>bold <i>word</i></b>, <s>gone</s> <https://a.example/b/d.html>link</a> <code>x</code>."
    );
    assert_eq!(
        chapter("<a href=/x><p>one</p><p>two</p></a>"),
        "p <https://a.example/x>one</a>\np <https://a.example/x>two</a>"
    );
    assert_eq!(chapter("<p>a <b> b </b> c <b></b><a href='javascript:x()'>d</a></p>"), "p a <b>b</b> c d");
    assert_eq!(chapter("<base href='https://b.example/'><a href=x>y</a>"), "p <https://b.example/x>y</a>");
}

#[test]
fn raised_and_lowered_numbers_keep_their_meaning() {
    assert_eq!(chapter("<p>10<sup>2</sup> H<sub>2</sub>O 10<sup>−6</sup> 19<sup>th</sup></p>"), "p 10² H₂O 10⁻⁶ 19th");
}

#[test]
fn short_quotations_get_their_marks() {
    assert_eq!(chapter("<p>He said <q>no, <q>never</q></q>.</p>"), "p He said “no, ‘never’”.");
}

#[test]
fn headings_keep_their_order_of_rank() {
    assert_eq!(chapter("<h1>A</h1><h2>B</h2><h4>C</h4><p>x"), "h2 A\nh3 B\nh5 C\np x");
    assert_eq!(chapter("<h3>A</h3><h4> B <br> b</h4><h5></h5>"), "h2 A\nh3 B b");
}

#[test]
fn lists_keep_their_marks_and_their_depth() {
    assert_eq!(
        chapter("<ul><li>a<ol start=3><li>b<li><p>c</p><p>d</p></ol><li>e</ul><li>f"),
        "- a\n  3. b\n  4. c\np d\n- e\n- f"
    );
    assert_eq!(chapter("<dl><dt>Term<dd>What it is</dl>"), "p Term\n- What it is");
}

#[test]
fn tables_of_data_have_a_head_and_rows() {
    assert_eq!(
        chapter("<table><tr><th>Year<th>Ferries<tr><td>1986<td><b>4</b> of<p>them<tr><td colspan=2>none</table>"),
        "head Year | Ferries\nrow 1986 | <b>4</b> of them\nrow none"
    );
    assert_eq!(chapter("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>"), "head  | \nrow a | b\nrow c");
    assert_eq!(chapter("<table><tr><td><p>one<p>two</table>"), "p one\np two");
    assert_eq!(
        chapter("<table><tr><td>menu<td><table><tr><th>a<th>b<tr><td>1<td>2</table></table>"),
        "p menu\nhead a | b\nrow 1 | 2"
    );
}

#[test]
fn quotations_and_code_stand_apart() {
    assert_eq!(chapter("<blockquote><p>a</p><ul><li>b</ul></blockquote><p>c"), "> a\n> b\np c");
    assert_eq!(
        chapter("<pre><code class='language-rust'>\nfn a() {\n    <b>b</b>\n}\n</code></pre>"),
        "code rust fn a() {⏎    b⏎}"
    );
    assert_eq!(chapter("<pre>a<br>b</pre>"), "code ? a⏎b");
}

#[test]
fn footnotes_find_their_references() {
    assert_eq!(
        chapter(
            "<p>So<sup><a href='#f1'>1</a></sup> and so<sup><a href='#f9'>2</a></sup>.</p><ol><li id=f1>Why <a href='#r'>↩</a></ol>"
        ),
        "p So[^1=1] and so2.\n[^1]: Why ↩"
    );
    assert_eq!(
        chapter(
            "<p>So<a role='doc-noteref' href='#n'>[a]</a>, so<a role='doc-noteref' href='#n'>[a]</a>.</p><aside id=n><p>Why</aside>"
        ),
        "p So[^1=[a]], so[^1=[a]].\n[^1]: Why"
    );
    assert_eq!(
        chapter("<p>See <a href='#top'>1</a> and <a href='#f'>the end</a>.<p id=f>x"),
        "p See 1 and the end.\np x"
    );
}

#[test]
fn references_without_a_note_move_the_marks_behind_them() {
    assert_eq!(
        chapter(
            "<p><b>A<sup><a href='#x'>1</a></sup></b> b<sup><a href='#y'>22</a></sup> <i>c</i> d<sup><a href='#n'>3</a></sup><p id=n>e"
        ),
        "p <b>A</b>1 b22 <i>c</i> d[^1=3]\n[^1]: e"
    );
}

#[test]
fn speakers_who_take_turns_are_labelled() {
    let talk = "<p><strong>ADA:</strong> One.<p><b>BO</b>: Two.<p>More.<p><strong>ADA:</strong> Three.<p><strong>BO:</strong> Four.";
    assert_eq!(chapter(talk), "p <ADA> One.\np <BO> Two.\np More.\np <ADA> Three.\np <BO> Four.");
    assert_eq!(chapter("<p><b>Cost:</b> high.<p><b>Gain:</b> low."), "p <b>Cost:</b> high.\np <b>Gain:</b> low.");
}

#[test]
fn what_is_hidden_is_set_aside_and_the_line_goes_on() {
    assert_eq!(
        chapter("<p>a <span style='display: none'>b</span> c</p><div hidden>d<p>e</div><p aria-hidden=true>f"),
        "- hidden not-displayed: b\np a c\n- hidden hidden: d⏎e\n- hidden aria-hidden: f"
    );
    assert_eq!(chapter("<body style='display:none'><p>a"), "p a");
    assert_eq!(chapter("<h2>A <span class='sr-only'>b</span></h2><p>c"), "- hidden not-on-screen: b\nh2 A\np c");
    assert_eq!(
        chapter("<p>a<noscript>b</noscript><iframe>c</iframe>"),
        "p a\n- hidden noscript: b\n- hidden fallback: c"
    );
}

#[test]
fn controls_are_no_text_and_scripts_are_nothing() {
    assert_eq!(
        chapter(
            "<script>var a = '<p>b</p>'</script><style>p{}</style><p onclick='x()'>c<button>d</button><select><option>e</select>"
        ),
        "p c\n- form control: d⏎e"
    );
    assert_eq!(
        chapter("<template><p>a</template><svg><title>b</title><text>c</text></svg><p>d"),
        "- caption drawing: b⏎c\np d"
    );
}

#[test]
fn pages_that_are_broken_or_hostile_are_read_to_the_end() {
    assert_eq!(chapter("<p>&lt;b&gt; &amp;amp; &copy &#x26; &nosuch;<p>x</div></b>"), "p <b> &amp; © & &nosuch;\np x");
    assert_eq!(chapter("<form><form><p>a<table><form><tr><td>b</form>c"), "p a\np bc");
    let deep = "<div>".repeat(20_000) + "a" + &"</div>".repeat(20_000);
    assert_eq!(chapter(&deep), "p a");
    let lists = "<ul><li>".repeat(5_000) + "a";
    assert!(chapter(&lists).ends_with("- a"));
    let spans = "<span>".repeat(20_000) + "a" + &"</x>".repeat(20_000);
    assert_eq!(chapter(&spans), "p a");
    assert_eq!(chapter(""), "");
}

const ARTICLE: &str = "<p>The ferry at Lindau was built in 1986, when the old bridge had been closed for two years, and \
    nobody knew for how long.</p>\n<p>It carried forty cars an hour, which was enough on most days, though not on the \
    days of the fair.</p>\n<p>When the new bridge was opened, the town sold three of the four boats; the fourth still \
    lies at the quay, where it is painted every other spring.</p>\n<p>Its engine runs once a year, on the first Sunday \
    of May, for the children of the town and for those who remember.</p>\n<p>What it cost is written in the minutes of \
    the council, which anyone may read, and few ever have: four boats, for the price of two.</p>\n";

/// What is set aside of a page with an article, the body left out.
fn asides(page: &str) -> String {
    let source = web_page(page);
    let body = |line: &&str| line.starts_with("p ") && ARTICLE.contains(line.trim_start_matches("p "));
    let forms = forms(&source);
    assert_eq!(forms.lines().filter(body).count(), 5, "{forms}");
    forms.lines().filter(|line| !body(line)).collect::<Vec<_>>().join("\n")
}

fn web_page(html: &str) -> Source {
    let Yield { source, received } = read(html);
    assert_eq!(account::whole(&received, &source), Ok(()), "{html}");
    source
}

#[test]
fn the_title_goes_to_the_front_matter_once() {
    let page = format!(
        "<title>The ferry at Lindau</title><body><h1>The ferry at Lindau</h1><article><h2>The ferry at Lindau</h2>{ARTICLE}</article>"
    );
    assert_eq!(web_page(&page).metadata.title.as_deref(), Some("The ferry at Lindau"));
    assert_eq!(
        asides(&page),
        "[(Title, \"The ferry at Lindau\")]\n- duplicate-title title part=article: The ferry at Lindau"
    );
}

#[test]
fn elements_and_their_names_set_aside_what_they_announce() {
    for (html, aside) in [
        ("<nav><a href=/>Home</a></nav>", "- navigation nav-element part=nav: Home"),
        ("<footer>© 2026 The town</footer>", "- navigation footer-element part=footer: © 2026 The town"),
        ("<aside><p>Weather</aside>", "- sidebar aside-element part=aside: Weather"),
        ("<div class='site-logo'>The town</div>", "- header masthead part=div.site-logo: The town"),
        ("<div id=comments><p>I remember it well.</div>", "- comment comments part=div#comments: I remember it well."),
        ("<div class=share-bar>Share</div>", "- share share part=div.share-bar: Share"),
        (
            "<div class='related-posts'><a href=/b>The bridge</a></div>",
            "- related related part=div.related-posts: The bridge",
        ),
        ("<div class=ad>Buy a boat.</div>", "- advertisement advertisement part=div.ad: Buy a boat."),
        ("<div class=newsletter>Write to us.</div>", "- subscribe subscribe part=div.newsletter: Write to us."),
        ("<div class=cookie-bar>We bake.</div>", "- notice dialog part=div.cookie-bar: We bake."),
        (
            "<div class=author-bio>A. Stone writes.</div>",
            "- author-box author-box part=div.author-bio: A. Stone writes.",
        ),
        ("<figure><figcaption>The quay</figcaption></figure>", "- caption caption-element part=figure: The quay"),
        ("<p class=byline>By A. Stone", "- byline byline part=p.byline: By A. Stone"),
        ("<div class='post-meta'>4 minutes</div>", "- metadata meta part=div.post-meta: 4 minutes"),
        ("<div class=tags>Boats</div>", "- tags tags part=div.tags: Boats"),
        ("<div class=rating>4 of 5</div>", "- rating rating part=div.rating: 4 of 5"),
        ("<form>Your name</form>", "- form form-element part=form: Your name"),
        ("<span hidden>Secret</span>", "- hidden hidden part=article: Secret"),
        ("<div class=sr-only>Begin</div>", "- hidden not-on-screen part=div.sr-only: Begin"),
    ] {
        let page = format!("<body><article>{ARTICLE}{html}</article>");
        assert_eq!(asides(&page), aside);
    }
}

#[test]
fn words_set_aside_what_they_say_they_are() {
    for (html, aside) in [
        ("<p>Read more: <a href=/b>the bridge</a>", "- related pointer part=article: Read more: the bridge"),
        ("<p>Sign up for our daily letter!", "- subscribe appeal part=article: Sign up for our daily letter!"),
        (
            "<p><a href=/b>The bridge that was too late</a>",
            "- related only-a-link part=article: The bridge that was too late",
        ),
        ("<ul><li><a href=/b>One</a><li><a href=/c>Two</a></ul>", "- related list-of-links part=article: One⏎Two"),
        ("<div>Updated: 4 May 2026, 10:15</div>", "- dateline date-alone part=article: Updated: 4 May 2026, 10:15"),
        (
            "<p>The quay at night (Photo: A. Stone)",
            "- caption credit part=article: The quay at night (Photo: A. Stone)",
        ),
        ("<h3>More</h3>", "- label empty-section part=article: More"),
    ] {
        let page = format!("<body><article>{ARTICLE}{html}</article>");
        assert_eq!(asides(&page), aside);
    }
}

#[test]
fn names_that_cover_the_article_are_not_believed() {
    for (before, after) in [
        ("<div class='sidebar-left share'>", "</div>"),
        ("<form>", "</form>"),
        ("<div class=comments>", "</div>"),
        ("<div style='display:none'>", "</div>"),
        ("<aside>", "</aside>"),
    ] {
        assert_eq!(asides(&format!("<body>{before}{ARTICLE}{after}")), "");
    }
}

#[test]
fn a_page_with_any_text_has_a_body() {
    assert_eq!(forms(&web_page("<body><nav>Home</nav>")), "p Home");
    assert_eq!(forms(&web_page("<body><p>It sank.")), "p It sank.");
    assert_eq!(forms(&web_page("")), "");
}

#[test]
fn links_of_a_page_lead_where_it_stands() {
    let page = format!(
        "<link rel=canonical href='https://a.example/b/c'><body><article>{ARTICLE}<p>The town has <a href=d>a page on it</a>, and says more.</article>"
    );
    assert_eq!(asides(&page), "p The town has <https://a.example/b/d>a page on it</a>, and says more.");
}
