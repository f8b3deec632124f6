use std::thread;
use std::time::Duration;

use reqwest::blocking::{Body, Client as Http, Response};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::redirect::Policy;
use reqwest::{Method, StatusCode, Url};

use super::auth::Authorizer;
use super::{Endpoints, RemoteError};

/// How long a store is waited for, and how often it is asked again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// For the whole of one answer.
    pub(super) answer: Duration,
    /// How often a request is sent at most.
    pub(super) attempts: u32,
    /// Between the first attempt and the second; twice as long before each further one.
    pub(super) pause: Duration,
}

impl Patience {
    /// Nobody waits for a publication but the publisher; to count a large graph takes minutes.
    pub(super) const PUBLISHER: Self = Self {
        answer: Duration::from_mins(30),
        attempts: 6,
        pause: Duration::from_millis(250),
    };
    /// A person waits for a page.
    pub(super) const READER: Self = Self {
        answer: Duration::from_secs(20),
        attempts: 3,
        pause: Duration::from_millis(100),
    };
}

/// A client of the three protocols.
#[derive(Debug)]
pub(super) struct Client {
    http: Http,
    query: Endpoint,
    update: Endpoint,
    graph_store: Endpoint,
    patience: Patience,
}

/// An address, and how it wants to be told who asks.
#[derive(Debug)]
struct Endpoint {
    url: String,
    authorizer: Authorizer,
}

/// A request that may be sent more than once.
struct Message<'m> {
    method: Method,
    parameters: Vec<(&'m str, &'m str)>,
    accept: &'m str,
    content_type: &'m str,
    body: Vec<u8>,
    answer: Duration,
}

impl Client {
    pub(super) fn new(endpoints: &Endpoints, patience: Patience) -> Result<Self, RemoteError> {
        let http = Http::builder()
            .user_agent(concat!("assize/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(Duration::from_secs(10))
            .timeout(patience.answer)
            // A redirect would send the credentials to an address that nobody configured.
            .redirect(Policy::none())
            .build();
        let endpoint = |url: &str| Endpoint {
            url: url.to_owned(),
            authorizer: Authorizer::new(endpoints.credentials.clone()),
        };
        Ok(Self {
            http: http.map_err(|source| RemoteError::Silent {
                url: endpoints.query.clone(),
                source,
            })?,
            query: endpoint(&endpoints.query),
            update: endpoint(&endpoints.update),
            graph_store: endpoint(&endpoints.graph_store),
            patience,
        })
    }

    /// The address of the query operation, for messages.
    pub(super) fn query_url(&self) -> &str {
        &self.query.url
    }

    /// Asks a query of one graph, which is its default graph.
    pub(super) fn query(
        &self,
        graph: &str,
        query: &str,
        accept: &str,
    ) -> Result<Response, RemoteError> {
        self.query_within(graph, query, accept, self.patience.answer)
    }

    /// The same, within a time.
    pub(super) fn query_within(
        &self,
        graph: &str,
        query: &str,
        accept: &str,
        answer: Duration,
    ) -> Result<Response, RemoteError> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("query", query);
        form.append_pair("default-graph-uri", graph);
        let message = Message {
            method: Method::POST,
            parameters: Vec::new(),
            accept,
            content_type: "application/x-www-form-urlencoded",
            body: form.finish().into_bytes(),
            answer,
        };
        self.persist(&self.query, &message)
    }

    /// Sends an update, which may be carried out more than once.
    pub(super) fn update(&self, update: &str) -> Result<(), RemoteError> {
        let message = Message {
            method: Method::POST,
            parameters: Vec::new(),
            accept: "*/*",
            content_type: "application/sparql-update",
            body: update.as_bytes().to_vec(),
            answer: self.patience.answer,
        };
        self.persist(&self.update, &message).map(drop)
    }

    /// [Merges](https://www.w3.org/TR/sparql11-http-rdf-update/#http-post) N-Triples into a graph.
    ///
    /// Without blank nodes it does no harm to send them twice.
    pub(super) fn merge(&self, graph: &str, triples: Vec<u8>) -> Result<(), RemoteError> {
        let message = Message {
            method: Method::POST,
            parameters: vec![("graph", graph)],
            accept: "*/*",
            content_type: "application/n-triples",
            body: triples,
            answer: self.patience.answer,
        };
        self.persist(&self.graph_store, &message).map(drop)
    }

    /// [Removes](https://www.w3.org/TR/sparql11-http-rdf-update/#http-delete) a graph, if it is
    /// there.
    pub(super) fn remove(&self, graph: &str) -> Result<(), RemoteError> {
        let message = Message {
            method: Method::DELETE,
            parameters: vec![("graph", graph)],
            accept: "*/*",
            content_type: "",
            body: Vec::new(),
            answer: self.patience.answer,
        };
        match self.persist(&self.graph_store, &message) {
            Err(RemoteError::Refused { status, .. }) if status == StatusCode::NOT_FOUND => Ok(()),
            other => other.map(drop),
        }
    }

    /// Sends a message again, with growing pauses, while it may help.
    fn persist(&self, endpoint: &Endpoint, message: &Message<'_>) -> Result<Response, RemoteError> {
        let mut pause = self.patience.pause;
        for _ in 1..self.patience.attempts {
            match self.send(endpoint, message) {
                Err(error) if error.may_pass() => thread::sleep(pause),
                other => return other,
            }
            pause *= 2;
        }
        self.send(endpoint, message)
    }

    fn send(&self, endpoint: &Endpoint, message: &Message<'_>) -> Result<Response, RemoteError> {
        if endpoint.authorizer.must_ask() && message.body.len() > Self::SMALL {
            let refused = self.send_once(endpoint, message, Body::from(""))?;
            if refused.status() == StatusCode::UNAUTHORIZED {
                Self::learn(endpoint, &refused)?;
            }
        }
        let body = || Body::from(message.body.clone());
        let mut response = self.send_once(endpoint, message, body())?;
        if response.status() == StatusCode::UNAUTHORIZED {
            Self::learn(endpoint, &response)?;
            response = self.send_once(endpoint, message, body())?;
        }
        let status = response.status();
        if status.is_success() {
            Ok(response)
        } else {
            Err(RemoteError::Refused {
                url: endpoint.url.clone(),
                status,
                said: beginning(response),
            })
        }
    }

    /// A body that fits into the buffers of the connection arrives whole whatever the answer is.
    const SMALL: usize = 8 << 10;

    fn learn(endpoint: &Endpoint, refused: &Response) -> Result<(), RemoteError> {
        let learnt = endpoint.authorizer.learn(refused.headers());
        learnt.map_err(|reason| RemoteError::Unauthorised {
            url: endpoint.url.clone(),
            reason,
        })
    }

    fn send_once(
        &self,
        endpoint: &Endpoint,
        message: &Message<'_>,
        body: Body,
    ) -> Result<Response, RemoteError> {
        let unreadable = |error: &dyn std::error::Error| RemoteError::Unreadable {
            url: endpoint.url.clone(),
            reason: error.to_string(),
        };
        let mut url = Url::parse(&endpoint.url).map_err(|error| unreadable(&error))?;
        if !message.parameters.is_empty() {
            url.query_pairs_mut().extend_pairs(&message.parameters);
        }
        let request = self.http.request(message.method.clone(), url.clone());
        let mut request = request
            .header(ACCEPT, message.accept)
            .timeout(message.answer);
        if !message.content_type.is_empty() {
            request = request
                .header(CONTENT_TYPE, message.content_type)
                .body(body);
        }
        let request = endpoint
            .authorizer
            .sign(request, message.method.as_str(), &url);
        request.send().map_err(|source| RemoteError::Silent {
            url: endpoint.url.clone(),
            source: source.without_url(),
        })
    }
}

/// The first line or two of an answer that is an error.
fn beginning(response: Response) -> String {
    let text = response.text().unwrap_or_default();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let text = lines.take(2).collect::<Vec<_>>().join(" ");
    text.chars().take(300).collect()
}
