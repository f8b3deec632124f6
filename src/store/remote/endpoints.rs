use std::fmt;

/// Where a store elsewhere is reached, and as whom.
#[derive(Clone, Debug)]
pub struct Endpoints {
    /// The address of the [query operation](https://www.w3.org/TR/sparql11-protocol/#query-operation).
    pub query: String,
    /// The address of the [update operation](https://www.w3.org/TR/sparql11-protocol/#update-operation).
    pub update: String,
    /// The address of the [graph store](https://www.w3.org/TR/sparql11-http-rdf-update/#http-graph-store):
    /// `?graph=IRI` is put after it.
    pub graph_store: String,
    /// As whom.
    pub credentials: Credentials,
}

/// As whom a store is asked.
#[derive(Clone, Debug)]
pub enum Credentials {
    /// As anybody.
    None,
    /// As a user. The store says whether it wants
    /// [digests](https://www.rfc-editor.org/rfc/rfc7616) or, over TLS or on one machine, the
    /// [password itself](https://www.rfc-editor.org/rfc/rfc7617).
    User {
        /// The name.
        name: String,
        /// The password.
        password: Secret,
    },
    /// As the holder of a [token](https://www.rfc-editor.org/rfc/rfc6750).
    Token(Secret),
}

/// A text that is sent to the store and shown to nobody.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_shown() {
        let credentials = Credentials::User {
            name: "publisher".to_owned(),
            password: Secret::new("hush"),
        };
        assert!(!format!("{credentials:?}").contains("hush"));
    }
}
