//! Languages → their abbreviations, and the words that begin their sentences: the data of `vocabulary`. All tables are
//! sorted by byte. A text is not asked for its language: a word of one is hardly ever in the way of another.

/// What full stops of a language stand behind, without the last stop. In lower case, but for the openers.
pub(super) struct Language {
    /// End no sentence.
    pub bound: &'static [&'static str],
    /// End no sentence before a name, and begin with a capital letter.
    pub titles: &'static [&'static str],
    /// End none before a number.
    pub numbered: &'static [&'static str],
    /// End one before a word that begins sentences.
    pub trailing: &'static [&'static str],
    /// The same, where they begin with a capital letter.
    pub states: &'static [&'static str],
    /// Begin sentences, and hardly ever a name.
    pub openers: &'static [&'static str],
}

pub(super) const LANGUAGES: &[Language] = &[ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, RUSSIAN];

#[rustfmt::skip]
const ENGLISH: Language = Language {
    bound: &["approx", "cf", "e.g", "i.e", "incl", "med", "resp", "ret", "viz", "vs"],
    titles: &[
        "adm", "amb", "atty", "brig", "capt", "cdr", "cmdr", "col", "cpl", "det", "dr", "fr", "ft", "gen", "gov",
        "hon", "insp", "lt", "maj", "messrs", "mgr", "mr", "mrs", "ms", "mt", "pfc", "ph", "pres", "prof", "pvt",
        "rabb", "rep", "reps", "rev", "rt", "sen", "sens", "sgt", "spc", "supt",
    ],
    numbered: &[
        "apr", "art", "arts", "aug", "ch", "chap", "cl", "dec", "ext", "feb", "fig", "figs", "fn", "fol", "fri",
        "ft", "jan", "jul", "jun", "lb", "lbs", "lit", "mar", "mon", "no", "nos", "nov", "n°", "oct", "oz", "p",
        "para", "paras", "pgs", "phil", "pp", "pt", "res", "rte", "sat", "sec", "sect", "sep", "sept", "sun", "tel", "thu",
        "thur", "thurs", "tue", "tues", "vol", "vols", "wed",
    ],
    trailing: &[
        "al", "assn", "assoc", "ave", "bldg", "blvd", "bros", "co", "corp", "dept", "dist", "div", "esq", "govt",
        "hwy", "ibid", "inc", "inst", "intl", "jr", "ltd", "mfg", "natl", "pty", "rd", "sr", "st", "ste", "univ",
    ],
    states: &[
        "ala", "ariz", "ark", "calif", "colo", "conn", "dak", "del", "fla", "ga", "ill", "ind", "kan", "ky", "la",
        "mass", "md", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "okla", "ont", "ore", "pa", "penn", "que",
        "tenn", "tex", "va", "vt", "wash", "wis", "wyo",
    ],
    openers: &[
        "A", "According", "After", "All", "Although", "Among", "An", "Analysts", "And", "Another", "Any", "Are",
        "As", "Asked", "At", "Authorities", "Because", "Before", "Both", "But", "By", "Can", "Could", "Critics",
        "Despite", "Did", "Do", "Does", "During", "Each", "Earlier", "Either", "Even", "Every", "Everyone",
        "Experts", "Few", "For", "From", "Had", "Has", "Have", "He", "Hence", "Her", "Here", "His", "How",
        "However", "I", "If", "In", "Indeed", "Instead", "Is", "It", "Its", "Just", "Last", "Later", "Many",
        "Maybe", "Meanwhile", "Moreover", "Most", "Much", "My", "Neither", "Nevertheless", "No", "Nobody", "None",
        "Nonetheless", "Nor", "Not", "Nothing", "Now", "Officials", "Often", "On", "Once", "One", "Only", "Or",
        "Other", "Others", "Otherwise", "Our", "Over", "People", "Perhaps", "Recently", "Several", "She", "Should",
        "Since", "So", "Some", "Someone", "Soon", "Speaking", "Still", "Such", "That", "The", "Their", "Then",
        "There", "Therefore", "These", "They", "This", "Those", "Though", "Three", "Thus", "To", "Today",
        "Tomorrow", "Two", "Under", "Unlike", "Until", "Was", "We", "Were", "What", "When", "Where", "Whether",
        "Which", "While", "Who", "Whose", "Why", "With", "Within", "Without", "Would", "Yes", "Yesterday", "Yet",
        "You", "Your",
    ],
};

#[rustfmt::skip]
const GERMAN: Language = Language {
    bound: &[
        "anm", "bzgl", "bzw", "ca", "d.h", "dent", "dipl", "ehem", "einschl", "evtl", "geb", "ggf", "hrsg", "inkl",
        "insb", "jur", "mio", "mrd", "rer", "s.o", "s.u", "sog", "tsd", "u.a", "usf", "vgl", "z.b", "zzgl",
    ],
    titles: &["fa", "hptm", "hr", "ing", "mag"],
    numbered: &["abs", "bd", "febr", "jän", "kap", "nr", "rn", "ziff"],
    trailing: &["chr", "jh", "str"],
    states: &[],
    openers: &[
        "Aber", "Als", "Am", "An", "Auch", "Auf", "Aus", "Bei", "Da", "Danach", "Dann", "Das", "Der", "Die", "Dies",
        "Diese", "Dieser", "Dieses", "Doch", "Durch", "Ein", "Eine", "Er", "Es", "Für", "Ich", "Ihr", "Im", "Jetzt",
        "Kein", "Keine", "Laut", "Man", "Mit", "Nach", "Nicht", "Niemand", "Nun", "Nur", "Ob", "Seit", "Sie",
        "Sogar", "Trotz", "Und", "Viele", "Von", "Vor", "Warum", "Was", "Weil", "Wenn", "Wer", "Wie", "Wir", "Wo",
        "Während", "Zudem", "Zum", "Zur", "Zwar", "Über",
    ],
};

#[rustfmt::skip]
const FRENCH: Language = Language {
    bound: &["av", "env"],
    titles: &["mgr", "mlle", "mm", "mme", "mmes"],
    numbered: &["chap"],
    trailing: &["cie"],
    states: &[],
    openers: &[
        "Ainsi", "Après", "Aucun", "Aucune", "Avant", "Avec", "Ce", "Ces", "Cet", "Cette", "Dans", "Depuis", "Elle",
        "Elles", "En", "Et", "Il", "Ils", "Je", "Le", "Les", "Leur", "Leurs", "Mais", "Nous", "Pour", "Pourquoi",
        "Puis", "Quand", "Selon", "Si", "Sous", "Sur", "Tous", "Tout", "Un", "Une", "Voir", "Vous",
    ],
};

#[rustfmt::skip]
const SPANISH: Language = Language {
    bound: &["av", "avda"],
    titles: &["arq", "dña", "ee", "gob", "gral", "lic", "sra", "sres", "srta", "ud", "uds", "vda"],
    numbered: &["cap", "nº", "núm", "pág", "págs", "párr", "párrf"],
    trailing: &["cía", "ltda"],
    states: &[],
    openers: &[
        "Al", "Antes", "Aunque", "Ayer", "Como", "Con", "Cuando", "Desde", "Después", "Durante", "El", "Ella",
        "Ellos", "En", "Entre", "Esta", "Este", "Esto", "Estos", "Fue", "Hasta", "Hay", "Hoy", "La", "Las", "Los",
        "Muchos", "Nada", "Nadie", "Para", "Pero", "Por", "Quién", "Qué", "Se", "Según", "Si", "Sin", "Sobre", "Su",
        "Sus", "También", "Todo", "Todos", "Un", "Una", "Ya",
    ],
};

#[rustfmt::skip]
const ITALIAN: Language = Language {
    bound: &[],
    titles: &["dott", "sig"],
    numbered: &[],
    trailing: &[],
    states: &[],
    openers: &[],
};

#[rustfmt::skip]
const RUSSIAN: Language = Language {
    bound: &[
        "акад", "бул", "ген", "гос", "доц", "им", "инж", "канд", "млн", "млрд", "напр", "обл", "ок", "пгт", "пер",
        "пл", "пос", "просп", "проф", "св", "см", "ср", "тов", "тыс", "ул", "чл",
    ],
    titles: &[],
    numbered: &["вып", "гл", "кв", "корп", "рис", "ст", "стр", "табл", "тел"],
    trailing: &["вв", "гг", "др", "пр", "экз"],
    states: &[],
    openers: &[
        "А", "Без", "Был", "Была", "Были", "Было", "В", "Вместе", "Во", "Все", "Всего", "Всё", "Вчера", "Вы", "Где",
        "Да", "Даже", "Для", "До", "Его", "Если", "Ещё", "Её", "За", "Затем", "И", "Из", "Или", "Именно", "Их", "К",
        "Как", "Какой", "Когда", "Кроме", "Кто", "Между", "Многие", "Мы", "На", "Например", "Не", "Некоторые",
        "Нет", "Ни", "Никто", "Но", "О", "Об", "Однако", "Он", "Она", "Они", "Оно", "От", "По", "Под", "Пока",
        "После", "Потом", "Почему", "Поэтому", "При", "С", "Сегодня", "Сейчас", "Со", "Согласно", "Среди", "Так",
        "Также", "Там", "Теперь", "Тогда", "Только", "У", "Уже", "Хотя", "Что", "Эта", "Эти", "Это", "Этот", "Я",
    ],
};
