// The dashboards that are made for the tour, as outlines: one with every kind of panel, one with every state of a panel,
// one with every mark.

const MARKS = ["line", "area", "bar", "point", "circle", "square", "rule", "rect", "tick", "text", "arc", "trail", "boxplot", "error_bar", "error_band"];
const id = (number) => number.toString(16).padStart(16, "0");
const weather = { table: "weather", x: "date", y: "temp_max", color: "location", aggregate: "mean", time_unit: "month" };
const panel = (number, kind, properties, [x, y, w, h], children = []) => ({ id: id(number), kind, properties: { ...properties, layout: { x, y, w, h } }, children });
const outline = (title, children) => ({ schemaVersion: 2, properties: { title }, children });

// Panels of every kind in tabs and sections, annotated, locked, talked about.
function rich() {
  const note = { id: id(40), kind: "annotation", properties: { title: "New sensor", from: Date.UTC(2013, 5, 1), until: Date.UTC(2013, 8, 1) } };
  const talk = { id: id(41), kind: "comment", properties: { body: "Is the new sensor too warm? @Ada", author: "Grace Hopper", written_at: Date.UTC(2026, 0, 5) } };
  const top = [
    panel(1, "control", { title: "City", control_type: "choice", variable: "city", table: "weather", field: "location", selected: ["Seattle"] }, [0, 0, 6, 3]),
    panel(2, "text", { title: "", body: "## How warm it was\nThe days of **$city**, as *measured* by the [weather service](https://www.noaa.gov).\n\n- warm: above 25 °C\n- cold: below 5 °C" }, [6, 0, 18, 5]),
  ];
  const panels = [
    panel(3, "chart", { ...weather, title: "Temperature in $city", description: "The highest of each day, on average over each month.", unit: "°C", thresholds: ["25"] }, [0, 0, 16, 9], [note, talk]),
    panel(4, "stat", { title: "Hottest day", table: "weather", y: "temp_max", aggregate: "max", unit: "°C", thresholds: ["30"] }, [16, 0, 8, 4]),
    panel(5, "table", { title: "All days", table: "weather", columns: ["date", "location", "temp_max", "weather"], locked: true }, [16, 4, 8, 9]),
  ];
  const section = { id: id(20), kind: "row", properties: { title: "Rain" }, children: [panel(6, "chart", { ...weather, title: "", mark: "bar", y: "precipitation" }, [0, 0, 12, 7])] };
  const folded = { id: id(21), kind: "row", properties: { title: "Wind", collapsed: true }, children: [panel(7, "chart", { ...weather, y: "wind" }, [0, 0, 12, 7])] };
  const tab = (number, title, children) => ({ id: id(number), kind: "tab", properties: { title }, children });
  return outline("Weather of two cities", [...top, tab(30, "Overview", [...panels, section, folded]), tab(31, "Details", []), tab(32, "Raw", [])]);
}

// A panel for each thing that can keep one from drawing.
function states() {
  const kinds = [
    ["chart", { title: "No table chosen" }],
    ["chart", { title: "No such table", table: "gone", x: "a", y: "b" }],
    ["chart", { title: "No field", table: "weather" }],
    ["chart", { title: "No such field", table: "weather", x: "date", y: "humidity" }],
    ["chart", { title: "A text as a number", table: "weather", x: "date", y: "weather" }],
    ["chart", { title: "Not a spec", ...weather, transform: '[{"filter": "datum.temp_max >"}]' }],
    ["chart", { title: "Too many slices", table: "weather", mark: "arc", encoding_theta: '{"aggregate": "count"}', color: "date" }],
    ["chart", { title: "Nothing passes", ...weather, transform: '[{"filter": "datum.temp_max > 900"}]' }],
    ["stat", { title: "No field of a number", table: "weather" }],
    ["stat", { title: "No table of a number" }],
    ["table", { title: "No table of a table" }],
    ["table", { title: "No such columns", table: "weather", columns: ["date", "humidity"] }],
    ["text", { title: "Nothing written" }],
    ["control", { title: "Nothing to choose", control_type: "choice" }],
    ["control", { title: "Any of several", control_type: "multi_choice", variable: "kinds", table: "weather", field: "weather" }],
    ["control", { title: "A time", control_type: "time", variable: "when" }],
  ];
  return outline("States of a panel", kinds.map(([kind, properties], index) => panel(index + 1, kind, properties, [(index % 4) * 6, Math.floor(index / 4) * 5, 6, 5])));
}

// What a mark needs beside the usual fields.
const NEEDS = {
  arc: { x: null, y: null, aggregate: null, time_unit: null, color: "weather", encoding_theta: '{"aggregate": "count"}' },
  boxplot: { x: "location", time_unit: null, aggregate: null },
  error_bar: { aggregate: null, time_unit: "year" },
  error_band: { aggregate: null },
  rect: { y: "location", color: "temp_max", aggregate: null },
  text: { time_unit: "year", encoding_text: '{"aggregate": "mean", "field": "temp_max", "format": ".0f"}' },
  tick: { x: "temp_max", y: "location", aggregate: null, time_unit: null },
};

function marks() {
  const one = (mark, index) => panel(index + 1, "chart", { ...weather, title: mark, mark, ...NEEDS[mark] }, [(index % 4) * 6, Math.floor(index / 4) * 6, 6, 6]);
  return outline("Every mark", MARKS.map(one));
}

export const OUTLINES = { rich, states, marks };
