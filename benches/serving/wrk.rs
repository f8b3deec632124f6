//! Asking with `wrk`.

use std::fs;
use std::path::Path;
use std::process::Command;

/// For how long a rate is measured.
const SECONDS: &str = "5s";
/// The longest that a list of paths may take.
const MOST: &str = "120s";

/// What becomes of a list of paths when its end is met.
#[derive(Clone, Copy)]
pub(crate) enum Round {
    /// The measurement ends: each is asked for once.
    Once,
    /// It begins again.
    Again,
}

/// Paths to ask for, one after the other, over sixteen connections.
pub(crate) struct List<'l> {
    pub(crate) paths: &'l [String],
    pub(crate) accept: &'l str,
    pub(crate) round: Round,
}

impl List<'_> {
    /// Requests a second; an error of any kind ends the measurement.
    pub(crate) fn rate(&self, door: &str) -> f64 {
        let folder = tempfile::tempdir().unwrap();
        let script = self.script(folder.path());
        let time = match self.round {
            Round::Once => MOST,
            Round::Again => SECONDS,
        };
        let mut command = Command::new("wrk");
        command
            .args(["-t", "1", "-c", "16", "-d", time, "-s", &script])
            .arg(format!("{door}/"));
        rate(&mut command)
    }

    /// The clock of the script is the system's: wrk itself tells a rate only of the whole time that
    /// it was given, though its requests were over long before.
    fn script(&self, folder: &Path) -> String {
        let list = folder.join("paths.txt");
        fs::write(&list, self.paths.join("\n")).unwrap();
        let at_end = match self.round {
            Round::Once => "if done == #paths then finish() end",
            Round::Again => "",
        };
        let script = format!(
            r#"
            local ffi = require("ffi")
            ffi.cdef[[ typedef struct {{ long s; long us; }} moment;
                       int gettimeofday(moment *now, void *zone); ]]
            local function seconds()
              local now = ffi.new("moment")
              ffi.C.gettimeofday(now, nil)
              return tonumber(now.s) + tonumber(now.us) / 1e6
            end
            local paths, at, done, began = {{}}, 0, 0, nil
            for line in io.lines("{}") do paths[#paths + 1] = line end
            local function finish()
              print(string.format("Requests/sec: %f", done / (seconds() - began)))
              io.flush()
              os.exit(0)
            end
            request = function()
              at = at + 1
              began = began or seconds()
              local path = paths[(at - 1) % #paths + 1]
              return wrk.format("GET", path, {{ ["Accept"] = "{}" }})
            end
            response = function(status)
              done = done + 1
              if status ~= 200 then print("Non-2xx: " .. status) io.flush() os.exit(1) end
              {at_end}
            end"#,
            list.display(),
            self.accept
        );
        let file = folder.join("ask.lua");
        fs::write(&file, script).unwrap();
        file.display().to_string()
    }
}

fn rate(command: &mut Command) -> f64 {
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        !text.contains("Non-2xx") && !text.contains("Socket errors"),
        "{text}"
    );
    let line = text.lines().find(|line| line.starts_with("Requests/sec:"));
    line.and_then(|line| line.split_whitespace().last()?.parse().ok())
        .unwrap_or_else(|| panic!("{text}"))
}
