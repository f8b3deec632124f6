use std::io::BufRead;

use super::DifferenceError;
use super::change::is_observation;
use super::groups::{Group, Groups};

/// Takes from the canonical N-Quads of a release those that are not of observations: structure, code
/// lists, what is said of the dataset. Memory does not grow with the observations.
pub fn structure(release: impl BufRead) -> Result<String, DifferenceError> {
    let mut groups = Groups::new(release)?;
    let (mut text, mut group) = (String::new(), Group::default());
    loop {
        groups.read(&mut group)?;
        if group.is_empty() {
            return Ok(text);
        }
        if !is_observation(&group) {
            text.push_str(group.text());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_but_observations_is_taken() {
        const RELEASE: &str = "\
<http://a/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://purl.org/linked-data/cube#Observation> .
<http://a/2> <http://a/p> \"kept\" .
<http://a/3> <http://a/p> \"an observation's\" .
<http://a/3> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://purl.org/linked-data/cube#Observation> .
";
        let taken = structure(RELEASE.as_bytes()).unwrap();
        assert_eq!(taken, "<http://a/2> <http://a/p> \"kept\" .\n");
    }
}
