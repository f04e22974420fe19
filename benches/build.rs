//! What a whole build costs beside the floor: the program on a folder, cold and again after an edit; and the same Markdown
//! read, parsed, put into a shell of two kilobytes and written, on as many threads, with nothing else done to it.
//! `cargo bench --bench build -- 100 1000 10000` prints a table in Markdown: medians of five rounds in which all take turns,
//! in the folder for temporary files (`TMPDIR=/dev/shm` for one in memory). `-- --write FOLDER 1000` only writes the site.
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "runs the program on a folder")]

mod desk;

use pulldown_cmark::{Options, Parser, html::push_html};
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use walkdir::WalkDir;

const ROUNDS: usize = 5;

/// What is done to a site before it is built, one after the other.
const STEPS: [(&str, Step); 6] = [
    ("cold", Step::Cold),
    ("cold, without search", Step::Without("search = false\n")),
    ("nothing changed", Step::Again),
    ("one briefing changed", Step::Edit("content/briefings/briefing-1.md")),
    ("one source changed", Step::Edit("content/sources/minutes-0.md")),
    ("the theme changed", Step::Edit("static/custom.css")),
];

#[derive(Clone, Copy)]
enum Step {
    Cold,
    Without(&'static str),
    Again,
    /// A file to which a line is added.
    Edit(&'static str),
}

/// What one run took.
#[derive(Clone, Copy, Default)]
struct Cost {
    wall: Duration,
    /// The most memory that it held, in KiB.
    peak: u64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [flag, folder, size] = &arguments[..]
        && flag == "--write"
    {
        return write(Path::new(folder), size.parse().expect("a number of briefings"));
    }
    let sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    for size in if sizes.is_empty() { vec![100, 1000] } else { sizes } {
        measure(size);
    }
}

fn measure(size: usize) {
    let scratch = tempfile::tempdir().expect("a folder for temporary files");
    let root = scratch.path().join("site");
    write(&root, size);
    let mut floors = Vec::new();
    let mut costs = vec![Vec::new(); STEPS.len()];
    for round in 0..ROUNDS {
        let out = scratch.path().join("floor");
        let began = Instant::now();
        floor(&root.join("content"), &out);
        floors.push(began.elapsed());
        fs::remove_dir_all(&out).expect("the floor's files can be removed");
        for ((_, step), costs) in STEPS.iter().zip(&mut costs) {
            costs.push(step.run(&root, round));
        }
    }
    let floor = median(floors);
    println!("\n{size} briefings, {} sources; the floor takes {:.3} s\n", (size / 4).max(1), floor.as_secs_f64());
    println!("| build | s | × the floor | peak MiB |\n| --- | ---: | ---: | ---: |");
    for ((name, _), costs) in STEPS.iter().zip(costs) {
        let wall = median(costs.iter().map(|cost| cost.wall).collect());
        let peak = median(costs.iter().map(|cost| cost.peak).collect());
        println!("| {name} | {:.3} | {:.1} | {} |", wall.as_secs_f64(), wall.div_duration_f64(floor), peak / 1024);
    }
}

fn write(root: &Path, size: usize) {
    for (path, text) in desk::files(size).into_iter().chain([("static/custom.css".to_owned(), String::new())]) {
        let place = root.join(path);
        fs::create_dir_all(place.parent().expect("it lies below the root")).expect("folders can be made");
        fs::write(place, text).expect("files can be written");
    }
}

impl Step {
    fn run(self, root: &Path, round: usize) -> Cost {
        let forget = || {
            for folder in ["public", ".ibid", ".ibid-spare-public"] {
                fs::remove_dir_all(root.join(folder)).unwrap_or_default();
            }
        };
        match self {
            Step::Again => build(root),
            Step::Cold => {
                forget();
                build(root)
            }
            Step::Without(setting) => {
                let place = root.join("ibid.toml");
                let text = fs::read_to_string(&place).expect("the site has its settings");
                fs::write(&place, format!("{setting}{text}")).expect("files can be written");
                forget();
                let cost = build(root);
                fs::write(&place, text).expect("files can be written");
                forget();
                build(root);
                cost
            }
            Step::Edit(path) => {
                let place = root.join(path);
                let mut text = fs::read_to_string(&place).expect("the site has the file");
                let line =
                    if path.ends_with(".css") { "/* {round} */\n" } else { "\nAnd again, for the {round}th time.\n" };
                text.push_str(&line.replace("{round}", &round.to_string()));
                fs::write(&place, text).expect("files can be written");
                build(root)
            }
        }
    }
}

/// Runs the program, and watches how much memory it holds where the system tells.
fn build(root: &Path) -> Cost {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
    command.arg("--root").arg(root).args(["build", "--quiet"]).stdin(Stdio::null()).stdout(Stdio::null());
    let began = Instant::now();
    let mut child = command.stderr(Stdio::null()).spawn().expect("the program starts");
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = 0;
    loop {
        let known = fs::read_to_string(&status).unwrap_or_default();
        let held = known.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        peak = peak.max(held.unwrap_or_default());
        if let Some(status) = child.try_wait().expect("the program ends") {
            assert!(status.success(), "the benchmark's site builds");
            return Cost { wall: began.elapsed(), peak };
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// Reads, parses and writes every Markdown file.
fn floor(content: &Path, out: &Path) {
    let shell = "<!-- the shell of a page -->\n".repeat(36);
    let files = WalkDir::new(content).into_iter().filter_map(Result::ok);
    let files: Vec<PathBuf> = files.map(walkdir::DirEntry::into_path).filter(|path| path.is_file()).collect();
    files.par_iter().for_each(|path| {
        let text = fs::read_to_string(path).expect("files can be read");
        let body = text.splitn(3, "---\n").nth(2).unwrap_or(&text);
        let mut page = shell.clone();
        push_html(&mut page, Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES));
        page.push_str(&shell);
        let folder = out.join(path.strip_prefix(content).expect("it lies below").with_extension(""));
        fs::create_dir_all(&folder).expect("folders can be made");
        fs::write(folder.join("index.html"), page).expect("files can be written");
    });
}

fn median<T: Ord + Copy>(mut values: Vec<T>) -> T {
    values.sort();
    values[values.len() / 2]
}
