//! Simplex: the least value of a function of a few numbers from 0 to 1, without derivatives (Nelder and Mead 1965; steps 1,
//! 2, ½, ½). It begins at the best point of a coarse grid, so that one valley too many does not catch it.

/// The grid on each axis.
const GRID: [f64; 5] = [0.05, 0.2, 0.4, 0.6, 0.85];
/// More steps than this change parameters only where no one sees it.
const MAX_STEPS: usize = 200;
/// Values this near to each other, relative to them, are the bottom.
const FLAT: f64 = 1e-10;

/// Where the function is least. A value that is no number counts as infinite.
pub(crate) fn least<const N: usize>(function: impl Fn([f64; N]) -> f64) -> [f64; N] {
    let value = |point: [f64; N]| Some(function(point)).filter(|value| !value.is_nan()).unwrap_or(f64::INFINITY);
    let start = grid().min_by(|a, b| value(*a).total_cmp(&value(*b))).unwrap_or([0.5; N]);
    let mut corners: Vec<([f64; N], f64)> = vec![(start, value(start))];
    for axis in 0..N {
        let mut corner = start;
        corner[axis] += if corner[axis] > 0.5 { -0.1 } else { 0.1 };
        corners.push((corner, value(corner)));
    }
    for _ in 0..MAX_STEPS {
        corners.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (best, worst) = (corners[0].1, corners[N].1);
        if worst - best <= FLAT * best.abs() || !best.is_finite() {
            break;
        }
        step(&mut corners, &value);
    }
    corners.iter().min_by(|a, b| a.1.total_cmp(&b.1)).map_or(start, |corner| corner.0)
}

/// Every point of the grid.
fn grid<const N: usize>() -> impl Iterator<Item = [f64; N]> {
    (0..GRID.len().pow(N as u32)).map(|index| {
        let mut rest = index;
        std::array::from_fn(|_| {
            let place = rest % GRID.len();
            rest /= GRID.len();
            GRID[place]
        })
    })
}

/// Moves the worst of the corners, which are in order, or draws all of them towards the best.
fn step<const N: usize>(corners: &mut [([f64; N], f64)], value: &impl Fn([f64; N]) -> f64) {
    let centre: [f64; N] =
        std::array::from_fn(|axis| corners[..N].iter().map(|corner| corner.0[axis]).sum::<f64>() / N as f64);
    let worst = corners[N];
    let moved = |by: f64| {
        let point = std::array::from_fn(|axis| (centre[axis] + by * (centre[axis] - worst.0[axis])).clamp(0.0, 1.0));
        (point, value(point))
    };
    let reflected = moved(1.0);
    let replacement = if reflected.1 < corners[0].1 {
        let expanded = moved(2.0);
        if expanded.1 < reflected.1 { expanded } else { reflected }
    } else if reflected.1 < corners[N - 1].1 {
        reflected
    } else {
        moved(if reflected.1 < worst.1 { 0.5 } else { -0.5 })
    };
    if replacement.1 < worst.1 {
        corners[N] = replacement;
        return;
    }
    let best = corners[0].0;
    for corner in &mut corners[1..] {
        let point = std::array::from_fn(|axis| f64::midpoint(best[axis], corner.0[axis]));
        *corner = (point, value(point));
    }
}
