//! The finder's list of courts of May 2013 is published, and then the one of July: through the real
//! store and a running server, no URI dies.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use support::{Server, assize, copy, shared, told, workspace};
use tempfile::TempDir;

/// Two lists, and what is between them.
struct Lists {
    sources: PathBuf,
    /// Courts of May, and how many of them July does not have.
    may: usize,
    gone: usize,
    /// Courts that only July has, and those that it calls otherwise.
    new: usize,
    renamed: usize,
}

const RELEASE: &str = "samples/womens-immediate-custody/womens-immediate-custody-edition-1.csv";

#[test]
fn no_uri_of_the_small_lists_dies() {
    no_uri_dies(&Lists {
        sources: "tests/register/courtfinder-2013".into(),
        may: 7,
        gone: 2,
        new: 1,
        renamed: 2,
    });
}

#[test]
fn no_uri_of_the_finder_of_2013_dies() {
    let Some(shared) = shared() else {
        return;
    };
    no_uri_dies(&Lists {
        sources: shared.join("data"),
        may: 637,
        gone: 104,
        new: 15,
        // Of the 43 that the two lists spell differently, one (Mansfield) differs in a space alone.
        renamed: 42,
    });
}

fn no_uri_dies(lists: &Lists) {
    let project = Project::new(&lists.sources);
    project.build("courtfinder-2013-05");
    let may = project.courts();
    assert_eq!(may.len(), lists.may);
    project.run(&["publish", RELEASE]);
    let server = Server::start(project.path());
    project.run(&["ledger", "record"]);

    project.decide();
    project.build("courtfinder-2013-07");
    let july = project.courts();
    assert!(may.iter().all(|key| july.contains(key)));
    assert_eq!(july.len(), lists.may + lists.new);
    project.run(&["publish", RELEASE]);
    let newest = july.iter().find(|key| !may.contains(key)).unwrap();
    await_answer(&server.url(&format!("/id/court/{newest}")));

    // The ledger is that of May: every URI of it still answers, asked of both.
    let all = project.run(&["ledger", "check", "--url", &server.url("")]);
    assert!(all.contains("0 answered wrongly"), "{all}");
    let all = project.run(&["ledger", "check"]);
    assert!(all.contains("0 answered wrongly"), "{all}");
    assert_eq!(project.only_in("courtfinder-2013-05"), lists.gone);
    renamed_ones_have_both_names(&project, &server, lists.renamed);
    a_closed_one_says_where_its_work_went(&server);
}

fn renamed_ones_have_both_names(project: &Project, server: &Server, expected: usize) {
    let renamed = project.renamed();
    assert_eq!(renamed.len(), expected);
    for (key, now, before) in renamed {
        let data = get(&server.url(&format!("/doc/court/{key}.nt")));
        for said in [
            format!("\"{now}\"@en"),
            format!("\"{before}\"@en"),
            "/justice/to> \"2013-07-22\"".to_owned(),
            "/justice/from> \"2013-07-23\"".to_owned(),
        ] {
            assert!(data.contains(&said), "{said} is not in {data}");
        }
    }
}

fn a_closed_one_says_where_its_work_went(server: &Server) {
    let page = get(&server.url("/id/court/aberdare-magistrates-court"));
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("Closed on 22 July 2013"), "{words}");
    assert!(words.contains("Its work went to"), "{words}");
    assert!(
        words.contains("/court/abergavenny-magistrates-court"),
        "{words}"
    );
}

/// Waits until a server that has yet to move over to the next generation answers.
fn await_answer(url: &str) {
    let begun = Instant::now();
    while reqwest::blocking::get(url).unwrap().status() != 200 {
        assert!(
            begun.elapsed() < Duration::from_secs(45),
            "{url} is not there"
        );
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn get(url: &str) -> String {
    let client = reqwest::blocking::Client::new();
    let answer = client.get(url).header("accept", "text/html, */*;q=0.5");
    let answer = answer.send().unwrap();
    assert_eq!(answer.status(), 200, "{url}");
    answer.text().unwrap()
}

/// A project whose register of courts is made from these sources alone.
struct Project {
    folder: TempDir,
    sources: PathBuf,
}

impl Project {
    fn new(sources: &Path) -> Self {
        let folder = workspace();
        let own = |name: &str| folder.path().join(name);
        for name in ["vocab", "assize.toml"] {
            fs::remove_file(own(name)).unwrap();
        }
        copy(Path::new("vocab"), &own("vocab"));
        let config = fs::read_to_string("assize.toml").unwrap();
        // The examples ask for courts that a list of 2013 need not have.
        let config = config.replace("vocab/examples", "no-examples");
        fs::write(own("assize.toml"), config).unwrap();
        fs::create_dir(own("no-examples")).unwrap();
        fs::remove_dir_all(own("vocab/ledger")).unwrap();
        let courts = own("vocab/registers/court");
        let definition = fs::read(courts.join("register.toml")).unwrap();
        fs::remove_dir_all(&courts).unwrap();
        fs::create_dir_all(courts.join("decisions")).unwrap();
        fs::write(courts.join("register.toml"), definition).unwrap();
        let headings = "key,type,opened,closed,latitude,longitude,address,postcode,source,note\n";
        fs::write(courts.join("court.csv"), headings).unwrap();
        Self {
            folder,
            sources: fs::canonicalize(sources).unwrap(),
        }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// What a command that must succeed says.
    fn run(&self, arguments: &[&str]) -> String {
        let output = assize().args(arguments).current_dir(self.path()).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", told(&output));
        told(&output)
    }

    fn build(&self, list: &str) {
        self.run(&[
            "register",
            "build",
            self.sources.to_str().unwrap(),
            "--list",
            list,
        ]);
    }

    /// What people decide about a court that July does not have.
    fn decide(&self) {
        let decisions = self.path().join("vocab/registers/court/decisions");
        let (closed, successor) = (
            "aberdare-magistrates-court",
            "abergavenny-magistrates-court",
        );
        let facts =
            format!("key,field,value,source,reason\n{closed},closed,2013-07-22,assize,Gone\n");
        fs::write(decisions.join("facts.csv"), facts).unwrap();
        let successions = format!(
            "key,successor,date,kind,source,evidence\n{closed},{successor},2013-07-22,work-moved,assize,As decided\n"
        );
        fs::write(decisions.join("successions.csv"), successions).unwrap();
    }

    fn table(&self, name: &str) -> Vec<csv::StringRecord> {
        let path = self.path().join("vocab/registers/court").join(name);
        let mut reader = csv::Reader::from_path(path).unwrap();
        reader.records().map(Result::unwrap).collect()
    }

    fn courts(&self) -> Vec<String> {
        let courts = self.table("court.csv");
        courts.iter().map(|line| line[0].to_owned()).collect()
    }

    /// How many courts only one source knows.
    fn only_in(&self, source: &str) -> usize {
        let courts = self.table("court.csv");
        courts.iter().filter(|line| &line[8] == source).count()
    }

    /// Key, name and former name of those that bear another name since July.
    fn renamed(&self) -> Vec<(String, String, String)> {
        let labels = self.table("labels.csv");
        let before = labels
            .iter()
            .filter(|line| &line[3] == "former" && &line[5] == "2013-07-22");
        let renamed = before.filter_map(|before| {
            let is_now = |now: &&csv::StringRecord| now[0] == before[0] && &now[4] == "2013-07-23";
            let now = labels.iter().find(is_now)?;
            Some([&before[0], &now[1], &before[1]].map(str::to_owned).into())
        });
        renamed.collect()
    }
}
