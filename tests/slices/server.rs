use std::path::PathBuf;
use std::sync::Arc;

use assize::serve::{Live, Site, run};
use assize::store::{Generation, Generations};
use assize::uri::Base;
use reqwest::{Client, Response};
use tempfile::TempDir;

use crate::support::{assize, workspace};

/// Some samples, published by the real binary and served here.
pub(crate) struct Served {
    folder: TempDir,
    door: String,
    /// The same database without anything that was made beside it.
    plain_door: String,
    client: Client,
}

impl Served {
    pub(crate) async fn start() -> Self {
        let folder = workspace();
        let samples = [
            "samples/crown-court-caseload/cc_rdos-2025-Q4.csv",
            "samples/timeliness/timeliness-2025-Q4.csv",
            "samples/proven-reoffending/reoffending-2025-Q4.csv",
        ];
        let mut command = assize();
        command
            .arg("publish")
            .args(samples)
            .current_dir(folder.path());
        let output = command.output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        let base = Base::new("http://justice.data.gov.uk").unwrap();
        let generation = Self::generation(&folder);
        let live = Live::open(&generation, &base).unwrap();
        let plain = Live::new("1", generation.open().unwrap(), &base).unwrap();
        Self {
            folder,
            door: serve(Site::new(base.clone(), live)).await,
            plain_door: serve(Site::new(base, plain)).await,
            client: Client::new(),
        }
    }

    fn generation(folder: &TempDir) -> Generation {
        Generations::at(folder.path().join("store")).live().unwrap()
    }

    /// The N-Quads that were published of a dataset.
    pub(crate) fn dump(&self, dataset: &str) -> PathBuf {
        let generation = Self::generation(&self.folder);
        let mut live = generation.manifest().live();
        let release = live.find(|release| release.dataset == dataset).unwrap();
        let folder = generation.release_folder(dataset, &release.edition);
        folder.join(Generation::DUMP)
    }

    pub(crate) async fn request(&self, path: &str, headers: &[(&str, &str)]) -> Response {
        let request = self.client.get(format!("{}{path}", self.door));
        let request = headers
            .iter()
            .fold(request, |r, (name, value)| r.header(*name, *value));
        request.send().await.unwrap()
    }

    /// A page as it is drawn from the database alone.
    pub(crate) async fn plain_page(&self, path: &str) -> String {
        let response = self.client.get(format!("{}{path}", self.plain_door));
        response.send().await.unwrap().text().await.unwrap()
    }

    pub(crate) async fn bytes(&self, path: &str) -> (u16, Vec<u8>) {
        let response = self.request(path, &[]).await;
        let status = response.status().as_u16();
        (status, response.bytes().await.unwrap().to_vec())
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, String) {
        let (status, bytes) = self.bytes(path).await;
        (status, String::from_utf8(bytes).unwrap())
    }
}

async fn serve(site: Site) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let door = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(run(listener, Arc::new(site), std::future::pending()));
    door
}
