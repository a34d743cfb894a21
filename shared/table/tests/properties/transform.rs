//! Transforms of generated relations: those that run along give what a recomputation gives, aggregates and frames what a
//! plain loop gives, units and bins hold their values, and no step panics on any relation.

use std::{collections::BTreeMap, sync::Arc};

use proptest::prelude::*;
use table::{
    relation::{Relation, Value, Values},
    transform::{
        AggregateOp, Appended, Bin, Bins, Context, ImputeKeys, ImputeMethod, Measure, Offset, RegressionMethod,
        Running, SortKey, Test, TimePart, TimeUnit, Transform, WindowField, WindowOp, apply, quantile,
    },
};

const OPS: [AggregateOp; 25] = {
    use AggregateOp::*;
    [
        Count, Valid, Missing, Distinct, Sum, Product, Mean, Average, Variance, VarianceP, Stdev, StdevP, Stderr,
        Median, Q1, Q3, Ci0, Ci1, Min, Max, ArgMin, ArgMax, First, Last, Values,
    ]
};

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![6 => -50.0..50.0f64, 2 => (-4..4i32).prop_map(f64::from), 1 => Just(f64::NAN)]
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Missing),
        Just(Value::Null),
        any::<bool>().prop_map(Value::Flag),
        prop_oneof![any::<f64>(), Just(f64::INFINITY), Just(f64::NAN)].prop_map(Value::Number),
        prop_oneof![any::<f64>(), -9e15..9e15f64].prop_map(Value::Time),
        "[a-c0-9.]{0,3}".prop_map(|text| Value::text(&text)),
        proptest::collection::vec(number().prop_map(Value::Number), 0..3).prop_map(|values| Value::List(values.into())),
    ]
}

/// Columns `g` of few texts, `v` of numbers with gaps.
fn plain() -> impl Strategy<Value = Relation> {
    proptest::collection::vec(("[a-c]", number()), 0..40).prop_map(|rows| {
        let texts = rows.iter().map(|(text, _)| Some(text.as_str().into())).collect();
        let mut relation = Relation::of_rows(rows.len());
        relation.set("g", Arc::new(Values::Text(texts)));
        relation.set("v", Arc::new(Values::Number(rows.iter().map(|(_, number)| *number).collect())));
        relation
    })
}

/// Columns `g`, `v` and `x` of anything.
fn wild() -> impl Strategy<Value = Relation> {
    proptest::collection::vec((any_value(), any_value(), any_value()), 0..20).prop_map(|rows| {
        let mut relation = Relation::of_rows(rows.len());
        relation.set("g", Arc::new(Values::of(rows.iter().map(|row| row.0.clone()).collect())));
        relation.set("v", Arc::new(Values::of(rows.iter().map(|row| row.1.clone()).collect())));
        relation.set("x", Arc::new(Values::of(rows.iter().map(|row| row.2.clone()).collect())));
        relation
    })
}

fn measures() -> Vec<Measure> {
    OPS.iter().map(|op| Measure { op: *op, field: Some("v".into()), name: format!("{op:?}").into() }).collect()
}

fn aggregate() -> Transform {
    Transform::Aggregate { groupby: vec!["g".into()], measures: measures() }
}

fn names(a: &str, b: &str) -> [Arc<str>; 2] {
    [a.into(), b.into()]
}

fn window(frame: [Option<i64>; 2], ignore_peers: bool) -> Transform {
    let field = |op| {
        let (field, param) = (Some("v".into()), Some(2.0));
        WindowField { op, field, param, name: format!("{op:?}").into() }
    };
    let plain = [
        WindowOp::RowNumber,
        WindowOp::Rank,
        WindowOp::DenseRank,
        WindowOp::PercentRank,
        WindowOp::CumeDist,
        WindowOp::Ntile,
        WindowOp::Lag,
        WindowOp::Lead,
        WindowOp::FirstValue,
        WindowOp::LastValue,
        WindowOp::NthValue,
    ];
    let fields = plain.into_iter().chain(OPS.map(WindowOp::Aggregate)).map(field).collect();
    let sort = vec![SortKey { field: "v".into(), descending: false }];
    Transform::Window { groupby: vec!["g".into()], sort, frame, ignore_peers, fields }
}

/// One of each step, and some of them twice.
fn steps() -> Vec<Transform> {
    let v: Arc<str> = "v".into();
    let groupby = vec!["g".into()];
    let impute = |method, keys| Transform::Impute {
        field: v.clone(),
        key: "x".into(),
        keys,
        groupby: groupby.clone(),
        frame: [Some(-1), Some(1)],
        method,
    };
    let regression = |method, params| Transform::Regression {
        on: "x".into(),
        regression: v.clone(),
        groupby: groupby.clone(),
        method,
        order: 3,
        extent: None,
        params,
        names: names("a", "b"),
    };
    let density = |cumulative, resolve_shared| Transform::Density {
        field: v.clone(),
        groupby: groupby.clone(),
        cumulative,
        counts: cumulative,
        bandwidth: None,
        extent: None,
        minsteps: 5,
        maxsteps: 10,
        steps: None,
        resolve_shared,
        names: names("a", "b"),
    };
    let stack = |offset| Transform::Stack {
        field: Some(v.clone()),
        groupby: groupby.clone(),
        sort: vec![SortKey { field: "x".into(), descending: true }],
        offset,
        names: names("a", "b"),
    };
    let unit = TimeUnit::of(&[TimePart::Year, TimePart::Week]);
    vec![
        aggregate(),
        Transform::JoinAggregate { groupby: vec![], measures: measures() },
        Transform::Bin { field: v.clone(), bin: Bin::default(), names: names("a", "b") },
        Transform::TimeUnit { field: v.clone(), unit, name: "a".into(), end: Some("b".into()) },
        window([Some(-1), Some(1)], false),
        window([None, None], true),
        stack(Offset::Zero),
        stack(Offset::Center),
        stack(Offset::Normalize),
        Transform::Fold { fields: vec![v.clone(), "none".into()], names: names("a", "b") },
        Transform::Pivot {
            field: "x".into(),
            value: v.clone(),
            groupby: groupby.clone(),
            limit: 3,
            op: AggregateOp::ArgMax,
        },
        Transform::Flatten { fields: vec![v.clone(), "x".into()], names: vec!["a".into()] },
        impute(ImputeMethod::Median, None),
        impute(ImputeMethod::Value(Value::Null), Some(ImputeKeys::Sequence { start: 0.0, stop: 3.0, step: 1.0 })),
        Transform::Sample { rows: 3 },
        density(false, false),
        density(true, true),
        regression(RegressionMethod::Linear, true),
        regression(RegressionMethod::Log, false),
        regression(RegressionMethod::Exp, false),
        regression(RegressionMethod::Pow, false),
        regression(RegressionMethod::Quad, false),
        regression(RegressionMethod::Poly, false),
        Transform::Loess { on: "x".into(), loess: v.clone(), groupby: vec![], bandwidth: 0.3, names: names("a", "b") },
        Transform::Quantile { field: v.clone(), groupby, probs: None, step: 0.25, names: names("a", "b") },
        Transform::Calculate { expression: "datum.v + datum.x".into(), name: "a".into() },
        Transform::Filter(Test::Expression("datum.v > 0".into())),
        Transform::Extent { field: v, param: "p".into() },
    ]
}

/// What can be compared where a gap is not equal to itself.
fn shown(relation: &Relation) -> Vec<(String, Vec<String>)> {
    let column = |(name, values): &(Arc<str>, Arc<Values>)| {
        (name.to_string(), (0..values.len()).map(|row| format!("{:?}", values.get(row))).collect())
    };
    relation.columns().iter().map(column).collect()
}

fn near(a: f64, b: f64) -> bool {
    (a.is_nan() && b.is_nan()) || (a - b).abs() <= 1e-9 * (1.0 + b.abs())
}

fn naive(op: AggregateOp, numbers: &[f64]) -> f64 {
    let mut valid: Vec<f64> = numbers.iter().copied().filter(|number| !number.is_nan()).collect();
    let (count, sum) = (valid.len() as f64, valid.iter().sum::<f64>());
    let squares: f64 = valid.iter().map(|number| (number - sum / count).powi(2)).sum();
    valid.sort_by(f64::total_cmp);
    let known = |figure: f64| if valid.is_empty() { f64::NAN } else { figure };
    match op {
        AggregateOp::Sum => known(sum),
        AggregateOp::Mean => sum / count,
        AggregateOp::Variance if count > 1.0 => squares / (count - 1.0),
        AggregateOp::Variance => f64::NAN,
        AggregateOp::Median => quantile(&valid, 0.5),
        AggregateOp::Min => known(valid.iter().copied().fold(f64::INFINITY, f64::min)),
        AggregateOp::Max => known(valid.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
        _ => count,
    }
}

const FIGURES: [AggregateOp; 7] = {
    use AggregateOp::*;
    [Sum, Mean, Variance, Median, Min, Max, Valid]
};

proptest! {
    #[test]
    fn what_runs_along_is_what_a_recomputation_gives(relation in plain(), cuts in proptest::collection::vec(0..40usize, 0..4)) {
        let bin = Bin { extent: Some([-50.0, 50.0]), ..Bin::default() };
        let by_row = [
            Transform::Calculate { expression: "datum.v * 2".into(), name: "w".into() },
            Transform::Filter(Test::Expression("datum.v < 30".into())),
            Transform::Bin { field: "v".into(), bin, names: names("b0", "b1") },
        ];
        let steps = [by_row.as_slice(), &[aggregate(), window([None, Some(0)], false)]].concat();
        let mut running = Running::new(&steps).unwrap().unwrap();
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(relation.rows())).chain([0, relation.rows()]).collect();
        cuts.sort_unstable();
        let mut last = None;
        for cut in cuts.windows(2) {
            let rows: Vec<u32> = (cut[0] as u32..cut[1] as u32).collect();
            last = Some(running.append(&relation.take(&rows), &Context::EMPTY).unwrap());
        }
        let whole = steps.iter().fold(relation, |rows, step| apply(step, &rows, &Context::EMPTY).unwrap());
        let Some(Appended::Whole(last)) = last else { panic!("an aggregate gives all of its groups") };
        prop_assert_eq!(shown(&last), shown(&whole));
    }

    #[test]
    fn aggregates_are_those_of_a_plain_loop(relation in plain()) {
        let result = apply(&aggregate(), &relation, &Context::EMPTY).unwrap();
        let mut groups: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for row in 0..relation.rows() {
            let group = relation.column("g").unwrap().get(row).to_text().to_string();
            groups.entry(group).or_default().push(relation.column("v").unwrap().number(row));
        }
        prop_assert_eq!(result.rows(), groups.len());
        for row in 0..result.rows() {
            let numbers = &groups[&*result.column("g").unwrap().get(row).to_text()];
            for op in FIGURES {
                let got = result.column(&format!("{op:?}")).unwrap().number(row);
                prop_assert!(near(got, naive(op, numbers)), "{op:?} of {numbers:?}: {got}");
            }
        }
    }

    #[test]
    fn frames_are_those_of_a_plain_loop(relation in plain(), before in 0..5i64, after in 0..5i64) {
        let numbers: Vec<f64> = (0..relation.rows()).map(|row| relation.column("v").unwrap().number(row)).collect();
        let field = |op| WindowField { op: WindowOp::Aggregate(op), field: Some("v".into()), param: None, name: format!("{op:?}").into() };
        let fields = FIGURES.map(field).to_vec();
        let window = Transform::Window { groupby: vec![], sort: vec![], frame: [Some(-before), Some(after)], ignore_peers: true, fields };
        let result = apply(&window, &relation, &Context::EMPTY).unwrap();
        for row in 0..numbers.len() {
            let frame = &numbers[row.saturating_sub(before as usize)..(row + after as usize + 1).min(numbers.len())];
            for op in FIGURES {
                let got = result.column(&format!("{op:?}")).unwrap().number(row);
                prop_assert!(near(got, naive(op, frame)), "{op:?} of {frame:?}: {got}");
            }
        }
    }

    #[test]
    fn bins_hold_their_numbers(a in -1e6..1e6f64, b in -1e6..1e6f64, share in 0.0..1.0f64, maxbins in 1..60u8) {
        let bin = Bin { maxbins: Some(f64::from(maxbins)), ..Bin::default() };
        let bins = Bins::of(&bin, [a.min(b), a.max(b)]).unwrap();
        let number = a + (b - a) * share;
        let start = bins.floor(number);
        let slack = 1e-9 * bins.step;
        prop_assert!(start <= number + slack && number <= bins.end(start) + slack, "{bins:?} {number} {start}");
    }

    #[test]
    fn units_hold_their_times(time in -4e12..4e12f64, parts in 1..(1u16 << 11), step in 1..7u32) {
        let unit = TimeUnit { parts: parts | TimePart::Year.bit(), step, utc: true, binned: false };
        prop_assume!(unit.check().is_ok());
        // A time has whole milliseconds, as in JavaScript.
        let time = time.trunc();
        // The parts below a year that is named are without holes.
        let nested = [TimePart::Month, TimePart::Date, TimePart::Hours, TimePart::Minutes, TimePart::Seconds, TimePart::Milliseconds];
        let named = nested.iter().take_while(|part| unit.has(**part)).count();
        let whole = TimeUnit { step: 1, ..TimeUnit::of(&nested[..named]) };
        let whole = TimeUnit { parts: whole.parts | TimePart::Year.bit(), ..whole };
        let start = whole.floor(time);
        prop_assert!(start <= time && time < whole.next(start), "{whole:?} {time} {start}");
        prop_assert!(!unit.floor(time).is_nan());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_step_panics(relation in wild()) {
        for step in steps() {
            let result = apply(&step, &relation, &Context::EMPTY);
            prop_assert!(result.is_ok(), "{step:?}: {result:?}");
        }
    }
}
