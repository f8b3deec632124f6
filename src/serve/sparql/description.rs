use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, Response, StatusCode};
use oxrdf::{BlankNode, NamedNode, NamedOrBlankNode, Term, Triple};

use super::form::{GRAPH_FORMS, SolutionForm};
use crate::serve::respond::{put, with_headers};
use crate::serve::{Form, Problem, Site};
use crate::vocab::{rdf, sd};

/// Sends the [service description](https://www.w3.org/TR/sparql11-service-description/).
pub(super) fn send(site: &Site, form: Form) -> Result<Response<Body>, Problem> {
    let format = form.rdf().unwrap_or(oxrdfio::RdfFormat::Turtle);
    let body = site.syntaxes().write(format, &triples(site))?;
    let mut headers = HeaderMap::new();
    put(&mut headers, CONTENT_TYPE, form.content_type());
    put(&mut headers, VARY, "Accept");
    put(&mut headers, CACHE_CONTROL, "public, max-age=300");
    Ok(with_headers(StatusCode::OK, headers, Body::from(body)))
}

/// The unique IRIs of [file formats](https://www.w3.org/ns/formats/).
fn formats() -> impl Iterator<Item = String> {
    let names = SolutionForm::MEDIA_TYPES
        .iter()
        .map(|media_type| match *media_type {
            "text/csv" => "SPARQL_Results_CSV",
            "text/tab-separated-values" => "SPARQL_Results_TSV",
            "application/sparql-results+xml" => "SPARQL_Results_XML",
            _ => "SPARQL_Results_JSON",
        });
    let graphs = GRAPH_FORMS.iter().map(|(_, form)| match form {
        Form::NTriples => "N-Triples",
        Form::JsonLd => "JSON-LD",
        Form::RdfXml => "RDF_XML",
        Form::Turtle | Form::Html => "Turtle",
    });
    names
        .chain(graphs)
        .map(|name| format!("http://www.w3.org/ns/formats/{name}"))
}

fn triples(site: &Site) -> Vec<Triple> {
    let endpoint = NamedNode::new_unchecked(format!("{}/sparql", site.base()));
    let service = NamedOrBlankNode::from(endpoint.clone());
    let node = |name| BlankNode::new_unchecked(name);
    let (dataset, graph) = (node("dataset"), node("graph"));
    let mut triples = Vec::new();
    let mut add = |subject: &NamedOrBlankNode, predicate, object: Term| {
        triples.push(Triple::new(subject.clone(), predicate, object));
    };
    add(&service, rdf::TYPE, sd::SERVICE.into());
    add(&service, sd::ENDPOINT, endpoint.into());
    add(&service, sd::SUPPORTED_LANGUAGE, sd::SPARQL_11_QUERY.into());
    add(&service, sd::FEATURE, sd::EMPTY_GRAPHS.into());
    for format in formats() {
        add(
            &service,
            sd::RESULT_FORMAT,
            NamedNode::new_unchecked(format).into(),
        );
    }
    add(&service, sd::DEFAULT_DATASET, dataset.clone().into());
    add(&dataset.clone().into(), rdf::TYPE, sd::DATASET.into());
    add(&dataset.into(), sd::DEFAULT_GRAPH, graph.clone().into());
    add(&graph.into(), rdf::TYPE, sd::GRAPH.into());
    triples
}
