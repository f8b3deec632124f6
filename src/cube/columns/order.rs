use super::Code;
use super::gather::NONE;

/// The order of rows by several columns of codes, the first first; rows without a value come last.
///
/// A stable counting sort by each column, the last first: linear in the rows, whatever they are.
pub(super) fn order(rows: usize, columns: &[(&[Code], usize)]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..).take(rows).collect();
    let mut next = vec![0; rows];
    for (codes, count) in columns.iter().rev() {
        let place = |row: u32| match codes[row as usize] {
            NONE => *count,
            code => code as usize,
        };
        let mut starts = vec![0_usize; count + 2];
        for row in &order {
            starts[place(*row) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        for row in &order {
            let start = &mut starts[place(*row)];
            next[*start] = *row;
            *start += 1;
        }
        std::mem::swap(&mut order, &mut next);
    }
    order
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rows_are_sorted_by_their_keys(
            rows in prop::collection::vec((0..5_u32, 0..3_u32, 0..200_u32), 0..60),
        ) {
            let missing = |code: u32, of: u32| if code == of { NONE } else { code };
            let first: Vec<_> = rows.iter().map(|r| missing(r.0, 4)).collect();
            let second: Vec<_> = rows.iter().map(|r| r.1).collect();
            let third: Vec<_> = rows.iter().map(|r| missing(r.2, 199)).collect();
            let found = order(rows.len(), &[(&first, 4), (&second, 3), (&third, 199)]);
            let mut wanted: Vec<u32> = (0..).take(rows.len()).collect();
            wanted.sort_by_key(|r| (first[*r as usize], second[*r as usize], third[*r as usize]));
            prop_assert_eq!(found, wanted);
        }
    }
}
