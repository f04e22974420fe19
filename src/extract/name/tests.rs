use super::list::{Nearness, Perhaps, names, names_beside};
use super::*;
use crate::extract::Extraction;
use crate::extract::tests::{extracted, extracted_with};

/// The names of a passage: `person Dan Baer <- Baer`, without the arrow where the words are the name.
fn read(text: &str) -> Vec<String> {
    shown(&extracted("en", "", text))
}

fn shown(found: &[Extraction]) -> Vec<String> {
    let mentions = found.iter().flat_map(|passage| &passage.names);
    let line = |mention: &NameMention| {
        let kind = match mention.kind {
            Kind::Person => "person",
            Kind::Organisation => "organisation",
            Kind::Place => "place",
            Kind::Unsorted => "unsorted",
        };
        let from = match mention.words.text == mention.name {
            true => String::new(),
            false => format!(" <- {}", mention.words.text),
        };
        format!("{kind} {}{from}", mention.name)
    };
    mentions.map(line).collect()
}

#[track_caller]
fn check(table: &[(&str, &[&str])]) {
    for (text, expected) in table {
        assert_eq!(read(text), *expected, "{text}");
    }
}

#[test]
fn what_stands_beside_a_name_gives_it_its_kind() {
    check(&[
        ("Then President Orlin left.", &["person Orlin"]),
        ("They met Kyiv Mayor Vitalii Klitschko.", &["place Kyiv", "person Vitalii Klitschko"]),
        ("The spokesman Zorg Bellum left.", &["person Zorg Bellum"]),
        ("Analyst Zorg Bellum left.", &["person Zorg Bellum"]),
        ("It was Zorg Bellum, a senior aide.", &["person Zorg Bellum"]),
        ("It was J. K. Bellum’s idea.", &["person J. K. Bellum"]),
        ("Ann O’Brien’s boat, and Jean-Luc Picot’s.", &["person Ann O’Brien", "person Jean-Luc Picot"]),
        ("She met Ursula von der Leyen there.", &["person Ursula von der Leyen"]),
        ("The Ministry of Foreign Affairs in Kyiv.", &["organisation Ministry of Foreign Affairs", "place Kyiv"]),
        (
            "The Global Conflict Tracker and the Bank of Zorg.",
            &["organisation Global Conflict Tracker", "organisation Bank of Zorg"],
        ),
        ("On the Oskil River and at Lake Como.", &["place Oskil River", "place Lake Como"]),
        ("The U.S. and the UK agreed.", &["place United States <- U.S.", "place United Kingdom <- UK"]),
    ]);
}

#[test]
fn capitals_alone_give_no_kind() {
    check(&[
        ("However, Zorg fell. Boats sank. The boats are gone.", &["unsorted Zorg"]),
        ("On Monday in May the Ukrainians and a North Korean came.", &[]),
        (
            "They saw Zorg Bellum in Merefa with Ann and the ZBC.",
            &["unsorted Zorg Bellum", "unsorted Merefa", "unsorted Ann", "unsorted ZBC"],
        ),
        ("The Long Road To A Lasting Peace In Our Time", &[]),
        ("The Minister left his Office. I’m here; Let’s go.", &[]),
        ("They told us who it was. Nice.", &[]),
    ]);
}

#[test]
fn hyphens_join_names_and_part_them() {
    check(&[
        ("The Russia-Ukraine war and a NATO-led force.", &["place Russia", "place Ukraine", "organisation NATO"]),
        ("A pro-Russia party at Mar-a-Lago.", &["place Russia", "place Mar-a-Lago"]),
        ("The president Bashar al-Assad left.", &["person Bashar al-Assad"]),
    ]);
}

#[test]
fn the_document_says_who_is_meant() {
    check(&[
        ("Baer left. We met Dan Baer.", &["person Dan Baer <- Baer", "person Dan Baer"]),
        ("Dan Baer met Ann Baer. Then Baer left.", &["person Dan Baer", "person Ann Baer", "person Baer"]),
        (
            "The Kyiv International Institute of Sociology (KIIS) asked. KIIS counted.",
            &[
                "organisation Kyiv International Institute of Sociology",
                "organisation Kyiv International Institute of Sociology <- KIIS",
                "organisation Kyiv International Institute of Sociology <- KIIS",
            ],
        ),
        ("Minister Zorg Bellum came. Later Zorg Bellum left.", &["person Zorg Bellum", "person Zorg Bellum"]),
        ("Jack London wrote. They saw London.", &["person Jack London", "unsorted London"]),
    ]);
    let found = extracted("en", "", "Dan Baer met Ann Baer. Then Baer left.");
    assert_eq!(found[0].names[2].between, ["Ann Baer", "Dan Baer"], "two are kept apart, and it is said");
}

#[test]
fn names_of_the_site_come_first_and_in_any_language() {
    let entities = [("content/people/zorg.md", "---\ntitle: Zorg Bellum\nnames: [Bellum, Merefa]\n---\n")];
    let found = extracted_with(&entities, "de", "Der Rat sah Bellum und Merefa am Tor.");
    assert_eq!(shown(&found), ["person Zorg Bellum <- Bellum", "person Zorg Bellum <- Merefa"]);
    assert_eq!(found[0].names[0].entity.as_deref(), Some("content/people/zorg.md"));
    let found = extracted_with(&entities, "en", "Ann Bellum left. Then Bellum left.");
    assert_eq!(found[0].names[1].between, ["Ann Bellum", "Zorg Bellum"]);
}

#[test]
fn documents_share_full_names_and_suggest_the_rest() {
    let one = extracted("en", "", "Steve Witkoff met Dan Baer.");
    let other = extracted("en", "", "President Baer met Steve Witkof and Dan Baer’s Bank of Zorg.");
    let other = [other, extracted("en", "", "Minister Witkoff left.")].concat();
    let lists = names(&[&one, &other]);
    let baer = lists[0].iter().find(|name| name.name == "Dan Baer").unwrap();
    assert_eq!(baer.also_in, [1]);
    let witkoff = lists[0].iter().find(|name| name.name == "Steve Witkoff").unwrap();
    assert!(witkoff.also_in.is_empty(), "a near spelling joins nothing");
    let why: Vec<_> = witkoff.perhaps.iter().map(|perhaps| (perhaps.document, &*perhaps.name, perhaps.why)).collect();
    assert_eq!(why, [(1, "Steve Witkof", Nearness::NearSpelling)]);
    let bare = lists[1].iter().find(|name| name.name == "Witkoff").unwrap();
    assert_eq!((bare.perhaps[0].document, bare.perhaps[0].why), (0, Nearness::Surname));
}

#[test]
fn a_near_spelling_is_suggested_in_one_document_too() {
    let found = extracted("en", "", "Steve Witkoff met Ann Roe. They saw Witkof, and the Ministry of Defence of Zorg.");
    let lists = names(&[&found]);
    let witkof = lists[0].iter().find(|name| name.name == "Witkof").unwrap();
    assert_eq!(witkof.perhaps, [Perhaps { document: 0, name: "Steve Witkoff".into(), why: Nearness::NearSpelling }]);
    assert!(lists[0].iter().all(|name| name.name != "Steve Witkoff" || name.mentions == 1), "nothing is merged");
}

#[test]
fn names_of_the_site_are_suggested_where_a_spelling_is_near() {
    let list = "[people]\n\"Volodymyr Zelenskyy\" = []\n";
    let page = ("content/people/w.md", "---\ntitle: Steve Witkoff\n---\n");
    let world = crate::world::World::from_texts([("names.toml", list), page]);
    let corpus = crate::corpus::corpus(&world, crate::page::Reading::default());
    let found = extracted("en", "", "They saw President Zelensky, Witkof and Witkoff. They saw Austria.");
    let lists = names_beside(&[&found], &known(&corpus));
    let told = |name: &str| {
        let name = lists[0].iter().find(|one| one.name == name).unwrap();
        name.resembles.iter().map(|one| (&*one.name, one.entity.as_deref(), one.why)).collect::<Vec<_>>()
    };
    assert_eq!(told("Zelensky"), [("Volodymyr Zelenskyy", None, Nearness::NearSpelling)]);
    assert_eq!(told("Witkof"), [("Steve Witkoff", Some(page.0), Nearness::NearSpelling)]);
    assert_eq!(told("Witkoff"), [("Steve Witkoff", Some(page.0), Nearness::Surname)]);
    assert_eq!(told("Austria"), []);
}

/// The names of a passage that have a role: `Dan Baer: analyst`.
fn roles(text: &str) -> Vec<String> {
    let found = extracted("en", "", text);
    let mentions = found.iter().flat_map(|passage| &passage.names);
    mentions.filter_map(|name| Some(format!("{}: {}", name.name, name.role.as_ref()?.text))).collect()
}

#[test]
fn words_beside_a_name_say_who_that_is() {
    let table: &[(&str, &[&str])] = &[
        ("Chief Strategy Officer Jane Roe left.", &["Jane Roe: Chief Strategy Officer"]),
        ("Hungarian-American investor Jane Roe left.", &["Jane Roe: Hungarian-American investor"]),
        ("Then German Defense Minister Boris Pistorius left.", &["Boris Pistorius: German Defense Minister"]),
        ("On Monday U.S. President Orlin left.", &["Orlin: U.S. President"]),
        ("Ukraine’s President Orlin left.", &["Orlin: Ukraine’s President"]),
        ("The Kremlin spokesman Ann Roe left.", &["Ann Roe: Kremlin spokesman"]),
        ("She met the prominent opposition activist Ann Roe.", &["Ann Roe: prominent opposition activist"]),
        ("She met police chief Ann Roe and former mayor Bob Lee.", &["Ann Roe: police chief", "Bob Lee: former mayor"]),
        ("In Kyiv President Orlin left.", &["Orlin: President"]),
        ("Mr Orlin left with Ann Roe.", &[]),
        ("A planetary scientist Ann Roe and the investor SoftBank left.", &["Ann Roe: planetary scientist"]),
        ("They met US Trade Minister Ann Roe.", &["Ann Roe: US Trade Minister"]),
        (
            "Jane Roe, a senior fellow at the Harbour Institute, left.",
            &["Jane Roe: a senior fellow at the Harbour Institute"],
        ),
        (
            "They met Jane Roe, a senior fellow at the Harbour Institute.",
            &["Jane Roe: a senior fellow at the Harbour Institute"],
        ),
        ("Jane Roe, director of the museum, and Tom Fox left.", &["Jane Roe: director of the museum"]),
        ("Jane Roe, the head of a bank who left, is back.", &["Jane Roe: the head of a bank"]),
        ("The head of the museum, Jane Roe, left.", &["Jane Roe: head of the museum"]),
        ("The Bank of Zorg, a small lender, and NATO met.", &["Bank of Zorg: a small lender"]),
    ];
    for (text, expected) in table {
        assert_eq!(roles(text), *expected, "{text}");
    }
}

#[test]
fn where_nothing_says_so_nobody_has_a_role() {
    for text in [
        "After the talks with Jane Roe, the minister left the hall.",
        "According to Jane Roe, the minister of trade lied.",
        "They met Jane Roe, the minister said.",
        "They met Jane Roe, spokesman Tom Fox’s aunt and a friend.",
        "They met Jane Roe, Tom Fox, and the head of a bank.",
        "They met Jane Roe, a spokesman told them.",
        "Jane Roe, a tall woman, left.",
        "Jane Roe’s home, a museum, burned.",
    ] {
        let found = roles(text);
        assert!(found.iter().all(|role| !role.starts_with("Jane")), "{text}: {found:?}");
    }
}

#[test]
fn a_role_leads_back_to_the_file() {
    let file = "---\nlanguage: en\n---\n\nSo said *Defence Minister* Ann Roe. {#p1}\n";
    let role = crate::extract::tests::of_file(file)[0].names[0].role.clone().unwrap();
    assert_eq!((&*role.text, role.bytes.of(file), role.sentence), ("Defence Minister", "Defence Minister", 0));
}

#[test]
fn a_desk_has_names_of_its_own() {
    let list = "never = [\"Host\", \"Hope Amid\"]\nplaces = [\"Merefa\"]\n\n[people]\n\"Zorg Bellum\" = [\"Bellum\", \"Belum\"]\n\n[organisations]\n\"Bank of Zorg\" = []\n";
    let found = extracted_with(
        &[("names.toml", list)],
        "en",
        "Host Ann Roe met Belum in Merefa. Hope Amid Zorg. The Host saw Bank of Zorg.",
    );
    assert_eq!(
        shown(&found),
        ["person Ann Roe", "person Zorg Bellum <- Belum", "place Merefa", "unsorted Zorg", "organisation Bank of Zorg"]
    );
    let belum = &found[0].names[1];
    assert_eq!((belum.evidence, belum.entity.as_deref()), (Evidence::NamesFile, None));
    assert!(belum.evidence.is_strong());
    let found = extracted_with(&[("names.toml", list)], "de", "Der Rat sah Bellum.");
    assert_eq!(shown(&found), ["person Zorg Bellum <- Bellum"], "in any language");
}

#[test]
fn a_page_takes_the_forms_that_the_desk_lists() {
    let list = "[people]\n\"Zorg Bellum\" = [\"Bellum\"]\n";
    let page = ("content/people/zorg.md", "---\ntitle: Zorg Bellum\n---\n");
    let found = extracted_with(&[("names.toml", list), page], "en", "Then Bellum met Zorg Bellum.");
    let read: Vec<_> = found[0].names.iter().map(|name| (name.evidence, name.entity.as_deref())).collect();
    assert_eq!(read, [(Evidence::NamesFile, Some(page.0)), (Evidence::Entity, Some(page.0))]);
    let draft = (page.0, "---\ntitle: Zorg Bellum\ndraft: true\n---\n");
    let found = extracted_with(&[draft], "en", "They saw Zorg Bellum.");
    assert_eq!(shown(&found), ["unsorted Zorg Bellum"], "a draft is no evidence");
}

#[test]
fn possessives_dates_and_datelines_part_names() {
    check(&[
        ("The People’s Liberation Army came.", &["organisation People’s Liberation Army"]),
        ("The Harbour Centre on July 22 was closed.", &["organisation Harbour Centre"]),
        ("Employee Ann Roe and the Zorg Co. board met.", &["person Ann Roe", "organisation Zorg Co"]),
        (
            "In ZORG, Calif. (AP) nobody met US media.",
            &[
                "unsorted ZORG",
                "place California <- Calif",
                "organisation Associated Press <- AP",
                "place United States <- US",
            ],
        ),
        ("“US troops left,” they said.", &["place United States <- US"]),
        ("The Davis Cup began. They met CTO Ann Roe.", &["unsorted Davis Cup", "person Ann Roe"]),
    ]);
}
