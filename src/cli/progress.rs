//! What is going on → one line on standard error that changes, and is gone at the end. Only on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// A line that tells what the program is doing. Threads may share it.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Begins with a step of unknown length: `reading`. Nothing else may be printed while the line is there.
    pub fn start(is_visible: bool, step: &'static str) -> Self {
        let bar = ProgressBar::hidden();
        if is_visible {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(100));
        }
        let progress = Self(bar);
        progress.step(step);
        progress
    }

    /// Goes on to another step of unknown length.
    pub fn step(&self, step: &'static str) {
        self.0.set_style(style("{spinner} {msg}"));
        self.0.set_message(step);
    }

    /// Goes on to a step of so many parts.
    pub fn count(&self, step: &'static str, parts: usize) {
        self.0.set_style(style("{spinner} {msg} {human_pos}/{human_len} ({per_sec:.0}, {eta} left)"));
        self.0.set_message(step);
        self.0.set_position(0);
        self.0.set_length(parts as u64);
        self.0.reset_eta();
    }

    /// So many parts needed no work, and say nothing of how long the others will take.
    pub fn skip(&self, parts: usize) {
        self.0.set_position(parts as u64);
        self.0.reset_eta();
    }

    /// One part is done.
    pub fn advance(&self) {
        self.0.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the template is sound")
}
