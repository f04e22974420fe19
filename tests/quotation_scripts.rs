//! What a quotation in any script may and may not differ in from its source, one table per matter.

use ibid::bind::quote::{DifferenceKind, Found, Grade, Negation, Refusal, Scope, Skeleton, verify};

fn look(quotation: &str, source: &str) -> Result<Found, Refusal> {
    let skeleton = Skeleton::new(source);
    verify(quotation, &Scope::new([&skeleton]))
}

/// The verdict in one word, for tables.
fn verdict(quotation: &str, source: &str) -> &'static str {
    match look(quotation, source) {
        Ok(found) => match found.grade {
            Grade::Exact => "exact",
            Grade::Typographic => "typographic",
            Grade::Edited => "edited",
            Grade::Inexact => match found.differences.first().expect("an inexact quotation differs").kind {
                DifferenceKind::Case => "case",
                DifferenceKind::Accents => "accents",
                DifferenceKind::WordBreaks => "word breaks",
                DifferenceKind::Punctuation => "punctuation",
            },
        },
        Err(Refusal::TooShort { .. }) => "too short",
        Err(_) => "refused",
    }
}

/// Fails with every row of source, quotation and verdict whose verdict is another.
fn check(rows: &[(&str, &str, &str)]) {
    let wrong = rows.iter().filter_map(|&(source, quotation, expected)| {
        let verdict = verdict(quotation, source);
        (verdict != expected).then(|| format!("{verdict}, not {expected}: “{quotation}” in {source}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn digits_of_any_script_are_digits() {
    check(&[
        ("销量为１２３台", "销量为123台", "typographic"),
        ("ارتفع بنسبة ١٢٪ في مايو", "ارتفع بنسبة 12% في مايو", "typographic"),
        ("ارتفع بنسبة ١٢٪ في مايو", "ارتفع بنسبة ١٣٪ في مايو", "refused"),
        ("ارتفع بنسبة ١٢٪ في مايو", "ارتفع بنسبة ١٢", "refused"),
        ("در سال ۱۴۰۰ بود", "در سال 1400 بود", "typographic"),
        ("कुल १,५०० लोग", "कुल 1,500 लोग", "typographic"),
        ("कुल १,५०० लोग", "कुल १५०० लोग", "refused"),
        ("ใน ๒๕๖๗ คน", "ใน 2567 คน", "typographic"),
        ("ໃນ ໑໐ ຄົນ", "ໃນ 10 ຄົນ", "typographic"),
        ("៥០០ នាក់", "500 នាក់", "typographic"),
        ("၁၂ ယောက်", "12 ယောက်", "typographic"),
        ("三十人が来た", "二十人が来た", "refused"),
        ("三十人が来た", "30人が来た", "refused"),
        ("约三万五千人", "约三万", "refused"),
        ("约三万五千人", "五千人", "refused"),
        ("第三十条规定", "三十条规定", "exact"),
        ("廿五人", "五人", "refused"),
        ("壹佰元整", "佰元整", "refused"),
    ]);
}

#[test]
fn marks_of_any_script_are_marks() {
    check(&[
        ("他说「你好『朋友』再见」。", "他说“你好‘朋友’再见”", "typographic"),
        ("他说：“你好。”", "他说:\"你好。\"", "typographic"),
        ("צה״ל הודיע", "צה\"ל הודיע", "typographic"),
        ("צה״ל הודיע", "צהל הודיע", "punctuation"),
        ("ג׳ורג׳ הגיע", "ג'ורג' הגיע", "typographic"),
        ("ג׳ורג׳ הגיע", "ורג׳ הגיע", "refused"),
        ("그는 “좋다”고 했다", "그는 ‘좋다’고 했다", "typographic"),
        ("그는 ‘좋다’고 했다", "좋다", "exact"),
        ("그는 “좋다”고 했다", "그는 좋다고 했다", "typographic"),
        ("τι είναι\u{37E} Ναι", "τι είναι; Ναι", "typographic"),
        ("यह सच है। वह गया।", "यह सच है। वह गया", "exact"),
    ]);
}

#[test]
fn letters_have_one_spelling() {
    check(&[
        // Arabic: the stroke that stretches a word, and letters drawn for their place in it.
        ("العدالـــة للجميع", "العدالة للجميع", "typographic"),
        ("ﺍﻟﻌﺪﺍﻟﺔ ﻟﻠﺠﻤﻴﻊ", "العدالة للجميع", "typographic"),
        ("لا إله", "ﻻ إله", "typographic"),
        ("كَتَبَ الرجل", "كتب الرجل", "accents"),
        ("كَتَبَ الرجل", "كُتِبَ الرجل", "refused"),
        ("أحمد هنا", "احمد هنا", "accents"),
        ("أحمد هنا", "إحمد هنا", "refused"),
        // Hangul as syllables and as the letters that they are made of.
        ("한국 사람", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8} 사람", "typographic"),
        ("각자", "가", "refused"),
        // Indic: joiners are drawn as nothing, vowels and nukta are not.
        ("क्ष\u{93F}त\u{93F}", "क्\u{200D}ष\u{93F}त\u{93F}", "typographic"),
        ("क्षति यहाँ", "क्षत", "refused"),
        ("\u{958}लम यहाँ", "क\u{93C}लम यहाँ", "typographic"),
        ("क\u{93C}लम यहाँ", "कलम यहाँ", "accents"),
        ("सड\u{93C}क यहाँ", "सडक यहाँ", "refused"),
        ("মানুষের অধিকার", "মানুষের অধিকা", "refused"),
        ("ক্ত শব্দ", "ক শব্দ", "refused"),
        ("கொடு இங்கே", "க\u{BC6}\u{BBE}டு இங்கே", "typographic"),
        ("కోటి", "కొటి", "refused"),
        // Thai: one vowel in two characters, with a tone between them or after.
        ("นำ\u{200B}น้ำมา", "นํานํ้ามา", "typographic"),
        ("น้ำใส", "นำใส", "refused"),
        // Turkish.
        ("Işık söndü", "ışık söndü", "typographic"),
        ("İnsan hakları", "insan hakları", "typographic"),
        ("ISIRGAN otu", "ısırgan otu", "case"),
        ("sıkıldım", "sikildim", "accents"),
        ("bu sıra", "bu sira", "accents"),
        // German, Greek, Vietnamese, Cyrillic, Latin.
        ("Straße und Maß", "STRASSE und Maß", "case"),
        ("Die große Straße", "Die grosse Strasse", "case"),
        ("ΟΔΟΣ ΑΘΗΝΩΝ", "ὁδὸς Ἀθηνῶν", "accents"),
        ("ο λόγος τους", "ο λόγοσ τουσ", "case"),
        ("ἄνθρωποι", "άνθρωποι", "accents"),
        ("quyền con người", "quyê\u{300}n con ngươ\u{300}i", "typographic"),
        ("bán nhà", "bạn nhà", "refused"),
        ("bán nhà", "ban nha", "accents"),
        ("tiếng Việt", "tiêng Viêt", "accents"),
        ("la pâte froide", "la paté froide", "refused"),
        ("Elle élève", "Elle éléve", "refused"),
        ("Всё и ещё", "Все и еще", "accents"),
        // An apostrophe that is a letter does not end a word, as that of elision does.
        ("Noñemeʼẽ vaʼerãi", "vaʼerãi", "exact"),
        ("oĩ moʼenda upe", "enda upe", "refused"),
        ("Pour l’homme", "homme", "exact"),
        // Mongolian: a suffix stands apart by a narrow space; which form is drawn is no letter.
        ("ᠮᠣᠩᠭᠣᠯ\u{202F}ᠤᠨ ᠬᠦᠮᠦᠨ", "ᠮᠣᠩᠭᠣᠯ ᠤᠨ ᠬᠦᠮᠦᠨ", "typographic"),
        ("ᠬᠦ\u{180B}ᠮᠦᠨ", "ᠬᠦᠮᠦᠨ", "typographic"),
        // Ethiopic and its marks between words.
        ("የሰው፡ልጅ፡ሁሉ", "ልጅ", "exact"),
        ("የሰው፡ልጅ፡ሁሉ", "የሰው ልጅ ሁሉ", "typographic"),
    ]);
}

#[test]
fn where_no_space_divides_words_a_syllable_is_whole() {
    check(&[
        ("ประเทศไทยสวยงาม", "ทยสวย", "refused"),
        ("ประเทศไทยสวยงาม", "ประเทศไ", "refused"),
        ("จันทร์และอาทิตย์", "ร์และอาทิตย์", "refused"),
        ("การ\u{200B}พัฒนา", "การพัฒนา", "typographic"),
        ("មនុស្ស\u{200B}ទាំងអស់", "មនុស្សទាំងអស់", "typographic"),
        ("មនុស្ស\u{200B}ទាំងអស់", "ទាំងអស់", "exact"),
        ("មនុស្ស\u{200B}ទាំងអស់", "ស\u{200B}ទាំងអស់", "refused"),
        ("មនុស្ស\u{200B}ទាំងអស់", "មនុស", "refused"),
        ("មនុស្ស\u{200B}ទាំងអស់", "មនុស្សទាំងអ", "refused"),
        ("မြန်မာနိုင်ငံ", "မာနိုင်ငံ", "exact"),
        ("မြန်မာနိုင်ငံ", "န်မာနိုင်ငံ", "refused"),
        ("မြန်မာနိုင်ငံ", "မြ", "refused"),
        ("ကမ္ဘာကြီး", "ဘာကြီး", "refused"),
        ("ສິດທິ\u{200B}ຂອງ\u{200B}ມະນຸດ", "ສິດທິຂອງມະນຸດ", "typographic"),
    ]);
}

#[test]
fn a_bracket_stands_for_words_as_a_reader_counts_them() {
    check(&[
        ("私生活、家庭、住宅和通信不得任意干涉,他的荣誉", "私生活、家庭、[通信]他的荣誉", "edited"),
        ("中华人民共和国中央人民政府今天成立了", "[政府]今天成立了", "edited"),
        ("甲乙丙丁说天地玄黄宇宙洪荒日月盈昃辰宿列张寒来子丑寅卯的时候", "甲乙丙丁说[某事]子丑寅卯的时候", "refused"),
        ("และใต้[ได้]มีการประกาศว่า ปณิธานสูงสุดของสามัญชน", "และใต้[ได้]มีการประกาศ … สูงสุดของสามัญชน", "edited"),
        ("รัฐบาลไทยประกาศว่าจะทำตาม", "รัฐบาล[นี้]ประกาศว่าจะทำตาม", "edited"),
    ]);
}

#[test]
fn a_cut_beside_a_negation_is_pointed_out() {
    let cut = |quotation: &str, source: &str| match look(quotation, source).expect(quotation).negation {
        Some(Negation::CutOff { word, place }) => {
            assert!(place.span.of(source).contains(&word), "{quotation}");
            word
        }
        other => format!("{other:?}"),
    };
    for (source, quotation, word) in [
        ("这是不可能的事情", "可能的事情", "不"),
        ("他没有承认", "有承认", "没"),
        ("無関係な人々", "関係な人々", "無"),
        ("他并非被告", "被告", "非"),
        ("同意しない", "同意し", "ない"),
        ("認められません", "認められ", "ません"),
        ("เขาไม่ยอมรับ", "ยอมรับ", "ไม่"),
        ("ລາວບໍ່ຮູ້", "ຮູ້", "ບໍ່"),
        ("គាត់មិនដឹង", "ដឹង", "មិន"),
    ] {
        assert_eq!(cut(quotation, source), word, "{quotation}");
    }
    for (source, quotation) in [
        ("这是不可能的事情", "不可能的事情"),
        ("这是可能的事情", "可能的事情"),
        ("南非政府承认", "政府承认"),
        ("船沉没了", "了"),
        ("他说：“不。可能的”", "可能的"),
        ("行われなければならない", "行われ"),
        ("同意する。ないと言う", "同意する"),
        ("he is not guilty", "guilty"),
        ("เขาบอกว่าไม่ ยอมรับ", "ยอมรับ"),
    ] {
        assert_eq!(cut(quotation, source), "None", "{quotation}");
    }
}

#[test]
fn an_omission_or_a_bracket_takes_out_a_negation_of_any_language() {
    let removed = |quotation: &str, source: &str| match look(quotation, source).expect(quotation).negation {
        Some(Negation::Removed { word, place }) => {
            assert!(!place.span.of(source).is_empty(), "{quotation}");
            word
        }
        other => format!("{other:?}"),
    };
    for (source, quotation, word) in [
        ("Er hat den Plan nicht selbst gebilligt.", "Er hat den Plan … selbst gebilligt", "nicht"),
        ("Le ministre n’a jamais dit oui.", "Le ministre … dit oui", "jamais"),
        ("El gobierno nunca aceptó el plan.", "El gobierno … aceptó el plan", "nunca"),
        ("Il governo non ha accettato il piano.", "Il governo [ieri] ha accettato il piano", "non"),
        ("O governo não aceitou o plano.", "O governo … aceitou o plano", "nao"),
        ("Rząd nie przyjął tego planu.", "Rząd [wczoraj] przyjął tego planu", "nie"),
        ("Het kabinet heeft het plan niet goedgekeurd.", "Het kabinet heeft het plan … goedgekeurd", "niet"),
        ("Vláda není proti tomu plánu.", "Vláda [je] proti tomu plánu", "neni"),
        ("Правительство не приняло этот план.", "Правительство … приняло этот план", "не"),
        ("Уряд країни ніколи не схвалював цей план.", "Уряд країни … схвалював цей план", "ніколи"),
        ("Η κυβέρνηση δεν δέχθηκε το σχέδιο.", "Η κυβέρνηση … δέχθηκε το σχέδιο", "δεν"),
        ("الحكومة لم تقبل هذه الخطة", "الحكومة [قد] تقبل هذه الخطة", "لم"),
        ("הממשלה לא קיבלה את התוכנית", "הממשלה [אתמול] קיבלה את התוכנית", "לא"),
        ("सरकार ने यह नहीं माना था", "सरकार ने यह … माना था", "नहीं"),
        ("政府从来没有接受这个计划", "政府从来 … 接受这个计划", "没"),
        ("政府はこの計画を認めないと述べた", "政府はこの計画を認め … と述べた", "ない"),
        ("정부는 계획을 승인하지 않았다고 그가 말했다", "정부는 계획을 … 그가 말했다", "않"),
    ] {
        let found = removed(quotation, source);
        let folded = |text: &str| {
            use unicode_normalization::UnicodeNormalization;
            text.nfd().collect::<String>()
        };
        assert!(folded(&found).starts_with(&folded(word)), "{found}, not {word}: {quotation}");
    }
    for (source, quotation) in [
        ("中国政府非常重视这个计划", "中国政府 … 重视这个计划"),
        ("政府将会在未来接受这个计划", "政府将会在 … 接受这个计划"),
        ("Die Regierung hat gestern den Plan gebilligt.", "Die Regierung hat … den Plan gebilligt"),
    ] {
        assert_eq!(removed(quotation, source), "None", "{quotation}");
    }
}
