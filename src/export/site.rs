use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};

use super::files::Files;
use super::links::Links;
use super::{ExportError, downloads, observations, rules};
use crate::register::ledger::Ledger;
use crate::serve::{Form, Front, Site};
use crate::store::Generation;

/// Writes the live generation as files.
pub struct Export<'e> {
    /// What a server would serve.
    pub site: Arc<Site>,
    /// The same, as it lies in the store.
    pub generation: &'e Generation,
    /// Every URI that was ever published.
    pub ledger: &'e Ledger,
    /// Whom to tell how far it is.
    pub progress: &'e dyn Fn(Step<'_>),
}

/// How far an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'s> {
    /// So many documents of so many are written.
    Documents(usize, usize),
    /// The observations of a dataset are written.
    Observations(&'s str),
    /// The files of the releases are copied.
    Downloads,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Documents, in all their forms one.
    pub documents: usize,
    /// Observations, in documents of many.
    pub observations: u64,
    /// URIs of the ledger that the server itself has no document for: releases of which only the
    /// files are kept.
    pub without: usize,
}

/// The longest answer that is a document.
const LONGEST: usize = 64 << 20;

impl Export<'_> {
    /// Writes everything into a folder beside `place`, and renames it when it is whole.
    pub async fn write(&self, place: &Path) -> Result<Exported, ExportError> {
        let store = self.generation.open()?;
        let base = self.site.base();
        let depths = observations::depths(&store, base, self.ledger)?;
        let files = Files::beside(place)?;
        let links = Links::new(base.as_str(), depths.clone())?;
        let writing = Writing {
            front: Front::new(Arc::clone(&self.site)),
            files: &files,
            links: &links,
        };
        let mut exported = Exported::default();
        self.write_documents(&writing, &mut exported).await?;
        for dataset in depths.keys() {
            (self.progress)(Step::Observations(dataset));
            exported.observations += observations::write(&store, base, dataset, &files, &links)?;
        }
        (self.progress)(Step::Downloads);
        downloads::write(self.generation, &files, &links)?;
        let nginx = rules::nginx(self.ledger, &depths);
        files.write("redirects/nginx.conf", nginx.as_bytes())?;
        let s3 = format!("{:#}\n", rules::s3(&depths));
        files.write("redirects/s3.json", s3.as_bytes())?;
        files.finish(&self.said())?;
        Ok(exported)
    }

    async fn write_documents(
        &self,
        writing: &Writing<'_>,
        exported: &mut Exported,
    ) -> Result<(), ExportError> {
        writing.page("/", "index.html").await?;
        for asset in ["assets/site.css", "assets/icon.svg"] {
            if let Some(bytes) = writing.get(&format!("/{asset}")).await? {
                writing.files.write(asset, &bytes)?;
            }
        }
        let documents = self.documents();
        let all = documents.len();
        for (done, document) in documents.iter().enumerate() {
            (self.progress)(Step::Documents(done, all));
            if writing.document(document).await? {
                exported.documents += 1;
            } else {
                exported.without += 1;
            }
        }
        let lists = documents.iter().filter_map(|document| {
            let list = document.strip_prefix("/doc/")?.split('/').next()?;
            Some(format!("/doc/{list}"))
        });
        for list in lists.collect::<BTreeSet<_>>() {
            writing.list(&list).await?;
            exported.documents += 1;
        }
        Ok(())
    }

    /// The documents about everything that was ever published, but for observations.
    fn documents(&self) -> BTreeSet<String> {
        let paths = self.ledger.entries().map(|(path, _)| path);
        let paths = paths.chain(self.ledger.tombstones().map(|(path, _)| path));
        let paths = paths.filter(|path| !path.is_pattern());
        let document = |path: &str| match path.strip_prefix("/id/") {
            Some(thing) => format!("/doc/{thing}"),
            None => path.to_owned(),
        };
        paths.map(|path| document(path.as_str())).collect()
    }

    fn said(&self) -> String {
        let manifest = self.generation.manifest();
        let said = serde_json::json!({
            "assize": manifest.assize,
            "base": manifest.base,
            "generation": self.generation.number(),
            "published": manifest.published,
        });
        format!("{said:#}\n")
    }
}

/// Asks the server and writes what it says.
struct Writing<'w> {
    front: Front,
    files: &'w Files,
    links: &'w Links,
}

impl Writing<'_> {
    /// A document in all its forms; `false` where the server has none.
    async fn document(&self, path: &str) -> Result<bool, ExportError> {
        for form in Form::ALL {
            let address = format!("{path}.{}", form.suffix());
            if form == Form::Html {
                let file = format!("{}/index.html", &path[1..]);
                let Some(page) = self.page(&address, &file).await? else {
                    return Ok(false);
                };
                if page.contains("?lang=cy") {
                    let welsh = format!("{}/index.cy.html", &path[1..]);
                    self.page(&format!("{address}?lang=cy"), &welsh).await?;
                }
            } else {
                let Some(bytes) = self.get(&address).await? else {
                    return Ok(false);
                };
                self.files.write(&address, &bytes)?;
            }
        }
        Ok(true)
    }

    /// A list, and all its pages.
    async fn list(&self, path: &str) -> Result<(), ExportError> {
        self.document(path).await?;
        for number in 2.. {
            let file = format!("{}.page-{number}.html", &path[1..]);
            let before = format!("page={number}");
            let address = format!("{path}.html?{before}");
            let page = self.page(&address, &file).await?;
            if !page.is_some_and(|page| page.contains("rel=\"next\"")) {
                break;
            }
        }
        Ok(())
    }

    /// A page with links to files; gives it as the server has it.
    async fn page(&self, address: &str, file: &str) -> Result<Option<String>, ExportError> {
        let Some(bytes) = self.get(address).await? else {
            return Ok(None);
        };
        let page = String::from_utf8_lossy(&bytes).into_owned();
        let rewritten = self.links.rewrite(file, &page);
        self.files.write(file, rewritten.as_bytes())?;
        Ok(Some(page))
    }

    /// What the server says; `None` where it knows nothing.
    async fn get(&self, address: &str) -> Result<Option<Vec<u8>>, ExportError> {
        let failed = |reason: String| ExportError::Page {
            path: address.to_owned(),
            reason,
        };
        let request = Request::get(address).body(Body::empty());
        let request = request.map_err(|error| failed(error.to_string()))?;
        let response = self.front.answer(request).await;
        match response.status() {
            // The document about what was withdrawn is one too.
            StatusCode::OK | StatusCode::GONE => {
                let bytes = to_bytes(response.into_body(), LONGEST).await;
                let bytes = bytes.map_err(|error| failed(error.to_string()))?;
                Ok(Some(bytes.into()))
            }
            StatusCode::NOT_FOUND => Ok(None),
            status => Err(failed(status.to_string())),
        }
    }
}
