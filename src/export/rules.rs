use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::links::APART;
use crate::register::ledger::Ledger;

/// The rules of nginx: one a line, each tried in its order, so that they can be read by others too.
///
/// A URI that was withdrawn answers 410 with the document that says why; a thing 303 to its
/// document; an observation 303 to the document that it stands in.
pub(super) fn nginx(ledger: &Ledger, depths: &BTreeMap<String, usize>) -> String {
    let mut rules = "\
# Include this file in a `server` block whose `root` is the folder of the export, and this one line in
# the `http` block, so that programs get data and browsers pages:
#   map $http_accept $suffix { default /index.html; ~text/html /index.html; ~text/turtle .ttl; ~application/ld.json .jsonld; ~application/rdf.xml .rdf; ~application/n-triples .nt; }
index index.html;
absolute_redirect off;
types { text/html html; text/css css; image/svg+xml svg; text/turtle ttl; application/n-triples nt; application/ld+json jsonld json; application/rdf+xml rdf; text/csv csv; application/zstd zst; }
"
    .to_owned();
    for (path, _) in ledger.tombstones() {
        rules.extend(["location = ", path.as_str(), " { "]);
        if let Some(thing) = path.as_str().strip_prefix("/id/") {
            rules.extend(["error_page 410 /doc/", thing, "; "]);
        }
        rules += "return 410; }\n";
    }
    rules += "location ~ ^/id/(.+)$ { return 303 /doc/$1; }\n";
    let apart = APART.join("|");
    for (dataset, depth) in depths {
        let keys = vec!["[^/]+"; *depth].join("/");
        let name = dataset.replace('.', "\\.");
        rules.push_str("location ~ ^/data/");
        rules.extend([
            name.as_str(),
            "/(?!(?:",
            &apart,
            ")/)(",
            &keys,
            ")/(?!index\\.)[^/].*$",
        ]);
        rules.extend([" { return 303 /data/", dataset, "/$1; }\n"]);
    }
    rules += "location / { try_files $uri $uri$suffix $uri/index.html =404; }\n";
    rules
}

/// The [routing rules](https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html)
/// of a bucket that is a website; it may have fifty.
///
/// They cannot cut a path, so that an observation leads to the page of its dataset, and they cannot
/// answer 410, so that what was withdrawn leads to the document that says so.
pub(super) fn s3(depths: &BTreeMap<String, usize>) -> Value {
    let missing =
        |prefix: String| json!({ "KeyPrefixEquals": prefix, "HttpErrorCodeReturnedEquals": "404" });
    let mut rules = vec![json!({
        "Condition": { "KeyPrefixEquals": "id/" },
        "Redirect": { "ReplaceKeyPrefixWith": "doc/", "HttpRedirectCode": "303" },
    })];
    for dataset in depths.keys() {
        rules.push(json!({
            "Condition": missing(format!("data/{dataset}/")),
            "Redirect": {
                "ReplaceKeyWith": format!("data/{dataset}/observations/index.html"),
                "HttpRedirectCode": "303",
            },
        }));
    }
    json!({
        "IndexDocument": { "Suffix": "index.html" },
        "ErrorDocument": { "Key": "index.html" },
        "RoutingRules": rules,
    })
}
