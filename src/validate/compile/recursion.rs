use super::Compiler;
use crate::validate::codes;
use crate::validate::shape::{Shape, ShapeIx};

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    New,
    Open,
    Done,
}

/// Refuses shapes that need themselves: SHACL leaves
/// [what they mean](https://www.w3.org/TR/shacl/#shapes-recursion) undefined.
pub(super) fn refuse(compiler: &mut Compiler<'_>, shapes: &[Shape]) {
    let mut marks = vec![Mark::New; shapes.len()];
    for at in 0..shapes.len() {
        visit(compiler, shapes, at, &mut marks);
    }
}

fn visit(compiler: &mut Compiler<'_>, shapes: &[Shape], from: usize, marks: &mut [Mark]) {
    if marks[from] != Mark::New {
        return;
    }
    marks[from] = Mark::Open;
    for constraint in &shapes[from].constraints {
        for ShapeIx(to) in constraint.kind.references() {
            let to = to as usize;
            if marks[to] == Mark::Open {
                let message = "This shape needs itself; what such shapes mean is not defined.";
                compiler.report(
                    codes::SHAPE_RECURSIVE,
                    Some(constraint.source),
                    constraint.source.subject,
                    message.to_owned(),
                );
            }
            visit(compiler, shapes, to, marks);
        }
    }
    marks[from] = Mark::Done;
}
