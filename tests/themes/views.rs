//! The source code of the views → their reference in Markdown: a section for each struct, a row for each field with its
//! type and its comment. Reads just the shapes that the file has, and fails on any other.

/// The reference.
pub fn markdown(source: &str) -> String {
    items(source).iter().map(Item::markdown).collect()
}

/// A struct, or an enum whose variants are told apart by their `type`.
struct Item {
    name: String,
    /// What its comment says.
    says: String,
    fields: Vec<Field>,
    variants: Vec<(String, Vec<Field>)>,
}

struct Field {
    name: String,
    ty: String,
    says: String,
}

impl Item {
    fn markdown(&self) -> String {
        let mut out = format!("\n## {}\n\n", self.name);
        if !self.says.is_empty() {
            out.push_str(&format!("{}\n\n", self.says));
        }
        if self.variants.is_empty() {
            out.push_str(&table(&self.fields));
            return out;
        }
        out.push_str("Its `type` says what it is.\n");
        for (name, fields) in &self.variants {
            let kind = name.to_lowercase();
            match &fields[..] {
                [Field { name, ty, .. }] if name.is_empty() => {
                    out.push_str(&format!("\n`{kind}`: the fields of {}.\n", ty_words(ty)));
                }
                fields => out.push_str(&format!("\n`{kind}`:\n\n{}", table(fields))),
            }
        }
        out
    }
}

fn table(fields: &[Field]) -> String {
    let mut out = "| name | type | |\n| --- | --- | --- |\n".to_owned();
    for Field { name, ty, says } in fields {
        let (ty, says) = match says.strip_prefix("HTML") {
            Some(rest) if ty == "String" => ("*HTML*".to_owned(), rest.trim_start_matches(['.', ':', ',', ' '])),
            _ => (ty_words(ty), says.as_str()),
        };
        out.push_str(&format!("| `{name}` | {ty} | {} |\n", says.replace('|', "\\|")));
    }
    out
}

/// A type in the words of a template's author.
fn ty_words(ty: &str) -> String {
    let inside = |outer: &str| ty.strip_prefix(outer).and_then(|rest| rest.strip_suffix('>'));
    match (inside("Option<"), inside("Vec<")) {
        (Some(inner), _) => format!("{}, optional", ty_words(inner)),
        (_, Some(inner)) => format!("list of {}", ty_words(inner)),
        (None, None) => match ty {
            "String" => "text".to_owned(),
            "bool" => "bool".to_owned(),
            "u8" | "usize" | "u32" | "i32" => "number".to_owned(),
            name if name.chars().all(char::is_alphanumeric) => format!("[{name}](#{})", name.to_lowercase()),
            other => panic!("a template's author knows no `{other}`"),
        },
    }
}

fn items(source: &str) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    // The comment and the attributes that stand above a line belong to what it declares.
    let (mut says, mut is_hidden, mut variant) = (String::new(), false, None::<usize>);
    for line in source.lines().map(str::trim) {
        let comment = line.strip_prefix("///").or_else(|| line.strip_prefix("/**")?.strip_suffix("*/"));
        if let Some(comment) = comment {
            says = [says.trim(), comment.trim()].join(" ").trim().to_owned();
            continue;
        }
        if line.starts_with("#[") {
            is_hidden |= line.contains("skip");
            continue;
        }
        let said = std::mem::take(&mut says);
        let hidden = std::mem::take(&mut is_hidden);
        let declared = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "));
        if line.is_empty() || line.starts_with("//") || line.starts_with("use ") {
            continue;
        } else if let Some(name) = declared {
            let name = name.strip_suffix(" {").unwrap_or_else(|| panic!("no struct with fields: {line}"));
            items.push(Item { name: name.to_owned(), says: said, fields: Vec::new(), variants: Vec::new() });
        } else if line == "}" || line == "}," {
            variant = None;
        } else if let Some((name, ty)) = line.strip_suffix(',').and_then(|field| field.split_once(": ")) {
            let item = items.last_mut().expect("a field stands in a struct");
            let name = name.strip_prefix("pub ").unwrap_or(name).to_owned();
            let fields = match variant {
                Some(number) => &mut item.variants[number].1,
                None => &mut item.fields,
            };
            if !hidden {
                fields.push(Field { name, ty: ty.to_owned(), says: said });
            }
        } else if let Some(name) = line.strip_suffix(" {") {
            let item = items.last_mut().expect("a variant stands in an enum");
            item.variants.push((name.to_owned(), Vec::new()));
            variant = Some(item.variants.len() - 1);
        } else if let Some((name, ty)) = line.strip_suffix("),").and_then(|variant| variant.split_once('(')) {
            let item = items.last_mut().expect("a variant stands in an enum");
            let field = Field { name: String::new(), ty: ty.to_owned(), says: said };
            item.variants.push((name.to_owned(), vec![field]));
        } else {
            panic!("a line of src/render/view.rs that this reader does not know: {line}");
        }
    }
    assert!(items.len() > 20, "the views were found");
    items
}
