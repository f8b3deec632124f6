use std::rc::Rc;

use oxrdf::{NamedNode, Term};
use spareval::{QueryEvaluationError, QueryEvaluator, QueryResults, QuerySolution};

use super::dataset::{Data, QueryTerm, SHAPES_GRAPH, ShapesTriples, Table};
use super::prebinding::{Prepared, Run};
use crate::graph::{TermGraph, TermId, Triple};

/// Runs prepared queries over one graph.
pub(crate) struct Runner<'a> {
    graph: &'a TermGraph,
    shapes: Rc<ShapesTriples>,
    evaluator: QueryEvaluator,
}

/// The values of the pre-bound variables for one run.
pub(crate) struct Bindings<'b> {
    /// The values of `?this`.
    pub(crate) this: &'b [TermId],
    /// The values of `?value`, for questions.
    pub(crate) values: &'b [TermId],
    pub(crate) current_shape: TermId,
    /// The values of a component's parameters.
    pub(crate) parameters: &'b [(String, TermId)],
}

/// A solution of a query.
#[derive(Debug)]
pub(crate) struct Solution {
    bindings: Vec<(String, Term)>,
}

impl Solution {
    /// The value of a variable.
    pub(crate) fn get(&self, variable: &str) -> Option<&Term> {
        let found = self.bindings.iter().find(|(name, _)| name == variable);
        found.map(|(_, term)| term)
    }
}

impl From<QuerySolution> for Solution {
    fn from(solution: QuerySolution) -> Self {
        let pairs = solution.iter();
        let pairs = pairs.map(|(variable, term)| (variable.as_str().to_owned(), term.clone()));
        Self {
            bindings: pairs.collect(),
        }
    }
}

impl<'a> Runner<'a> {
    /// `shapes` are the triples of the shapes in the numbers of `graph`.
    pub(crate) fn new(graph: &'a TermGraph, shapes: impl Iterator<Item = Triple>) -> Self {
        Self {
            graph,
            shapes: Rc::new(ShapesTriples::new(shapes)),
            evaluator: QueryEvaluator::new(),
        }
    }

    /// All solutions for all of the values, in one run where that is safe.
    pub(crate) fn solutions(
        &self,
        prepared: &Prepared,
        bindings: &Bindings<'_>,
    ) -> Result<Vec<Solution>, QueryEvaluationError> {
        let mut solutions = Vec::new();
        if prepared.run == Run::AtOnce {
            self.run(prepared, bindings, &mut solutions)?;
            return Ok(solutions);
        }
        for this in bindings.this.chunks(1) {
            // A SELECT has no values of its own, and runs once for each focus node still.
            let each_value = bindings.values.chunks(1);
            let none: Option<&[TermId]> = bindings.values.is_empty().then_some(&[]);
            for values in each_value.chain(none) {
                let one = Bindings {
                    this,
                    values,
                    ..*bindings
                };
                self.run(prepared, &one, &mut solutions)?;
            }
        }
        Ok(solutions)
    }

    fn run(
        &self,
        prepared: &Prepared,
        bindings: &Bindings<'_>,
        solutions: &mut Vec<Solution>,
    ) -> Result<(), QueryEvaluationError> {
        let data = Data {
            graph: self.graph,
            shapes: Rc::clone(&self.shapes),
            table: Rc::new(self.table(prepared, bindings)),
        };
        let results = self.evaluator.prepare(&prepared.query).execute(data)?;
        if let QueryResults::Solutions(found) = results {
            for solution in found {
                solutions.push(solution?.into());
            }
        }
        Ok(())
    }

    fn table(&self, prepared: &Prepared, bindings: &Bindings<'_>) -> Table {
        let column = |name: &String| {
            let values = self.column(name, bindings);
            let set = values.iter().cloned().collect();
            (values, set)
        };
        Table {
            columns: prepared.variables.iter().map(column).collect(),
        }
    }

    fn column(&self, name: &str, bindings: &Bindings<'_>) -> Vec<QueryTerm> {
        let known = |ids: &[TermId]| ids.iter().map(|id| QueryTerm::Known(*id)).collect();
        match name {
            "this" => known(bindings.this),
            "value" if !bindings.values.is_empty() => known(bindings.values),
            "currentShape" => vec![QueryTerm::Known(bindings.current_shape)],
            "shapesGraph" => {
                let name = NamedNode::new_unchecked(SHAPES_GRAPH);
                vec![match self.graph.terms().get(name.as_ref()) {
                    Some(id) => QueryTerm::Known(id),
                    None => QueryTerm::Other(Rc::new(Term::from(name))),
                }]
            }
            _ => {
                let parameters = bindings.parameters.iter();
                let of_name = parameters.filter(|(parameter, _)| parameter == name);
                of_name.map(|(_, id)| QueryTerm::Known(*id)).collect()
            }
        }
    }
}
