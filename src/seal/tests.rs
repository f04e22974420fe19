use super::*;

fn id(number: u32) -> PassageId {
    PassageId::new(number).unwrap()
}

fn entry(key: &str) -> Entry {
    Entry {
        page: FilePath::new(&format!("content/sources/{key}.md")).unwrap(),
        key: SourceKey::new(key).unwrap(),
        sha256: Sha256::of(b"seed"),
        importer: "text 1".into(),
        written: Sha256::of(b"page"),
        passages: [(id(10), PassageHash::of("ten")), (id(2), PassageHash::of("two"))].into(),
        retired: [(id(3), vec![id(10)]), (id(4), vec![])].into(),
        accepted: vec![Accepted {
            passage: id(2),
            from: Some(PassageHash::of("tow")),
            to: Some(PassageHash::of("two")),
            note: "a \"slip\"\n".into(),
            matter: Matter::Correction,
            by: Some("Ada".into()),
        }],
        drift: Drift {
            passages: [
                (
                    id(2),
                    Drifted { was: PassageHash::of("tow"), words: Some("\\ tow".into()), pieces: vec![id(2), id(10)] },
                ),
                (id(3), Drifted { was: PassageHash::of("three"), words: None, pieces: vec![] }),
            ]
            .into(),
            ranges: [((id(2), id(10)), [2, 3, 4, 10].map(id).into())].into(),
        },
        imprint: Some(Imprint {
            fields: [("extra.roles".to_owned(), PassageHash::of("roles"))].into(),
            notes: vec![PassageHash::of("a doubt")],
            order: [10, 2, 3, 4].map(id).into(),
            headings: vec![PassageHash::of("two"), PassageHash::of("one")],
            boilerplate: vec![],
            labels: [(id(2), PassageHash::of("Stone"))].into(),
            forms: [(id(10), PassageHash::of("**"))].into(),
        }),
    }
}

#[test]
fn what_is_printed_is_read_back() {
    let mut seal = Seal::default();
    assert_eq!(Seal::parse(&seal.to_string()), Ok(seal.clone()));
    seal.entries.insert(FilePath::new("seeds/b \"b\".txt").unwrap(), entry("b"));
    seal.entries.insert(FilePath::new("seeds/a.txt").unwrap(), entry("a"));
    let text = seal.to_string();
    assert_eq!(Seal::parse(&text), Ok(seal));
    assert!(text.find("p2 = ").unwrap() < text.find("p10 = ").unwrap(), "by number, not by spelling");
    let mut older = entry("a");
    older.imprint = None;
    let seal = Seal { entries: [(FilePath::new("seeds/a.txt").unwrap(), older)].into() };
    assert_eq!(Seal::parse(&seal.to_string()), Ok(seal));
    assert!(text.find("a.txt").unwrap() < text.find("b \\\"b").unwrap());
}

#[test]
fn errors_name_their_place() {
    let mut seal = Seal::default();
    seal.entries.insert(FilePath::new("seeds/a.txt").unwrap(), entry("a"));
    let text = seal.to_string();
    for (from, to, marked) in [
        ("key = \"a\"", "key = \"judgement\"", "\"judgement\""),
        ("p10 = ", "p010 = ", "p010"),
        ("page = \"content", "page = \"../content", "\"../content/sources/a.md\""),
        ("version = 1", "version = 9", "9"),
    ] {
        let broken = text.replace(from, to);
        let Fault { span, message, .. } = Seal::parse(&broken).unwrap_err();
        assert_eq!(span.of(&broken), marked, "{message}");
    }
    let twice = format!("{text}{}", &text[text.find("\n[[source]]").unwrap()..]);
    assert!(Seal::parse(&twice).unwrap_err().message.contains("twice"));
    let conflict = Seal::parse("version = 1\n<<<<<<< ours\n").unwrap_err();
    assert_eq!((conflict.span, conflict.message.contains("both sides")), (Span::new(12, 24), true));
}

#[test]
fn a_hash_does_not_see_how_a_passage_is_wrapped() {
    assert_eq!(PassageHash::of("two  words\n"), PassageHash::of("two words"));
    assert_ne!(PassageHash::of("two words"), PassageHash::of("two, words"));
    assert_eq!(PassageHash::of("").to_string(), "e3b0c44298fc1c149afbf4c8996fb924");
}

#[test]
fn what_was_accepted_is_vouched_for_and_so_is_the_document() {
    let id = |number| PassageId::new(number).unwrap();
    let hash = PassageHash::of;
    let lock = format!(
        "version = 1\n[[source]]\nseed = \"seeds/a.txt\"\npage = \"content/sources/a.md\"\nkey = \"a\"\nsha256 = \"{0}\"\nimporter = \"text 1\"\nwritten = \"{0}\"\n[source.passages]\np1 = \"{1}\"\np2 = \"{2}\"\n",
        Sha256::of(b"a"),
        hash("one"),
        hash("two"),
    );
    let mut entry = Seal::parse(&lock).unwrap().entries.into_values().next().unwrap();
    let document = BTreeMap::from([(id(1), hash("one")), (id(2), hash("two"))]);
    let corrected = BTreeMap::from([(id(1), hash("One")), (id(3), hash("three"))]);
    assert_eq!(entry.changes(&document), []);
    let changes = entry.changes(&corrected);
    let ids: Vec<u32> = changes.iter().map(|change| change.passage.number()).collect();
    assert_eq!(ids, [1, 2, 3]);
    entry.accept(Matter::Correction, &changes, "a note", None);
    assert_eq!(entry.changes(&corrected), []);
    assert_eq!(entry.changes(&document), [], "going back needs nobody's word");
    let other = BTreeMap::from([(id(1), hash("won")), (id(3), hash("three"))]);
    assert_eq!(entry.changes(&other)[0].from, Some(hash("One")));
}
