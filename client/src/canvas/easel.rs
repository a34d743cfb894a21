//! The easel: a canvas and what stands on it. A plot on the same ground as the one before is drawn between its axes
//! only, which is most of the frames of a chart whose rows come quickly. Anything else is drawn from the start.

use chart::{Ground, Plot};

use super::backend::Backend;

/// So long, in milliseconds, a drawing is gone on with before all is drawn again: a browser that was short of memory may
/// have lost it.
const SURE_MS: f64 = 1_000.0;

/// A canvas that plots are shown on.
pub struct Easel {
    backend: Backend,
    stands: Option<Stands>,
}

/// What a canvas shows.
struct Stands {
    ground: Ground,
    size_px: (u32, u32),
    /// When all of it was drawn.
    at_ms: f64,
}

impl Easel {
    /// Nothing stands on it yet.
    #[must_use]
    pub fn new(backend: Backend) -> Self {
        Self { backend, stands: None }
    }

    /// Shows a plot, or nothing, on a canvas of this many pixels.
    pub fn show(&mut self, plot: Option<&Plot>, size_px: (u32, u32), now_ms: f64) {
        let ground = plot.and_then(Plot::ground);
        let goes_on = |stands: &Stands, ground: &Ground| {
            stands.ground.is(ground) && stands.size_px == size_px && now_ms - stands.at_ms < SURE_MS
        };
        let field = match (&self.stands, ground) {
            (Some(stands), Some(ground)) if goes_on(stands, ground) => ground.field(),
            _ => None,
        };
        if let (Some(field), Some(plot)) = (field, plot) {
            self.backend.wipe(field);
            let _the_backend_reports_nothing = plot.renew(&mut self.backend);
            return;
        }
        self.backend.clear(size_px);
        if let Some(plot) = plot {
            let _the_backend_reports_nothing = plot.draw(&mut self.backend);
        }
        self.stands = ground.map(|ground| Stands { ground: ground.clone(), size_px, at_ms: now_ms });
    }
}
