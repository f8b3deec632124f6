use askama::Template;

use crate::serve::Problem;

#[derive(Template)]
#[template(path = "problem.html")]
struct Page<'a> {
    language: &'static str,
    problem: &'a Problem,
}

/// Draws a problem for a browser; `None` if even that fails.
pub(in crate::serve) fn problem(problem: &Problem) -> Option<String> {
    let page = Page {
        language: "en",
        problem,
    };
    page.render().ok()
}
