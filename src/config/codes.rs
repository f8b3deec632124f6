use crate::diagnostic::Code;

/// The configuration cannot be read.
pub(super) const UNREADABLE: Code = Code::error(
    "config-unreadable",
    "The configuration file is not there, or cannot be read.",
    "Check the path after `--config`. Without `--config`, `assize.toml` in the working folder is \
     read where it is there.",
);

/// The configuration is no TOML, or has a key or value that Assize does not know.
pub(super) const INVALID: Code = Code::error(
    "config-invalid",
    "The configuration is no TOML, or has a key that Assize does not know, or a value of the \
     wrong kind.",
    "Mend the underlined part. The keys are `base`, `publisher`, `licence`, `spatial`, `store`, `mappings`, \
     `registers`, `ledger`, `code-lists`, `shapes`, `examples`, `releases`, `fetch-limit` and \
     `load-memory`.",
);

/// The base is no URI that others can be made from.
pub(super) const BASE: Code = Code::error(
    "config-base",
    "The base is not an absolute `http` or `https` URI without query and fragment.",
    "Write it as in `base = \"http://justice.data.gov.uk\"`.",
);

/// The store elsewhere cannot be reached under what is written.
pub(super) const STORE: Code = Code::error(
    "config-store",
    "The table `store` has an address that is no plain `http` or `https` URI, or an `auth` that \
     does not say who asks.",
    "Write it as in `store = { kind = \"sparql\", query = \"http://localhost:8890/sparql\", \
     update = \"http://localhost:8890/sparql-auth\", graph-store = \
     \"http://localhost:8890/sparql-graph-crud-auth\", auth = { user = \"dba\", password-env = \
     \"STORE_PASSWORD\" } }`. Secrets stand in an environment variable or a file, never here.",
);

/// All codes of the configuration.
pub const CODES: &[Code] = &[UNREADABLE, INVALID, BASE, STORE];
