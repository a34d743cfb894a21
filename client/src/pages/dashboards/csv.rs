//! CSV that somebody brings along: the part that is looked at first, the posts that it becomes, and the dashboard that
//! shows it. Pure: what the columns are the relay says.

use table::{DataType, Field};

use crate::{api::Preview, json::quoted};

/// So much of a file is looked at before anything is made, in bytes.
pub(super) const PREVIEW_BYTES: usize = 256 * 1024;
/// One post of rows, in bytes: below what the relay takes at once.
pub(super) const POST_BYTES: usize = 4 * 1024 * 1024;
/// The largest file that is taken, in bytes: it is held as a whole.
pub(super) const MAX_FILE_BYTES: f64 = 64.0 * 1024.0 * 1024.0;
/// Most characters of the name that a file gives its table.
const MAX_NAME_CHARS: usize = 60;

/// The texts to post one after the other, each with the header and whole rows; a row that is longer than a post is one.
pub(super) fn posts(text: &str, max_bytes: usize) -> Vec<String> {
    let header_end = row_ends(text).next().unwrap_or(text.len());
    let (header, rows) = text.split_at(header_end);
    let (mut posts, mut from, mut last) = (Vec::new(), 0, 0);
    for end in row_ends(rows).chain([rows.len()]) {
        if end - from + header.len() > max_bytes && last > from {
            posts.push([header, &rows[from..last]].concat());
            from = last;
        }
        last = end;
    }
    if from < rows.len() || posts.is_empty() {
        posts.push([header, &rows[from..]].concat());
    }
    posts
}

/// Where rows end, behind their line feeds; one between quotes ends none.
fn row_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut is_quoted = false;
    text.bytes().enumerate().filter_map(move |(at, byte)| {
        is_quoted ^= byte == b'"';
        (byte == b'\n' && !is_quoted).then_some(at + 1)
    })
}

/// The beginning of a text that holds whole rows only.
pub(super) fn beginning(text: &str) -> &str {
    if text.len() <= PREVIEW_BYTES {
        return text;
    }
    let end = row_ends(text).take_while(|end| *end <= PREVIEW_BYTES).last();
    &text[..end.unwrap_or(text.len())]
}

/// What a table is called that is made of a file.
pub(super) fn table_name(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_lowercase();
    let fit = |char: char| if char.is_ascii_alphanumeric() { char } else { '_' };
    let words: String = stem.chars().map(fit).collect();
    let name: Vec<_> = words.split('_').filter(|word| !word.is_empty()).collect();
    let name: String = name.join("_").chars().take(MAX_NAME_CHARS).collect();
    match name.chars().next() {
        None => "table".to_owned(),
        Some(first) if first.is_ascii_digit() => ["t_", &name].concat(),
        Some(_) => name,
    }
}

/// The outline of a dashboard on a new table: a chart where its fields suggest one, and its rows.
pub(super) fn outline(title: &str, table: &str, preview: &Preview) -> String {
    let chart = suggested(&preview.fields, &preview.first)
        .map(|said| panel(1, "chart", title, (0, 12), &[("table", table)], &said));
    let top = if chart.is_some() { 12 } else { 0 };
    let rows = panel(2, "table", table, (top, 14), &[("table", table)], "");
    let children: Vec<_> = chart.into_iter().chain([rows]).collect();
    let title = quoted_plain(title);
    ["{\"schemaVersion\":2,\"properties\":{\"title\":", &title, "},\"children\":[", &children.join(","), "]}"].concat()
}

fn panel(id: u8, kind: &str, title: &str, (y, h): (u8, u8), names: &[(&str, &str)], more: &str) -> String {
    let mut said = format!("\"title\":{},\"layout\":{{\"x\":0,\"y\":{y},\"w\":24,\"h\":{h}}}", quoted_plain(title));
    for (property, name) in names {
        said += &format!(",\"{property}\":{}", quoted_plain(name));
    }
    format!("{{\"id\":\"{id:016x}\",\"kind\":\"{kind}\",\"properties\":{{{said}{more}}}}}")
}

/// A line along the first time, one for each of the words that come again; else bars of the first number, summed up for
/// each of the first words; else two numbers.
fn suggested(fields: &[Field], rows: &[Vec<String>]) -> Option<String> {
    let is_number = |field: &&Field| matches!(field.data_type, DataType::Float | DataType::Integer);
    let first = |data_type| fields.iter().find(|field| field.data_type == data_type).map(|field| field.name.as_str());
    let numbers: Vec<_> = fields.iter().filter(is_number).map(|field| field.name.as_str()).collect();
    let (time, word) = (first(DataType::Time), first(DataType::Text));
    let mut said = match (time, word, numbers.as_slice()) {
        (Some(time), _, [number, ..]) => axes(time, number),
        (None, Some(word), [number, ..]) => axes(word, number) + ",\"mark\":\"bar\",\"aggregate\":\"sum\"",
        (None, None, [x, y, ..]) => axes(x, y) + ",\"mark\":\"point\"",
        _ => return None,
    };
    let again = fields.iter().enumerate().find(|(at, field)| field.data_type == DataType::Text && repeats(rows, *at));
    if let (Some(_), Some((_, again))) = (time, again) {
        said += &format!(",\"color\":{}", quoted_plain(&again.name));
    }
    Some(said)
}

/// Whether a value of a column comes again.
fn repeats(rows: &[Vec<String>], at: usize) -> bool {
    let values: Vec<_> = rows.iter().filter_map(|row| row.get(at)).filter(|value| !value.is_empty()).collect();
    values.iter().enumerate().any(|(index, value)| values[..index].contains(value))
}

fn axes(x: &str, y: &str) -> String {
    format!(",\"x\":{},\"y\":{}", quoted_plain(x), quoted_plain(y))
}

/// In the tests there is no browser that writes JSON.
fn quoted_plain(text: &str) -> String {
    if cfg!(target_family = "wasm") { quoted(text) } else { format!("{text:?}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_post_has_the_header_and_whole_rows_and_together_they_are_the_file() {
        let text = "a,b\n1,\"x\ny\"\n2,z\n3,\"\"\"\"\n4,w";
        for max in [1, 10, 14, 18, 1000] {
            let posts = posts(text, max);
            let rows: String = posts.iter().map(|post| post.strip_prefix("a,b\n").unwrap()).collect();
            assert_eq!(rows, text[4..], "{max}");
            assert!(posts.iter().all(|post| post.matches('"').count() % 2 == 0), "{posts:?}");
        }
        assert_eq!(posts(text, 1000).len(), 1);
        assert_eq!(posts(text, 1).len(), 4);
        assert_eq!(posts("a,b", 1), ["a,b"]);
        assert_eq!(posts("a\n", 1), ["a\n"]);
    }

    #[test]
    fn the_beginning_ends_with_a_row() {
        let row = "1,\"two\nlines\"\n";
        let text = row.repeat(PREVIEW_BYTES / row.len() + 9);
        let beginning = beginning(&text);
        assert!(
            beginning.len() <= PREVIEW_BYTES
                && beginning.ends_with("\"\n")
                && beginning.len().is_multiple_of(row.len())
        );
        assert_eq!(super::beginning(row), row);
    }

    #[test]
    fn a_file_gives_its_table_a_name_that_the_relay_takes() {
        for (file, name) in [
            ("Sales 2024 (final).csv", "sales_2024_final"),
            ("2024.csv", "t_2024"),
            ("Übersicht.tsv", "bersicht"),
            (".csv", "table"),
            ("a.b.csv", "a_b"),
        ] {
            assert_eq!(table_name(file), name, "{file}");
        }
    }

    #[test]
    fn the_fields_suggest_the_chart() {
        let field = |(name, data_type): &(&str, DataType)| Field { name: (*name).into(), data_type: *data_type };
        let row = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let rows = [row(&["1", "York"]), row(&["2", "York"])];
        let said = |fields: &[(&str, DataType)]| suggested(&fields.iter().map(field).collect::<Vec<_>>(), &rows);
        let (day, town, mm) = (("day", DataType::Time), ("town", DataType::Text), ("mm", DataType::Float));
        assert_eq!(said(&[mm, town, day]).unwrap(), ",\"x\":\"day\",\"y\":\"mm\",\"color\":\"town\"");
        assert_eq!(said(&[mm, town]).unwrap(), ",\"x\":\"town\",\"y\":\"mm\",\"mark\":\"bar\",\"aggregate\":\"sum\"");
        assert_eq!(said(&[mm, ("c", DataType::Integer)]).unwrap(), ",\"x\":\"mm\",\"y\":\"c\",\"mark\":\"point\"");
        assert_eq!([said(&[mm]), said(&[town, day]), said(&[])], [None, None, None]);
        assert_eq!(said(&[town, mm, day]).unwrap(), ",\"x\":\"day\",\"y\":\"mm\"", "each town once");
        let preview = Preview { fields: vec![field(&day), field(&mm)], rows: 0.0, exists: false, first: vec![] };
        let outline = outline("A \"b\"", "t", &preview);
        assert!(outline.contains("\"title\":\"A \\\"b\\\"\"") && outline.contains("\"y\":12"), "{outline}");
    }
}
