use std::io::{self, Read};
use std::time::Duration;

use oxigraph::sparql::{DefaultServiceHandler, QueryEvaluationError, QuerySolutionIter};
use oxiri::Iri;
use oxrdf::NamedNode;
use reqwest::blocking::Client;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::redirect::Policy;
use sparesults::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use thiserror::Error;

/// The other endpoints that a query may ask with
/// [`SERVICE`](https://www.w3.org/TR/sparql11-federated-query/): those on a list, and no others.
///
/// An endpoint is asked under the very address on the list; it may not send us anywhere else.
#[derive(Clone, Debug, Default)]
pub struct Services {
    allowed: Vec<NamedNode>,
}

/// Why another endpoint gave no answer.
#[derive(Debug, Error)]
pub enum ServiceError {
    /// It is not on the list.
    #[error("{0} may not be asked from here")]
    Refused(NamedNode),
    /// It could not be reached, or answered with an error.
    #[error("{0} gave no answer: {1}")]
    Silent(NamedNode, #[source] reqwest::Error),
    /// It answered with something else than solutions.
    #[error("the answer of {0} cannot be read: {1}")]
    Unreadable(
        NamedNode,
        #[source] Box<dyn std::error::Error + Send + Sync>,
    ),
}

impl Services {
    /// How long another endpoint may take; the limits of the query go on counting meanwhile.
    const PATIENCE: Duration = Duration::from_secs(30);
    /// The longest answer that is read.
    const LONGEST: u64 = 64 << 20;

    /// These endpoints.
    pub fn new(allowed: impl IntoIterator<Item = NamedNode>) -> Self {
        Self {
            allowed: allowed.into_iter().collect(),
        }
    }

    fn ask(&self, name: &NamedNode, query: String) -> Result<impl Read + use<>, ServiceError> {
        if !self.allowed.contains(name) {
            return Err(ServiceError::Refused(name.clone()));
        }
        let silent = |error| ServiceError::Silent(name.clone(), error);
        let client = Client::builder()
            .redirect(Policy::none())
            .timeout(Self::PATIENCE);
        let request = client.build().map_err(silent)?.post(name.as_str());
        let request = request
            .header(CONTENT_TYPE, "application/sparql-query")
            .header(ACCEPT, QueryResultsFormat::Json.media_type());
        let response = request.body(query).send().map_err(silent)?;
        let response = response.error_for_status().map_err(silent)?;
        Ok(response.take(Self::LONGEST))
    }
}

impl DefaultServiceHandler for Services {
    type Error = ServiceError;

    fn handle(
        &self,
        service_name: &NamedNode,
        pattern: &GraphPattern,
        base_iri: Option<&Iri<String>>,
    ) -> Result<QuerySolutionIter<'static>, ServiceError> {
        let query = Query::Select {
            dataset: None,
            pattern: pattern.clone(),
            base_iri: base_iri.cloned(),
        };
        let answer = self.ask(service_name, query.to_string())?;
        let unreadable = |error: Box<dyn std::error::Error + Send + Sync>| {
            ServiceError::Unreadable(service_name.clone(), error)
        };
        let parser = QueryResultsParser::from_format(QueryResultsFormat::Json);
        match parser
            .for_reader(answer)
            .map_err(|error| unreadable(Box::new(error)))?
        {
            ReaderQueryResultsParserOutput::Solutions(solutions) => {
                let variables = solutions.variables().into();
                let failed = |error| QueryEvaluationError::Service(Box::new(error));
                let solutions = solutions.map(move |solution| solution.map_err(failed));
                Ok(QuerySolutionIter::new(variables, solutions))
            }
            ReaderQueryResultsParserOutput::Boolean(_) => {
                let error = io::Error::other("it is no list of solutions");
                Err(unreadable(Box::new(error)))
            }
        }
    }
}
