use std::sync::{Mutex, PoisonError};

use digest_auth::{AuthContext, HttpMethod, WwwAuthenticateHeader};
use reqwest::Url;
use reqwest::blocking::RequestBuilder;
use reqwest::header::{AUTHORIZATION, HeaderMap, WWW_AUTHENTICATE};

use super::Credentials;

/// Says who asks, in the way that the store asked to be told.
///
/// A way is remembered for one address, so that only the first request is sent twice.
#[derive(Debug)]
pub(super) struct Authorizer {
    credentials: Credentials,
    way: Mutex<Option<Way>>,
}

/// How a store wants to be told who asks.
#[derive(Debug)]
enum Way {
    Basic,
    Digest(Box<WwwAuthenticateHeader>),
}

impl Authorizer {
    pub(super) fn new(credentials: Credentials) -> Self {
        Self {
            credentials,
            way: Mutex::new(None),
        }
    }

    /// Whether the store must first be asked how it wants to be told: a body that is refused half
    /// way breaks the connection before the refusal is read.
    pub(super) fn must_ask(&self) -> bool {
        let user = matches!(self.credentials, Credentials::User { .. });
        user && self.way().is_none()
    }

    /// Adds what is to be said.
    pub(super) fn sign(&self, request: RequestBuilder, method: &str, url: &Url) -> RequestBuilder {
        match &self.credentials {
            Credentials::None => request,
            Credentials::Token(token) => request.bearer_auth(token.reveal()),
            Credentials::User { name, password } => match &mut *self.way() {
                None => request,
                Some(Way::Basic) => request.basic_auth(name, Some(password.reveal())),
                Some(Way::Digest(challenge)) => {
                    let place = match url.query() {
                        Some(query) => format!("{}?{query}", url.path()),
                        None => url.path().to_owned(),
                    };
                    let method = HttpMethod::from(method.to_owned());
                    let context = AuthContext::new_with_method(
                        name,
                        password.reveal(),
                        place,
                        None::<&[u8]>,
                        method,
                    );
                    match challenge.respond(&context) {
                        Ok(answer) => request.header(AUTHORIZATION, answer.to_header_string()),
                        Err(_unknown_algorithm) => request,
                    }
                }
            },
        }
    }

    /// Learns from a refusal (401); says why where that leads nowhere.
    pub(super) fn learn(&self, headers: &HeaderMap) -> Result<(), String> {
        if !matches!(self.credentials, Credentials::User { .. }) {
            return Err("a user with a password is wanted, or another token".to_owned());
        }
        let offered = headers.get_all(WWW_AUTHENTICATE).into_iter();
        let offered: Vec<_> = offered.filter_map(|value| value.to_str().ok()).collect();
        let starts = |scheme: &str| {
            offered.iter().find(|text| {
                let start = text.get(..scheme.len());
                start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            })
        };
        // A digest tells nobody the password, so it goes first.
        let way = if let Some(text) = starts("digest") {
            let challenge = digest_auth::parse(text).map_err(|error| error.to_string())?;
            Way::Digest(Box::new(challenge))
        } else if starts("basic").is_some() {
            Way::Basic
        } else {
            return Err("it offers neither `Basic` nor `Digest`".to_owned());
        };
        *self.way() = Some(way);
        Ok(())
    }

    fn way(&self) -> std::sync::MutexGuard<'_, Option<Way>> {
        self.way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
