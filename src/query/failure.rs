use oxigraph::sparql::QueryEvaluationError;
use oxrdf::NamedNode;
use thiserror::Error;

/// Why a part of a query is left to the store.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Reason {
    /// It names its own graphs.
    #[error("the query or the request chooses graphs, and columns hold the default graph only")]
    Dataset,
    /// It asks other endpoints.
    #[error("the query asks another endpoint")]
    Service,
    /// No pattern asks for an observation by its predicates.
    #[error("no pattern asks for observations of a cube by predicates that only observations have")]
    NoStar,
    /// A variable stands twice in a star.
    #[error("{0} stands twice in the pattern of one observation")]
    Repeated(String),
    /// Triples of the observations beside those in the columns are asked for.
    #[error("{0} is asked of observations, and other things have it too")]
    Shared(NamedNode),
    /// A join has too many keys to look up one by one.
    #[error("{keys} different keys would have to be looked up in the store")]
    ManyKeys {
        /// How many.
        keys: usize,
    },
    /// The solutions are too many to be held.
    #[error("the pattern has too many solutions to be held in memory")]
    TooLarge,
    /// Both sides of a join may lack a variable that they share.
    #[error("{0} may be unbound where two patterns are joined by it")]
    MaybeUnbound(String),
    /// The result depends on the order in which the store finds solutions.
    #[error("the result of {0} may depend on the order in which solutions are found")]
    Order(&'static str),
    /// An aggregate runs over values that are not all integers or all decimals.
    #[error("{0} runs over values that are not all of one kind")]
    Kinds(&'static str),
    /// A sum may leave the range of its datatype.
    #[error("a sum may leave the range of its datatype")]
    Range,
    /// An aggregate that columns have no way for.
    #[error("{0} is computed by the store")]
    Aggregate(&'static str),
    /// An expression has another value each time.
    #[error("an expression may have another value each time it is evaluated")]
    Volatile,
    /// A condition of an OPTIONAL looks at variables outside of it.
    #[error("the condition of an OPTIONAL looks at other variables than its own")]
    OuterCondition,
    /// Two patterns share no variable.
    #[error("two patterns share no variable")]
    Product,
}

/// Why a pattern could not be answered from columns.
#[derive(Debug, Error)]
pub(super) enum Failure {
    /// The store does it.
    #[error(transparent)]
    Left(#[from] Reason),
    /// The store failed, as it would with the query as it stands.
    #[error(transparent)]
    Evaluation(#[from] QueryEvaluationError),
}
