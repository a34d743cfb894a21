//! Head: the rows at one point of the way from a source to a mark, and what is known of their columns: which were read
//! as dates or numbers, and which were computed, so that nothing is read twice. Follows Vega-Lite's `AncestorParse`.

use std::{collections::HashMap, sync::Arc};

use serde_json::Value as Json;
use table::{
    Relation, Value, Values,
    transform::{self, Context, FieldTest, Operand, TimeUnit, Transform, TransformError},
};

use super::{local, name};
use crate::{
    source::Parse,
    spec::{Format, Test},
    zone::Zone,
};

/// Tests within tests deeper than this imply nothing.
const MAX_TEST_DEPTH: usize = 32;
/// Into how many bins a step divides where nothing is said.
const DEFAULT_BINS: f64 = 10.0;

/// Rows on their way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    pub(crate) relation: Relation,
    known: HashMap<String, Known>,
    reads_nothing: bool,
    /// Its source is text: a number that is to be a date is its digits, so that `1900` is a year.
    is_text: bool,
}

/// What is known of a column.
#[derive(Clone, Debug, PartialEq)]
enum Known {
    /// The format says so.
    Explicit,
    /// An encoding or filter implied it.
    Implied(Parse),
    /// A step made it: a number.
    Number,
    /// A step made it.
    Derived,
}

impl Head {
    /// The rows of a source, read as its format says. `is_text`: they were delimited text.
    pub(crate) fn new(relation: Relation, format: Option<&Format>, is_text: bool, zone: &Zone) -> Self {
        let mut head = Self { relation, is_text, ..Self::default() };
        match format.and_then(|format| format.parse.as_ref()) {
            Some(Json::Null | Json::Bool(false)) => head.reads_nothing = true,
            Some(Json::Object(fields)) => {
                for (path, how) in fields {
                    head.set_read(path, &how.as_str().and_then(Parse::from_text).unwrap_or(Parse::Keep), zone);
                    head.known.insert(name::of_path(path), Known::Explicit);
                }
            }
            _ => {}
        }
        head
    }

    /// Nothing more is read: the rows were generated.
    pub(crate) fn generated(relation: Relation) -> Self {
        Self { relation, reads_nothing: true, ..Self::default() }
    }

    /// The column at a path; all missing where there is none.
    pub(crate) fn column(&self, path: &str) -> Arc<Values> {
        let missing = || Arc::new(Values::Any(vec![Value::Missing; self.relation.rows()]));
        self.relation.path(&path.into()).unwrap_or_else(missing)
    }

    /// Reads a field as an encoding or a filter implies, unless it is known already.
    pub(crate) fn read(&mut self, path: &str, parse: Parse, zone: &Zone) {
        let column = name::of_path(path);
        match self.known.get(&column) {
            Some(Known::Explicit | Known::Derived) => return,
            Some(_) if parse == Parse::Keep => return,
            Some(Known::Implied(known)) if *known == parse => return,
            // What a step has computed of times is shown by the same clock.
            Some(Known::Number) if parse == Parse::Date => self.numbers_to_times(&column),
            _ if self.reads_nothing && parse != Parse::Keep => return,
            _ => self.set_read(path, &parse, zone),
        }
        self.known.insert(column, Known::Implied(parse));
    }

    fn set_read(&mut self, path: &str, parse: &Parse, zone: &Zone) {
        if let Some(values) = self.relation.path(&path.into()) {
            let values = if self.is_text && *parse == Parse::Date { as_written(values) } else { values };
            let values = if *parse == Parse::Keep { values } else { Arc::new(parse.read(&values, zone)) };
            self.relation.set(&name::of_path(path), values);
        }
    }

    fn numbers_to_times(&mut self, column: &str) {
        if let Some(Values::Number(numbers)) = self.relation.column(column).map(AsRef::as_ref) {
            let times = Values::Time(numbers.clone());
            self.relation.set(column, Arc::new(times));
        }
    }

    /// Carries out a transform and notes what it made.
    pub(crate) fn apply(&mut self, step: &Transform, context: &Context<'_>, zone: &Zone) -> Result<(), TransformError> {
        match step {
            Transform::Filter(test) => self.read_for_test(test, zone, MAX_TEST_DEPTH),
            Transform::TimeUnit { field, unit, name, end } => {
                if !self.known.contains_key(&name::of_path(field)) {
                    self.read(field, Parse::Date, zone);
                }
                self.time_unit(field, *unit, [name, end.as_deref().unwrap_or_default()], context, zone)?;
                if unit.utc {
                    self.show_locally([name, end.as_deref().unwrap_or_default()], zone);
                }
                self.known.insert(name.to_string(), Known::Implied(Parse::Date));
                return Ok(());
            }
            _ => {}
        }
        let before = std::mem::take(&mut self.relation);
        self.relation = local::apply(&with_defaults(step), &before, context, zone).inspect_err(|_| {
            self.relation = before.clone();
        })?;
        if matches!(step, Transform::Pivot { .. }) {
            let new: Vec<Arc<str>> = self.relation.columns().iter().map(|(name, _)| name.clone()).collect();
            new.iter().filter(|name| before.column(name).is_none()).for_each(|name| self.without_nulls(name));
        }
        let (names, known) = produced(step);
        for name in names {
            if is_aggregate(step) {
                self.without_nulls(&name);
            }
            self.known.insert(name, known.clone());
        }
        Ok(())
    }

    /// An aggregate of no value is missing, not null.
    pub(crate) fn without_nulls(&mut self, column: &str) {
        if let Some(Values::Number(numbers)) = self.relation.column(column).map(AsRef::as_ref)
            && numbers.iter().any(|number| number.is_nan())
        {
            let value = |number: &f64| if number.is_nan() { Value::Missing } else { Value::Number(*number) };
            let values = Values::Any(numbers.iter().map(value).collect());
            self.relation.set(column, Arc::new(values));
        }
    }

    /// What a clock in UTC shows becomes what one of the zone does.
    fn show_locally(&mut self, columns: [&str; 2], zone: &Zone) {
        for column in columns {
            if let Some(values) = self.relation.column(column) {
                let wall = |row| zone.wall_from_instant(values.number(row));
                let values = Values::Time((0..values.len()).map(wall).collect());
                self.relation.set(column, Arc::new(values));
            }
        }
    }

    /// The beginnings of a time unit, and their ends where the second name is not empty. Those of UTC are what a clock
    /// in UTC shows.
    pub(crate) fn time_unit(
        &mut self,
        field: &str,
        unit: TimeUnit,
        [name, end]: [&str; 2],
        context: &Context<'_>,
        zone: &Zone,
    ) -> Result<(), TransformError> {
        const INSTANT: &str = "__instant";
        let in_utc = unit.utc && *zone != Zone::default() && !unit.binned;
        let mut relation = self.relation.clone();
        if in_utc {
            relation.set(INSTANT, Arc::new(to_utc(&self.column(field), zone)));
        }
        let step = Transform::TimeUnit {
            field: if in_utc { INSTANT } else { field }.into(),
            unit,
            name: name.into(),
            end: (!end.is_empty()).then(|| end.into()),
        };
        let relation = transform::apply(&step, &relation, context)?;
        for name in [name, end] {
            if let Some(values) = relation.column(name) {
                self.relation.set(name, values.clone());
            }
        }
        Ok(())
    }

    fn read_for_test(&mut self, test: &Test, zone: &Zone, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match test {
            Test::All(tests) | Test::Any(tests) => {
                tests.iter().for_each(|test| self.read_for_test(test, zone, depth));
            }
            Test::Not(test) => self.read_for_test(test, zone, depth),
            Test::Field { field, unit, is } => {
                let parse = if unit.is_some() { Some(Parse::Date) } else { operand(is).and_then(implied) };
                if let Some(parse) = parse {
                    self.read(field, parse, zone);
                }
            }
            Test::Expression(_) | Test::Selected { .. } => {}
        }
    }
}

/// The step with what Vega-Lite adds to it.
fn with_defaults(step: &Transform) -> Transform {
    let mut step = step.clone();
    if let Transform::Bin { bin, .. } = &mut step
        && bin.maxbins.is_none()
        && bin.step.is_none()
    {
        bin.maxbins = Some(DEFAULT_BINS);
    }
    step
}

/// Numbers as the text that they were.
fn as_written(values: Arc<Values>) -> Arc<Values> {
    let Values::Number(numbers) = &*values else { return values };
    let text = |number: &f64| (!number.is_nan()).then(|| number.to_string().into());
    Arc::new(Values::Text(numbers.iter().map(text).collect()))
}

fn is_aggregate(step: &Transform) -> bool {
    matches!(step, Transform::Aggregate { .. } | Transform::JoinAggregate { .. } | Transform::Window { .. })
}

/// What a clock in UTC shows when one in the zone shows this.
pub(crate) fn to_utc(values: &Values, zone: &Zone) -> Values {
    Values::Time((0..values.len()).map(|row| zone.instant_from_wall(values.number(row))).collect())
}

/// The first operand decides how the field is read.
fn operand(test: &FieldTest) -> Option<&Operand> {
    match test {
        FieldTest::Equal(operand)
        | FieldTest::Lt(operand)
        | FieldTest::Lte(operand)
        | FieldTest::Gt(operand)
        | FieldTest::Gte(operand)
        | FieldTest::Range([Some(operand), _]) => Some(operand),
        FieldTest::OneOf(operands) => operands.first(),
        FieldTest::Range([None, _]) | FieldTest::Valid(_) => None,
    }
}

fn implied(operand: &Operand) -> Option<Parse> {
    match operand {
        Operand::Date(_) | Operand::Value(Value::Time(_)) => Some(Parse::Date),
        Operand::Value(Value::Number(number)) if *number != 0.0 => Some(Parse::Number),
        Operand::Value(Value::Text(text)) if !text.is_empty() => Some(Parse::Text),
        Operand::Value(_) | Operand::Expression(_) => None,
    }
}

/// The columns that a step makes, and what is known of them.
fn produced(step: &Transform) -> (Vec<String>, Known) {
    let owned = |names: &[Arc<str>]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    match step {
        Transform::Aggregate { measures, .. } | Transform::JoinAggregate { measures, .. } => {
            (measures.iter().map(|measure| measure.name.to_string()).collect(), Known::Number)
        }
        Transform::Bin { names, .. } => (owned(names), Known::Number),
        Transform::Window { fields, .. } => {
            (fields.iter().map(|field| field.name.to_string()).collect(), Known::Number)
        }
        Transform::Calculate { name, .. } => (vec![name.to_string()], Known::Derived),
        Transform::Stack { names, .. }
        | Transform::Fold { names, .. }
        | Transform::Density { names, .. }
        | Transform::Regression { names, .. }
        | Transform::Loess { names, .. }
        | Transform::Quantile { names, .. } => (owned(names), Known::Derived),
        Transform::Flatten { names, .. } | Transform::Lookup { names, .. } => (owned(names), Known::Derived),
        Transform::Impute { field, .. } => (vec![name::of_path(field)], Known::Derived),
        Transform::Filter(_)
        | Transform::TimeUnit { .. }
        | Transform::Pivot { .. }
        | Transform::Sample { .. }
        | Transform::Extent { .. } => (Vec::new(), Known::Derived),
    }
}
