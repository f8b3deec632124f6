use std::process::ExitCode;

/// How a command ended, as programs that call it see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All is well: status 0.
    Fine,
    /// The data, the mapping or the configuration are wrong, and findings say where: status 1.
    Wrong,
    /// Assize could not do its work: status 2.
    Failed,
    /// Whoever reads the output has read enough, as in `assize schema | head`: the status that
    /// shells give for a program that SIGPIPE ends, 141.
    Unread,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Fine => Self::SUCCESS,
            Exit::Wrong => Self::from(1),
            Exit::Failed => Self::from(2),
            Exit::Unread => Self::from(141),
        }
    }
}
