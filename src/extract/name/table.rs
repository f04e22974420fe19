//! The words that tell names apart, all in lower case. Data only: what stands beside a name is its evidence.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Stand before a person's name, with a capital.
#[rustfmt::skip]
pub(in crate::extract) const TITLES: &[&str] = &[
    "president", "minister", "premier", "chancellor", "mayor", "governor", "senator", "congressman",
    "congresswoman", "representative", "secretary", "ambassador", "envoy", "commissioner", "king", "queen",
    "prince", "princess", "pope", "cardinal", "bishop", "archbishop", "patriarch", "rabbi", "imam", "ayatollah",
    "sheikh", "emir", "sultan", "general", "colonel", "major", "captain", "lieutenant", "sergeant", "admiral",
    "commander", "professor", "doctor", "judge", "justice", "sir", "lord", "lady", "dame", "baroness", "mr", "mrs",
    "ms", "miss", "dr", "prof", "sen", "rep", "gov", "gen", "col", "capt", "lt", "sgt", "maj", "adm", "rev",
    "reverend", "spokesman", "spokeswoman", "spokesperson", "director", "chairman", "chairwoman", "chief",
    "detective", "inspector", "officer", "sheriff", "councillor", "speaker", "chair", "leader", "mp", "father",
    "sister", "herr", "frau", "monsieur", "secretary-general", "director-general", "vice-president",
    "attorney-general", "co-chair", "madame", "ceo", "cfo", "coo", "cto", "co-ceo", "attorney", "ombudsman", "coach", "analyst",
];

/// Titles that end in one of these are whole, and nobody is called so.
#[rustfmt::skip]
pub(in crate::extract) const OFFICES: &[&str] = &[
    "officer", "manager", "director", "president", "secretary", "minister", "executive", "editor", "analyst", "engineer",
    "counsel", "adviser", "advisor", "correspondent", "economist", "strategist", "spokesman", "spokeswoman", "attorney",
];

/// Stand before a title and belong to it: “Prime Minister”, “Vice President”.
#[rustfmt::skip]
pub(in crate::extract) const TITLE_PARTS: &[&str] = &[
    "prime", "vice", "deputy", "foreign", "defence", "defense", "finance", "interior", "health", "education",
    "energy", "economy", "justice", "assistant", "acting", "former", "special", "senior", "press", "chief",
    "executive", "major", "lieutenant", "general", "attorney", "supreme", "crown", "first", "second", "lead",
    "associate", "emeritus", "transport", "trade", "culture", "environment", "agriculture", "culture", "home",
    "police", "fire", "harbour", "interim", "public",
];

/// Stand before a person's name in lower case: “spokesman Dmitry Peskov”.
#[rustfmt::skip]
pub(in crate::extract) const ROLES: &[&str] = &[
    "spokesman", "spokeswoman", "spokesperson", "envoy", "director", "minister", "president", "chancellor", "mayor",
    "governor", "senator", "secretary", "ambassador", "commissioner", "commander", "colonel", "captain", "officer",
    "professor", "historian", "economist", "analyst", "researcher", "scientist", "biologist", "physicist",
    "engineer", "lawyer", "attorney", "prosecutor", "judge", "journalist", "reporter", "correspondent", "editor",
    "columnist", "author", "biographer", "writer", "novelist", "poet", "actor", "actress", "singer", "musician",
    "composer", "painter", "artist", "photographer", "architect", "activist", "chairman", "chairwoman", "founder",
    "co-founder", "leader", "lawmaker", "politician", "diplomat", "negotiator", "adviser", "advisor", "aide",
    "billionaire", "businessman", "businesswoman", "entrepreneur", "investor", "farmer", "fisherman", "teacher",
    "nurse", "doctor", "surgeon", "student", "resident", "witness", "survivor", "victim", "driver", "pilot",
    "skipper", "manager", "coach", "striker", "goalkeeper", "midfielder", "champion", "candidate", "councillor",
    "veteran", "soldier", "expert", "specialist", "consultant", "host", "presenter", "moderator", "producer",
    "filmmaker", "playwright", "critic", "philosopher", "theologian", "sociologist", "psychologist", "wife",
    "husband", "son", "daughter", "brother", "sister", "father", "mother", "uncle", "aunt", "cousin", "widow",
    "colleague", "predecessor", "successor", "assistant", "observer", "whistleblower", "archaeologist", "chemist",
    "geologist", "hydrologist", "statistician", "employee", "ombudsman", "astronomer", "pastor", "principal",
    "superintendent", "trader", "strategist", "lecturer", "commentator", "executive", "forward", "defender", "quarterback",
];

/// The last word of what is named after a person, and is none.
#[rustfmt::skip]
pub(super) const AFTER_PERSONS: &[&str] = &[
    "cup", "open", "prize", "award", "awards", "show", "series", "finals", "bowl", "championship", "championships", "tour",
    "festival", "stadium", "act", "plan", "tower", "games", "medal", "trophy", "theatre", "theater", "hotel", "day", "week",
    "report", "accord", "accords", "agreement", "treaty", "doctrine", "effect", "syndrome", "plaza", "mall", "memorial",
    "campus", "auditorium", "arena", "finale", "lecture", "scholarship",
];

/// The last word of an organisation's name, or the one before “of” and “for”.
#[rustfmt::skip]
pub(super) const ORGANISATION_WORDS: &[&str] = &[
    "ministry", "department", "university", "college", "institute", "institution", "academy", "bank", "agency",
    "authority", "bureau", "commission", "committee", "council", "parliament", "assembly", "congress", "senate",
    "court", "tribunal", "party", "union", "federation", "confederation", "association", "society", "foundation",
    "endowment", "trust", "fund", "organization", "organisation", "league", "alliance", "corporation", "company",
    "corp", "co", "inc", "ltd", "llc", "gmbh", "plc", "group", "holdings", "industries", "airlines", "airways", "motors",
    "electric", "technologies", "systems", "partners", "bancorp", "insurance", "church", "orchestra",
    "philharmonic", "museum", "library", "school", "hospital", "clinic", "laboratory", "laboratories",
    "observatory", "brigade", "battalion", "regiment", "army", "navy", "guard", "forces", "police", "press",
    "times", "post", "tribune", "herald", "gazette", "chronicle", "independent", "news", "radio", "television",
    "broadcasting", "club", "fc", "united", "directorate", "inspectorate", "secretariat", "embassy", "consulate",
    "cabinet", "office", "service", "services", "registry", "chamber", "cooperative", "network", "observer",
    "monitor", "center", "centre", "initiative", "coalition", "front", "brotherhood", "tracker", "board",
    "administration", "labs", "studios", "journal", "syndicate", "consortium", "guild", "order", "daily", "weekly",
];

/// Short and long forms of one name, in the lists' folded spelling, with the form that stands for all.
pub(super) const FORMS: &[(&str, &str)] = &[
    ("us", "United States"),
    ("u.s.", "United States"),
    ("usa", "United States"),
    ("u.s.a.", "United States"),
    ("united states of america", "United States"),
    ("uk", "United Kingdom"),
    ("u.k.", "United Kingdom"),
    ("uae", "United Arab Emirates"),
    ("u.a.e.", "United Arab Emirates"),
    ("un", "United Nations"),
    ("u.n.", "United Nations"),
    ("eu", "European Union"),
    ("e.u.", "European Union"),
    ("ap", "Associated Press"),
    ("calif", "California"),
    ("fla", "Florida"),
    ("ariz", "Arizona"),
    ("okla", "Oklahoma"),
    ("n.y.", "New York"),
    ("n.j.", "New Jersey"),
    ("n.c.", "North Carolina"),
    ("s.c.", "South Carolina"),
    ("s.d.", "South Dakota"),
    ("n.d.", "North Dakota"),
    ("n.h.", "New Hampshire"),
    ("kiev", "Kyiv"),
    ("czech republic", "Czechia"),
    ("türkiye", "Turkey"),
    ("burma", "Myanmar"),
];

/// The last word of a place's name.
#[rustfmt::skip]
pub(super) const PLACE_ENDS: &[&str] = &[
    "river", "lake", "sea", "ocean", "island", "islands", "peninsula", "mountain", "mountains", "valley", "bay",
    "strait", "gulf", "desert", "county", "province", "oblast", "region", "district", "street", "avenue", "road",
    "square", "bridge", "airport", "harbour", "harbor", "canal", "canyon", "glacier", "beach", "hills", "falls",
    "boulevard", "lane", "village", "archipelago", "basin", "plateau", "estuary", "fjord", "creek", "highlands",
];

/// The first word of a place's name.
pub(super) const PLACE_STARTS: &[&str] =
    &["lake", "mount", "cape", "port", "fort", "gulf", "strait", "isle", "river", "bay", "st"];

/// Between the words of a person's name, in lower case.
pub(super) const PARTICLES: &[&str] =
    &["de", "van", "von", "der", "den", "bin", "ibn", "al", "el", "la", "da", "dos", "di", "du", "del", "ten", "ter"];

/// No names, though they have a capital: nationalities, faiths, languages.
static DEMONYMS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "afghan afghans african africans albanian algerian american americans angolan arab arabs arabic argentine armenian \
     armenians asian asians australian australians austrian austrians azerbaijani azeri balkan baltic bangladeshi \
     belarusian belarusians belgian belgians bolivian bosnian brazilian brazilians british briton britons bulgarian \
     bulgarians burmese cambodian canadian canadians catalan chechen chilean chinese christian christians colombian \
     congolese croatian cuban cubans cypriot czech czechs dane danes danish democrat democrats dutch egyptian \
     egyptians emirati english estonian estonians ethiopian european europeans filipino finn finns finnish french \
     georgian georgians german germans greek greeks haitian hebrew hindu hindus hungarian hungarians icelandic indian \
     indians indonesian iranian iranians iraqi iraqis irish islamic islamist israeli israelis italian italians \
     jamaican japanese jew jewish jews jordanian kazakh kenyan korean koreans kosovar kurd kurdish kurds kuwaiti \
     latin latvian latvians lebanese libyan lithuanian lithuanians macedonian malaysian maltese mexican mexicans \
     moldovan mongolian moroccan muslim muslims nepalese nigerian nigerians nordic norwegian norwegians omani \
     pakistani pakistanis palestinian palestinians persian peruvian pole poles polish portuguese protestant qatari \
     republican republicans romanian romanians russian russians rwandan saudi saudis scot scots scottish senegalese \
     serb serbian serbs shia shiite sikh singaporean slovak slovene slovenian somali soviet spaniard spanish sudanese \
     sunni swede swedes swedish swiss syrian syrians taiwanese tanzanian thai tibetan tunisian turk turkish turks \
     ugandan ukrainian ukrainians uzbek venezuelan venezuelans vietnamese welsh western westerners yemeni zambian \
     zimbabwean catholic catholics orthodox buddhist conservative labour liberal tory tories communist nazi nazis"
        .split_ascii_whitespace()
        .collect()
});

/// Begin a sentence or a headline with a capital and are no names, months and days among them.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "a about above according across act actually ad adding additional after afterwards again against ago agreed ahead \
     all almost along already also although always amid among an and announcement another any anybody anyone anything \
     apart are arguing around article as aside ask asked at attack attacks away back because before begin behind being \
     below beside besides best better between beyond big both breaking briefing but by call can cannot ceasefire \
     challenge challenges chapter clearly close come conclusion conflict context correct could crisis critics cry \
     currently deal despite did do does doing done down during each earlier early efforts eight either elsewhere end \
     enough even eventually every everybody everyone everything evidently exactly experts few fifteen fifty figure \
     finally first five following for forty four fourteen from further furthermore get give given go good goodbye \
     great had half happy hardly has have having he hello help hence her here hers high him his history hope how \
     however hundred hundreds i if imagine in indeed initially inside instead interestingly into introduction is it \
     its itself just keep key last late later latest leaders least leave less let likewise listen little long look \
     looking made make many march markets may maybe me meanwhile might military million millions mine moreover most \
     mostly much must my near nearly neither never nevertheless new next night nine no nobody none nonetheless nor not \
     note nothing now nowhere number numbers obviously of off officials often oh ok okay old on once one ones only \
     onto open or other others otherwise our out outside over overall overnight page part peace peacetalks people \
     perhaps photo plan please police prices probably questions quite rather reached read readers recent recently \
     regardless related remember report reporters reports representatives residents right said same say says second \
     section see seen separately seven seventy several shall she should shows similarly since six sixteen sixty so \
     some somebody someone something sometimes somewhere soon source sources speaking still step stop story such \
     sure table take talk talks tell ten than thank thanks that the their them then there thereafter therefore these \
     they thing things third thirty this those though thousand thousands three through throughout thus time times \
     today together tomorrow tonight too total toward towards troops turning twelve twenty two ultimately under \
     unfortunately unless unlike until up update upon us use used very via video view view war was watch way we week \
     welcome well were west what whatever when whenever where whereas wherever whether which while who whoever whole \
     whom whose why will with within without witnesses workers world worse would wow yeah year years yes yesterday \
     yet you young your yours internet covid web god \
     january february april june july august september october november december jan feb mar apr jun jul aug sep sept \
     oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun christmas easter \
     ramadan spring summer autumn winter"
        .split_ascii_whitespace()
        .collect()
});

static FIRST_NAMES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("first-names.txt").split_ascii_whitespace().collect());

static PLACES: LazyLock<HashSet<String>> = LazyLock::new(|| entries(include_str!("places.txt")));

static ORGANISATIONS: LazyLock<HashSet<String>> = LazyLock::new(|| entries(include_str!("organisations.txt")));

fn entries(list: &str) -> HashSet<String> {
    let names = list.split([';', '\n']).map(str::trim).filter(|name| !name.is_empty());
    names.map(super::known::fold).collect()
}

pub(in crate::extract) fn is_demonym(folded: &str) -> bool {
    DEMONYMS.contains(folded)
}

pub(super) fn is_common(folded: &str) -> bool {
    COMMON.contains(folded)
}

pub(in crate::extract) fn is_first_name(folded: &str) -> bool {
    FIRST_NAMES.contains(folded)
}

pub(super) fn is_place(folded: &str) -> bool {
    PLACES.contains(folded)
}

pub(super) fn is_organisation(folded: &str) -> bool {
    ORGANISATIONS.contains(folded)
}
