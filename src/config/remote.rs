use std::fmt;
use std::path::PathBuf;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use toml::Spanned;

/// A store elsewhere, which speaks SPARQL 1.1.
///
/// ```
/// use assize::config::Config;
///
/// let text = r#"
/// [store]
/// kind = "sparql"
/// query = "http://127.0.0.1:8890/sparql"
/// update = "http://127.0.0.1:8890/sparql-auth"
/// graph-store = "http://127.0.0.1:8890/sparql-graph-crud-auth"
/// auth = { user = "dba", password-env = "VIRTUOSO_PASSWORD" }
/// folder = "store"
/// "#;
/// let config = Config::parse("assize.toml", text).expect("the configuration is right");
/// let store = config.remote.expect("a store elsewhere");
/// assert_eq!(store.query, "http://127.0.0.1:8890/sparql");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// The address of the query operation.
    pub query: String,
    /// The address of the update operation.
    pub update: String,
    /// The address of the Graph Store Protocol, to which `?graph=IRI` is added.
    pub graph_store: String,
    /// As whom it is asked, if not as anybody.
    pub auth: Option<Auth>,
}

/// As whom a store elsewhere is asked. The configuration says where a secret is and never what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Auth {
    /// A user and where the password is.
    User(String, SecretPlace),
    /// Where a bearer token is.
    Token(SecretPlace),
}

/// Where a secret is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretPlace {
    /// In an environment variable of this name.
    Environment(String),
    /// In a file, without the line's end.
    File(PathBuf),
}

/// The value of `store`: a folder, or a table.
pub(super) enum StoreValue {
    Folder(PathBuf),
    Elsewhere(Box<RemoteTable>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RemoteTable {
    #[serde(rename = "kind")]
    _kind: Kind,
    query: Spanned<String>,
    update: Spanned<String>,
    graph_store: Spanned<String>,
    auth: Option<Spanned<AuthTable>>,
    /// The folder in which generations are made before they are sent.
    pub(super) folder: Option<PathBuf>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Sparql,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct AuthTable {
    user: Option<String>,
    password_env: Option<String>,
    password_file: Option<PathBuf>,
    token_env: Option<String>,
    token_file: Option<PathBuf>,
}

/// What is wrong, and where in the text.
pub(super) struct Fault {
    pub(super) sentence: String,
    pub(super) span: std::ops::Range<usize>,
}

impl<'de> Deserialize<'de> for StoreValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StoreVisitor)
    }
}

/// An untagged enum would forget where in the text an error is.
struct StoreVisitor;

impl<'de> Visitor<'de> for StoreVisitor {
    type Value = StoreValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a folder or a table with `kind = \"sparql\"`")
    }

    fn visit_str<E: de::Error>(self, folder: &str) -> Result<StoreValue, E> {
        Ok(StoreValue::Folder(folder.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<StoreValue, A::Error> {
        let table = RemoteTable::deserialize(MapAccessDeserializer::new(map))?;
        Ok(StoreValue::Elsewhere(Box::new(table)))
    }
}

impl RemoteTable {
    pub(super) fn remote(&self) -> Result<Remote, Fault> {
        Ok(Remote {
            query: address(&self.query)?,
            update: address(&self.update)?,
            graph_store: address(&self.graph_store)?,
            auth: self.auth.as_ref().map(auth).transpose()?,
        })
    }
}

fn address(text: &Spanned<String>) -> Result<String, Fault> {
    let fault = |sentence: &str| Fault {
        sentence: sentence.to_owned(),
        span: text.span(),
    };
    let iri = oxiri::Iri::parse(text.get_ref().as_str())
        .map_err(|_no_iri| fault("The address of the store is no absolute URI."))?;
    let authority = iri.authority().unwrap_or_default();
    if !matches!(iri.scheme(), "http" | "https") || authority.is_empty() {
        return Err(fault(
            "The address of the store does not begin with `http://` or `https://`.",
        ));
    }
    if authority.contains('@') {
        return Err(fault(
            "The address of the store holds a user or password; name them in `auth`.",
        ));
    }
    Ok(text.get_ref().clone())
}

fn auth(table: &Spanned<AuthTable>) -> Result<Auth, Fault> {
    let said = table.get_ref();
    let place = |variable: &Option<String>, file: &Option<PathBuf>| match (variable, file) {
        (Some(name), None) => Some(SecretPlace::Environment(name.clone())),
        (None, Some(path)) => Some(SecretPlace::File(path.clone())),
        _ => None,
    };
    let password = place(&said.password_env, &said.password_file);
    let token = place(&said.token_env, &said.token_file);
    match (&said.user, password, token) {
        (Some(user), Some(password), None) => Ok(Auth::User(user.clone(), password)),
        (None, None, Some(token)) => Ok(Auth::Token(token)),
        _ => Err(Fault {
            sentence: "`auth` is neither a `user` with one of `password-env` and \
                       `password-file`, nor one of `token-env` and `token-file`."
                .to_owned(),
            span: table.span(),
        }),
    }
}
