//! Student's t distribution: its cumulative distribution by the regularized incomplete beta function (continued fraction by
//! the method of Lentz 1976, as in Numerical Recipes §6.4; ln Γ by Lanczos 1964), its quantiles by bisection of that.

/// More terms of the continued fraction change no digit for any sensible argument.
const MAX_TERMS: usize = 300;
/// Less than this is zero in a denominator.
const TINY: f64 = 1e-300;

/// The share of the distribution below t; `freedoms` above 0.
#[must_use]
pub fn student_cumulative(t: f64, freedoms: f64) -> f64 {
    let beyond = 0.5 * incomplete_beta(freedoms / (freedoms + t * t), freedoms / 2.0, 0.5);
    if t > 0.0 { 1.0 - beyond } else { beyond }
}

/// Below which t so large a share of the distribution lies; NaN unless the share is between 0 and 1 and `freedoms` above 0.
#[must_use]
pub fn student_quantile(share: f64, freedoms: f64) -> f64 {
    if !(share > 0.0 && share < 1.0 && freedoms > 0.0) {
        return f64::NAN;
    }
    if share < 0.5 {
        return -student_quantile_above(1.0 - share, freedoms);
    }
    student_quantile_above(share, freedoms)
}

fn student_quantile_above(share: f64, freedoms: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while student_cumulative(high, freedoms) < share && high < 1e150 {
        high *= 2.0;
    }
    // Each halving gives a bit: 64 are more than a number has.
    for _ in 0..64 {
        let middle = f64::midpoint(low, high);
        if student_cumulative(middle, freedoms) < share { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// I_x(a, b).
fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (1.0 - x).ln()).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * continued_fraction(x, a, b) / a
    } else {
        1.0 - front * continued_fraction(1.0 - x, b, a) / b
    }
}

fn continued_fraction(x: f64, a: f64, b: f64) -> f64 {
    let away_from_zero = |number: f64| if number.abs() < TINY { TINY } else { number };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for term in 1..=MAX_TERMS {
        let m = term as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = fraction;
        for coefficient in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + coefficient * d);
            c = away_from_zero(1.0 + coefficient / c);
            fraction *= d * c;
        }
        if (fraction - before).abs() <= f64::EPSILON * fraction.abs() {
            break;
        }
    }
    fraction
}

fn ln_gamma(x: f64) -> f64 {
    const TERMS: [f64; 6] = [
        76.180_091_729_471_46,
        -86.505_320_329_416_77,
        24.014_098_240_830_91,
        -1.231_739_572_450_155,
        0.120_865_097_386_617_9e-2,
        -0.539_523_938_495_3e-5,
    ];
    let sum =
        TERMS.iter().zip(1..).fold(1.000_000_000_190_015, |sum, (term, place)| sum + term / (x + f64::from(place)));
    let base = x + 5.5;
    (x + 0.5) * base.ln() - base + (2.506_628_274_631_000_5 * sum / x).ln()
}
