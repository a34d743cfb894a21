//! Vega-Lite in and out: what is read is written and read again as the same; what is dropped is named, with its place and
//! whether it matters; what cannot be read is refused in words.
#![expect(clippy::expect_used, reason = "a spec that cannot be read has failed the test")]

use grammar::{
    spec::{Body, Channel, ChannelAggregate, Data, Mark, Offset, Sort, Source, Spec, StackMode, Step, Test, Transform},
    vega_lite::{self, Loss, Named, read, read_text, write},
};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

/// Reads a spec of which nothing is dropped, and checks that it survives being written.
fn whole(json: &Json) -> Spec {
    let (spec, dropped) = read(json).expect("a spec");
    assert_eq!(dropped, [], "{json}");
    let (again, dropped) = read(&write(&spec)).expect("what was written");
    assert_eq!((&again, &dropped[..]), (&spec, &[][..]), "{json}");
    spec
}

/// A bar chart with this definition of y.
fn with_y(definition: &Json) -> Json {
    json!({"data": {"url": "a.csv"}, "mark": "bar", "encoding": {"x": {"field": "a", "type": "nominal"}, "y": definition}})
}

#[test]
fn every_way_to_say_a_channel_survives() {
    let definitions = [
        json!({"aggregate": "count"}),
        json!({"aggregate": {"argmax": "b"}, "field": "c", "type": "quantitative"}),
        json!({"field": "a.b[0]", "bin": true}),
        json!({"field": "b", "bin": {"maxbins": 5, "extent": [0, 10.5], "nice": false, "anchor": 0.5, "divide": [5, 2]}}),
        json!({"field": "b", "bin": "binned"}),
        json!({"field": "b", "bin": {"binned": true, "step": 2}}),
        json!({"field": "b", "bin": {"extent": {"param": "brush"}, "maxbins": 20}}),
        json!({"field": "b", "bin": null, "timeUnit": "utcyearmonthdate", "type": "temporal"}),
        json!({"field": "b", "timeUnit": {"unit": "hoursminutes", "step": 15}}),
        json!({"field": "b", "timeUnit": "binnedyearquarter", "bandPosition": 0.5}),
        json!({"field": "b", "stack": null}),
        json!({"field": "b", "stack": true}),
        json!({"field": "b", "stack": "normalize"}),
        json!({"field": "b", "sort": "-x"}),
        json!({"field": "b", "sort": {"encoding": "color", "order": "descending"}}),
        json!({"field": "b", "sort": {"op": "count"}}),
        json!({"field": "b", "sort": {"field": "c", "op": "mean", "order": "descending"}}),
        json!({"field": "b", "sort": ["x", 1, null, {"month": 2}]}),
        json!({"field": "b", "sort": null, "axis": null, "title": null, "scale": null}),
        json!({"field": "b", "axis": {"format": ".2f", "title": ["two", "lines"], "labelAngle": 30}, "title": "one"}),
        json!({"field": "b", "scale": {"type": "log", "base": 2, "domain": [1, 10], "nice": false, "zero": false}}),
        json!({"field": "b", "scale": {"type": "pow", "exponent": 0.5, "domain": {"param": "brush", "field": "b"}}}),
        json!({"field": "b", "impute": {"value": 0, "keyvals": {"start": 0, "stop": 10, "step": 1}}}),
        json!({"datum": {"year": 2020, "month": "jan"}, "type": "temporal"}),
        json!({"datum": {"expr": "width / 2"}}),
        json!({"value": "height"}),
        json!({"field": {"repeat": "column"}, "type": "quantitative"}),
        json!({"condition": {"param": "p", "empty": false, "field": "a", "type": "nominal"}, "value": 1}),
        json!({"condition": [{"test": "datum.a > 1", "value": 2}, {"test": {"not": {"param": "p"}}, "value": null}]}),
        Json::Null,
    ];
    for definition in definitions {
        whole(&with_y(&definition));
    }
}

#[test]
fn every_transform_survives() {
    let transforms = [
        json!({"filter": "datum.a > 1 && isValid(datum['b c'])"}),
        json!({"filter": {"field": "a", "timeUnit": "month", "equal": {"month": "March"}}}),
        json!({"filter": {"field": "a", "range": [null, {"year": 2006, "utc": true}]}}),
        json!({"filter": {"and": [{"field": "a", "oneOf": ["x", 2]}, {"or": [{"param": "p", "empty": false}, "datum.b"]}]}}),
        json!({"filter": {"not": {"field": "a", "valid": true}}}),
        json!({"filter": {"field": "a", "lte": {"expr": "limit"}}}),
        json!({"calculate": "datum.a * 2", "as": "b"}),
        json!({"aggregate": [{"op": "mean", "field": "a", "as": "m"}, {"op": "count", "as": "n"}], "groupby": ["b", "c"]}),
        json!({"joinaggregate": [{"op": "sum", "field": "a", "as": "t"}]}),
        json!({"bin": {"step": 0.5}, "field": "a", "as": ["from", "to"]}),
        json!({"timeUnit": "yearweek", "field": "a", "as": "w"}),
        json!({"window": [{"op": "lag", "field": "a", "param": 2, "as": "l"}, {"op": "mean", "field": "a", "as": "m"}],
            "sort": [{"field": "t", "order": "descending"}], "frame": [-3, null], "ignorePeers": true, "groupby": ["g"]}),
        json!({"stack": "a", "groupby": ["b"], "offset": "center", "sort": [{"field": "c"}], "as": ["s", "e"]}),
        json!({"fold": ["a", "b"], "as": ["k", "v"]}),
        json!({"flatten": ["a", "b"], "as": ["x", "b"]}),
        json!({"pivot": "a", "value": "b", "groupby": ["c"], "limit": 3, "op": "max"}),
        json!({"impute": "a", "key": "b", "keyvals": [1, 2], "method": "mean", "frame": [-2, 2], "groupby": ["c"]}),
        json!({"impute": "a", "key": "b", "value": null}),
        json!({"sample": 100}),
        json!({"extent": "a", "param": "e"}),
        json!({"density": "a", "bandwidth": 0.3, "extent": [0, 1], "counts": true, "steps": 50, "resolve": "independent"}),
        json!({"regression": "b", "on": "a", "method": "poly", "order": 2, "params": true, "extent": [1, 2]}),
        json!({"loess": "b", "on": "a", "bandwidth": 0.5, "groupby": ["c"]}),
        json!({"quantile": "a", "probs": [0.25, 0.5], "as": ["p", "v"]}),
        json!({"lookup": "a", "from": {"data": {"url": "b.csv"}, "key": "k", "fields": ["x", "y"]}, "as": ["u", "v"],
            "default": "none"}),
        json!({"lookup": "a", "from": {"param": "p", "key": "k"}, "as": "row"}),
    ];
    for transform in transforms {
        let spec = whole(&json!({"data": {"url": "a.csv"}, "transform": [transform], "mark": "point"}));
        assert_eq!(spec.transform.len(), 1);
    }
}

#[test]
fn every_composition_survives() {
    let unit = json!({"mark": {"type": "line", "point": true, "strokeDash": [2, 1]}, "name": "inner"});
    let select = json!({"type": "interval", "encodings": ["x"], "resolve": "global", "mark": {"fill": "red"}});
    let views = [
        json!({"layer": [unit, {"layer": [unit], "encoding": {"x": {"field": "a"}}}], "resolve": {"scale": {"y": "independent"}}}),
        json!({"concat": [unit, unit, unit], "columns": 2, "spacing": {"row": 5}, "align": "each"}),
        json!({"hconcat": [unit, {"vconcat": [unit]}], "data": null}),
        json!({"facet": {"field": "a", "sort": "descending", "header": {"title": "A"}}, "columns": 3, "spec": unit}),
        json!({"facet": {"row": {"field": "a"}, "column": {"field": "b", "bin": true}}, "spec": {"layer": [unit]}}),
        json!({"repeat": ["a", "b"], "columns": 1, "spec": unit}),
        json!({"repeat": {"row": ["a"], "layer": ["b", "c"]}, "spec": unit}),
        json!({"mark": "bar", "width": {"step": 12, "for": "offset"}, "height": "container", "datasets": {"d": [1, 2]},
            "data": {"name": "d"}, "title": {"text": "T", "subtitle": ["s", "t"], "anchor": "start"}, "config": {"bar": {"size": 4}}}),
        json!({"mark": "bar", "data": {"values": "a;b\n1;2", "format": {"type": "dsv", "delimiter": ";", "parse": {"a": "number"}}}}),
        json!({"mark": "bar", "data": {"sequence": {"start": 0, "stop": 10, "step": 0.5, "as": "x"}}}),
        json!({"hconcat": [unit], "params": [{"name": "b", "select": select, "value": {"x": [1, 2]}, "views": ["inner"]},
            {"name": "p", "select": "point", "bind": "legend"}, {"name": "v", "value": 3, "bind": {"input": "range"}},
            {"name": "e", "expr": "v * 2"}]}),
    ];
    for view in views {
        whole(&view);
    }
}

#[test]
fn shorthands_mean_what_they_say_at_length() {
    let y = |definition: &Json| whole(&with_y(definition)).encoding.get(Channel::Y).expect("y").clone();
    assert_eq!(
        y(&json!({"field": "b", "sort": "-x"})).sort,
        Some(Sort::Channel { channel: Channel::X, descending: true })
    );
    assert_eq!(y(&json!({"field": "b", "stack": true})).stack, Some(StackMode::On(Offset::Zero)));
    assert_eq!(y(&json!(5)).source, Source::Value(json!(5)));
    assert_eq!(y(&json!({"field": "b", "type": "Q"})), y(&json!({"field": "b", "type": "quantitative"})));
    let argmin = y(&json!({"field": "b", "aggregate": {"argmin": "c"}})).aggregate;
    assert_eq!(argmin, Some(ChannelAggregate::ArgMin("c".into())));
    let filter = whole(&json!({"mark": "bar", "transform": [{"filter": {"param": "p"}}]})).transform;
    assert_eq!(filter, [Step::Plain(Transform::Filter(Test::Selected { param: "p".into(), empty: true }))]);
    let sequence = whole(&json!({"mark": "bar", "data": {"sequence": {"start": 0, "stop": 3}}})).data;
    assert!(matches!(sequence, Some(Data::Sequence { step: 1.0, name, .. }) if &*name == "data"));
}

#[test]
fn what_is_dropped_is_named_with_its_place() {
    let cases: [(Json, &[(&str, Loss)]); 9] = [
        (with_y(&json!({"field": "b", "axis": {"labelExpr": "1"}})), &[("/encoding/y/axis/labelExpr", Loss::Looks)]),
        (with_y(&json!({"field": "b", "colour": "red"})), &[("/encoding/y/colour", Loss::Nothing)]),
        (with_y(&json!({"field": "b", "aggregate": "mode"})), &[("/encoding/y/aggregate", Loss::Content)]),
        (json!({"mark": "geoshape"}), &[("/mark", Loss::Content)]),
        (json!({"mark": "bar", "projection": {"type": "mercator"}}), &[("/projection", Loss::Content)]),
        (json!({"mark": "bar", "encoding": {"z": {"field": "a"}}}), &[("/encoding/z", Loss::Content)]),
        (
            json!({"mark": "bar", "transform": [{"filter": "datum.a >"}, {"melt": ["a"]}, {"sample": 5}]}),
            &[("/transform/0/filter", Loss::Content), ("/transform/1", Loss::Content)],
        ),
        (
            json!({"mark": "bar", "data": {"url": "us.json", "format": {"type": "topojson", "feature": "states"}}}),
            &[("/data/format/type", Loss::Content)],
        ),
        (
            json!({"layer": [{"mark": {"type": "bar", "wobble": 1}}], "selection": {"a~b/c": {}}}),
            &[("/layer/0/mark/wobble", Loss::Nothing), ("/selection", Loss::Content)],
        ),
    ];
    for (json, expected) in cases {
        let (spec, dropped) = read(&json).expect("a spec");
        let places: Vec<(&str, Loss)> = dropped.iter().map(|one| (one.path.as_str(), one.loss)).collect();
        assert_eq!(places, expected, "{json}");
        assert!(
            dropped.iter().all(|one| !one.why.is_empty() && one.path.ends_with(&one.what) || one.what == "transform")
        );
        assert_eq!(read(&write(&spec)).expect("what was written").0, spec);
    }
}

#[test]
fn what_shows_nothing_is_a_problem_with_a_remedy() {
    let problem = |text: &str| read_text(text).expect_err("no spec").to_string();
    assert!(problem("{\"mark\": ").starts_with("the text is not JSON: EOF"), "{}", problem("{\"mark\": "));
    assert_eq!(
        problem(r#"{"hconcat": [{"mark": "bar"}, {"encoding": {}}]}"#),
        "at /hconcat/1: the view has no mark; say which: \"mark\": \"bar\", or `layer`, `hconcat`, `facet`"
    );
    assert!(
        problem(r#"{"mark": "pie"}"#).starts_with("at /mark: \"pie\" is no mark that is known here; use one of area")
    );
    assert!(problem("[1]").starts_with("a view is an object"));
    assert!(problem(r#"{"facet": {}, "spec": {"mark": "bar"}}"#).starts_with("the facet names no field"));
    let deep = (0..200).fold(json!({"mark": "bar"}), |inner, _| json!({ "layer": [inner] }));
    assert!(read(&deep).expect_err("too deep").to_string().contains("nested more than 100 levels"));
}

#[test]
fn every_name_is_the_name_of_one() {
    fn check<T: Named + std::fmt::Debug>() {
        for (member, name) in T::NAMES {
            assert_eq!(T::of(name), Some(*member));
            assert_eq!(T::of(member.name()), Some(*member));
        }
    }
    check::<Channel>();
    check::<grammar::spec::MarkType>();
    check::<grammar::spec::ScaleType>();
    check::<grammar::spec::AggregateOp>();
}

/// Any JSON of the words of the format.
fn any_json() -> impl Strategy<Value = Json> {
    const WORDS: [&str; 42] = [
        "mark",
        "layer",
        "hconcat",
        "facet",
        "repeat",
        "spec",
        "encoding",
        "x",
        "y",
        "color",
        "tooltip",
        "row",
        "field",
        "type",
        "aggregate",
        "bin",
        "timeUnit",
        "sort",
        "stack",
        "scale",
        "axis",
        "title",
        "condition",
        "param",
        "test",
        "value",
        "datum",
        "transform",
        "filter",
        "window",
        "as",
        "data",
        "values",
        "params",
        "select",
        "name",
        "bar",
        "count",
        "yearmonth",
        "quantitative",
        "-x",
        "interval",
    ];
    let word = || proptest::sample::select(&WORDS[..]).prop_map(str::to_owned);
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        (-4.0..1e3).prop_map(Json::from),
        word().prop_map(Json::from),
    ];
    leaf.prop_recursive(6, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Json::from),
            prop::collection::vec((word(), inner), 0..6)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_read_is_written_and_read_as_the_same(parts in prop::collection::vec(("[a-z]{1,9}", any_json()), 0..6),
                                                        encoding in any_json()) {
        let mut object: serde_json::Map<String, Json> = parts.into_iter().collect();
        object.insert("mark".to_owned(), json!({"type": "line", "point": true}));
        object.insert("encoding".to_owned(), encoding);
        let (spec, _) = read(&Json::Object(object)).expect("a mark");
        let is_shown = matches!(&spec.body, Body::Unit(Mark { .. }) | Body::Layer(_));
        prop_assert!(is_shown);
        let (again, _) = vega_lite::read(&write(&spec)).expect("what was written");
        prop_assert_eq!(again, spec);
    }
}
