use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use rustc_hash::FxHashMap;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::limits::{Clients, Limits};
use crate::serve::Problem;
use crate::serve::respond::put;

/// What clients have had evaluated in the last minute, so that none takes the share of others.
///
/// A client may ask for so many seconds of evaluation a minute, and for all but one of the
/// evaluations that go on at a time.
pub(in crate::serve) struct Budgets {
    clients: Mutex<FxHashMap<IpAddr, Arc<Client>>>,
    at_once: usize,
}

struct Client {
    slots: Arc<Semaphore>,
    spent: Mutex<Spent>,
}

/// What was spent in a minute that began at a time.
struct Spent {
    since: Instant,
    time: Duration,
}

const MINUTE: Duration = Duration::from_mins(1);
/// With so many clients in memory, those whose minute is over are forgotten.
const MANY: usize = 10_000;

/// A client's account while its query is evaluated: what it takes is written down at the end.
pub(super) struct Account {
    client: Arc<Client>,
    began: Instant,
    _slot: OwnedSemaphorePermit,
}

impl Budgets {
    /// Budgets where this many queries are evaluated at a time.
    pub(in crate::serve) fn new(at_once: usize) -> Self {
        Self {
            clients: Mutex::default(),
            at_once,
        }
    }

    /// Opens an account; a client that has spent its minute is sent away, one that has as many
    /// evaluations as it may waits for one of them to end.
    pub(super) async fn open(&self, address: IpAddr, limits: &Limits) -> Result<Account, Problem> {
        let client = self.client(address);
        let left = client.left(limits.budget);
        if left.time.is_zero() {
            return Err(spent(limits.budget, &left));
        }
        let slot = Arc::clone(&client.slots).acquire_owned().await;
        let slot = slot.map_err(|closed| Problem::internal(&closed))?;
        Ok(Account {
            client,
            began: Instant::now(),
            _slot: slot,
        })
    }

    fn client(&self, address: IpAddr) -> Arc<Client> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if clients.len() >= MANY {
            clients.retain(|_, client| Arc::strong_count(client) > 1 || !client.is_over());
        }
        let new = || {
            Arc::new(Client {
                slots: Arc::new(Semaphore::new(self.at_once.saturating_sub(1).max(1))),
                spent: Mutex::new(Spent {
                    since: Instant::now(),
                    time: Duration::ZERO,
                }),
            })
        };
        Arc::clone(clients.entry(address).or_insert_with(new))
    }
}

/// What is left of a minute.
struct Left {
    time: Duration,
    resets: Duration,
}

impl Client {
    fn is_over(&self) -> bool {
        let spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.since.elapsed() >= MINUTE
    }

    fn left(&self, budget: Duration) -> Left {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        if spent.since.elapsed() >= MINUTE {
            *spent = Spent {
                since: Instant::now(),
                time: Duration::ZERO,
            };
        }
        Left {
            time: budget.saturating_sub(spent.time),
            resets: MINUTE.saturating_sub(spent.since.elapsed()),
        }
    }
}

impl Account {
    /// Says what is left as the [`RateLimit` fields](https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/),
    /// in seconds of evaluation.
    pub(super) fn publish(&self, headers: &mut HeaderMap, budget: Duration) {
        self.client.left(budget).publish(headers, budget);
    }
}

impl Left {
    fn publish(&self, headers: &mut HeaderMap, budget: Duration) {
        let policy = format!("\"evaluation\";q={};w=60", budget.as_secs());
        let limit = format!(
            "\"evaluation\";r={};t={}",
            self.time.as_secs(),
            self.resets.as_secs()
        );
        put(
            headers,
            HeaderName::from_static("ratelimit-policy"),
            &policy,
        );
        put(headers, HeaderName::from_static("ratelimit"), &limit);
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        let mut spent = self
            .client
            .spent
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        spent.time += self.began.elapsed();
    }
}

fn spent(budget: Duration, left: &Left) -> Problem {
    let mut fields = HeaderMap::new();
    left.publish(&mut fields, budget);
    let title = "You have asked for more than your share";
    let detail = format!(
        "A client may ask for {} seconds of evaluation a minute, and this one has had them.",
        budget.as_secs()
    );
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "budget", title, detail)
        .limit(format!("{} s a minute", budget.as_secs()))
        .retry_after(left.resets.as_secs() + 1)
        .with_fields(fields)
        .hint("Keep answers instead of asking again, or take a dataset as a whole.")
}

/// The address of the client of a request.
pub(super) fn client_of(parts: &Parts, clients: Clients) -> IpAddr {
    let direct = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let direct = direct.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    match clients {
        Clients::Direct => direct,
        Clients::BehindProxy => {
            let forwarded = parts.headers.get_all("x-forwarded-for").iter().next_back();
            let last = forwarded.and_then(|value| value.to_str().ok()?.rsplit(',').next());
            last.and_then(|address| address.trim().parse().ok())
                .unwrap_or(direct)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;
    use axum::response::IntoResponse;

    const CLIENT: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    fn limits(budget: Duration) -> Limits {
        Limits {
            budget,
            ..Limits::default()
        }
    }

    #[tokio::test]
    async fn a_client_that_has_spent_its_minute_is_told_when_to_come_back() {
        let budgets = Budgets::new(4);
        let limits = limits(Duration::from_millis(5));
        let account = budgets.open(CLIENT, &limits).await.unwrap();
        tokio::time::sleep(Duration::from_millis(10)).await;
        drop(account);
        let problem = budgets.open(CLIENT, &limits).await.err().unwrap();
        assert_eq!(problem.status_code(), StatusCode::TOO_MANY_REQUESTS);
        assert!(problem.retry_after.unwrap() <= 61);
        let answer = problem.into_response();
        let left = answer.headers()["ratelimit"].to_str().unwrap();
        assert!(left.starts_with("\"evaluation\";r=0;t="), "{left}");
        let other = IpAddr::V4(Ipv4Addr::BROADCAST);
        assert!(budgets.open(other, &limits).await.is_ok());
    }

    #[tokio::test]
    async fn one_evaluation_is_always_left_for_others() {
        let budgets = Budgets::new(2);
        let limits = limits(MINUTE);
        let first = budgets.open(CLIENT, &limits).await.unwrap();
        let second = budgets.open(CLIENT, &limits);
        let waiting = tokio::time::timeout(Duration::from_millis(20), second).await;
        assert!(waiting.is_err(), "the second must wait");
        drop(first);
        assert!(budgets.open(CLIENT, &limits).await.is_ok());
    }

    #[test]
    fn only_what_the_proxy_wrote_is_believed() {
        let request = Request::builder().header("x-forwarded-for", "10.0.0.1, 192.0.2.7");
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let address = client_of(&parts, Clients::BehindProxy);
        assert_eq!(address.to_string(), "192.0.2.7");
        assert_eq!(client_of(&parts, Clients::Direct).to_string(), "0.0.0.0");
    }
}
