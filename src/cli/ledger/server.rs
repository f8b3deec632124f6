use oxrdf::Literal;
use reqwest::blocking::Client;
use reqwest::redirect::Policy;

use crate::register::ledger::{Answer, LedgerPath};
use crate::uri::Base;
use crate::vocab::qb;

/// A running server that is asked for what the ledger lists.
pub(super) struct Server<'s> {
    client: Client,
    url: &'s str,
    base: &'s Base,
}

impl<'s> Server<'s> {
    /// The server at a URL, which answers for the URIs below `base`.
    pub(super) fn new(url: &'s str, base: &'s Base) -> reqwest::Result<Self> {
        let client = Client::builder().redirect(Policy::none()).build()?;
        let url = url.trim_end_matches('/');
        Ok(Self { client, url, base })
    }

    /// Asks for a path, or for an observation behind a pattern.
    pub(super) fn ask(&self, path: &LedgerPath) -> reqwest::Result<Answer> {
        if !path.is_pattern() {
            return self.answer(path.as_str());
        }
        match self.observation(path)? {
            Some(uri) => self.answer(uri.strip_prefix(self.base.as_str()).unwrap_or(&uri)),
            // Nothing is there behind it: a server that knows of a withdrawal says so for any.
            None => self.answer(&path.as_str().replace('*', "-")),
        }
    }

    fn answer(&self, path: &str) -> reqwest::Result<Answer> {
        let answer = self.client.head(format!("{}{path}", self.url)).send()?;
        Ok(match answer.status().as_u16() {
            200 | 303 => Answer::Described,
            410 => Answer::Gone,
            other => Answer::Other(other),
        })
    }

    /// The URI of one observation behind a pattern, as the server's own SPARQL tells it.
    fn observation(&self, pattern: &LedgerPath) -> reqwest::Result<Option<String>> {
        let Some(dataset) = pattern.dataset() else {
            return Ok(None);
        };
        let uri = regex::escape(&pattern.uri(self.base)).replace(r"\*", "[^/]+");
        let query = format!(
            "SELECT ?uri WHERE {{ ?uri {} {} FILTER(REGEX(STR(?uri), {})) }} LIMIT 1",
            qb::DATA_SET,
            self.base.dataset(dataset),
            Literal::from(format!("^{uri}$"))
        );
        let query = self.client.post(format!("{}/sparql", self.url)).body(query);
        let query = query.header("content-type", "application/sparql-query");
        let answer = query.header("accept", "text/csv").send()?;
        let answer = answer.error_for_status()?.text()?;
        Ok(answer.lines().nth(1).map(str::to_owned))
    }
}
