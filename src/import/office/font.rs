//! What a style, or a stretch of text itself, says of its characters → how they look. DOCX and ODT resolve their styles
//! with it.

use super::run::Look;

/// `None` where nothing is said.
#[derive(Clone, Debug, Default)]
pub(super) struct Font {
    pub strong: Option<bool>,
    pub emphasis: Option<bool>,
    pub strike: Option<bool>,
    pub hidden: Option<bool>,
    /// Set as a superscript.
    pub raised: Option<bool>,
    pub code: Option<bool>,
    /// The style for characters that the text itself names.
    pub style: Option<String>,
}

impl Font {
    /// What this says, and where it says nothing, what `below` says.
    pub fn over(self, below: &Font) -> Font {
        Font {
            strong: self.strong.or(below.strong),
            emphasis: self.emphasis.or(below.emphasis),
            strike: self.strike.or(below.strike),
            hidden: self.hidden.or(below.hidden),
            raised: self.raised.or(below.raised),
            code: self.code.or(below.code),
            style: self.style.or_else(|| below.style.clone()),
        }
    }

    /// The look of text in a paragraph of this font. What the whole paragraph wears is no emphasis in it.
    pub fn look(&self, paragraph: &Font) -> Look {
        Look {
            strong: self.strong == Some(true) && paragraph.strong != Some(true),
            emphasis: self.emphasis == Some(true) && paragraph.emphasis != Some(true),
            strike: self.strike.or(paragraph.strike) == Some(true),
            code: self.code == Some(true) && paragraph.code != Some(true),
            raised: self.raised.or(paragraph.raised) == Some(true),
            link: None,
        }
    }
}
