//! The files of releases, as the catalogue offers them and a reader takes them from the real server:
//! whole, in parts, and only when they changed.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Output;
use std::sync::Arc;

use assize::digest::Digest;
use oxrdf::{NamedOrBlankNode, Term};
use oxrdfio::{RdfFormat, RdfParser};
use reqwest::blocking::{Client, RequestBuilder, Response};
use support::{Server, Shared, assize, publish_samples, workspace};
use tempfile::TempDir;

const BASE: &str = "http://justice.data.gov.uk";
const DATASET: &str = "womens-immediate-custody";

/// A server of two editions of one dataset.
struct Site {
    server: Server,
    folder: TempDir,
}

fn site() -> Arc<Site> {
    static SITE: Shared<Site> = Shared::new();
    SITE.get(two_editions)
}

fn two_editions() -> Site {
    let folder = workspace();
    for edition in ["edition-1", "edition-2"] {
        let file = format!("samples/{DATASET}/{DATASET}-{edition}.csv");
        let output = run(&folder, &["publish", &file]);
        assert!(output.status.success());
    }
    let server = Server::start(folder.path());
    Site { server, folder }
}

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut command = assize();
    let output = command.args(arguments).current_dir(folder.path()).output();
    output.unwrap()
}

fn path(edition: &str, file: &str) -> String {
    format!("/data/{DATASET}/release/{edition}/{file}")
}

impl Site {
    fn get(&self, path: &str) -> RequestBuilder {
        Client::new().get(self.server.url(path))
    }

    fn kept(&self, edition: &str, file: &str) -> Vec<u8> {
        let folder = self.folder.path().join("store/current/releases");
        std::fs::read(folder.join(DATASET).join(edition).join(file)).unwrap()
    }

    /// Sends a path as it is: clients take dots out of it.
    fn raw_status(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(self.server.address()).unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.lines().next().unwrap().to_owned()
    }
}

fn send(request: RequestBuilder) -> Response {
    request.send().unwrap()
}

fn header(answer: &Response, name: &str) -> String {
    let value = answer.headers().get(name);
    value.map_or("", |value| value.to_str().unwrap()).to_owned()
}

type Described = BTreeMap<String, Vec<(String, String)>>;

/// The catalogue: what is said of each thing, by local names.
fn catalogue(server: &Server) -> Described {
    let text = reqwest::blocking::get(server.url("/catalogue.nt")).unwrap();
    let text = text.bytes().unwrap();
    let mut described = Described::new();
    for quad in RdfParser::from_format(RdfFormat::NTriples).for_slice(&text) {
        let quad = quad.unwrap();
        let (NamedOrBlankNode::NamedNode(subject), predicate) = (quad.subject, quad.predicate)
        else {
            panic!("a blank node in the catalogue");
        };
        let object = match quad.object {
            Term::NamedNode(iri) => iri.into_string(),
            Term::Literal(literal) => literal.value().to_owned(),
            Term::BlankNode(_) => panic!("a blank node in the catalogue"),
        };
        let name = predicate.as_str().rsplit(['#', '/']).next().unwrap();
        let of = described.entry(subject.into_string()).or_default();
        of.push((name.to_owned(), object));
    }
    described
}

fn value<'d>(described: &'d Described, thing: &str, property: &str) -> Option<&'d str> {
    let mut said = described.get(thing)?.iter();
    let found = said.find(|(name, _)| name == property);
    found.map(|(_, value)| value.as_str())
}

#[test]
fn every_address_in_the_catalogue_answers_with_the_bytes_that_it_says() {
    let folder = workspace();
    publish_samples(&folder);
    let server = Server::start(folder.path());
    let described = catalogue(&server);
    let (mut files, mut accessed) = (0, 0);
    for thing in described.keys() {
        if let Some(address) = value(&described, thing, "accessURL") {
            let door = address.strip_prefix(BASE).unwrap();
            let answer = reqwest::blocking::get(server.url(door)).unwrap();
            assert_eq!(answer.status(), 200, "{address}");
            accessed += 1;
        }
        let Some(address) = value(&described, thing, "downloadURL") else {
            continue;
        };
        let door = address.strip_prefix(BASE).unwrap();
        let answer = reqwest::blocking::get(server.url(door)).unwrap();
        assert_eq!(answer.status(), 200, "{address}");
        let declared = value(&described, thing, "compressFormat");
        let declared = declared.or_else(|| value(&described, thing, "mediaType"));
        let (_, declared) = declared.unwrap().split_once("media-types/").unwrap();
        let sent = header(&answer, "content-type");
        assert_eq!(sent.split(';').next().unwrap(), declared, "{address}");
        let checksum = value(&described, thing, "checksum").unwrap();
        let digits = value(&described, checksum, "checksumValue").unwrap();
        let etag = header(&answer, "etag");
        assert_eq!(etag, format!("\"{digits}\""), "{address}");
        let length = header(&answer, "content-length");
        let bytes = answer.bytes().unwrap();
        assert_eq!(Digest::of(&bytes).as_str(), digits, "{address}");
        let size = value(&described, thing, "byteSize").unwrap();
        assert_eq!(bytes.len().to_string(), size, "{address}");
        assert_eq!(length, size, "{address}");
        files += 1;
    }
    // Nine datasets and their releases have four files each, and the endpoint.
    assert!(files >= 72 && accessed >= files + 9, "{files} {accessed}");
}

#[test]
fn each_file_of_each_release_is_served_with_its_media_type() {
    let site = site();
    let kinds = [
        ("tidy.csv", "text/csv; charset=utf-8; header=present"),
        ("tidy.csv-metadata.json", "application/csvm+json"),
        ("observations.nq.zst", "application/zstd"),
        ("observations.parquet", "application/vnd.apache.parquet"),
        ("provenance.nq.zst", "application/zstd"),
        ("report.json", "application/json"),
        ("mapping.toml", "application/toml"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
    ];
    let changes = [
        ("difference.csv", "text/csv; charset=utf-8; header=present"),
        ("difference.json", "application/json"),
        ("difference.nq.zst", "application/zstd"),
    ];
    let first = kinds.map(|kind| ("edition-1", kind));
    let second = kinds.into_iter().chain(changes);
    let second = second.map(|kind| ("edition-2", kind));
    for (edition, (file, kind)) in first.into_iter().chain(second) {
        let answer = send(site.get(&path(edition, file)));
        assert_eq!(answer.status(), 200, "{edition} {file}");
        assert_eq!(header(&answer, "content-type"), kind, "{edition} {file}");
        assert_eq!(header(&answer, "access-control-allow-origin"), "*");
        assert_eq!(header(&answer, "cache-control"), "public, max-age=300");
        assert_eq!(header(&answer, "accept-ranges"), "bytes", "{file}");
        assert!(!header(&answer, "last-modified").is_empty(), "{file}");
        assert_eq!(answer.bytes().unwrap(), site.kept(edition, file), "{file}");
    }
}

#[test]
fn a_table_leads_to_its_metadata_and_its_release() {
    let site = site();
    let answer = send(site.get(&path("edition-2", "tidy.csv")));
    let link = header(&answer, "link");
    let metadata = path("edition-2", "tidy.csv-metadata.json");
    let described = format!("<{metadata}>; rel=\"describedby\"; type=\"application/csvm+json\"");
    assert!(link.contains(&described), "{link}");
    let release = format!("</data/{DATASET}/release/edition-2>; rel=\"collection\"");
    assert!(link.contains(&release), "{link}");
    let answer = send(site.get(&path("edition-2", "difference.csv")));
    assert!(!header(&answer, "link").contains("describedby"));
}

#[test]
fn a_head_has_the_header_of_the_file() {
    let site = site();
    let address = site.server.url(&path("edition-2", "tidy.csv"));
    // Only GET has ranges.
    let answer = send(Client::new().head(address).header("range", "bytes=0-9"));
    let whole = site.kept("edition-2", "tidy.csv");
    assert_eq!(answer.status(), 200);
    assert_eq!(header(&answer, "content-length"), whole.len().to_string());
    assert_eq!(
        header(&answer, "etag"),
        format!("\"{}\"", Digest::of(&whole))
    );
    assert!(answer.bytes().unwrap().is_empty());
}

#[test]
fn what_the_client_has_is_not_sent_again() {
    let site = site();
    let file = path("edition-2", "tidy.csv");
    let answer = send(site.get(&file));
    let (etag, modified) = (header(&answer, "etag"), header(&answer, "last-modified"));
    for (name, value) in [("if-none-match", &etag), ("if-modified-since", &modified)] {
        let answer = send(site.get(&file).header(name, value));
        assert_eq!(answer.status(), 304, "{name}");
        assert_eq!(header(&answer, "etag"), etag);
    }
    let other = send(site.get(&file).header("if-none-match", "\"another\""));
    assert_eq!(other.status(), 200);
}

#[test]
fn a_part_of_a_file_is_sent_and_a_part_of_another_is_not() {
    let site = site();
    let file = path("edition-2", "observations.nq.zst");
    let whole = site.kept("edition-2", "observations.nq.zst");
    let length = whole.len();
    let etag = format!("\"{}\"", Digest::of(&whole));
    let ranges = [
        ("bytes=0-99", 0..100),
        ("bytes=100-", 100..length),
        ("bytes=-7", length - 7..length),
    ];
    for (range, bytes) in ranges {
        let request = site.get(&file).header("range", range);
        let answer = send(request.header("if-range", &etag));
        assert_eq!(answer.status(), 206, "{range}");
        let wanted = format!("bytes {}-{}/{length}", bytes.start, bytes.end - 1);
        assert_eq!(header(&answer, "content-range"), wanted);
        assert_eq!(header(&answer, "etag"), etag);
        assert_eq!(answer.bytes().unwrap(), whole[bytes], "{range}");
    }
    let request = site.get(&file).header("range", "bytes=0-99");
    let changed = send(request.header("if-range", "\"another\""));
    assert_eq!(changed.status(), 200);
    assert_eq!(changed.bytes().unwrap(), whole);
    let several = send(site.get(&file).header("range", "bytes=0-1,5-9"));
    assert_eq!(several.status(), 200);
    let beyond = send(site.get(&file).header("range", format!("bytes={length}-")));
    assert_eq!(beyond.status(), 416);
    assert_eq!(
        header(&beyond, "content-range"),
        format!("bytes */{length}")
    );
    assert_eq!(header(&beyond, "content-type"), "application/problem+json");
}

#[test]
fn only_what_is_not_compressed_is_compressed_on_the_way() {
    let site = site();
    for (file, coding) in [
        ("tidy.csv", "gzip"),
        ("observations.nq.zst", ""),
        ("observations.parquet", ""),
    ] {
        let request = site
            .get(&path("edition-2", file))
            .header("accept-encoding", "gzip");
        let answer = send(request);
        assert_eq!(header(&answer, "content-encoding"), coding, "{file}");
    }
}

#[test]
fn other_methods_are_refused_with_those_there_are() {
    let site = site();
    let address = site.server.url(&path("edition-2", "tidy.csv"));
    let answer = send(Client::new().post(&address));
    assert_eq!(answer.status(), 405);
    assert_eq!(header(&answer, "allow"), "GET, HEAD, OPTIONS");
    let preflight = Client::new().request(reqwest::Method::OPTIONS, &address);
    let preflight = send(preflight);
    assert_eq!(preflight.status(), 204);
    assert!(header(&preflight, "access-control-allow-headers").contains("If-Range"));
}

#[test]
fn no_path_leads_beyond_the_files_of_releases() {
    let site = site();
    let release = format!("/data/{DATASET}/release/edition-2");
    let paths = [
        "no-such-file.csv",
        "observations.columns",
        "",
        "tidy.csv/",
        "../edition-1/tidy.csv",
        "..%2fedition-1%2ftidy.csv",
        "../../../../generation.json",
        "..%2f..%2f..%2f..%2fgeneration.json",
        "%2e%2e/%2e%2e/%2e%2e/%2e%2e/generation.json",
        "..%5c..%5cgeneration.json",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "tidy.csv%00",
        "%ff",
    ];
    for path in paths {
        let status = site.raw_status(&format!("{release}/{path}"));
        assert_eq!(status, "HTTP/1.1 404 Not Found", "{path}");
    }
    let other = site.raw_status(&format!("/data/{DATASET}/release/edition-9/tidy.csv"));
    assert_eq!(other, "HTTP/1.1 404 Not Found");
    assert_eq!(
        site.raw_status(&format!("{release}/tidy%2ecsv")),
        "HTTP/1.1 200 OK"
    );
}

#[test]
fn the_pages_of_a_dataset_and_its_releases_link_their_files() {
    let site = site();
    let pages = [
        (format!("/data/{DATASET}.html"), "edition-2"),
        (
            format!("/data/{DATASET}/release/edition-2.html"),
            "edition-2",
        ),
        (
            format!("/data/{DATASET}/release/edition-1.html"),
            "edition-1",
        ),
    ];
    for (page, edition) in pages {
        let html = send(site.get(&page)).text().unwrap();
        for file in [
            "tidy.csv",
            "observations.parquet",
            "report.json",
            "SHA256SUMS",
        ] {
            let link = format!("href=\"{}\"", path(edition, file));
            assert!(html.contains(&link), "{page} {file}");
        }
    }
}

#[test]
fn the_files_of_the_past_are_served_as_they_were() {
    let site = site();
    let map = send(site.get(&format!("/timemap/data/{DATASET}"))).text();
    let map = map.unwrap();
    let first = map
        .lines()
        .find(|line| line.contains("memento\""))
        .unwrap()
        .to_owned();
    let stamp = first.split("/memento/").nth(1).unwrap();
    let stamp = stamp.split('/').next().unwrap();
    let past = format!("/memento/{stamp}{}", path("edition-1", "tidy.csv"));
    let answer = send(site.get(&past));
    assert_eq!(answer.status(), 200, "{past}");
    assert_eq!(answer.bytes().unwrap(), site.kept("edition-1", "tidy.csv"));
}

#[test]
fn an_observation_names_the_row_of_the_source_that_it_came_from() {
    let site = site();
    let document = format!("/data/{DATASET}/dyfed-powys/2010");
    let text = send(site.get(&format!("{document}.nt"))).text().unwrap();
    let observation = format!("{BASE}{document}");
    let source = format!("{BASE}/data/{DATASET}/release/edition-2/source");
    let start = format!("<{observation}#row> <http://www.w3.org/ns/csvw#url> <{source}#row=");
    let found = text.lines().find_map(|line| line.strip_prefix(&start));
    let line: usize = found.unwrap().trim_end_matches("> .").parse().unwrap();
    let derived =
        format!("<{observation}> <http://www.w3.org/ns/prov#wasDerivedFrom> <{observation}#row> .");
    assert!(text.contains(&derived), "{text}");
    // The file says at this line what the observation is about.
    let file = format!("samples/{DATASET}/{DATASET}-edition-2.csv");
    let file = String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned();
    let row = file.lines().nth(line - 1).unwrap();
    assert!(row.contains("Dyfed"), "{row}");
    // And the address of the file tells which file that was.
    let door = source.strip_prefix(BASE).unwrap();
    let told = send(site.get(&format!("{door}.nt"))).text().unwrap();
    let digest =
        Digest::of(&std::fs::read(format!("samples/{DATASET}/{DATASET}-edition-2.csv")).unwrap());
    assert!(told.contains(&format!("sha256:{digest}")), "{told}");
}
