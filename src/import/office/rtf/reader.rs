//! The events of an RTF → a document. One pass with a stack of groups; `mod.rs` calls it.

use super::decode::{Decoder, Event};
use super::destination::Destination;
use super::styles::{Styles, level};
use crate::import::office::document::{Document, Part, Role, flatten};
use crate::import::office::docx::field::hyperlink;
use crate::import::office::run::Look;
use crate::import::office::story::Story;
use crate::import::office::style::is_typewriter;
use crate::import::office::table::OpenTable;
use crate::import::source::Class;
use crate::import::words::Words;

/// What a group, and all within it, says of its text.
#[derive(Clone, Debug)]
struct Group {
    destination: Destination,
    /// Nothing has come yet but perhaps `\*`, which this tells.
    fresh: Option<bool>,
    /// It is the group whose end ends what its destination stands for.
    owner: bool,
    look: Look,
    hidden: bool,
    deleted: bool,
    paragraph: Paragraph,
}

/// What `\pard` resets.
#[derive(Clone, Debug, Default)]
struct Paragraph {
    style: Option<i32>,
    level: Option<u8>,
    /// The level in a list.
    list: Option<usize>,
    in_table: bool,
}

/// One stream of paragraphs: the document's, or that of a note, a header, a text box.
#[derive(Debug, Default)]
struct Stream {
    story: Story,
    /// Paragraphs of the cell that is open.
    cell: Vec<Part>,
    table: Option<OpenTable>,
    in_row: bool,
    done: Vec<Part>,
    /// What is drawn before the paragraph that is open.
    list_text: Option<String>,
    endnote: bool,
}

pub(super) struct Reader {
    pub document: Document,
    groups: Vec<Group>,
    streams: Vec<Stream>,
    styles: Styles,
    /// The code of each field that is open.
    fields: Vec<String>,
    footers: Vec<Part>,
    notes: [usize; 2],
    author: String,
    time: [i32; 3],
    pictures: usize,
}

impl Reader {
    pub fn new() -> Self {
        let group = Group {
            destination: Destination::Body,
            fresh: None,
            owner: false,
            look: Look::default(),
            hidden: false,
            deleted: false,
            paragraph: Paragraph::default(),
        };
        Self {
            document: Document::default(),
            groups: vec![group],
            streams: vec![Stream::default()],
            styles: Styles::default(),
            fields: Vec::new(),
            footers: Vec::new(),
            notes: [0; 2],
            author: String::new(),
            time: [0; 3],
            pictures: 0,
        }
    }

    pub fn take(&mut self, decoder: &Decoder, event: Event<'_>) -> Result<(), String> {
        match event {
            Event::Open => {
                let inner = Group { fresh: Some(false), owner: false, ..self.group().clone() };
                self.groups.push(inner);
            }
            Event::Close => self.close()?,
            Event::Star => {
                let group = self.group();
                group.fresh = group.fresh.map(|_| true);
            }
            Event::Word(word, number) => {
                if let Some(star) = self.group().fresh.take() {
                    self.begin(word, star);
                }
                self.word(decoder, word, number)?;
            }
            Event::Text(text) => {
                self.group().fresh = None;
                self.text(&text);
            }
        }
        Ok(())
    }

    /// Ends the document, with whatever is still open.
    pub fn into_document(mut self, complete: bool) -> Result<Document, String> {
        while self.groups.len() > 1 {
            self.close()?;
        }
        let body = self.end_stream()?;
        self.document.parts.extend(body);
        self.document.parts.append(&mut self.footers);
        let aside = |class: Class| {
            self.document.parts.iter().filter(|part| matches!(part, Part::Aside(aside) if aside.class == class)).count()
        };
        let mut remarks = super::counted(&[
            (aside(Class::Deletion), "tracked deletion", "set aside; insertions are taken as text"),
            (aside(Class::Comment), "comment", "set aside"),
            (aside(Class::Hidden), "stretch of hidden text", "set aside"),
            (self.pictures, "picture", "not imported"),
        ]);
        if !complete {
            remarks.push("the file ends before its last group does; perhaps it was cut off".into());
        }
        self.document.remarks = remarks;
        Ok(self.document)
    }

    fn group(&mut self) -> &mut Group {
        self.groups.last_mut().expect("the outermost group stays")
    }

    fn stream(&mut self) -> &mut Stream {
        self.streams.last_mut().expect("the document's own stream stays")
    }

    /// A group begins with a word that may say where its text belongs.
    fn begin(&mut self, word: &str, star: bool) {
        let outer = self.group().destination;
        let destination = outer.within(word, star);
        let group = self.group();
        group.destination = destination;
        // A group within another of the same kind owns nothing, but for one that its own word opens.
        group.owner = destination != outer || destination == Destination::Field && word == "field";
        if !group.owner {
            return;
        }
        match destination {
            Destination::Note | Destination::Header | Destination::Footer | Destination::Comment | Destination::Box => {
                (group.look, group.paragraph) = (Look::default(), Paragraph::default());
                self.streams.push(Stream::default());
            }
            Destination::Field => self.fields.push(String::new()),
            Destination::Result => {
                let link = self.fields.last().and_then(|code| hyperlink(code));
                self.group().look.link = link.or(self.group().look.link.take());
            }
            Destination::ListText => self.stream().list_text = Some(String::new()),
            Destination::CommentAuthor => self.author.clear(),
            Destination::Created | Destination::Saved => self.time = [0; 3],
            Destination::Picture => self.pictures += 1,
            _ => {}
        }
    }

    fn close(&mut self) -> Result<(), String> {
        if self.groups.len() < 2 {
            return Ok(());
        }
        let Some(group) = self.groups.pop() else { return Ok(()) };
        if group.destination == Destination::Styles && !group.owner {
            self.styles.end();
        }
        if !group.owner {
            return Ok(());
        }
        match group.destination {
            Destination::Note => {
                let endnote = self.stream().endnote;
                let parts = self.end_stream()?;
                let (words, asides) = flatten(parts, &mut self.document.drawn);
                let count = &mut self.notes[usize::from(endnote)];
                *count += 1;
                let label = format!("{}{count}", if endnote { "e" } else { "" });
                self.document.notes.insert(label.clone(), words);
                let story = &mut self.stream().story;
                story.note(label);
                story.put_behind(asides);
            }
            Destination::Header => {
                let asides = self.end_aside(Class::RunningHeader, "headers")?;
                self.document.parts.extend(asides);
            }
            Destination::Footer => {
                let asides = self.end_aside(Class::RunningFooter, "footers")?;
                self.footers.extend(asides);
            }
            Destination::Comment => {
                let parts = self.end_stream()?;
                let (words, asides) = flatten(parts, &mut self.document.drawn);
                let story = &mut self.stream().story;
                story.set_aside(Class::Comment, "comments", &words.shown());
                story.put_behind(asides);
            }
            Destination::CommentAuthor => {
                let author = format!("\n{}: ", std::mem::take(&mut self.author));
                self.stream().story.set_aside(Class::Comment, "comments", &author);
            }
            Destination::Box => {
                let parts = self.end_stream()?;
                self.stream().story.put_behind(parts);
            }
            Destination::Field => drop(self.fields.pop()),
            Destination::Created => self.document.properties.created = self.day(),
            Destination::Saved => self.document.properties.modified = self.day(),
            _ => {}
        }
        Ok(())
    }

    fn day(&self) -> Option<String> {
        let [year, month, day] = self.time;
        (year > 0).then(|| format!("{year:04}-{month:02}-{day:02}"))
    }

    fn text(&mut self, text: &str) {
        let group = self.group();
        let (destination, look, hidden, deleted) = (group.destination, group.look.clone(), group.hidden, group.deleted);
        let properties = &mut self.document.properties;
        match destination {
            Destination::Styles => self.styles.text(text),
            Destination::Title => properties.title.get_or_insert_default().push_str(text),
            Destination::Author if properties.creators.is_empty() => properties.creators.push(text.to_owned()),
            Destination::Author => properties.creators[0].push_str(text),
            Destination::Code => self.fields.iter_mut().next_back().into_iter().for_each(|code| code.push_str(text)),
            Destination::ListText => self.stream().list_text.get_or_insert_default().push_str(text),
            Destination::CommentAuthor => self.author.push_str(text),
            destination if !destination.is_shown() => {}
            _ if deleted => self.stream().story.set_aside(Class::Deletion, "tracked-changes", text),
            _ if hidden => self.stream().story.set_aside(Class::Hidden, "hidden-text", text),
            _ => self.stream().story.text(text, &look),
        }
    }

    fn word(&mut self, decoder: &Decoder, word: &str, number: Option<i32>) -> Result<(), String> {
        let destination = self.group().destination;
        match destination {
            Destination::Styles => self.styles.word(word, number),
            Destination::Created | Destination::Saved => {
                let unit = ["yr", "mo", "dy"].iter().position(|unit| *unit == word);
                unit.into_iter().for_each(|at| self.time[at] = number.unwrap_or(0));
            }
            destination if destination.is_shown() && !self.look(decoder, word, number) => {
                self.structure(word, number)?
            }
            _ => {}
        }
        Ok(())
    }

    /// Words that say how text looks. `false` for all others.
    fn look(&mut self, decoder: &Decoder, word: &str, number: Option<i32>) -> bool {
        let on = number != Some(0);
        let group = self.group();
        match word {
            "b" => group.look.strong = on,
            "i" => group.look.emphasis = on,
            "strike" | "striked" => group.look.strike = on,
            "super" => group.look.raised = on,
            "nosupersub" | "sub" => group.look.raised = false,
            "f" => {
                let face = number.and_then(|number| decoder.faces.get(&number));
                group.look.code = face.is_some_and(|face| is_typewriter(&face.name));
            }
            "v" => group.hidden = on,
            "deleted" => group.deleted = on,
            "plain" => {
                group.look = Look { link: group.look.link.take(), ..Look::default() };
                (group.hidden, group.deleted) = (false, false);
            }
            _ => return false,
        }
        true
    }

    /// Words that make paragraphs, tables and notes.
    fn structure(&mut self, word: &str, number: Option<i32>) -> Result<(), String> {
        let paragraph = &mut self.group().paragraph;
        match word {
            "pard" => *paragraph = Paragraph::default(),
            "s" => paragraph.style = number,
            "outlinelevel" => paragraph.level = level(number),
            "ilvl" => paragraph.list = number.map(|level| level.clamp(0, 8) as usize),
            "intbl" => paragraph.in_table = true,
            "par" | "sect" | "nestcell" | "nestrow" => self.end_paragraph()?,
            "page" | "column" => self.text(" "),
            "ftnalt" => self.stream().endnote = true,
            "trowd" => {
                let stream = self.stream();
                let table = stream.table.get_or_insert_default();
                if !stream.in_row {
                    table.begin_row();
                }
                stream.in_row = true;
            }
            "trhdr" => self.stream().table.get_or_insert_default().mark_head(true),
            "cell" => {
                self.group().paragraph.in_table = true;
                self.end_paragraph()?;
                let stream = self.stream();
                let parts = std::mem::take(&mut stream.cell);
                stream.table.get_or_insert_default().cell(parts);
            }
            "row" => {
                let stream = self.stream();
                stream.in_row = false;
                stream.table.get_or_insert_default().end_row();
            }
            _ => {}
        }
        Ok(())
    }

    fn end_paragraph(&mut self) -> Result<(), String> {
        let paragraph = self.group().paragraph.clone();
        let role = paragraph.style.and_then(|style| self.styles.role(style));
        let role = paragraph.level.map(Role::Heading).or(role).unwrap_or_default();
        let stream = self.streams.last_mut().expect("the document's own stream stays");
        let number = stream.list_text.take().map(|text| drawn(&text));
        (stream.story.role, stream.story.number) = match (role, number) {
            (Role::Body, Some(number)) => (Role::Item { number, depth: paragraph.list.unwrap_or(0) }, None),
            (role, number) => (role, number.flatten()),
        };
        let drawn = stream.story.end_paragraph();
        self.document.drawn.extend(drawn);
        let parts = std::mem::take(&mut stream.story.parts);
        if paragraph.in_table || stream.in_row {
            stream.cell.extend(parts);
        } else {
            stream.end_table(&mut self.document.drawn)?;
            stream.done.extend(parts);
        }
        Ok(())
    }

    /// Ends the innermost stream.
    fn end_stream(&mut self) -> Result<Vec<Part>, String> {
        self.end_paragraph()?;
        let mut stream =
            if self.streams.len() > 1 { self.streams.pop().unwrap_or_default() } else { std::mem::take(self.stream()) };
        stream.end_table(&mut self.document.drawn)?;
        Ok(stream.done)
    }

    fn end_aside(&mut self, class: Class, rule: &'static str) -> Result<Vec<Part>, String> {
        let parts = self.end_stream()?;
        let (words, mut asides): (Words, Vec<Part>) = flatten(parts, &mut self.document.drawn);
        asides.splice(0..0, Part::aside(class, rule, &words.shown()));
        Ok(asides)
    }
}

impl Stream {
    /// Ends the table that is open; what stands in no cell of it comes after it.
    fn end_table(&mut self, drawn: &mut String) -> Result<(), String> {
        if let Some(table) = self.table.take() {
            self.done.extend(table.into_parts(drawn)?);
        }
        self.done.append(&mut self.cell);
        self.in_row = false;
        Ok(())
    }
}

/// The number that a program drew before an item; `None` for a bullet, which may be a letter of another typeface.
fn drawn(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let number = text.contains(char::is_alphanumeric) && !matches!(text.as_str(), "o" | "q" | "v" | "w" | "n" | "l");
    number.then_some(text)
}
