use std::time::Duration;

/// What one public query may cost.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How long it may take, from its start to its last byte.
    pub time: Duration,
    /// How many bytes long its text may be.
    pub query_bytes: usize,
    /// How deep its brackets may nest.
    pub nesting: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(30),
            query_bytes: 256 << 10,
            nesting: 100,
        }
    }
}
