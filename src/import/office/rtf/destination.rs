//! The first word of a group → where its text belongs. Both walks over an RTF ask.

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Destination {
    /// What is around the group, or the document itself.
    Body,
    Skip,
    Styles,
    Info,
    Title,
    Author,
    Created,
    Saved,
    /// The number of an item, as the program drew it.
    ListText,
    Field,
    Code,
    Result,
    Note,
    Header,
    Footer,
    Comment,
    CommentAuthor,
    Box,
    Picture,
}

impl Destination {
    /// Whether the document shows its text somewhere, if only in the margin.
    pub fn is_shown(self) -> bool {
        use Destination as D;
        matches!(
            self,
            D::Body | D::Field | D::Result | D::Note | D::Header | D::Footer | D::Comment | D::CommentAuthor | D::Box
        )
    }

    /// Where a group within this one belongs that begins with a word, after `\*` or not.
    pub fn within(self, word: &str, star: bool) -> Destination {
        match self {
            Destination::Info => match word {
                "title" => Destination::Title,
                "author" => Destination::Author,
                "creatim" => Destination::Created,
                "revtim" => Destination::Saved,
                _ => Destination::Skip,
            },
            _ if !self.is_shown() => self,
            _ => named(word).unwrap_or(if star { Destination::Skip } else { self }),
        }
    }
}

fn named(word: &str) -> Option<Destination> {
    Some(match word {
        "stylesheet" => Destination::Styles,
        "info" => Destination::Info,
        "listtext" | "pntext" => Destination::ListText,
        "field" => Destination::Field,
        "fldinst" => Destination::Code,
        "fldrslt" => Destination::Result,
        "footnote" => Destination::Note,
        "header" | "headerl" | "headerr" | "headerf" => Destination::Header,
        "footer" | "footerl" | "footerr" | "footerf" => Destination::Footer,
        "annotation" => Destination::Comment,
        "atnauthor" => Destination::CommentAuthor,
        "shptxt" | "dptxbxtext" => Destination::Box,
        "pict" => Destination::Picture,
        // What is known and shown, though a program that does not know it may leave it out.
        "shppict" | "shpinst" | "moMath" | "moMathPara" | "result" | "do" => Destination::Body,
        "fonttbl" | "colortbl" | "listtable" | "listoverridetable" | "revtbl" | "rsidtbl" | "generator" | "filetbl"
        | "nonshppict" | "shprslt" | "sn" | "sv" | "nonesttables" | "objclass" | "objname" | "objdata" | "xe"
        | "tc" | "tcn" | "txe" | "rxe" | "bkmkstart" | "bkmkend" | "ftnsep" | "ftnsepc" | "ftncn" | "aftnsep"
        | "aftnsepc" | "aftncn" | "pntxta" | "pntxtb" | "mmathPict" | "template" | "private" => Destination::Skip,
        _ => return None,
    })
}
