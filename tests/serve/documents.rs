use std::collections::BTreeSet;

use oxigraph::io::RdfFormat;
use oxrdf::NamedNodeRef;
use reqwest::StatusCode;
use reqwest::header::{IF_MODIFIED_SINCE, IF_NONE_MATCH};

use crate::bodies::{isomorphic, parse_as};
use crate::server::{BASE, Server, json, store, text, turtle};

const COURT: &str = "/doc/court/cardiff-crown-court";

const FORMS: [(&str, &str, RdfFormat); 4] = [
    ("ttl", "text/turtle", RdfFormat::Turtle),
    ("nt", "application/n-triples", RdfFormat::NTriples),
    ("rdf", "application/rdf+xml", RdfFormat::RdfXml),
    (
        "jsonld",
        "application/ld+json",
        RdfFormat::JsonLd {
            profile: oxigraph::io::JsonLdProfileSet::empty(),
        },
    ),
];

#[tokio::test]
async fn all_forms_of_a_document_are_the_same_graph() {
    let server = Server::start().await;
    let subjects = [
        COURT,
        "/data/crown-court-caseload",
        "/data/crown-court-caseload/snaresbrook/2025-Q4/for-trial/open",
        "/def/crown-court-caseload/structure",
        "/def/dimension/court",
        "/doc/court",
    ];
    for path in subjects {
        let turtle = parse_as(&server.body(path, "text/turtle").await, RdfFormat::Turtle);
        assert!(turtle.len() > 1, "{path}");
        for (suffix, media_type, format) in FORMS {
            let negotiated = server.body(path, media_type).await;
            let suffixed = server.body(&format!("{path}.{suffix}"), "*/*").await;
            assert_eq!(negotiated, suffixed, "{path}.{suffix}");
            assert!(
                isomorphic(&turtle, &parse_as(&negotiated, format)),
                "{path}.{suffix}"
            );
        }
    }
}

#[tokio::test]
async fn a_document_holds_what_is_known_of_the_thing_and_names_what_it_links() {
    let server = Server::start().await;
    let graph = parse_as(&server.body(COURT, "text/turtle").await, RdfFormat::Turtle);
    let all = parse_as(&turtle(), RdfFormat::Turtle);
    let court = format!("{BASE}/id/court/cardiff-crown-court");
    let court = NamedNodeRef::new(&court).unwrap();
    let named: BTreeSet<_> = all
        .triples_for_subject(court)
        .map(|t| t.predicate.to_string())
        .collect();
    let answered: BTreeSet<_> = graph
        .triples_for_subject(court)
        .map(|t| t.predicate.to_string())
        .collect();
    assert_eq!(answered, named);
    assert_eq!(
        graph.triples_for_object(court).count(),
        8 + 1,
        "observations, and the document"
    );
    for words in ["CF10 3PG", "51.48", "\"Wales\"@en", "\"HMCTS region\"@en"] {
        assert!(graph.to_string().contains(words), "{words}");
    }
}

#[tokio::test]
async fn a_thing_leads_to_its_document() {
    let server = Server::start().await;
    for accept in ["text/html", "text/turtle", "*/*"] {
        let response = server.get("/id/court/snaresbrook", accept).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(
            text(response.headers(), "location"),
            "/doc/court/snaresbrook"
        );
        assert_eq!(text(response.headers(), "vary"), "Accept");
        assert_eq!(text(response.headers(), "access-control-allow-origin"), "*");
    }
}

#[tokio::test]
async fn what_is_not_published_is_not_found() {
    let server = Server::start().await;
    let paths = [
        "/id/court/nowhere",
        "/doc/court/nowhere",
        "/doc/court/snaresbrook.xyz",
        "/doc/court/snaresbrook?page=2",
        "/def/nothing/here",
        "/data/nothing",
        "/id/unicorn",
        "/nowhere",
        "/doc/court/%00",
    ];
    for path in paths {
        let response = server.get(path, "*/*").await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert_eq!(
            text(response.headers(), "content-type"),
            "application/problem+json"
        );
        assert_eq!(text(response.headers(), "access-control-allow-origin"), "*");
        let page = server.get(path, "text/html").await;
        assert_eq!(page.status(), StatusCode::NOT_FOUND);
        assert_eq!(
            text(page.headers(), "content-type"),
            "text/html; charset=utf-8"
        );
    }
}

#[tokio::test]
async fn a_key_with_a_dot_is_no_suffix() {
    let server = Server::start().await;
    let body = server.body("/doc/court/v1.0", "text/turtle").await;
    assert!(body.contains("A court whose key has a dot"));
    let body = server.body("/doc/court/v1.0.nt", "*/*").await;
    assert!(body.contains("/id/court/v1.0> "));
}

#[tokio::test]
async fn an_answer_that_a_client_has_is_not_sent_again() {
    let server = Server::start().await;
    let first = server.get(COURT, "text/turtle").await;
    let (etag, modified) = (
        text(first.headers(), "etag").to_owned(),
        text(first.headers(), "last-modified").to_owned(),
    );
    assert!(etag.starts_with('"'), "{etag}");
    assert_eq!(modified, "Tue, 14 Nov 2023 22:13:20 GMT");
    let url = format!("{}{COURT}", server.door);
    for (field, value, status) in [
        (IF_NONE_MATCH, etag.as_str(), StatusCode::NOT_MODIFIED),
        (IF_NONE_MATCH, "*", StatusCode::NOT_MODIFIED),
        (IF_NONE_MATCH, "\"other\"", StatusCode::OK),
        (
            IF_MODIFIED_SINCE,
            modified.as_str(),
            StatusCode::NOT_MODIFIED,
        ),
        (
            IF_MODIFIED_SINCE,
            "Mon, 13 Nov 2023 22:13:20 GMT",
            StatusCode::OK,
        ),
        (IF_MODIFIED_SINCE, "yesterday", StatusCode::OK),
    ] {
        let request = server.client.get(&url).header("accept", "text/turtle");
        let response = request.header(&field, value).send().await.unwrap();
        assert_eq!(response.status(), status, "{field}: {value}");
        assert_eq!(text(response.headers(), "etag"), etag);
        assert_eq!(text(response.headers(), "access-control-allow-origin"), "*");
        assert_eq!(
            text(response.headers(), "content-location"),
            format!("{COURT}.ttl")
        );
    }
}

#[tokio::test]
async fn each_form_has_its_own_tag_and_names_the_others() {
    let server = Server::start().await;
    let mut tags = BTreeSet::new();
    for (suffix, media_type, _) in FORMS {
        let response = server.get(COURT, media_type).await;
        let headers = response.headers();
        tags.insert(text(headers, "etag").to_owned());
        assert_eq!(
            text(headers, "content-location"),
            format!("{COURT}.{suffix}")
        );
        assert_eq!(text(headers, "vary"), "Accept");
        let links = text(headers, "link");
        for (other, media_type, _) in FORMS.iter().filter(|(other, _, _)| *other != suffix) {
            let link = format!("<{COURT}.{other}>; rel=\"alternate\"; type=\"{media_type}\"");
            assert!(links.contains(&link), "{links}");
        }
        assert!(
            links.contains(&format!("<{COURT}>; rel=\"canonical\"")),
            "{links}"
        );
        assert!(
            links.contains("</doc/court>; rel=\"collection\""),
            "{links}"
        );
    }
    assert_eq!(tags.len(), FORMS.len());
}

#[tokio::test]
async fn head_says_what_get_says_and_sends_nothing() {
    let server = Server::start().await;
    for path in [
        COURT,
        "/id/court/snaresbrook",
        "/doc/court/nowhere",
        "/",
        "/sparql",
    ] {
        let url = format!("{}{path}", server.door);
        let get = server.client.get(&url).send().await.unwrap();
        let head = server.client.head(&url).send().await.unwrap();
        assert_eq!(head.status(), get.status(), "{path}");
        let fields = |headers: &reqwest::header::HeaderMap| {
            let fields = headers
                .iter()
                .filter(|(name, _)| *name != "date" && *name != "x-request-id");
            fields
                .map(|(n, v)| format!("{n}: {v:?}"))
                .collect::<BTreeSet<_>>()
        };
        assert_eq!(fields(head.headers()), fields(get.headers()), "{path}");
        assert!(head.bytes().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn only_reading_is_allowed() {
    let server = Server::start().await;
    let url = format!("{}{COURT}", server.door);
    for method in [
        reqwest::Method::POST,
        reqwest::Method::PUT,
        reqwest::Method::DELETE,
    ] {
        let response = server.client.request(method, &url).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(text(response.headers(), "allow"), "GET, HEAD, OPTIONS");
        assert_eq!(text(response.headers(), "access-control-allow-origin"), "*");
    }
    let options = server
        .client
        .request(reqwest::Method::OPTIONS, &url)
        .send()
        .await
        .unwrap();
    let url = format!("{}/doc/court/sparql", server.door);
    let below = server.client.post(&url).send().await.unwrap();
    assert_eq!(below.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(options.status(), StatusCode::NO_CONTENT);
    assert_eq!(text(options.headers(), "allow"), "GET, HEAD, OPTIONS");
}

#[tokio::test]
async fn many_links_come_page_by_page_and_none_is_lost() {
    use std::fmt::Write;
    let mut turtle = turtle();
    for number in 0..250 {
        writeln!(
            turtle,
            "<{BASE}/id/judge/{number}> :sitsAt court:snaresbrook ."
        )
        .unwrap();
    }
    let server = Server::serve(store(&turtle), assize::serve::Limits::default()).await;
    let mut path = "/doc/court/snaresbrook".to_owned();
    let mut judges = BTreeSet::new();
    for page in 1.. {
        let response = server.get(&path, "application/n-triples").await;
        let next = response.headers()["link"].to_str().unwrap().to_owned();
        let body = response.text().await.unwrap();
        judges.extend(
            body.lines()
                .filter(|l| l.contains("/id/judge/"))
                .map(str::to_owned),
        );
        let Some((link, _)) = next.split_once(">; rel=\"next\"") else {
            assert_eq!(page, 3, "258 links and a hundred on a page");
            break;
        };
        path = link.rsplit('<').next().unwrap().to_owned();
    }
    assert_eq!(judges.len(), 250);
}

#[tokio::test]
async fn a_page_that_is_no_number_is_a_problem_wherever_it_is_asked_for() {
    let server = Server::start().await;
    for path in ["/doc/court/snaresbrook", "/data/crown-court-caseload"] {
        let response = server.get(&format!("{path}?page=two"), "*/*").await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{path}");
        let kind = text(response.headers(), "content-type");
        assert_eq!(kind, "application/problem+json", "{path}");
        let hint = json(response).await["hint"].to_string();
        assert!(hint.contains("`page` is a number"), "{hint}");
    }
}

#[tokio::test]
async fn pages_of_links_come_to_an_end() {
    use std::fmt::Write;
    let mut turtle = turtle();
    for number in 0..10_200 {
        writeln!(
            turtle,
            "<{BASE}/id/judge/{number}> :sitsAt court:snaresbrook ."
        )
        .unwrap();
    }
    let server = Server::serve(store(&turtle), assize::serve::Limits::default()).await;
    let last = server
        .get("/doc/court/snaresbrook?page=100", "text/turtle")
        .await;
    assert_eq!(last.status(), StatusCode::OK);
    assert!(!text(last.headers(), "link").contains("rel=\"next\""));
    let beyond = server
        .get("/doc/court/snaresbrook?page=101", "text/turtle")
        .await;
    assert_eq!(beyond.status(), StatusCode::NOT_FOUND);
}
