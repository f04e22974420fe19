//! Web page → Source. `import` calls it with decoded HTML.

mod metadata;
