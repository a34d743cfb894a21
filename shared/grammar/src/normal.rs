//! Normal: a spec in its plainest form, as Vega-Lite's own normalisation makes it: channels that facet become facets,
//! repeats become views, composite marks and overlays become layers of single marks, encodings shared by layers stand
//! in each of them, selections stand with the marks that they select. It needs no rows, and is idempotent.

mod composite;
mod facet;
mod merge;
mod overlay;
mod repeat;
mod selection;

use std::cell::Cell;

use serde_json::{Map, Value as Json};

use self::repeat::Repeater;
use crate::{
    spec::{Body, Channel, Encoding, Mark, Spec},
    vega_lite::Problem,
};

/// A spec of more marks than this is refused: repeats of repeats multiply, and nobody sees more charts at once.
pub const MAX_MARKS: usize = 1_000;

/// The plainest spec that shows the same.
///
/// # Errors
/// Where a composite mark lacks what it needs, or there would be more than [`MAX_MARKS`] marks.
pub fn normal(spec: Spec) -> Result<Spec, Problem> {
    let marks = Cell::new(0);
    let context = Context { config: spec.config.clone(), ..Context::new(&marks) };
    let mut spec = context.view(spec)?;
    overlay::forget(&mut spec.config);
    Ok(selection::lifted(spec))
}

/// What the views around one say about it.
#[derive(Clone)]
struct Context<'a> {
    config: Map<String, Json>,
    /// What the layers around say for all of theirs.
    encoding: Option<Encoding>,
    projection: Option<Json>,
    repeater: Repeater,
    /// What names of views within a repeat begin with.
    prefix: String,
    /// How many there are so far.
    marks: &'a Cell<usize>,
}

impl<'a> Context<'a> {
    fn new(marks: &'a Cell<usize>) -> Self {
        let (encoding, projection) = (None, None);
        Self { config: Map::new(), encoding, projection, repeater: Repeater::default(), prefix: String::new(), marks }
    }

    fn view(&self, mut spec: Spec) -> Result<Spec, Problem> {
        match std::mem::take(&mut spec.body) {
            Body::Unit(mark) => match facet::split(&mut spec, mark) {
                Ok(body) => self.view(Spec { body, ..spec }),
                Err(mark) => self.unit(spec, mark),
            },
            Body::Layer(views) => self.layer(spec, views),
            Body::Concat { views, columns } => {
                let views = views.into_iter().map(|view| self.view(view)).collect::<Result<_, _>>()?;
                Ok(Spec { body: Body::Concat { views, columns }, ..spec })
            }
            Body::Facet { facet, columns, spec: inner } => {
                let facet = self.repeater.in_facet(facet);
                let inner = Box::new(self.view(*inner)?);
                Ok(Spec { body: Body::Facet { facet, columns, spec: inner }, ..spec })
            }
            Body::Repeat { repeat, columns, spec: inner } => self.repeated(spec, repeat, columns, *inner),
        }
    }

    fn layer(&self, mut spec: Spec, views: Vec<Spec>) -> Result<Spec, Problem> {
        let own = self.repeater.in_encoding(std::mem::take(&mut spec.encoding));
        let encoding = match &self.encoding {
            Some(parent) => Some(merge::encoding(parent, own, true)),
            None => Some(own).filter(|own| !own.0.is_empty()),
        };
        let projection = spec.layout.shift_remove("projection").or_else(|| self.projection.clone());
        self.name(&mut spec);
        let within = Self { encoding, projection, ..self.clone() };
        let views = views.into_iter().map(|view| within.view(view)).collect::<Result<_, _>>()?;
        Ok(Spec { body: Body::Layer(views), ..spec })
    }

    fn unit(&self, mut spec: Spec, mark: Mark) -> Result<Spec, Problem> {
        self.marks.set(self.marks.get() + 1);
        if self.marks.get() > MAX_MARKS {
            let what = format!("the spec has more than {MAX_MARKS} marks");
            return Err(Problem::new("", &what, "repeat over fewer fields, or say fewer layers"));
        }
        spec.encoding = self.repeater.in_encoding(spec.encoding);
        if let Some(parent) = &self.encoding {
            spec.encoding = merge::encoding(parent, spec.encoding, false);
        }
        // What splits a view was taken out before; here it comes from layers, which cannot be split.
        spec.encoding.0.retain(|(channel, _)| !matches!(channel, Channel::Row | Channel::Column | Channel::Facet));
        if let Some(projection) = &self.projection {
            spec.layout.entry("projection").or_insert_with(|| projection.clone());
        }
        self.name(&mut spec);
        match composite::layered(&mut spec, &mark, &self.config)? {
            Some(layers) => Ok(layers),
            None => Ok(overlay::layered(spec, mark, &self.config)),
        }
    }

    fn name(&self, spec: &mut Spec) {
        if let Some(name) = spec.name.as_mut().filter(|_| !self.prefix.is_empty()) {
            *name = format!("{}_{name}", self.prefix);
        }
    }
}
