//! What comes of acts, told by what charts draw then.

use table::{Batch, Column, DataType, Field, Retention, Table, TextColumn, TimeRange, time_range::Unit};

use super::{hierarchy::*, *};

const LOAD: NodeId = NodeId::from_bytes([1; 8]);
const HOSTS: NodeId = NodeId::from_bytes([2; 8]);
const SPAN: Span = Span { shown: (0.0, 100.0), extent: (0.0, 100.0) };

fn schema() -> Schema {
    let field = |(name, data_type): (&str, DataType)| Field { name: name.into(), data_type };
    let fields = [("time", DataType::Time), ("host", DataType::Text), ("room", DataType::Text), ("up", DataType::Flag)];
    Schema::new(fields.map(field).into()).unwrap()
}

/// Two hosts in one room, a third in another.
fn table() -> Table {
    let text = |codes: [u32; 4], values: &[&str]| {
        Column::Text(TextColumn {
            codes: codes.to_vec().into(),
            dictionary: values.iter().map(|it| (*it).to_owned()).collect(),
        })
    };
    let columns = vec![
        Column::Time([0, 10, 20, 30].map(Some).to_vec().into()),
        text([1, 2, 3, 1], &["a", "b", "c"]),
        text([1, 1, 2, 1], &["east", "west"]),
        Column::Flag(vec![Some(true), Some(false), None, Some(true)].into()),
    ];
    let mut table = Table::new(schema(), Retention { max_rows: 9, max_age_ms: None });
    table.append(&Batch::new(schema(), columns).unwrap()).unwrap();
    table
}

fn values(field: &str, value: &str) -> Filter {
    let picked = Picked::Values(vec![value.to_owned()]);
    Filter { by: Some(HOSTS), table: Some("t".into()), field: field.to_owned(), picked, words: value.to_owned() }
}

/// The rows that a panel draws.
fn drawn(looks: &Looks, panel: NodeId) -> Vec<u32> {
    let table = table();
    let narrowing = looks.narrowing(panel, "t", table.schema());
    narrowing.rows.map_or_else(|| (0..4).collect(), |rows| rows.select(&table).unwrap())
}

fn acted(acts: impl IntoIterator<Item = LookAct>) -> Looks {
    let mut looks = Looks::default();
    acts.into_iter().for_each(|act| looks.act(HOSTS, act));
    looks
}

#[test]
fn choices_filter_all_charts_of_the_table_but_their_own() {
    let looks = acted([LookAct::Filter(values("host", "a"))]);
    assert_eq!((drawn(&looks, LOAD), drawn(&looks, HOSTS)), (vec![0, 3], vec![0, 1, 2, 3]));
    assert_eq!(looks.narrowing(LOAD, "other", &schema()), Narrowing::default());
    let both = acted([LookAct::Filter(values("host", "a")), LookAct::Filter(values("up", "yes"))]);
    assert_eq!(drawn(&both, LOAD), [0, 3], "choices intersect");
    let replaced = acted([LookAct::Filter(values("host", "a")), LookAct::Filter(values("host", "b"))]);
    assert_eq!(drawn(&replaced, LOAD), [1]);
    let twice = acted([LookAct::Filter(values("host", "a")), LookAct::Filter(values("host", "a"))]);
    assert_eq!(twice, Looks::default(), "the same again takes it away");
    let gone = LookAct::Unfilter { by: Some(HOSTS), field: "host".into() };
    assert_eq!(acted([LookAct::Filter(values("host", "a")), gone]), Looks::default());
    let unknown = acted([LookAct::Filter(values("no such", "a")), LookAct::Filter(values("up", "perhaps"))]);
    assert_eq!(drawn(&unknown, LOAD), [0, 1, 2, 3], "what cannot be asked filters nothing");
}

#[test]
fn a_span_takes_its_beginning_and_leaves_its_end() {
    let picked = Picked::Span(10.0, 30.0);
    let looks = acted([LookAct::Filter(Filter { picked, ..values("time", "") })]);
    assert_eq!(drawn(&looks, LOAD), [1, 2]);
    assert!(looks.marked("t", &schema()).is_some() && looks.marked("u", &schema()).is_none());
}

#[test]
fn zoom_keeps_the_place_under_the_pointer_and_ends_at_what_there_is() {
    let window = |acts: Vec<LookAct>| acted(acts).of(HOSTS).view.x;
    let zoom = |around, factor, shown| LookAct::Zoom { around, factor, span: Span { shown, ..SPAN } };
    assert_eq!(window(vec![zoom(25.0, 0.5, (0.0, 100.0))]), Some((12.5, 62.5)));
    assert_eq!(window(vec![zoom(0.0, 0.5, (0.0, 100.0))]), Some((0.0, 50.0)));
    assert_eq!(window(vec![zoom(90.0, 1.5, (80.0, 100.0))]), Some((70.0, 100.0)), "the end holds");
    assert_eq!(window(vec![zoom(25.0, 0.5, SPAN.shown), zoom(25.0, 4.0, (12.5, 62.5))]), None, "all is all");
    let narrow = window(vec![zoom(50.0, 0.0, SPAN.shown)]).unwrap();
    assert!(narrow.1 > narrow.0);
    assert_eq!(window(vec![zoom(50.0, f64::NAN, SPAN.shown)]), None);
    let pan = |part, shown| LookAct::Pan { part, span: Span { shown, ..SPAN } };
    assert_eq!(window(vec![pan(0.5, (20.0, 40.0))]), Some((30.0, 50.0)));
    assert_eq!(window(vec![pan(-5.0, (20.0, 40.0))]), Some((0.0, 20.0)));
    assert_eq!(window(vec![pan(0.5, (0.0, 100.0))]), None);
    assert_eq!(window(vec![LookAct::Window { x: (5.0, 5.0), y: None }]), None);
    assert_eq!(acted([LookAct::Window { x: (1.0, 2.0), y: None }, LookAct::Reset]), Looks::default());
}

#[test]
fn a_series_is_isolated_and_others_come_back_one_by_one() {
    let labels = || ["a", "b", "c"].map(str::to_owned).to_vec();
    let isolate = |label: &str| LookAct::Isolate { label: label.to_owned(), labels: labels() };
    let toggle = |label: &str| LookAct::Toggle { label: label.to_owned() };
    let hidden = |acts: Vec<LookAct>| acted(acts).of(HOSTS).view.hidden;
    assert_eq!(hidden(vec![isolate("b")]), ["a", "c"]);
    assert_eq!(hidden(vec![isolate("b"), isolate("b")]), [""; 0]);
    assert_eq!(hidden(vec![isolate("b"), isolate("c")]), ["a", "b"]);
    assert_eq!(hidden(vec![isolate("b"), toggle("a")]), ["c"]);
    assert_eq!(hidden(vec![toggle("a"), toggle("a")]), [""; 0]);
}

#[test]
fn the_way_down_narrows_the_chart_itself_and_filters_the_others() {
    let level = |field: &str, picked, below| Level { field: field.into(), picked, words: "w".into(), below };
    let room = level("room", Picked::Values(vec!["east".into()]), Below::Field("host".into()));
    let looks = acted([LookAct::Window { x: (0.0, 1.0), y: None }, LookAct::Descend(room.clone())]);
    assert_eq!((drawn(&looks, HOSTS), drawn(&looks, LOAD)), (vec![0, 1, 3], vec![0, 1, 3]));
    assert_eq!(looks.narrowing(HOSTS, "t", &schema()).x.as_deref(), Some("host"));
    assert_eq!((looks.narrowing(LOAD, "t", &schema()).x, looks.of(HOSTS).view.x), (None, None));
    let year = level("time", Picked::Span(0.0, 30.0), Below::Unit(TimeUnit::Quarter));
    let month = level("time", Picked::Span(10.0, 30.0), Below::Unit(TimeUnit::Month));
    let deep = acted([LookAct::Descend(room), LookAct::Descend(year), LookAct::Descend(month)]);
    assert_eq!(drawn(&deep, LOAD), [1]);
    assert_eq!(deep.filters().len(), 2, "of one field the last choice counts");
    assert_eq!(deep.narrowing(HOSTS, "t", &schema()).time_unit, Some(TimeUnit::Month));
    let mut up = deep.clone();
    up.act(HOSTS, LookAct::Ascend(1));
    assert_eq!((drawn(&up, LOAD), up.of(HOSTS).levels.len()), (vec![0, 1, 3], 1));
    let mut away = deep;
    away.act(HOSTS, LookAct::Unfilter { by: Some(HOSTS), field: "time".into() });
    assert_eq!(away, up, "without its choice there is nothing below it");
}

#[test]
fn rows_say_what_lies_below_a_value() {
    let table = table();
    assert_eq!(field_below(&table, "room", "east").as_deref(), Some("host"));
    assert_eq!(field_below(&table, "room", "west"), None, "one host only");
    assert_eq!(field_below(&table, "host", "a"), None, "a room has several hosts");
    assert_eq!(field_below(&table, "time", "0"), None);
    assert_eq!(span_of(TimeUnit::Quarter, 86_400_000.0), Some((0.0, 90.0 * 86_400_000.0)));
    let units = std::iter::successors(Some(TimeUnit::Year), |unit| finer(*unit));
    assert_eq!(units.count(), 6);
}

#[test]
fn an_address_shows_the_same() {
    let mut looks = acted([
        LookAct::Filter(values("host", "a b&c")),
        LookAct::Filter(Filter { picked: Picked::Span(-5.0, 1.5), ..values("time", "") }),
        LookAct::Window { x: (10.0, 20.5), y: None },
    ]);
    let pairs = looks.to_address();
    assert!(pairs.iter().all(|(name, _)| address::is_look(name)));
    let read =
        |pairs: &[(String, String)]| Looks::from_address(pairs.iter().map(|(name, value)| (&**name, &**value)), 0.0);
    let again = read(&pairs);
    assert_eq!(again.to_address(), pairs);
    assert_eq!((drawn(&again, LOAD), again.of(HOSTS)), (drawn(&looks, LOAD), looks.of(HOSTS)));
    looks.act(HOSTS, LookAct::Reset);
    assert_eq!(looks.to_address().len(), 2);
    let relative = Looks::from_address([("from", "now-6h"), ("to", "now"), ("panel", &*HOSTS.to_string())], 3.6e7);
    assert_eq!(relative.of(HOSTS).view.x, Some((1.44e7, 3.6e7)));
    let several = Looks::from_address([("f.host", "a"), ("f.host", "b"), ("f.", "x"), ("from", "never")], 0.0);
    assert_eq!(drawn(&several, LOAD), [0, 1, 3]);
}

#[test]
fn an_address_says_the_time_that_all_charts_show() {
    let read = |text: &str| Looks::from_address(text.split('&').filter_map(|pair| pair.split_once('=')), 3.6e7);
    let panel = HOSTS.to_string();
    for address in [
        "from=now-6h&to=now",
        "from=now-1d/d&to=now/d&tz=browser",
        "from=all",
        &*format!("f.host=a&from=1000000&to=2000000&panel={panel}&zoom=1100000..1200000"),
    ] {
        let again: Vec<_> =
            read(address).to_address().iter().map(|(name, value)| [name, "=", value].concat()).collect();
        assert_eq!(again.join("&"), address);
    }
    let looks = read("from=now-6h&to=now");
    assert_eq!((looks.period.window(36_000_000), looks.of(HOSTS)), (Some((14_400_000, 36_000_000)), Look::default()));
    assert_eq!(read("from=2026-01-31").period.window(1_800_000_000_000).unwrap().0, 1_769_817_600_000);
    for broken in ["from=never", "from=now-6x&to=now", "to=now", "tz=Mars", "zoom=1..2"] {
        assert_eq!(read(broken), Looks::default(), "{broken}");
    }
}

#[test]
fn a_period_slides_until_it_is_paused() {
    let mut period = Period { chosen: Some(Choice::Range(TimeRange::last(1, Unit::Hour))), ..Period::default() };
    assert_eq!((period.window(7_200_000), period.step_ms(7_200_000)), (Some((3_600_000, 7_200_000)), Some(3_600)));
    period.paused_ms = Some(7_200_000);
    assert_eq!((period.window(9_999_999), period.step_ms(9_999_999)), (Some((3_600_000, 7_200_000)), None));
    assert_eq!(period.held().chosen, Some(Choice::Range(TimeRange::fixed((3_600_000, 7_200_000)))), "for others too");
    period.paused_ms = None;
    assert_eq!(period.held(), period);
    let own = Period { own: Some(TimeRange::this(Unit::Day)), ..Period::default() };
    assert_eq!(own.window(100_000_000), Some((86_400_000, 172_800_000)), "what the dashboard says counts");
    assert_eq!(Period { chosen: Some(Choice::All), ..own }.window(100_000_000), None, "until somebody chooses");
}

#[test]
fn a_filter_is_typed_as_its_field_is() {
    let picked = |data_type, text| typed::typed("f", data_type, text, &[]).map(|filter| filter.picked);
    let one = |text: &str| Some(Picked::Values(vec![text.to_owned()]));
    for (data_type, text, expected) in [
        (DataType::Text, " a..b ", one("a..b")),
        (DataType::Text, "", None),
        (DataType::Integer, "7", one("7")),
        (DataType::Integer, "1 .. 20", Some(Picked::Span(1.0, 21.0))),
        (DataType::Integer, ">10", Some(Picked::Span(11.0, f64::INFINITY))),
        (DataType::Integer, "<=10", Some(Picked::Span(f64::NEG_INFINITY, 11.0))),
        (DataType::Float, ">=0.5", Some(Picked::Span(0.5, f64::INFINITY))),
        (DataType::Float, "<0.5", Some(Picked::Span(f64::NEG_INFINITY, 0.5))),
        (DataType::Float, ">0.5", Some(Picked::Span(0.5_f64.next_up(), f64::INFINITY))),
        (DataType::Float, "=3", Some(Picked::Span(3.0, 3.0_f64.next_up()))),
        (DataType::Float, "..", None),
        (DataType::Float, "20..1", None),
        (DataType::Float, "many", None),
        (DataType::Flag, "yes", one("yes")),
        (DataType::Flag, "perhaps", None),
        (DataType::Time, "1970-01-02", Some(Picked::Span(86_400_000.0, 172_800_000.0))),
        (DataType::Time, "1970-01-02..1970-01-02 06:00", Some(Picked::Span(86_400_000.0, 108_000_001.0))),
        (DataType::Time, ">1970-01-02", Some(Picked::Span(172_800_000.0, f64::INFINITY))),
        (DataType::Time, "now", None),
    ] {
        assert_eq!(picked(data_type, text), expected, "{data_type:?} {text:?}");
    }
    let found = || vec!["web 1".to_owned(), "web 2".to_owned()];
    let of = |text| typed::typed("f", DataType::Text, text, &found()).map(|filter| filter.picked);
    assert_eq!(of("web"), Some(Picked::Values(found())), "a part means all that have it");
    assert_eq!(of("web 1"), one("web 1"));
}

#[test]
fn what_is_pinned_filters_every_chart_and_is_in_nobodys_address() {
    let lines = ["host\ta", "host\tb", "time\t10..", "no tab"].map(str::to_owned);
    let pinned = address::pinned(&lines);
    assert_eq!(address::lines_of(&pinned), lines[..3]);
    let looks = Looks { pinned, ..acted([LookAct::Filter(values("room", "east"))]) };
    assert_eq!((drawn(&looks, LOAD), drawn(&looks, HOSTS)), (vec![1, 3], vec![1, 3]), "the panel of the choice too");
    assert_eq!(looks.to_address(), [("f.room".to_owned(), "east".to_owned())]);
    assert!(!looks.is_like(&acted([LookAct::Filter(values("room", "east"))])));
}

#[test]
fn an_address_says_spans_with_an_open_end() {
    let bound = |from, to| Filter { by: None, table: None, picked: Picked::Span(from, to), ..values("time", "") };
    for (filter, said) in
        [(bound(10.0, f64::INFINITY), "10.."), (bound(f64::NEG_INFINITY, 20.0), "..20"), (bound(10.0, 20.0), "10..20")]
    {
        let looks = acted([LookAct::Filter(filter.clone())]);
        assert_eq!(looks.to_address(), [("f.time".to_owned(), said.to_owned())]);
        let read = Looks::from_address([("f.time", said)], 0.0);
        assert_eq!(read.filters(), [Filter { words: said.to_owned(), ..filter }]);
    }
}
