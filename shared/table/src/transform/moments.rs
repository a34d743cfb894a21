//! Moments: count, mean and spread of numbers, kept up to date one number at a time (Welford 1962) and joined from parts
//! (Chan, Golub and LeVeque 1979), so that neither many rows nor large values cost digits.

/// What is known of the numbers so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Moments {
    count: f64,
    mean: f64,
    /// Sum of the squared distances from the mean.
    squares: f64,
}

impl Moments {
    pub(crate) fn of(numbers: impl IntoIterator<Item = f64>) -> Self {
        let mut moments = Self::default();
        numbers.into_iter().for_each(|number| moments.add(number));
        moments
    }

    pub(crate) fn add(&mut self, number: f64) {
        self.count += 1.0;
        let distance = number - self.mean;
        self.mean += distance / self.count;
        self.squares += distance * (number - self.mean);
    }

    /// Both together.
    pub(crate) fn join(self, other: Self) -> Self {
        let count = self.count + other.count;
        if self.count == 0.0 || other.count == 0.0 {
            return if self.count == 0.0 { other } else { self };
        }
        let distance = other.mean - self.mean;
        let mean = self.mean + distance * other.count / count;
        let squares = self.squares + other.squares + distance * distance * self.count * other.count / count;
        Self { count, mean, squares }
    }

    /// NaN of no number.
    pub(crate) fn mean(self) -> f64 {
        if self.count == 0.0 { f64::NAN } else { self.mean }
    }

    /// Of a sample (by count - 1); NaN of fewer than two numbers.
    pub(crate) fn variance(self) -> f64 {
        if self.count < 2.0 { f64::NAN } else { self.squares / (self.count - 1.0) }
    }

    /// Of a whole population (by count); NaN of no number.
    pub(crate) fn population_variance(self) -> f64 {
        self.squares / self.count
    }

    /// The standard error of the mean; NaN of fewer than two numbers.
    pub(crate) fn standard_error(self) -> f64 {
        (self.variance() / self.count).sqrt()
    }
}
