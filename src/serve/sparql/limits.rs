use std::time::Duration;

/// What one client, and one public query, may cost.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How long it may take, from its start to its last byte.
    pub time: Duration,
    /// How many bytes long its text may be.
    pub query_bytes: usize,
    /// How deep its brackets may nest.
    pub nesting: usize,
    /// How much evaluation a client may ask for in a minute.
    pub budget: Duration,
    /// How clients are told apart.
    pub clients: Clients,
    /// How long a client may take to send the head of a request.
    pub head: Duration,
    /// How long a client may take nothing of an answer, or take to send the body of a request.
    pub stall: Duration,
    /// How many bytes of answers are kept, to be sent again without another evaluation.
    pub kept_bytes: u64,
}

/// How clients are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clients {
    /// By the address that a connection comes from.
    Direct,
    /// By the last entry of `X-Forwarded-For`, which the proxy in front writes; the entries before
    /// it are the client's own words.
    BehindProxy,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(30),
            query_bytes: 256 << 10,
            nesting: 100,
            budget: Duration::from_mins(1),
            clients: Clients::Direct,
            head: Duration::from_secs(10),
            stall: Duration::from_secs(30),
            kept_bytes: 64 << 20,
        }
    }
}
