use std::borrow::Cow;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// What a long command is doing, on a terminal; in a pipe it writes nothing.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Work whose end is not known.
    pub(super) fn spinner(message: impl Into<Cow<'static, str>>) -> Self {
        let bar = ProgressBar::new_spinner();
        bar.set_message(message);
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { bar }
    }

    /// A transfer of bytes, whose length the server may tell later.
    pub(super) fn transfer(message: impl Into<Cow<'static, str>>) -> Self {
        let bar = ProgressBar::no_length();
        let template = "{msg} {wide_bar} {binary_bytes} of {binary_total_bytes}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(message);
        Self { bar }
    }

    /// Says what is being done now.
    pub(super) fn say(&self, message: impl Into<Cow<'static, str>>) {
        self.bar.set_message(message);
    }

    /// Says how many bytes have come, and of how many.
    pub(super) fn arrived(&self, arrived: u64, expected: Option<u64>) {
        if let Some(expected) = expected {
            self.bar.set_length(expected);
        }
        self.bar.set_position(arrived);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
