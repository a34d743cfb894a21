//! The live plot: a plot that is kept while its table grows, so that a frame costs its width and the rows that came,
//! not the rows there are. What was encoded stays as long as spec and table are the same; rows that came are appended,
//! rows that went are dropped, and the memory of the shapes before is used again. Charts that aggregate, or whose rows
//! come out of order, are encoded anew when rows came; what it shows is always what [`plot`](crate::plot()) shows.

mod follow;

use table::Table;

use self::follow::Follow;
use crate::{
    encode::{self, Data},
    frame::{Frame, Theme},
    palette::Palette,
    plot::{Memory, Plot, decide},
    problem::Problem,
    spec::{Form, Spec},
    stat,
    view_state::ViewState,
};

/// A plot that follows its table.
#[derive(Debug, Default)]
pub struct Live {
    plot: Option<Plot>,
    encoded: Option<Encoded>,
    /// The series as encoded, where the plot shows them stacked.
    raw: Option<Data>,
    memory: Memory,
}

/// What was encoded, of which rows.
#[derive(Debug)]
struct Encoded {
    spec: Spec,
    theme: Theme,
    follow: Follow,
}

impl Live {
    /// Decides what the spec shows of the table in this view and frame. The rows of a table are told apart by their
    /// numbers: another table of the same name must not go on with the numbers of this one.
    ///
    /// # Errors
    /// As [`plot`](crate::plot()); then there is no plot.
    pub fn show(&mut self, spec: &Spec, table: &Table, view: &ViewState, frame: Frame) -> Result<&mut Plot, Problem> {
        let kept = self.take_apart();
        let plot = match spec.form {
            Form::Chart(mark) => {
                let data = self.data(spec, table, frame.theme, kept)?;
                let (plot, raw) = decide(spec, mark, data, view, &frame, &mut self.memory);
                self.raw = raw;
                plot
            }
            Form::Stat => stat::plot(spec, table, &frame)?,
        };
        Ok(self.plot.insert(plot))
    }

    /// What is shown now.
    #[must_use]
    pub fn plot(&self) -> Option<&Plot> {
        self.plot.as_ref()
    }

    /// What is shown now, to be kept by itself.
    #[must_use]
    pub fn into_plot(self) -> Option<Plot> {
        self.plot
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The memory of the plot before, and its rows as they were encoded.
    fn take_apart(&mut self) -> Option<Data> {
        let (shapes, legend, targets) = self.plot.take()?.apart();
        (self.memory.shapes, self.memory.legend, self.memory.targets) = (shapes, legend, targets);
        self.raw.take().or_else(|| self.memory.targets.as_mut().map(|targets| std::mem::take(&mut targets.data)))
    }

    /// The rows of the table: those that were kept, brought up to date, or all anew.
    fn data(&mut self, spec: &Spec, table: &Table, theme: Theme, kept: Option<Data>) -> Result<Data, Problem> {
        if let (Some(encoded), Some(mut data)) = (&mut self.encoded, kept)
            && encoded.spec == *spec
            && encoded.theme == theme
            && encoded.follow.catch_up(table, &mut data)
        {
            return if data.has_values() { Ok(data) } else { Err(self.forget(encode::no_values(spec))) };
        }
        self.encoded = None;
        self.memory.axes.forget();
        let data = encode::encode(spec, table, Palette::of(theme))?;
        let follow = Follow::begin(spec, table, &data);
        self.encoded = Some(Encoded { spec: spec.clone(), theme, follow });
        Ok(data)
    }

    fn forget(&mut self, problem: Problem) -> Problem {
        self.encoded = None;
        problem
    }
}
