//! Runs the commands of the README's tour and compares what they print.
//!
//! In a fenced block marked `console`, a line that begins with `$ ` is a command, with those that
//! begin with `> ` after it, and the lines up to the next one are what it prints. `…` stands for
//! anything.

mod support;

use std::fs;
use std::process::Command;

use support::{Server, workspace};

struct Step {
    line: usize,
    command: String,
    prints: String,
}

fn steps(markdown: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut inside = false;
    for (at, line) in markdown.lines().enumerate() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| inside) {
            let command = command.to_owned();
            steps.push(Step {
                line: at + 1,
                command,
                prints: String::new(),
            });
        } else if let Some(step) = steps.last_mut().filter(|_| inside) {
            match line.strip_prefix("> ") {
                Some(more) if step.prints.is_empty() => step.command.extend(["\n", more]),
                _ => step.prints.extend([line, "\n"]),
            }
        }
    }
    steps
}

/// Whether a text is the pattern with something in place of each `…`.
fn matches(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('…');
    let Some(mut rest) = pieces.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let mut last = None;
    for piece in pieces {
        let Some(at) = rest.find(piece) else {
            return false;
        };
        rest = &rest[at + piece.len()..];
        last = Some(piece);
    }
    rest.is_empty() || last.is_some_and(|piece| piece.is_empty() || text.ends_with(piece))
}

#[test]
fn the_commands_of_the_tour_print_what_the_readme_says() {
    let markdown = fs::read_to_string("README.md").unwrap();
    let folder = workspace();
    support::publish_samples(&folder);
    let server = Server::start(folder.path());
    let path = format!(
        "{}:{}",
        support::binary_folder(),
        std::env::var("PATH").unwrap()
    );
    let mut faults = Vec::new();
    let steps = steps(&markdown);
    assert!(steps.len() >= 5, "the README has lost its tour");
    for step in steps {
        let local = |text: &str| text.replace("127.0.0.1:7878", server.address());
        let output = Command::new("bash")
            .args(["-c", &local(&step.command)])
            .current_dir(folder.path())
            .env("PATH", &path)
            .output()
            .unwrap();
        let printed = [output.stderr, output.stdout].concat();
        // HTTP headers and CSV answers end their lines with CR LF, which a terminal does not show.
        let printed = String::from_utf8_lossy(&printed).replace('\r', "");
        if !matches(local(&step.prints).trim_end(), printed.trim_end()) {
            faults.push(format!(
                "README.md:{}: {}\n{printed}",
                step.line, step.command
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn dots_stand_for_anything_and_nothing_else_does() {
    assert!(matches("a…d", "abcd") && matches("a…", "abcd") && matches("abcd", "abcd"));
    assert!(!matches("a…d", "abc") && !matches("abc", "abcd") && !matches("b…", "abcd"));
}
