//! DOM → all the text that the page shows, for the account: gathered by a walk of its own that knows nothing of
//! grains, blocks or marks.

use dom_query::{Document, NodeData};

/// Elements whose text is no text of the page.
const SKIPPED: [&str; 4] = ["script", "style", "template", "head"];

/// Every text node outside the elements that hold none of the page's text.
pub(super) fn received(document: &Document) -> String {
    let mut text = String::new();
    let mut nodes = vec![document.root()];
    while let Some(node) = nodes.pop() {
        if node.qual_name_ref().is_some_and(|name| SKIPPED.contains(&&*name.local)) {
            continue;
        }
        node.query(|inner| {
            if let NodeData::Text { contents } = &inner.data {
                text.push_str(contents);
            }
        });
        if node.may_have_children() {
            nodes.extend(node.children_it(true));
        }
    }
    text
}
