//! Web page → Source. `import` calls it with decoded HTML.

#[cfg_attr(not(test), expect(dead_code, reason = "the reader of the body calls it"))]
mod metadata;
