//! The plainest form of a spec, as Vega-Lite's normalisation makes it: said in Vega-Lite, because that is shortest.
#![expect(clippy::expect_used, reason = "a spec that cannot be read has failed the test")]

use grammar::{normal::normal, vega_lite};
use serde_json::{Value as Json, json};

/// The plainest form of a spec, written; it is its own plainest form.
fn plain(json: &Json) -> Json {
    let (spec, dropped) = vega_lite::read(json).expect("a spec");
    assert_eq!(dropped, [], "{json}");
    let normal_spec = normal(spec).expect("a plain form");
    assert_eq!(normal(normal_spec.clone()).as_ref(), Ok(&normal_spec));
    let mut written = vega_lite::write(&normal_spec);
    written.as_object_mut().expect("an object").remove("$schema");
    written
}

fn q(field: &str) -> Json {
    json!({"field": field, "type": "quantitative"})
}

#[test]
fn channels_that_split_become_a_facet() {
    let spec = json!({"title": "T", "width": 90, "mark": "bar", "encoding":
        {"x": q("a"), "row": {"field": "r", "type": "nominal", "spacing": 3}, "color": {"value": "red"}}});
    let facet = json!({"title": "T", "facet": {"row": {"field": "r", "type": "nominal"}}, "spacing": {"row": 3},
        "spec": {"width": 90, "mark": "bar", "encoding": {"x": q("a"), "color": {"value": "red"}}}});
    assert_eq!(plain(&spec), facet);
    let wrapped = json!({"mark": "bar", "encoding": {"facet": {"field": "r", "type": "nominal", "columns": 2}}});
    let facet = json!({"facet": {"field": "r", "type": "nominal"}, "columns": 2, "spec": {"mark": "bar"}});
    assert_eq!(plain(&wrapped), facet);
}

#[test]
fn a_repeat_becomes_its_views_named_after_their_fields() {
    let spec = json!({"repeat": {"row": ["a b", "2"], "column": ["c"]}, "data": {"url": "d.csv"},
        "spec": {"name": "n", "mark": "point", "encoding": {"x": {"field": {"repeat": "column"}, "type": "quantitative"},
            "y": {"field": {"repeat": "row"}, "type": "quantitative"}, "size": {"field": {"repeat": "layer"}}}}});
    let view = |name: &str, y: &str| json!({"name": name, "mark": "point", "encoding": {"x": q("c"), "y": q(y)}});
    let expected = json!({"data": {"url": "d.csv"}, "align": "all", "vconcat":
        [view("n_child__row_a_bcolumn_c", "a b"), view("n_child__row__2column_c", "2")]});
    assert_eq!(plain(&spec), expected);
    let layers = plain(&json!({"repeat": {"layer": ["a", "b"]}, "spec": {"mark": "line", "encoding":
        {"y": {"field": {"repeat": "layer"}, "type": "quantitative"}, "color": {"datum": {"repeat": "layer"}}}}}));
    let layer = |field: &str| {
        json!({"name": format!("child__layer_{field}"), "mark": "line", "encoding":
        {"y": q(field), "color": {"datum": field, "type": "nominal"}}})
    };
    assert_eq!(layers, json!({"layer": [layer("a"), layer("b")]}));
}

#[test]
fn layers_take_over_what_they_do_not_say() {
    let spec = json!({"encoding": {"x": {"field": "a", "type": "quantitative", "axis": {"title": "A"}}, "y": q("b")},
        "layer": [{"mark": "bar"}, {"mark": "rule", "encoding": {"x": {"aggregate": "mean", "field": "c"}, "y": null}}]});
    let axis = json!({"title": "A"});
    let first =
        json!({"mark": "bar", "encoding": {"x": {"field": "a", "type": "quantitative", "axis": axis}, "y": q("b")}});
    let mean = json!({"aggregate": "mean", "field": "c", "type": "quantitative", "axis": axis});
    let second = json!({"mark": "rule", "encoding": {"x": mean, "y": null}});
    assert_eq!(plain(&spec), json!({"layer": [first, second]}));
}

#[test]
fn overlays_lie_on_their_mark_and_stack_with_it() {
    let encoding =
        json!({"x": {"field": "t", "type": "temporal"}, "y": q("a"), "color": {"field": "c", "type": "nominal"}});
    let spec =
        json!({"mark": {"type": "area", "line": true, "point": {"size": 9}, "tooltip": true}, "encoding": encoding});
    let mut over = encoding.clone();
    over["y"]["stack"] = "zero".into();
    let expected = json!({"layer": [
        {"mark": {"type": "area", "tooltip": true, "opacity": 0.7}, "encoding": encoding},
        {"mark": {"type": "line", "tooltip": true}, "encoding": over},
        {"mark": {"type": "point", "opacity": 1, "filled": true, "tooltip": true, "size": 9}, "encoding": over},
    ]});
    assert_eq!(plain(&spec), expected);
    let ranged = plain(&json!({"mark": "line", "encoding": {"x": q("a"), "x2": {"field": "b"}}}));
    assert_eq!(ranged["mark"], "rule");
}

#[test]
fn an_error_bar_is_a_rule_over_aggregates() {
    let spec = json!({"mark": {"type": "errorbar", "extent": "stdev"}, "encoding":
        {"y": {"field": "v", "type": "quantitative", "scale": {"zero": false}}, "x": {"field": "g", "type": "nominal"}}});
    let tip = |field: &str, title: &str| json!({"field": field, "type": "quantitative", "title": title});
    let expected = json!({
        "transform": [
            {"aggregate": [{"op": "stdev", "field": "v", "as": "extent_v"}, {"op": "mean", "field": "v", "as": "center_v"}],
                "groupby": ["g"]},
            {"calculate": "datum['center_v'] + datum['extent_v']", "as": "upper_v"},
            {"calculate": "datum['center_v'] - datum['extent_v']", "as": "lower_v"},
        ],
        "mark": {"type": "rule", "ariaRoleDescription": "errorbar", "style": "errorbar-rule"},
        "encoding": {
            "y": {"field": "lower_v", "type": "quantitative", "scale": {"zero": false}, "title": "v"},
            "y2": {"field": "upper_v"},
            "x": {"field": "g", "type": "nominal"},
            "tooltip": [tip("center_v", "Mean of v"), tip("upper_v", "Mean + stdev of v"), tip("lower_v", "Mean - stdev of v"),
                {"field": "g", "type": "nominal"}],
        },
    });
    assert_eq!(plain(&spec), expected);
}

#[test]
fn a_box_plot_is_a_box_its_median_its_whiskers_and_its_outliers() {
    let spec = |extent: Json| {
        json!({"mark": {"type": "boxplot", "extent": extent}, "encoding":
        {"x": {"field": "g", "type": "nominal"}, "y": q("v"), "color": {"field": "g", "type": "nominal"}}})
    };
    let roles = |view: &Json| -> Vec<String> {
        let marks = view["layer"].as_array().expect("layers").iter();
        marks.map(|mark| format!("{} {}", mark["mark"]["type"], mark["mark"]["style"]).replace('"', "")).collect()
    };
    let reaching = plain(&spec(json!("min-max")));
    let whole = ["rule boxplot-rule", "rule boxplot-rule", "bar boxplot-box", "tick boxplot-median"];
    assert_eq!(roles(&reaching), whole);
    assert_eq!(reaching["layer"][2]["mark"]["ariaRoleDescription"], "box");
    assert_eq!(reaching["layer"][2]["encoding"]["tooltip"][0]["title"], "Max of v");
    let tukey = plain(&spec(json!(1.5)));
    let (beyond, boxes) = (&tukey["layer"][0], &tukey["layer"][1]);
    assert_eq!(roles(boxes), whole[2..]);
    let reach = "1.5 * (datum['upper_box_v'] - datum['lower_box_v'])";
    let outside =
        format!("(datum['v'] < datum['lower_box_v'] - {reach}) || (datum['v'] > datum['upper_box_v'] + {reach})");
    assert_eq!(beyond["layer"][0]["transform"][0]["filter"], outside);
    assert_eq!(beyond["layer"][0]["mark"]["style"], "boxplot-outliers");
    assert_eq!(roles(&beyond["layer"][1]), whole[..2]);
}

#[test]
fn selections_stand_with_the_marks_that_they_name() {
    let unit = |name: &str| json!({"name": name, "mark": "point"});
    let spec = json!({"params": [{"name": "v", "value": 1}, {"name": "b", "select": "interval", "views": ["two"]}],
        "hconcat": [unit("one"), {"layer": [unit("two")]}]});
    let normal = plain(&spec);
    assert_eq!(normal["params"], json!([{"name": "v", "value": 1}]));
    assert_eq!(normal["hconcat"][0], unit("one"));
    assert_eq!(normal["hconcat"][1]["layer"][0]["params"][0]["name"], "b");
}

#[test]
fn too_many_marks_and_marks_without_an_axis_are_problems() {
    let problem =
        |json: Json| normal(vega_lite::read(&json).expect("a spec").0).expect_err("no plain form").to_string();
    let fields: Vec<String> = (0..40).map(|field| format!("f{field}")).collect();
    let many = json!({"repeat": {"row": fields, "column": fields}, "spec": {"mark": "point"}});
    assert_eq!(problem(many), "the spec has more than 1000 marks; repeat over fewer fields, or say fewer layers");
    let flat = problem(json!({"mark": "boxplot", "encoding": {"x": {"field": "a", "type": "nominal"}}}));
    assert!(flat.contains("the boxplot has no field of numbers on x or y"), "{flat}");
}
