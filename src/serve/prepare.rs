use std::sync::Arc;
use std::thread;

use rustix::process::setpriority_process;

use super::cache::Cache;
use super::{Form, Live, Site, Triples, documents};

/// The share of the kept documents that may be made before anybody asks.
const MOST: u64 = Cache::BYTES / 2;
/// The lowest priority there is.
const LOWEST: i32 = 19;

/// Makes the documents about the things of the registers, courts first, so that whoever asks for
/// one first need not wait until it is read and written; for as long as the generation is served
/// and there is room.
///
/// What cannot be made is left to those who ask for it.
pub(super) fn prepare(site: &Site, live: &Live, goes_on: impl Fn() -> bool) {
    if !matches!(live.store, Triples::Local(_)) {
        // Each document would be a request to a store elsewhere.
        return;
    }
    let others = live.names.concepts().map(|(concept, _)| concept);
    let others = others.filter(|concept| *concept != "court");
    let mut bytes = 0;
    for concept in ["court"].into_iter().chain(others) {
        for entry in live.names.things(concept) {
            for form in Form::ALL {
                bytes += documents::prepare(site, live, &entry.thing, form).unwrap_or(0);
            }
            if bytes > MOST || !goes_on() {
                return;
            }
        }
    }
}

/// Does so on a thread of its own that takes no time from requests.
pub(super) fn prepare_aside(site: &Arc<Site>) {
    let (site, live) = (Arc::clone(site), site.live());
    let work = move || {
        // Linux gives every thread a priority of its own; without it the work is done all the same.
        if let Err(error) = setpriority_process(Some(rustix::thread::gettid()), LOWEST) {
            tracing::debug!(%error, "the priority stays as it is");
        }
        prepare(&site, &live, || Arc::ptr_eq(&live, &site.live()));
        tracing::debug!("documents are ready");
    };
    let thread = thread::Builder::new().name("prepare".to_owned());
    if let Err(error) = thread.spawn(work) {
        tracing::warn!(%error, "documents are not made ready");
    }
}
