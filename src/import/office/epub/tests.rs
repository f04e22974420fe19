//! EPUB as its programs write it, in the smallest form that shows each thing.

use crate::import::office::archive::tests::archive;
use crate::import::office::tests::{body, proven};
use crate::import::source::Kind;

const CONTAINER: &str = "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>\
    <rootfile full-path='OEBPS/book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>";

pub(in crate::import::office) fn epub(metadata: &str, chapters: &[(&str, &str)], others: &[(&str, &str)]) -> Vec<u8> {
    let mut manifest = String::new();
    let mut spine = String::new();
    let mut parts = vec![("META-INF/container.xml".to_owned(), CONTAINER.to_owned())];
    for (nth, (name, text)) in chapters.iter().enumerate() {
        let nav = if *name == "nav.xhtml" { " properties='nav'" } else { "" };
        let href = name.replace(' ', "%20");
        manifest += &format!("<item id='i{nth}' href='{href}' media-type='application/xhtml+xml'{nav}/>");
        spine += &format!("<itemref idref='i{nth}'/>");
        let page = format!(
            "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head><body>{text}</body></html>"
        );
        parts.push((format!("OEBPS/{name}"), page));
    }
    let opf = format!(
        "<package xmlns='http://www.idpf.org/2007/opf' xmlns:opf='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/'>\
         <metadata>{metadata}</metadata><manifest>{manifest}</manifest><spine>{spine}</spine></package>"
    );
    parts.push(("OEBPS/book.opf".into(), opf));
    parts.extend(others.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    archive(&parts)
}

#[test]
fn a_book_with_chapters_and_metadata() {
    let metadata = "<dc:title id='t2'>A sub</dc:title><dc:title id='t1'>The Ferry</dc:title><meta refines='#t1' property='title-type'>main</meta>\
        <dc:creator id='a'>Ada Stone</dc:creator><meta refines='#a' property='role'>aut</meta>\
        <dc:creator opf:role='trl'>Bo Reed</dc:creator><dc:publisher>Pier</dc:publisher><dc:date>2019-05-03T00:00:00Z</dc:date>\
        <dc:language>en-GB</dc:language><dc:identifier>urn:isbn:1</dc:identifier><dc:rights>© 2019 Ada Stone</dc:rights>\
        <dc:description>&lt;p&gt;About a &lt;i&gt;ferry&lt;/i&gt;.&lt;/p&gt;</dc:description>";
    let chapters = [
        ("nav.xhtml", "<nav><ol><li><a href='one two.xhtml'>Its end</a></li></ol></nav>"),
        ("one two.xhtml", "<h1>Its end</h1><p>It sank<a id='x'/> &amp; stayed.</p>"),
        ("../../out.xhtml", "<p>Out.</p>"),
        ("b.xhtml", "<p>Nobody saw it.</p>"),
    ];
    let source = proven(super::read(&epub(metadata, &chapters, &[]))).unwrap();
    let found = &source.metadata;
    assert_eq!(
        (found.kind, found.title.as_deref(), found.publisher.as_deref()),
        (Kind::Book, Some("The Ferry"), Some("Pier"))
    );
    assert_eq!((found.authors.as_slice(), found.language.as_deref()), (&["Ada Stone".to_owned()][..], Some("en-GB")));
    assert_eq!(
        (found.date.unwrap().to_string(), found.summary.as_deref()),
        ("2019-05-03".into(), Some("About a ferry ."))
    );
    assert_eq!(
        (found.copyright.as_deref(), found.evidence["identifier"].as_str()),
        (Some("© 2019 Ada Stone"), "urn:isbn:1")
    );
    assert_eq!(source.notes, ["Bo Reed is named as translator"]);
    assert_eq!(
        body(&source),
        "::: boilerplate navigation part=OEBPS/nav.xhtml rule=table-of-contents\n1. Its end\n:::\n\n## Its end\n\n\
         It sank & stayed. {#p1}\n\nNobody saw it. {#p2}"
    );
}

#[test]
fn what_cannot_be_read_says_why() {
    let refused = |bytes: &[u8]| super::read(bytes).unwrap_err();
    let drm = "<encryption><EncryptedData><CipherReference URI='OEBPS/a.xhtml'/></EncryptedData></encryption>";
    let book = epub("", &[("a.xhtml", "<p>x</p>")], &[("META-INF/encryption.xml", drm)]);
    assert!(refused(&book).contains("protected against copying"));
    assert!(refused(&epub("", &[], &[])).contains("no chapters"));
    assert!(refused(&archive(&[("a", "")])).contains("`META-INF/container.xml` is missing"));
    assert!(refused(&archive(&[("META-INF/container.xml", CONTAINER)])).contains("`OEBPS/book.opf` is missing"));
}
