use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use oxrdf::NamedNode;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::signal::{self, unix::SignalKind};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use super::output::output;
use super::session::StoreArgument;
use super::{Exit, Session, worker};
use crate::serve::{self, Clients, Limits, Live, Origin, Site, Workers};
use crate::store::Generations;
use crate::uri::Base;

/// Serves the live generation: documents, pages and a SPARQL endpoint.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The address to listen at; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7878")]
    bind: SocketAddr,

    /// The base of the URIs that are answered for; the configuration's where not given.
    #[arg(long, value_name = "URI", value_parser = Base::new)]
    base: Option<Base>,

    #[command(flatten)]
    store: StoreArgument,

    /// How many seconds a query may take.
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    query_time: Duration,

    /// How many MiB of memory the evaluation of a query may take.
    #[arg(long, value_name = "MIB", default_value = "512")]
    query_memory: u64,

    /// How many queries are evaluated at the same time.
    #[arg(long, value_name = "COUNT", default_value = "4")]
    query_workers: usize,

    /// How many seconds of evaluation a client may ask for in a minute.
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    client_budget: Duration,

    /// Another SPARQL endpoint that queries may ask with SERVICE; may be given several times.
    #[arg(long, value_name = "URI", value_parser = worker::iri)]
    allow_service: Vec<NamedNode>,

    /// Takes the address of the client from the last entry of X-Forwarded-For, as a proxy in
    /// front writes it; without it every client behind the proxy is one.
    #[arg(long)]
    behind_proxy: bool,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f32>().map_err(|error| error.to_string())?;
    Duration::try_from_secs_f32(seconds).map_err(|error| error.to_string())
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> anyhow::Result<Exit> {
    let config = session.config()?;
    let store = arguments.store.of(&config);
    let base = arguments.base.clone();
    let base = base.unwrap_or_else(|| config.base.clone());
    let (site, origin) = if let Some(elsewhere) = arguments.store.elsewhere(&config)? {
        let live = Live::open_elsewhere(elsewhere.live()?, &base)?;
        (Site::new(base, live), Origin::from(elsewhere))
    } else {
        let live = Live::open(&store.live()?, &base)?;
        let workers = arguments.workers(&store, &base)?;
        let site = Site::new(base, live).with_workers(workers);
        (site.with_archive(store.clone()), Origin::from(store))
    };
    let site = Arc::new(site.with_limits(arguments.limits()));
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_env_filter(EnvFilter::from_env("ASSIZE_LOG").add_directive(LevelFilter::WARN.into()))
        .init();
    Runtime::new()?.block_on(listen(arguments.bind, site, origin))?;
    Ok(Exit::Fine)
}

impl Arguments {
    fn workers(&self, store: &Generations, base: &Base) -> anyhow::Result<Workers> {
        let services = self.allow_service.iter();
        let services = services.flat_map(|iri| ["--allow-service".into(), iri.as_str().into()]);
        Ok(worker::workers(store, base, services)?
            .with_count(self.query_workers)
            .with_memory(self.query_memory << 20))
    }

    fn limits(&self) -> Limits {
        let clients = if self.behind_proxy {
            Clients::BehindProxy
        } else {
            Clients::Direct
        };
        Limits {
            time: self.query_time,
            budget: self.client_budget,
            clients,
            ..Limits::default()
        }
    }
}

async fn listen(bind: SocketAddr, site: Arc<Site>, origin: Origin) -> anyhow::Result<()> {
    let listener = TcpListener::bind(bind).await;
    let listener = listener.with_context(|| format!("{bind} cannot be listened at"))?;
    writeln!(output(), "serving at http://{}", listener.local_addr()?)?;
    let following = tokio::spawn(serve::follow(Arc::clone(&site), origin));
    serve::run(listener, site, stopped()).await?;
    following.abort();
    Ok(())
}

/// Ready when the process is asked to end, by Ctrl-C or by `kill`.
async fn stopped() {
    let interrupt = signal::ctrl_c();
    match signal::unix::signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        },
        // Without a handler the system ends the process at once, which loses nothing: the server
        // only reads.
        Err(_) => drop(interrupt.await),
    }
}
