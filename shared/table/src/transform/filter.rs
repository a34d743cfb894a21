//! Filter: keeps the rows for which a test holds. Comparisons are those of JavaScript, as Vega-Lite writes them out, except
//! that a time and a number are equal when they name the same instant. A field with a time unit is compared by the beginning
//! of its unit, and a value it is compared with is then a time or, for a single unit, the number of it.

use std::{cmp::Ordering, sync::Arc};

use crate::{
    infer::parse_time,
    relation::{Relation, Value, Values},
    transform::{
        Context, DateParts, FieldTest, Operand, Test, TimePart, TimeUnit, TransformError, calculate::parse, field,
    },
};

/// Tests within tests: deeper ones no one reads, and each takes a piece of the stack.
const MAX_DEPTH: usize = 64;

pub(crate) fn apply(relation: &Relation, test: &Test, context: &Context<'_>) -> Result<Relation, TransformError> {
    let holds = holds(relation, test, context, MAX_DEPTH)?;
    if holds.iter().all(|holds| *holds) {
        return Ok(relation.clone());
    }
    let rows: Vec<u32> = holds.iter().zip(0..).filter_map(|(holds, row)| holds.then_some(row)).collect();
    Ok(relation.take(&rows))
}

/// Whether the test holds, for each row.
pub(crate) fn holds(
    relation: &Relation,
    test: &Test,
    context: &Context<'_>,
    depth: usize,
) -> Result<Vec<bool>, TransformError> {
    let depth = depth.checked_sub(1).ok_or(TransformError::Depth(MAX_DEPTH))?;
    let join = |tests: &[Test], start: bool, join: fn(bool, bool) -> bool| {
        tests.iter().try_fold(vec![start; relation.rows()], |so_far, test| {
            let more = self::holds(relation, test, context, depth)?;
            Ok(so_far.into_iter().zip(more).map(|(a, b)| join(a, b)).collect())
        })
    };
    match test {
        Test::Expression(expression) => {
            let mut holds = vec![false; relation.rows()];
            let rows = parse("filter", expression)?.select(relation, &context.environment());
            rows.iter().for_each(|row| holds[*row as usize] = true);
            Ok(holds)
        }
        Test::Field { field, unit, is } => {
            let values = field_values(relation, field, *unit)?;
            compared(&values, *unit, is, context)
        }
        Test::Selected { param, empty } => {
            Ok((0..relation.rows()).map(|row| (context.selected)(param, relation, row).unwrap_or(*empty)).collect())
        }
        Test::All(tests) => join(tests, true, |a, b| a && b),
        Test::Any(tests) => join(tests, false, |a, b| a || b),
        Test::Not(test) => Ok(self::holds(relation, test, context, depth)?.into_iter().map(|holds| !holds).collect()),
    }
}

/// The field, by the beginning of its unit where there is one.
fn field_values(relation: &Relation, path: &Arc<str>, unit: Option<TimeUnit>) -> Result<Arc<Values>, TransformError> {
    let column = field::column(relation, path);
    let Some(unit) = unit.filter(|unit| !unit.binned) else { return Ok(column) };
    unit.check()?;
    Ok(Arc::new(Values::Time(field::times(&column).iter().map(|time| unit.floor(*time)).collect())))
}

fn compared(
    values: &Values,
    unit: Option<TimeUnit>,
    is: &FieldTest,
    context: &Context<'_>,
) -> Result<Vec<bool>, TransformError> {
    let value = |operand: &Operand| operand_value(operand, unit, context);
    let each = |holds: &dyn Fn(&Value) -> bool| (0..values.len()).map(|row| holds(&values.get(row))).collect();
    Ok(match is {
        FieldTest::Equal(operand) => {
            let operand = value(operand)?;
            each(&|value| same(value, &operand))
        }
        FieldTest::Lt(operand) => ordered(values, &value(operand)?, Ordering::is_lt),
        FieldTest::Lte(operand) => ordered(values, &value(operand)?, Ordering::is_le),
        FieldTest::Gt(operand) => ordered(values, &value(operand)?, Ordering::is_gt),
        FieldTest::Gte(operand) => ordered(values, &value(operand)?, Ordering::is_ge),
        FieldTest::Range(ends) => range(values, ends.each_ref().map(|end| end.as_ref().map(value).transpose()))?,
        FieldTest::OneOf(operands) => {
            let operands = operands.iter().map(value).collect::<Result<Vec<_>, _>>()?;
            each(&|value| operands.iter().any(|operand| same(value, operand)))
        }
        FieldTest::Valid(valid) => each(&|value| (value.is_valid() && value.to_number().is_finite()) == *valid),
    })
}

/// Both ends hold, in whichever order they are given.
fn range(values: &Values, ends: [Result<Option<Value>, TransformError>; 2]) -> Result<Vec<bool>, TransformError> {
    let [low, high] = ends;
    let (low, high) = match (low?, high?) {
        (Some(low), Some(high)) if high.compare(&low).is_some_and(Ordering::is_lt) => (Some(high), Some(low)),
        ends => ends,
    };
    let bound =
        |end: Option<Value>, holds| end.map_or_else(|| vec![true; values.len()], |end| ordered(values, &end, holds));
    let above = bound(low, Ordering::is_ge as fn(Ordering) -> bool);
    let below = bound(high, Ordering::is_le);
    Ok(above.into_iter().zip(below).map(|(above, below)| above && below).collect())
}

/// How each value compares with the operand; what does not compare does not hold. A null is 0, as in JavaScript.
fn ordered(values: &Values, operand: &Value, holds: fn(Ordering) -> bool) -> Vec<bool> {
    if let (Values::Number(numbers) | Values::Time(numbers), Value::Number(operand) | Value::Time(operand)) =
        (values, operand)
    {
        let number = |number: &f64| if number.is_nan() { 0.0 } else { *number };
        return numbers.iter().map(|value| number(value).partial_cmp(operand).is_some_and(holds)).collect();
    }
    (0..values.len()).map(|row| values.get(row).compare(operand).is_some_and(holds)).collect()
}

fn same(value: &Value, operand: &Value) -> bool {
    match (value, operand) {
        (Value::Time(a), Value::Number(b)) | (Value::Number(a), Value::Time(b)) => a == b,
        _ => value.same_as(operand),
    }
}

fn operand_value(operand: &Operand, unit: Option<TimeUnit>, context: &Context<'_>) -> Result<Value, TransformError> {
    match operand {
        Operand::Value(value) => Ok(unit.map_or_else(|| value.clone(), |unit| time_of(value, unit))),
        Operand::Date(parts) => Ok(Value::Time(parts.time_ms())),
        Operand::Expression(expression) => {
            Ok(parse("filter", expression)?.eval(&Relation::of_rows(1), 0, &context.environment()))
        }
    }
}

/// What a value means beside a unit: a number of a single unit counts it, a text is a written time.
fn time_of(value: &Value, unit: TimeUnit) -> Value {
    let text = || if let Value::Text(text) = value { parse_time(text) } else { None };
    let number = value.to_number();
    let parts = single_part(unit).filter(|_| matches!(value, Value::Number(_) | Value::Text(_)) && number.is_finite());
    match (parts, text()) {
        (Some(part), _) => Value::Time(DateParts::of(part, number).time_ms()),
        (None, Some(time_ms)) => Value::Time(time_ms as f64),
        (None, None) => value.clone(),
    }
}

fn single_part(unit: TimeUnit) -> Option<TimePart> {
    unit.shortest().filter(|part| unit.parts == part.bit() && !matches!(part, TimePart::Week | TimePart::DayOfYear))
}

impl DateParts {
    /// One part alone.
    fn of(part: TimePart, number: f64) -> Self {
        let mut parts = Self::default();
        let place = match part {
            TimePart::Year => &mut parts.year,
            TimePart::Quarter => &mut parts.quarter,
            TimePart::Month => &mut parts.month,
            TimePart::Day => &mut parts.day,
            TimePart::Week | TimePart::DayOfYear | TimePart::Date => &mut parts.date,
            TimePart::Hours => &mut parts.hours,
            TimePart::Minutes => &mut parts.minutes,
            TimePart::Seconds => &mut parts.seconds,
            TimePart::Milliseconds => &mut parts.milliseconds,
        };
        *place = Some(number);
        parts
    }

    /// The instant, in milliseconds: parts that are not given are at their beginning, the year is 2012, as in Vega-Lite. A day
    /// of the week counts only by itself.
    #[must_use]
    pub fn time_ms(&self) -> f64 {
        let quarter = self.quarter.map(|quarter| (quarter - 1.0) * 3.0);
        let month = self.month.map(|month| month - 1.0).or(quarter).unwrap_or(0.0);
        let others = [self.year, self.quarter, self.month, self.hours, self.minutes, self.seconds, self.milliseconds];
        let day = self.day.filter(|_| others.iter().all(Option::is_none)).map(|day| day.rem_euclid(7.0) + 1.0);
        let clock = [self.hours, self.minutes, self.seconds, self.milliseconds].map(|part| part.unwrap_or(0.0));
        let [hours, minutes, seconds, milliseconds] = clock;
        let date = self.date.or(day).unwrap_or(1.0);
        crate::civil::ms_from_parts([self.year.unwrap_or(2012.0), month, date, hours, minutes, seconds, milliseconds])
    }
}
