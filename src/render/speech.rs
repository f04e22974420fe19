//! The words of one language → what templates say them by: the filters `t` for a word, `lang` and `lang_or_auto` for what is in
//! another language, and the functions `t(key=…)` for a word with something put in, `number(n=…)` and `list(of=…)` for what is
//! counted and listed, `lang(of=…)`. Called by `theme` for each language once; components call them like anything else. With
//! `theme` the home of Tera.
//!
//! A page says hundreds of words into which nothing is put. Tera makes a map of the arguments of a function each time, which
//! costs three times as much as a filter without any.

use crate::diagnostic::nearest;
use crate::interface::{Piece, Words, direction};
use foldhash::HashMap;
use std::borrow::Cow;
use std::sync::Arc;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Gives a set of templates its language, in place of the one that it had.
pub(super) fn speak(tera: &mut Tera, words: &Arc<Words>) {
    let (own, plain) = (words.clone(), plain(words));
    tera.register_filter("t", move |key: &str, args: Kwargs, state: &State<'_>| match plain.get(key) {
        Some(word) => Ok(word.clone()),
        None => said(&own, key, &args, state),
    });
    let own = words.clone();
    tera.register_function("t", move |args: Kwargs, state: &State<'_>| {
        said(&own, args.must_get::<&str>("key")?, &args, state)
    });
    let own = words.clone();
    tera.register_function("number", move |args: Kwargs, _: &State<'_>| Ok(own.number(args.must_get::<usize>("n")?)));
    let own = words.clone();
    tera.register_function("list", move |args: Kwargs, _: &State<'_>| {
        Ok(own.list(&args.must_get::<Vec<String>>("of")?))
    });
    for (name, auto) in [("lang", false), ("lang_or_auto", true)] {
        let own = words.clone();
        tera.register_filter(name, move |language: &str, _: Kwargs, _: &State<'_>| {
            Value::safe_string(&marked(&own, language, auto))
        });
    }
    let own = words.clone();
    tera.register_function("lang", move |args: Kwargs, _: &State<'_>| {
        let is = |name| args.get::<bool>(name).map(|truth| truth.unwrap_or(false));
        let language = args.must_get::<&str>("of")?;
        let attributes = if is("back")? { back(&own, language) } else { marked(&own, language, is("auto")?) };
        Ok(Value::safe_string(&attributes))
    });
}

/// The words into which nothing is put, ready to be written.
fn plain(words: &Words) -> HashMap<String, Value> {
    let plain = |key: &str| match words.pieces(key, None)? {
        [Piece::Text(text)] => Some((key.to_owned(), Value::normal_string(text))),
        _ => None,
    };
    words.keys().filter_map(plain).collect()
}

/// A word of the interface with what is put into it. Text stays text, for the template to escape. As soon as HTML is put
/// in, such as a link, the whole is HTML, and everything else in it is escaped here.
fn said(words: &Words, key: &str, args: &Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let pieces = words.pieces(key, args.get::<usize>("n")?).ok_or_else(|| unknown(words, key))?;
    if let [Piece::Text(text)] = pieces {
        return Ok(Value::normal_string(text));
    }
    let is_html = args.iter().any(|(_, value)| value.is_safe());
    let mut said = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) if is_html => said.push_str(&state.escape(text)?),
            Piece::Text(text) => said.push_str(text),
            Piece::Hole(name) => {
                let value = args.get::<&Value>(name)?;
                let value = value.ok_or_else(|| Error::message(format!("the word `{key}` needs `{name}`")))?;
                let text = put_in(words, value)?;
                said.push_str(&if is_html && !value.is_safe() { Cow::Owned(state.escape(&text)?) } else { text });
            }
        }
    }
    Ok(if is_html { Value::safe_string(&said) } else { Value::normal_string(&said) })
}

fn unknown(words: &Words, key: &str) -> Error {
    let near = nearest(key, words.keys()).map(|near| format!("; did you mean `{near}`?"));
    Error::message(format!("there is no word `{key}`{}", near.unwrap_or_default()))
}

/// A value as it is written in running text.
fn put_in<'a>(words: &Words, value: &'a Value) -> TeraResult<Cow<'a, str>> {
    if let Some(text) = value.as_str() {
        return Ok(if value.is_safe() { Cow::Borrowed(text) } else { words.set_apart(text) });
    }
    if let Some(number) = value.as_u64() {
        return Ok(Cow::Owned(words.number(number as usize)));
    }
    if let Some(items) = value.as_array() {
        let items: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
        return Ok(Cow::Owned(words.list(&items.unwrap_or_default())));
    }
    Err(Error::message(format!("a word takes texts, numbers and lists of texts, not {}", value.name())))
}

/// The attributes of an element whose text is in another language than the interface; for text of unknown language, and
/// otherwise if wanted, `dir="auto"`.
fn marked(words: &Words, language: &str, auto: bool) -> String {
    if language.is_empty() || words.is_of(language) {
        return if auto { " dir=\"auto\"".to_owned() } else { String::new() };
    }
    format!(" lang=\"{}\" dir=\"{}\"", super::escape::attribute(language), direction(language))
}

/// The attributes of an element that speaks the interface's language again, inside of one that is marked.
fn back(words: &Words, language: &str) -> String {
    if marked(words, language, false).is_empty() {
        return String::new();
    }
    format!(" lang=\"{}\" dir=\"{}\"", super::escape::attribute(words.tag()), words.dir())
}
