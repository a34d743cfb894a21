//! The course: the values of one series along x with their gaps, for whoever plays a chart by ear or reads it on.

use crate::hit::Hit;

/// What is shown of a series.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// The name of the series; empty where there is one.
    pub label: String,
    /// x and y in the order of x; y is NaN for a gap.
    pub values: Vec<(f64, f64)>,
}

impl Course {
    /// The items of a scene, by series. Items without a number along x, such as categories, follow each other.
    pub(crate) fn of(hits: Vec<Hit>) -> Vec<Self> {
        let mut courses: Vec<Self> = Vec::new();
        for hit in hits {
            let at = courses.iter().position(|course| course.label == hit.series).unwrap_or(courses.len());
            if at == courses.len() {
                courses.push(Self { label: hit.series, values: Vec::new() });
            }
            let values = &mut courses[at].values;
            let x = if hit.x_value.is_finite() { hit.x_value } else { values.len() as f64 };
            values.push((x, hit.y_value));
        }
        courses.iter_mut().for_each(|course| course.values.sort_by(|left, right| left.0.total_cmp(&right.0)));
        courses
    }
}
