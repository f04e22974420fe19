//! The words of the furniture that sites put around a text, language by language. Tables only, and how a line is
//! looked up in them; what follows from a mark is for the rules to decide.

use super::paragraph::{bullet, words};
use crate::import::source::Class;

/// A longer line is no mark, whatever it begins with.
const LONGEST: usize = 12;

/// Lines that begin so.
#[rustfmt::skip]
const BEGIN: [(Class, &[&str]); 10] = [
    (Class::Advertisement, &["advertisement "]),
    (Class::Form, &[
        "leave a reply", "leave a comment", "post a comment", "post comment", "add a comment", "your email address will not be",
        "save my name", "required fields are", "join the conversation", "cancel reply", "view the discussion", "write a comment",
        "there was an error processing", "thanks for signing up", "thank you for subscribing",
        "schreiben sie einen kommentar", "schreibe einen kommentar", "kommentar schreiben", "ihre e-mail-adresse wird",
        "laisser un commentaire", "votre adresse e-mail ne", "votre adresse de messagerie", "deja un comentario",
        "deja una respuesta", "tu dirección de correo", "lascia un commento", "il tuo indirizzo email", "deixe uma resposta",
        "deixe um comentário", "deixe seu comentário", "o seu endereço de e-mail", "o seu endereço de email", "geef een reactie",
        "laat een reactie", "plaats een reactie", "добавить комментарий", "оставить комментарий", "ваш адрес email"]),
    (Class::Comment, &[
        "blog comments powered", "comments powered by", "tell us what you think", "top rated comments", "all comments",
        "read all comments", "read comments", "sort by newest", "comments are closed", "comments (", "comment via ",
        "be the first to comment", "no comments yet", "top comments"]),
    (Class::Related, &[
        "related:", "related articles", "related stories", "related posts", "related topics", "related content",
        "related post:", "related story:", "related article:", "related roundup", "related news", "related links", "recommended for you",
        "recommended stories", "more stories", "more from ", "more on ", "more in ", "more great ", "more news", "read more",
        "read next", "read also", "also read", "you may also", "you might also", "you might like", "must read", "up next",
        "next up", "previous article", "next article", "previous post", "next post", "post navigation", "latest news",
        "latest stories", "latest articles", "our latest", "popular on ", "popular posts", "popular stories", "popular now", "most popular", "most read", "most viewed", "trending",
        "top stories", "editor's picks", "editors' picks", "editor’s picks", "editors’ picks", "see more", "see also", "see all",
        "don't miss", "don’t miss", "view all", "what to read next", "want more", "watch:", "watch live", "also see",
        "also:", "more:", "mehr zum thema", "lesen sie auch", "lesen sie mehr", "das könnte sie", "weitere artikel", "auch interessant",
        "lire aussi", "à lire aussi", "sur le même sujet", "articles similaires", "lea también", "le puede interesar",
        "te puede interesar", "más noticias", "noticias relacionadas", "leggi anche", "potrebbe interessarti", "articoli correlati",
        "leia também", "leia mais", "veja também", "artigos relacionados", "notícias relacionadas", "lees ook", "lees meer",
        "gerelateerd", "читайте также", "материалы по теме", "еще по теме", "смотрите также"]),
    (Class::Share, &[
        "share this", "share on ", "share to ", "share via ", "follow us", "click to share", "sharing is caring", "print this",
        "like this story", "like this:", "addthis", "artikel teilen", "partager sur", "partager cet", "compartir en", "condividi su",
        "compartilhe", "delen op", "deel dit", "поделиться"]),
    (Class::Subscribe, &[
        "subscribe to ", "subscribe for", "sign up for ", "sign up to ", "sign up:", "get our newsletter", "get our daily",
        "join our ", "support our ", "support us", "story continues below", "article continues", "continue reading",
        "continued below", "to read the full", "click here ", "click to ", "download our", "download the app", "get app", "get the app", "newsletter",
        "breaking news email", "breaking news alerts", "receive our", "weekly magazine", "newsletter abonnieren", "jetzt abonnieren",
        "abonnez-vous", "suscríbete", "suscribirse", "iscriviti", "assine ", "inscreva-se", "abonneer", "meld je aan", "подпишитесь",
        "подписаться"]),
    (Class::Tags, &[
        "tags", "tagged ", "tag:", "filed under", "posted in ", "categories:", "category:", "topics:", "this article is related to",
        "schlagwörter", "schlagworte", "étiquettes", "etiquetas", "etichette", "trefwoorden", "теги"]),
    (Class::AuthorBox, &[
        "about the author", "about the writer", "about author", "über den autor", "à propos de l'auteur", "sobre el autor",
        "sull'autore", "sobre o autor", "over de auteur", "об авторе"]),
    (Class::Rating, &["rating:", "average rating", "avarage rating", "rate this", "your rating"]),
    (Class::Navigation, &[
        "skip to", "back to top", "back to gallery", "back to home", "back to article", "toggle navigation", "accept cookies", "we use cookies", "privacy policy", "terms of service",
        "terms and conditions", "scroll back to top", "jump to", "something went wrong", "you are here", "you are at",
        "you will be redirected", "zum inhalt", "zurück zu", "aller au contenu", "ir al contenido", "saltar al contenido",
        "vai al contenuto", "ir para o conteúdo", "naar inhoud", "ga naar", "перейти к"]),
];

/// Lines that are no more than this.
#[rustfmt::skip]
const WHOLE: [(Class, &[&str]); 9] = [
    (Class::Comment, &["comments", "comment", "reader comments", "view comments", "show comments", "discussion",
        "kommentare", "commentaires", "comentarios", "comentários", "commenti", "reacties", "комментарии",
        "kommentar", "commenter", "comentario", "comentar", "comente", "comentário", "commento", "reactie", "комментарий"]),
    (Class::Related, &["related", "recommended", "mehr", "sections", "podcasts", "all podcasts", "videos", "guides", "ähnliche artikel", "en relación", "correlati"]),
    (Class::Share, &["share", "reply", "report", "tweet", "print", "email", "facebook", "twitter", "linkedin", "whatsapp", "pinterest", "instagram",
        "teilen", "partager", "compartir", "condividi", "compartilhar", "delen", "drucken", "imprimer", "imprimir", "stampa"]),
    (Class::Subscribe, &["subscribe", "sign up", "subscribe now"]),
    (Class::Advertisement, &["advertisement", "sponsored", "sponsored links", "advert", "ad", "anzeige", "werbung", "publicité",
        "publicidad", "anuncio", "pubblicità", "publicidade", "advertentie", "реклама", "iklan"]),
    (Class::Tags, &["topics", "categories", "themen"]),
    (Class::Form, &["error", "processing...", "loading", "loading...", "cancel", "submit", "send", "previous next"]),
    (Class::Caption, &["caption", "gallery", "photos", "video", "play", "close", "bildunterschrift"]),
    (Class::Navigation, &["menu", "home", "search", "log in", "login", "sign in", "navigation", "back", "top", "x", "suche",
        "startseite", "recherche", "accueil", "buscar", "inicio", "cerca", "zoeken", "поиск", "главная"]),
];

/// Words with which a site speaks to its readers. A paragraph with two of them is the site's, not the text's.
#[rustfmt::skip]
const ADDRESS: [(Class, &[&str]); 6] = [
    (Class::Navigation, &["we use cookies", "uses cookies", "is using cookies", "use of cookies", "these cookies", "necessary cookies", "of cookies", "cookies that", "cookies to", "tracking technologies",
        "privacy policy", "privacy notice", "terms of service", "terms of use", "cookie policy", "verwenden cookies",
        "utilise des cookies", "utiliza cookies", "utilizza cookie", "gebruikt cookies"]),
    (Class::Subscribe, &["your inbox", "newsletter", "sign up", "subscribe to", "subscribe for", "click here", "get the latest",
        "breaking news alerts", "delivered to", "delivered weekday", "delivered through your", "download the", "free daily",
        "subscription", "ihr postfach", "votre boîte", "tu correo", "sua caixa", "casella"]),
    (Class::Share, &["follow us", "follow him", "follow her", "follow them", "on twitter", "on facebook", "on instagram",
        "like us on", "folgen sie", "suivez-nous", "síguenos", "seguici", "siga-nos", "volg ons", "share it with"]),
    (Class::Notice, &["affiliate", "earn a commission", "earn commission", "small commission", "a share of the sale",
        "we may receive", "we may earn", "buy something through", "disclosure policy", "promo code", "for more information on"]),
    (Class::Form, &["be respectful", "respectful of other", "submission guidelines", "abide by", "submitting content",
        "post a comment", "required fields", "not be published", "profanity", "letters to the editor", "campos obrigatórios",
        "campos obligatorios", "campi obbligatori", "erforderliche felder", "não será publicado", "no será publicada",
        "moderador", "comentários com"]),
    (Class::Copyright, &["all rights reserved", "without permission", "rights of this", "contents of this site", "reprint",
        "request reprint", "editorial guidelines", "submit correction", "republished"]),
];

/// What kind of furniture a line is, when it is one of those that sites put around a text.
pub(crate) fn mark(text: &str) -> Option<Class> {
    const RIGHTS: [&str; 9] =
        ["copyright ©", "copyright ⓒ", "© ", "©2", "©1", "copyright (c)", "(c) 2", "copyright 2", "copyright 1"];
    // What is far too long need not be folded to be judged.
    if text.len() > 2000 {
        return None;
    }
    let text = bullet(text).map_or(text, |(_, words)| words);
    let folded = text.trim().to_lowercase();
    let folded = folded.trim_end_matches([':', '.', '!', '»', '>', '*', ' ']);
    let count = words(folded);
    if RIGHTS.iter().any(|right| folded.starts_with(right)) || count <= 40 && folded.contains("all rights reserved") {
        return Some(Class::Copyright);
    }
    if count <= 60 && folded.contains(" uses cookies") {
        return Some(Class::Navigation);
    }
    if count > LONGEST {
        return None;
    }
    let sentence = count >= 8 && text.trim_end().ends_with('.');
    let begins = BEGIN.iter().find(|(_, phrases)| phrases.iter().any(|phrase| begins(folded, phrase)));
    let whole = || WHOLE.iter().find(|(_, phrases)| phrases.contains(&folded));
    if let Some((class, _)) = begins.or_else(whole) {
        // A sentence may begin with the words of a menu, not with those of a form.
        let asks =
            matches!(class, Class::Form | Class::Subscribe | Class::Share | Class::Comment | Class::Advertisement);
        return (asks || !sentence).then_some(*class);
    }
    let rates = count <= 4 && (folded.ends_with("rating") || folded.ends_with("ratings"));
    if is_count(folded) || count <= 3 && folded.ends_with(" comments") {
        Some(Class::Comment)
    } else {
        (rates || is_score(folded)).then_some(Class::Rating)
    }
}

/// Whether a line begins with a phrase, as words: `related` does not begin `relatedness`.
fn begins(folded: &str, phrase: &str) -> bool {
    let rest = folded.strip_prefix(phrase);
    let whole = |rest: &str| phrase.ends_with([' ', ':', '(']) || !rest.starts_with(char::is_alphanumeric);
    rest.is_some_and(whole)
}

/// What a site asks of its readers in a paragraph of running text, where two phrases or more show it.
pub(crate) fn address(text: &str) -> Option<Class> {
    const LONGEST: usize = 150;
    let long = words(text);
    if text.len() > 1500 || long > LONGEST {
        return None;
    }
    let folded = text.to_lowercase();
    let count = |phrases: &[&str]| phrases.iter().filter(|phrase| folded.contains(*phrase)).count();
    let counts = ADDRESS.map(|(class, phrases)| (count(phrases), class));
    let all: usize = counts.iter().map(|(count, _)| count).sum();
    let (_, class) = counts.into_iter().rev().max_by_key(|&(count, _)| count)?;
    (all >= if long > 60 { 3 } else { 2 }).then_some(class)
}

/// `1 comment`, `no replies`
fn is_count(folded: &str) -> bool {
    const COUNTED: [&str; 16] = [
        "comment",
        "comments",
        "reply",
        "replies",
        "responses",
        "thoughts",
        "kommentare",
        "kommentar",
        "commentaires",
        "comentarios",
        "comentario",
        "comentários",
        "comentário",
        "commenti",
        "reacties",
        "комментариев",
    ];
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    let (count, noun) = bare.split_once(' ').unwrap_or_default();
    let noun = noun.trim_end_matches(|c: char| !c.is_alphanumeric());
    let number = !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit());
    (number || count == "no") && COUNTED.contains(&noun)
}

/// `0 / 10`, perhaps behind a bullet.
fn is_score(folded: &str) -> bool {
    let score = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    let number = |text: &str| !text.trim().is_empty() && text.trim().bytes().all(|b| b.is_ascii_digit() || b == b'.');
    score.split_once('/').is_some_and(|(got, of)| number(got) && matches!(of.trim(), "5" | "10" | "100"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_a_rating() {
        assert_eq!(mark("• 0 / 10"), Some(Class::Rating));
        assert_eq!(mark("Average rating:"), Some(Class::Rating));
        assert_eq!(mark("10 / 12"), None);
    }

    #[test]
    fn marks_are_words_not_letters() {
        assert_eq!(mark("Related Articles"), Some(Class::Related));
        assert_eq!(mark("Relatedness of languages"), None);
        assert_eq!(mark("Lascia un commento"), Some(Class::Form));
        assert_eq!(mark("[ 167 comments ]"), Some(Class::Comment));
    }

    #[test]
    fn two_phrases_make_a_paragraph_the_site_s() {
        assert_eq!(address("Sign up, and we send the ferry news to your inbox."), Some(Class::Subscribe));
        assert_eq!(address("He asked whether there was a newsletter about ferries, and there was none."), None);
    }
}
