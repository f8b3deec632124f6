use crate::oracle::Oracle;

/// A slice that is asked for.
pub(crate) struct Asked {
    /// For each dimension of the oracle, the keys that are picked; all where there are none.
    pub(crate) picks: Vec<Vec<String>>,
    names: Vec<String>,
    /// The dimensions that are kept.
    pub(crate) group: Option<Vec<usize>>,
}

impl Asked {
    pub(crate) fn query(&self) -> String {
        let picks = self
            .names
            .iter()
            .zip(&self.picks)
            .filter(|(_, keys)| !keys.is_empty());
        let mut parts: Vec<_> = picks
            .map(|(name, keys)| format!("{name}={}", keys.join(",")))
            .collect();
        if let Some(group) = &self.group {
            let names: Vec<_> = group.iter().map(|at| self.names[*at].as_str()).collect();
            let names = if names.is_empty() {
                "none".to_owned()
            } else {
                names.join(",")
            };
            parts.push(format!("group={names}"));
        }
        parts.join("&")
    }
}

/// Numbers that are the same in every run: xorshift.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }

    /// Some members of some dimensions.
    pub(crate) fn slice(&mut self, oracle: &Oracle) -> Asked {
        let picks = oracle.dimensions.iter().map(|dimension| {
            let wanted = if self.below(2) == 0 {
                0
            } else {
                1 + self.below(3)
            };
            let keys =
                (0..wanted).map(|_| dimension.keys[self.below(dimension.keys.len())].clone());
            keys.collect()
        });
        Asked {
            picks: picks.collect(),
            names: oracle.dimensions.iter().map(|d| d.name.clone()).collect(),
            group: None,
        }
    }

    /// One member of many dimensions, totals over others.
    pub(crate) fn total(&mut self, oracle: &Oracle) -> Asked {
        let mut asked = self.slice(oracle);
        for keys in &mut asked.picks {
            keys.truncate(1);
        }
        let all = 0..oracle.dimensions.len();
        asked.group = Some(all.filter(|_| self.below(2) == 0).collect());
        asked
    }
}
