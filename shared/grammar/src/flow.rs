//! Flow: from a spec in its plainest form and its data to the views that it shows. Data flows down the views as in
//! Vega-Lite (`compile/data/parse.ts`): a view takes the rows of the one around it unless it has its own, carries out its
//! transforms, and hands them on; facets split them; a mark does what its encoding says. It draws nothing.

pub(crate) mod channels;
mod domain;
pub(crate) mod encoded;
mod facet;
mod head;
mod hidden;
mod impute;
mod local;
pub(crate) mod name;
pub(crate) mod orient;
mod path;
mod said;
mod scale;
mod selection;
pub(crate) mod stack;
mod stacked;
mod steps;
pub(crate) mod style;
pub(crate) mod title;
mod trace;
mod unit;
mod valid;

use std::{cell::RefCell, collections::HashMap, sync::Arc};

use serde_json::{Map, Value as Json};
use table::{
    Relation, Value,
    expression::{Environment, Expression},
    transform::{self, Context, Test, Transform, TransformError},
};

pub use self::trace::{MAX_SHOWN_ROWS, MAX_STAGES, Stage, trace};
use self::{encoded::Encoded, head::Head, selection::Selections};
use crate::{
    source::{self, Files, SourceError, value_from_json},
    spec::{Body, Data, Format, LookupFrom, Spec, Step},
    view::{Say, View, ViewBody},
    zone::Zone,
};

/// Views within views deeper than this are refused.
const MAX_DEPTH: usize = 64;

/// Whether a category is hidden, given how it is said.
pub type Hides<'a> = &'a dyn Fn(&Say, &Value) -> bool;

/// What a spec asks from outside.
pub struct Given<'a> {
    /// Files and tables.
    pub files: &'a dyn Files,
    /// By which clock local times are shown.
    pub zone: Zone,
    /// The value that somebody has given to a parameter; `None` leaves it at what the spec says.
    pub params: &'a dyn Fn(&str) -> Option<Value>,
    /// Whether a row is in the selection that somebody has made; `None` leaves it at what the spec says.
    pub selected: &'a dyn Fn(&str, &Relation, usize) -> Option<bool>,
    /// Whether somebody does not look at what has this category as its colour. What is left stacks
    /// anew; the domains of colours and shapes keep it. `None`: everything is looked at.
    pub is_hidden: Option<Hides<'a>>,
}

impl<'a> Given<'a> {
    /// Files, and nothing that anybody has selected or set.
    #[must_use]
    pub fn files(files: &'a dyn Files) -> Self {
        Self { files, zone: Zone::default(), params: &|_| None, selected: &|_, _, _| None, is_hidden: None }
    }
}

/// Why a spec shows nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FlowError {
    /// Its data cannot be had.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// A step cannot be carried out.
    #[error(transparent)]
    Transform(#[from] TransformError),
    /// Views are nested too deeply.
    #[error("views are nested more than {MAX_DEPTH} levels deep")]
    Depth,
    /// It has a part that is not in its plainest form.
    #[error("the spec is not in its plainest form: {0}")]
    NotNormal(&'static str),
}

/// The views of a spec in its plainest form.
///
/// # Errors
/// When its data cannot be read, a step fails, or views are nested too deeply.
pub fn flow(spec: &Spec, given: &Given<'_>) -> Result<View, FlowError> {
    let selections = Selections::of(spec);
    let variables = variables(spec, given);
    let extents: RefCell<HashMap<Arc<str>, Value>> = RefCell::default();
    let params = |name: &str| {
        let said = (given.params)(name).or_else(|| variables.get(name).cloned());
        said.or_else(|| extents.borrow().get(name).cloned())
    };
    let selected = |name: &str, relation: &Relation, row: usize| {
        (given.selected)(name, relation, row).or_else(|| selections.holds(name, relation, row))
    };
    let flow = Flow {
        given,
        config: &spec.config,
        datasets: &spec.datasets,
        context: Context { params: &params, relations: &[], selected: &selected, ..Context::EMPTY },
        sources: RefCell::default(),
        extents: &extents,
    };
    flow.view(spec, &Head::default(), Around::default())
}

/// The values of the parameters that are no selections.
fn variables(spec: &Spec, given: &Given<'_>) -> HashMap<Arc<str>, Value> {
    let mut values: HashMap<Arc<str>, Value> = HashMap::new();
    let mut open = vec![spec];
    while let Some(spec) = open.pop() {
        for param in spec.params.iter().filter(|param| param.select.is_none()) {
            let computed = param.expression.as_ref().and_then(|text| {
                let known = |name: &str| (given.params)(name).or_else(|| values.get(name).cloned());
                let environment = Environment { params: &known, ..Environment::default() };
                Some(Expression::parse(text).ok()?.eval(&Relation::of_rows(0), 0, &environment))
            });
            if let Some(value) = param.value.as_ref().map(value_from_json).or(computed) {
                values.insert(param.name.clone(), value);
            }
        }
        open.extend(inner(spec));
    }
    values
}

/// The views directly within one.
fn inner(spec: &Spec) -> Vec<&Spec> {
    match &spec.body {
        Body::Unit(_) => Vec::new(),
        Body::Layer(views) | Body::Concat { views, .. } => views.iter().collect(),
        Body::Facet { spec, .. } | Body::Repeat { spec, .. } => vec![spec],
    }
}

struct Flow<'a> {
    given: &'a Given<'a>,
    config: &'a Map<String, Json>,
    datasets: &'a [(Arc<str>, Json)],
    context: Context<'a>,
    /// Rows that were read already, by their address or name.
    sources: RefCell<HashMap<String, Relation>>,
    /// What extent steps have found, by the name of their parameter.
    extents: &'a RefCell<HashMap<Arc<str>, Value>>,
}

/// What the views around one are.
#[derive(Clone, Copy, Default)]
struct Around<'a> {
    depth: usize,
    /// The view around lays views on each other.
    is_layer: bool,
    /// The columns by which the view around splits the rows of this one.
    facets: &'a [String],
}

impl Flow<'_> {
    fn view(&self, spec: &Spec, above: &Head, around: Around<'_>) -> Result<View, FlowError> {
        if around.depth > MAX_DEPTH {
            return Err(FlowError::Depth);
        }
        let mut head = self.source(spec, above)?;
        if let (true, Body::Unit(mark)) = (around.is_layer, &spec.body) {
            // Layers share their bins, whatever each of them filters.
            let encoded = Encoded::new(&spec.encoding, mark.mark, style::is_filled(mark, self.config));
            steps::bins(&mut head, encoded.fields().map(|(_, definition)| definition), &self.context)?;
        }
        self.transform(spec, &mut head, around.facets)?;
        let within = Around { depth: around.depth + 1, is_layer: matches!(spec.body, Body::Layer(_)), ..around };
        let body = self.body(spec, head, within)?;
        Ok(View {
            name: spec.name.clone(),
            title: spec.title.clone(),
            description: spec.description.clone(),
            width: spec.width,
            height: spec.height,
            body,
            resolve: spec.resolve.clone(),
            config: spec.config.clone(),
            layout: spec.layout.clone(),
            params: spec.params.clone(),
        })
    }

    fn body(&self, spec: &Spec, head: Head, around: Around<'_>) -> Result<ViewBody, FlowError> {
        Ok(match &spec.body {
            Body::Unit(mark) => {
                let parts = unit::Parts {
                    mark,
                    encoding: &spec.encoding,
                    config: self.config,
                    context: self.context,
                    zone: &self.given.zone,
                    facets: around.facets,
                    is_hidden: self.given.is_hidden,
                };
                ViewBody::Unit(Box::new(unit::view(&parts, head)?))
            }
            Body::Layer(views) => ViewBody::Layer(self.views(views, &head, around)?),
            Body::Concat { views, columns } => {
                ViewBody::Concat { views: self.views(views, &head, around)?, columns: *columns }
            }
            Body::Facet { facet, columns, spec: inner } => self.facet((facet, *columns, inner), head, around)?,
            Body::Repeat { .. } => return Err(FlowError::NotNormal("it repeats a view")),
        })
    }

    fn views(&self, specs: &[Spec], head: &Head, around: Around<'_>) -> Result<Vec<View>, FlowError> {
        specs.iter().map(|spec| self.view(spec, head, around)).collect()
    }

    /// The rows that a view begins with.
    fn source(&self, spec: &Spec, above: &Head) -> Result<Head, FlowError> {
        match &spec.data {
            None => Ok(above.clone()),
            Some(data) => self.head(data),
        }
    }

    fn head(&self, data: &Data) -> Result<Head, FlowError> {
        let relation = self.relation(data)?;
        Ok(match data {
            Data::Sequence { .. } => Head::generated(relation),
            data => Head::new(relation, format(data), source::is_delimited(data), &self.given.zone),
        })
    }

    fn relation(&self, data: &Data) -> Result<Relation, FlowError> {
        let key = match data {
            Data::Url { url, format, .. } => {
                Some(format!("{url} {:?}", (&format.kind, &format.property, format.delimiter)))
            }
            Data::Named { name, .. } => Some(name.to_string()),
            _ => None,
        };
        if let Some(known) = key.as_ref().and_then(|key| self.sources.borrow().get(key).cloned()) {
            return Ok(known);
        }
        let relation = source::relation(data, self.datasets, self.given.files)?;
        let name = match data {
            Data::Inline { name, .. } | Data::Url { name, .. } => name.as_ref().map(ToString::to_string),
            _ => None,
        };
        self.sources.borrow_mut().extend(key.into_iter().chain(name).map(|key| (key, relation.clone())));
        Ok(relation)
    }

    fn transform(&self, spec: &Spec, head: &mut Head, facets: &[String]) -> Result<(), FlowError> {
        for step in &spec.transform {
            match step {
                Step::Plain(Transform::Extent { field, param }) => {
                    let extent = transform::extent(&head.relation, field).unwrap_or([f64::NAN; 2]);
                    let extent = Value::List(extent.map(Value::Number).into());
                    self.extents.borrow_mut().insert(param.clone(), extent);
                }
                Step::Plain(step) => head.apply(&facet::within(step, facets), &self.context, &self.given.zone)?,
                Step::Lookup { lookup, from, key, fields, names, default } => {
                    let other = match from {
                        LookupFrom::Data(data) => self.head(data)?.relation,
                        LookupFrom::Param(param) => self.selected(param, head)?,
                    };
                    let whole_row = match from {
                        LookupFrom::Param(param) if names.is_empty() => vec![param.clone()],
                        _ => names.clone(),
                    };
                    let step = Transform::Lookup {
                        field: lookup.clone(),
                        other: 0,
                        key: key.clone(),
                        fields: fields.clone(),
                        names: whole_row,
                        default: value_from_json(default),
                    };
                    let relations = [other];
                    head.apply(&step, &Context { relations: &relations, ..self.context }, &self.given.zone)?;
                }
            }
        }
        Ok(())
    }
}

impl Flow<'_> {
    /// The rows that are selected, all while nothing is.
    fn selected(&self, param: &Arc<str>, head: &Head) -> Result<Relation, FlowError> {
        let test = Test::Selected { param: param.clone(), empty: true };
        Ok(transform::apply(&Transform::Filter(test), &head.relation, &self.context)?)
    }
}

fn format(data: &Data) -> Option<&Format> {
    match data {
        Data::Inline { format, .. } | Data::Url { format, .. } | Data::Named { format, .. } => Some(format),
        Data::Sequence { .. } | Data::Empty | Data::Generated(_) => None,
    }
}
